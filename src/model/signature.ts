/**
 * The chain that makes a radiomics signature of image features, as the paper describes it: handcrafted features that
 * repeat between readers, channels of the network that are not null, z-scores of the handcrafted features, the fifteen
 * that mRMR ranks first, those with a coefficient in a LASSO whose penalty ten folds choose, and a classifier.
 *
 * It is plain data, a {@link Pipeline}: what is learned is learned on training rows, and inside each fold again where
 * it is cross-validated. That the penalty is chosen after mRMR on the same rows is part of the paper's procedure.
 */

import { deepPattern, type FeatureSet, handcraftedPattern } from "../cohort/image-features.js";
import type { ClassifierKind, ClassifierSettings } from "./classifier.js";
import type { Pipeline } from "./pipeline.js";
import type { PipelineStep } from "./pipeline-steps.js";

export interface SignatureSettings {
  readonly set: FeatureSet;
  /** Whether some patients were read twice, so that handcrafted features can be filtered by their ICC. */
  readonly repeated: boolean;
  /** A feature is kept if its ICC is above this; defaults to 0.75. */
  readonly iccCut?: number;
  /** Features that mRMR keeps, all that can be picked where there are fewer; defaults to 15. */
  readonly count?: number;
  /** Folds of the LASSO; defaults to 10. */
  readonly foldCount?: number;
  readonly seed: number;
  /** Harmonisation inside the chain: only features that match, with the batches of the pipeline's data. */
  readonly combat?: { readonly only: string };
}

/** Which features can be relied on at all: those that repeat between readers, and channels that are not null. */
export function stabilitySteps({
  set,
  repeated,
  iccCut = 0.75,
}: Pick<SignatureSettings, "set" | "repeated" | "iccCut">): PipelineStep[] {
  return [
    ...(set !== "deep" && repeated
      ? [{ step: "icc-filter", cut: iccCut, only: handcraftedPattern } as const]
      : []),
    ...(set !== "handcrafted" ? [{ step: "null-features", only: deepPattern } as const] : []),
  ];
}

/** Scaling and selection: z-scores of the handcrafted features, mRMR, LASSO. */
export function selectionSteps({
  set,
  count = 15,
  foldCount = 10,
  seed,
}: Pick<SignatureSettings, "set" | "count" | "foldCount" | "seed">): PipelineStep[] {
  return [
    ...(set !== "deep" ? [{ step: "z-score", only: handcraftedPattern } as const] : []),
    { step: "mrmr", count, ifFewer: "take them" },
    { step: "lasso", foldCount, seed, ifNone: "first to enter" },
  ];
}

/** The steps before the classifier, in their order. */
export function signatureSteps(settings: SignatureSettings): PipelineStep[] {
  const { combat, set } = settings;
  return [
    ...(set === "combined"
      ? []
      : [{ step: "subset", match: set === "deep" ? deepPattern : handcraftedPattern } as const]),
    ...stabilitySteps(settings),
    ...(combat === undefined ? [] : [{ step: "combat", ...combat } as const]),
    ...selectionSteps(settings),
  ];
}

/** The whole chain with a classifier at its end. */
export function signaturePipeline<K extends ClassifierKind>(
  settings: SignatureSettings,
  classifier: K,
  classifierSettings: ClassifierSettings<K>,
): Pipeline {
  const last = { step: "classifier", classifier, settings: classifierSettings };
  return [...signatureSteps(settings), last as PipelineStep];
}
