/** The choice among models: the paper's, by what came out in the validation patients, beside one that never saw them. */

import type { FeatureSet } from "../cohort/image-features.js";
import { rowsOf } from "../cohort/rows.js";
import { chosenModel } from "../evaluate/choice.js";
import { corrections } from "../evaluate/classifier-comparison.js";
import { type ClassifierKind, classifierKinds } from "../model/classifier.js";
import { signaturePipeline } from "../model/signature.js";
import type { Candidate } from "../model/tuning.js";
import { estimateAndCi, fixed } from "../table/format.js";
import { type ComparedModel, modelTitle } from "./comparison-findings.js";
import { classifierSettings, signatureSeed, studySmote } from "./image-signature.js";
import type { Finding } from "./record.js";
import type { StudyChain } from "./study-chain.js";

/** What nested cross-validation tells of a choice. */
export interface HonestChoice {
  readonly estimate: {
    readonly auc: number;
    readonly ci: readonly [lower: number, upper: number];
    readonly flag: string | null;
  };
  readonly choices: Readonly<Record<string, number>>;
  readonly n: number;
  readonly events: number;
  readonly folds: {
    readonly outerFolds: number;
    readonly innerFolds: number;
    readonly repetitions: number;
  };
}

/** Whole chains, from all features to a classifier: each set by each classifier, with and without SMOTE. */
export function chainCandidates(chain: StudyChain): Candidate[] {
  const { selections, features, reliable, harmonization } = chain;
  const only = features.batchOnly ?? ".";
  const within = (names: readonly string[]): boolean =>
    harmonization.kind === "within training" && names.some((name) => new RegExp(only).test(name));
  return selections.flatMap((selection) =>
    classifierKinds.flatMap((classifier) =>
      corrections
        .filter((correction) => correction !== "class weights")
        .map((correction) => ({
          name: modelTitle({ set: selection.set, classifier, correction }),
          steps: signaturePipeline(
            {
              set: selection.set,
              repeated: reliable.readTwice > 0,
              seed: signatureSeed,
              ...(within(selection.candidates) && { combat: { only } }),
            },
            classifier,
            {
              ...honestSettings(classifier),
              ...(correction === "smote" && { smote: studySmote }),
            },
          ),
        })),
    ),
  );
}

/** The candidate of a set, classifier and correction. @throws RangeError if there is none */
export function candidateOf(
  candidates: readonly Candidate[],
  set: FeatureSet,
  classifier: ClassifierKind,
  correction: "none" | "smote",
): Candidate {
  const name = modelTitle({ set, classifier, correction });
  const found = candidates.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`there is no candidate "${name}"`);
  return found;
}

/** In a fold few patients may be separated, where maximum likelihood has no answer: Firth's has. */
function honestSettings(classifier: ClassifierKind): (typeof classifierSettings)[ClassifierKind] {
  return classifier === "logistic" ? { likelihood: "firth" } : classifierSettings[classifier];
}

/** Why validation patients may choose the winner; printed beside it. */
export const validationChoiceReason =
  "as the paper: the winner is the model with the highest accuracy in the validation patients, which is then too good an estimate of what it is worth; beside it stands the choice of training patients alone";

/** The model with the highest accuracy in the validation patients, the first of equals: the paper's way to choose. */
export function choiceByValidation(models: readonly ComparedModel[]): ComparedModel | null {
  const judged = models.flatMap((model) => {
    const figure = model.found?.validation?.figures.accuracy.estimate ?? null;
    if (model.found === null || figure === null || model.correction === "class weights") return [];
    const rows = rowsOf(model.found.rows, "validation");
    return [{ model, name: modelTitle(model), figure, rows }];
  });
  if (judged.length === 0) return null;
  return judged[chosenModel(judged, { exception: validationChoiceReason }).winner]!.model;
}

/** "1 time", "10 times". */
export function timesInWords(times: number): string {
  return `${times} ${times === 1 ? "time" : "times"}`;
}

/** The candidate chosen most often, the first of equals. */
export function mostChosen({ choices }: HonestChoice): string {
  return Object.entries(choices).reduce((best, own) => (own[1] > best[1] ? own : best))[0];
}

export function choiceFindings(
  cohort: { readonly id: string },
  models: readonly ComparedModel[],
  honest: HonestChoice,
): Finding[] {
  const { estimate, n, events, folds } = honest;
  const byValidation = choiceByValidation(models);
  const name = mostChosen(honest);
  const chosen = models.find((model) => modelTitle(model) === name);
  const facts = { source: "images", tolerance: { absolute: 0.02 } } as const;
  const test = `nested cross-validation, ${folds.outerFolds} outer and ${folds.innerFolds} inner folds, ${timesInWords(folds.repetitions)}; every learned step in each fold`;
  const inner = (key: string, what: string, value: number): Finding => ({
    id: `${cohort.id}.choice.nested.${key}`,
    value,
    label: `choice among ${Object.keys(honest.choices).length} chains, training patients: ${what}`,
    n,
    events,
    test,
    ...facts,
  });
  const validated = (key: string, who: string, model: ComparedModel | null): Finding[] => {
    const performance = model?.found?.validation ?? null;
    if (performance === null) return [];
    const own = { n: performance.n, events: performance.events, ...facts };
    return [
      {
        id: `${cohort.id}.choice.${key}.auc`,
        value: performance.auc.auc,
        label: `${who}: AUC in the validation patients`,
        test: "DeLong",
        ...own,
      },
      {
        id: `${cohort.id}.choice.${key}.accuracy`,
        value: performance.figures.accuracy.estimate!,
        label: `${who}: accuracy in the validation patients`,
        test: `at ${performance.cut}`,
        ...own,
      },
    ];
  };
  return [
    inner("auc", "AUC", estimate.auc),
    inner("auc.lower", "AUC, lower limit", estimate.ci[0]),
    inner("auc.upper", "AUC, upper limit", estimate.ci[1]),
    ...validated("by-validation", "chosen by validation accuracy, as the paper", byValidation),
    ...validated("by-training", "chosen by nested cross-validation", chosen ?? null),
  ];
}

/** Who won by which rule, and what it costs. */
export function choiceSentence(models: readonly ComparedModel[], honest: HonestChoice): string {
  const { estimate, folds, choices } = honest;
  const times = folds.outerFolds * folds.repetitions;
  const name = mostChosen(honest);
  const nested = `**By nested cross-validation on training patients** the chain chosen most often (${choices[name]} of ${times} outer folds) is ${name}; choosing among ${Object.keys(choices).length} chains is worth an AUC of ${estimateAndCi(estimate.auc, estimate.ci)} on patients not seen${estimate.flag === null ? "" : ` (${estimate.flag})`}.`;
  const best = choiceByValidation(models);
  const own = best?.found?.validation;
  if (best === null || own === null || own === undefined)
    return `${nested} There are no validation patients whose figures could have been used to choose.`;
  const chosen = models.find((model) => modelTitle(model) === name)?.found?.validation ?? null;
  const paper = `**By accuracy in the validation patients**, the paper's way, the winner is ${modelTitle(best)}: accuracy ${fixed(own.figures.accuracy.estimate!)}, AUC ${fixed(own.auc.auc)}. A figure that chose the winner is no estimate of what it is worth.`;
  const cost =
    chosen === null
      ? ""
      : ` The chain that training patients chose has an accuracy of ${fixed(chosen.figures.accuracy.estimate!)} and an AUC of ${fixed(chosen.auc.auc)} there: the difference of ${fixed(own.figures.accuracy.estimate! - chosen.figures.accuracy.estimate!)} in accuracy is what the look at the validation patients bought.`;
  return `${nested} ${paper}${cost}`;
}
