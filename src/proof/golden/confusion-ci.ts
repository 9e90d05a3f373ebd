/** Golden topic `confusion-ci`: figures of a confusion matrix, and the matrix at a threshold. */

import {
  type ConfusionCounts,
  type ConfusionOptions,
  confusionFigures,
  confusionMatrix,
} from "../../evaluate/confusion.js";
import type { Proportion } from "../../evaluate/proportion.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const confidence = (options["confLevel"] ?? 0.95) as number;
  switch (options["kind"]) {
    case "counts":
      return figures(
        {
          truePositives: input["tp"] as number,
          falseNegatives: input["fn"] as number,
          falsePositives: input["fp"] as number,
          trueNegatives: input["tn"] as number,
        },
        confidence,
      );
    case "threshold": {
      const { y, score } = completeCases({ y: input["y"], score: input["score"] });
      const rule = (options["rule"] ?? ">=") as NonNullable<ConfusionOptions["rule"]>;
      return figures(
        confusionMatrix(y, score, options["threshold"] as number, { rule }),
        confidence,
      );
    }
    default:
      throw new RangeError(
        `kind must be "counts" or "threshold"; got ${JSON.stringify(options["kind"])}`,
      );
  }
}

function figures(counts: ConfusionCounts, confidence: number): unknown {
  const found = confusionFigures(counts, { confidence });
  return {
    tp: counts.truePositives,
    fn: counts.falseNegatives,
    fp: counts.falsePositives,
    tn: counts.trueNegatives,
    accuracy: shown(found.accuracy),
    errorRate: found.errorRate,
    sensitivity: shown(found.sensitivity),
    specificity: shown(found.specificity),
    ppv: shown(found.ppv),
    npv: shown(found.npv),
    f1: found.f1,
    mcc: found.mcc,
    kappa: found.kappa,
    balancedAccuracy: found.balancedAccuracy,
    youdenJ: found.youdenIndex,
    lrPos: found.positiveLikelihoodRatio,
    lrNeg: found.negativeLikelihoodRatio,
    diagnosticOddsRatio: found.diagnosticOddsRatio,
    prevalence: found.prevalence,
    flag: found.flag,
  };
}

function shown(share: Proportion): unknown {
  return {
    estimate: share.estimate,
    x: share.count,
    n: share.total,
    clopperPearson: share.clopperPearson,
    wilson: share.wilson,
    wilsonCC: share.wilsonContinuity,
    wald: share.wald,
    agrestiCoull: share.agrestiCoull,
    jeffreys: share.jeffreys,
  };
}
