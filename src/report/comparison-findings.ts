/** Tables S4 and S5 of a cohort: every feature set by every classifier, and what a correction of a rare outcome does. */

import type { FeatureSet } from "../cohort/image-features.js";
import type { Role } from "../cohort/rows.js";
import {
  type ComparedClassifier,
  type Correction,
  comparedClassifier,
  corrections,
} from "../evaluate/classifier-comparison.js";
import type { Performance } from "../evaluate/performance.js";
import { type ClassifierKind, classifierKinds } from "../model/classifier.js";
import { estimateAndCi, fixed } from "../table/format.js";
import { figureOf, figureTitles } from "../table/performance-table.js";
import { makeTable, type Table, type TableRow } from "../table/table.js";
import {
  classifierSettings,
  classifierTitles,
  type SetSelection,
  setTitles,
  studySmote,
} from "./image-signature.js";
import { networkNotes } from "./network-words.js";
import type { Finding } from "./record.js";

/** One model of the comparison: what came of it, or why nothing did. */
export type ComparedModel = {
  readonly set: FeatureSet;
  /** The network behind its deep features, by title and hash; null if it has none. */
  readonly network: string | null;
  readonly classifier: ClassifierKind;
  readonly correction: Correction;
} & (
  | { readonly found: ComparedClassifier }
  | { readonly found: null; readonly notComputable: string }
);

/** Why rows that SMOTE made are evaluated at all. */
export const syntheticReason =
  "the paper's training figures seem to count rows made by SMOTE as patients; shown beside those of real patients, without interval";

/** Every set by every classifier and correction. A decision tree has no class weights here. */
export function comparedModels(selections: readonly SetSelection[]): ComparedModel[] {
  return selections.flatMap((selection) =>
    classifierKinds.flatMap((classifier) =>
      corrections
        .filter((correction) => classifier !== "cart" || correction !== "class weights")
        .map((correction) => comparedModel(selection, classifier, correction)),
    ),
  );
}

export function comparedModel(
  selection: SetSelection,
  classifier: ClassifierKind,
  correction: Correction,
): ComparedModel {
  const { set, network, rows } = selection;
  try {
    const found = comparedClassifier(rows, classifier, correction, {
      settings: classifierSettings,
      smote: studySmote,
      syntheticReason,
    });
    return { set, network, classifier, correction, found };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { set, network, classifier, correction, found: null, notComputable: error.message };
  }
}

const setNames: Readonly<Record<Role, string>> = {
  training: "training",
  validation: "validation",
  synthetic: "synthetic",
};
const figureKeys = ["accuracy", "errorRate", "sensitivity", "specificity", "ppv", "npv"] as const;

/** What the paper prints of its winner, in the validation set. */
const printedOf: Readonly<Record<string, { readonly claim: string; readonly printed: string }>> = {
  "combined svm none auc": { claim: "r.svm.auc", printed: "0.806" },
  "combined svm none accuracy": { claim: "r.svm.acc", printed: "0.849" },
  "combined svm smote auc": { claim: "r.smote.auc", printed: "0.799" },
  "combined svm smote accuracy": { claim: "r.smote.acc", printed: "0.881" },
};

/** AUC, its limits and the figures of every model in each set. */
export function comparisonFindings(
  cohort: { readonly id: string; readonly fromPaper: boolean },
  models: readonly ComparedModel[],
): Finding[] {
  return models.flatMap((model): Finding[] => {
    const { set, classifier, correction, found } = model;
    const at = `${cohort.id}.models.${set}.${classifier}.${idOf(correction)}`;
    const who = modelTitle(model);
    if (found === null)
      return [
        {
          id: `${at}.auc`,
          value: null,
          notComputable: model.notComputable,
          label: who,
          source: "images",
        },
      ];
    return (["training", "validation"] as const).flatMap((role): Finding[] => {
      const performance = found[role];
      if (performance === null) return [];
      const { n, events, auc, cut } = performance;
      const finding = (key: string, what: string, value: number | null, test: string): Finding => {
        const answer =
          cohort.fromPaper && role === "validation"
            ? printedOf[`${set} ${classifier} ${correction} ${key}`]
            : undefined;
        const facts = {
          id: `${at}.${setNames[role]}.${key}`,
          label: `${who}, ${setNames[role]}: ${what}`,
          source: "images" as const,
          n,
          events,
          test,
          tolerance: { absolute: 0.02 },
          ...answer,
        };
        return value === null
          ? { ...facts, value, notComputable: "nobody is in its denominator" }
          : { ...facts, value };
      };
      const at50 = `${found.model.output === "risk" ? "risk" : "decision value"} of ${cut} or more`;
      return [
        finding("auc", "AUC", auc.auc, "DeLong"),
        finding("auc.lower", "AUC, lower limit", auc.ci[0], "DeLong, 95%"),
        finding("auc.upper", "AUC, upper limit", auc.ci[1], "DeLong, 95%"),
        ...figureKeys.map((key) =>
          finding(key, figureTitles[key].toLowerCase(), figureOf(performance, key), at50),
        ),
      ];
    });
  });
}

function idOf(correction: Correction): string {
  return correction.replaceAll(" ", "-");
}

export function modelTitle({
  set,
  classifier,
  correction,
}: Pick<ComparedModel, "set" | "classifier" | "correction">): string {
  const how = correction === "none" ? "" : ` + ${correction === "smote" ? "SMOTE" : correction}`;
  return `${setTitles[set]}, ${classifierTitles[classifier]}${how}`;
}

/** Table S4 (no correction) or S5 (SMOTE): a line a model and set. */
export function comparisonTable(
  words: { readonly id: string; readonly title: string },
  models: readonly ComparedModel[],
  correction: Correction,
): Table {
  const own = models.filter((model) => model.correction === correction);
  const sets = [...new Set(own.map(({ set }) => set))];
  const augmented = correction === "smote";
  return makeTable({
    ...words,
    columns: [
      { key: "model", title: "Classifier" },
      { key: "in", title: "Set", numeric: false },
      { key: "auc", title: "AUC (95% CI)" },
      { key: "accuracy", title: "ACC" },
      { key: "errorRate", title: "ER" },
      { key: "sensitivity", title: "SEN" },
      { key: "specificity", title: "SPE" },
      { key: "ppv", title: "PPV" },
      { key: "npv", title: "NPV" },
      ...(augmented ? [{ key: "augmented", title: "AUC, ACC with synthetic rows" }] : []),
    ],
    rows: sets.flatMap((set) => [
      { kind: "heading" as const, cells: { model: `${setTitles[set]} features` } },
      ...own.filter((model) => model.set === set).flatMap(linesOf),
    ]),
    notes: [
      "AUC with DeLong's interval; the figures at a risk of 0.5, of a decision value at 0. ACC accuracy, ER error rate, SEN sensitivity, SPE specificity, PPV and NPV predictive values.",
      "Training: the patients the features and the model were learned on, so that these figures are apparent.",
      ...(augmented ? [`With synthetic rows: ${syntheticReason}.`] : []),
      ...networkNotes(networkOf(own)),
      ...own.flatMap((model) =>
        model.found === null ? [`– ${modelTitle(model)}: ${model.notComputable}.`] : [],
      ),
    ],
  });
}

function networkOf(models: readonly ComparedModel[]): string | null {
  return models.find(({ network }) => network !== null)?.network ?? null;
}

function linesOf(model: ComparedModel): TableRow[] {
  const title = classifierTitles[model.classifier];
  if (model.found === null) {
    const cell = { text: "–", mark: "not computable" as const, why: model.notComputable };
    return [{ kind: "level", cells: { model: title, auc: cell } }];
  }
  const { training, validation, augmented } = model.found;
  const line = (name: string, performance: Performance, first: boolean): TableRow => ({
    kind: "level",
    cells: {
      model: first ? title : "",
      in: name,
      auc: estimateAndCi(performance.auc.auc, performance.auc.ci),
      ...Object.fromEntries(figureKeys.map((key) => [key, shareText(figureOf(performance, key))])),
      ...(first && augmented !== null
        ? {
            augmented: `${fixed(augmented.auc.auc)}, ${shareText(augmented.figures.accuracy.estimate)}`,
          }
        : {}),
    },
  });
  return [
    line("training", training, true),
    ...(validation === null ? [] : [line("validation", validation, false)]),
  ];
}

function shareText(value: number | null): string {
  return value === null ? "NA" : fixed(value);
}

/** SMOTE, class weights and no correction, on the validation patients, with the calibration each leaves. */
/** Why a correction cannot be judged, in a sentence; null if it can. */
export function correctionAbsence(models: readonly ComparedModel[]): string | null {
  return models.some(({ found }) => found !== null && found.validation !== null)
    ? null
    : "There are no validation patients, or too few of an outcome: what a correction does to calibration cannot be seen in the patients that the models were fitted on.";
}

export function correctionTable(models: readonly ComparedModel[]): Table {
  return makeTable({
    id: "table-corrections",
    title: "What a correction of the rare outcome does, validation patients",
    columns: [
      { key: "model", title: "Model" },
      { key: "auc", title: "AUC" },
      { key: "sensitivity", title: "Sensitivity" },
      { key: "specificity", title: "Specificity" },
      { key: "mean", title: "Mean risk" },
      { key: "observed", title: "Observed" },
      { key: "intercept", title: "Intercept" },
      { key: "slope", title: "Slope" },
      { key: "brier", title: "Brier" },
    ],
    rows: models.flatMap((model): TableRow[] => {
      const { found } = model;
      if (found === null || found.validation === null) return [];
      const { validation, calibration } = found;
      const figures = calibration?.figures ?? null;
      const none = {
        text: "–",
        mark: "not computable" as const,
        why: calibration?.flag ?? decisionWhy,
      };
      return [
        {
          cells: {
            model: modelTitle(model),
            auc: fixed(validation.auc.auc),
            sensitivity: shareText(figureOf(validation, "sensitivity")),
            specificity: shareText(figureOf(validation, "specificity")),
            mean: figures === null ? none : fixed(figures.meanPredicted),
            observed:
              figures === null
                ? fixed(validation.events / validation.n)
                : fixed(figures.prevalence),
            intercept: figures === null ? none : fixed(figures.inTheLarge),
            slope: figures === null || figures.slope === null ? none : fixed(figures.slope),
            brier: calibration === null ? none : fixed(calibration.brier.brier),
          },
        },
      ];
    }),
    notes: [
      "Intercept: calibration in the large, 0 is ideal, below 0 the risks are too high; slope: 1 is ideal, below 1 the risks are too extreme.",
      "SMOTE and class weights move the risks towards one half; a ranking they can leave as it is.",
      ...networkNotes(networkOf(models)),
    ],
  });
}

const decisionWhy = "a decision value is no risk, and has no calibration";
