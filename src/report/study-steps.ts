/**
 * Table S2: the software of each step. What the paper used stands in its claims; what is used here is read from the
 * code that the step's notebook really loads, so that a module that nobody imports cannot be named.
 */

import type { Claim } from "../audit/claim.js";
import { makeTable, type Table } from "../table/table.js";

export interface StudyStep {
  readonly name: string;
  /** Number of the notebook that performs it; null for what all of them need. */
  readonly notebook: string | null;
  /** Modules that do it, as a cell imports them, without `dlrn/`. */
  readonly modules: readonly string[];
  /** The paper's software: its name, and the claim that has its version. */
  readonly paper?: readonly (readonly [name: string, claim: string])[];
}

/** A step with the packages behind its modules. */
export interface StepSoftware extends StudyStep {
  /** Name to installed version, of the packages that `package.json` names. */
  readonly packages: Readonly<Record<string, string>>;
}

const r = [["R", "m.r"]] as const;

/** The steps in the paper's order. */
export const studySteps: readonly StudyStep[] = [
  {
    name: "Table of patients, dictionary, printed numbers",
    notebook: "01",
    modules: ["cohort/cohort", "io/manifest", "io/csv"],
  },
  {
    name: "Descriptive tables",
    notebook: "01",
    modules: ["table/describe", "table/frame", "table/table-one"],
    paper: r,
  },
  {
    name: "Tests between groups",
    notebook: "01",
    modules: [
      "compare/t-test",
      "compare/mann-whitney",
      "compare/contingency",
      "compare/fisher-rxc",
      "compare/standardised-mean-difference",
    ],
    paper: r,
  },
  {
    name: "Univariate and multivariate logistic regression",
    notebook: "02",
    modules: ["model/univariate", "model/odds-ratios", "model/logistic"],
    paper: [["SPSS", "m.spss"]],
  },
  {
    name: "Images and regions of interest",
    notebook: "03",
    modules: ["imaging/load", "imaging/resample", "imaging/contour-mask"],
    paper: [["ITK-SNAP", "m.itksnap"]],
  },
  {
    name: "Handcrafted features",
    notebook: "03",
    modules: ["features/settings-file", "features/extract", "imaging/filter/wavelet"],
  },
  {
    name: "Deep features",
    notebook: "03",
    modules: ["features/deep/session", "features/deep/deep-features", "features/null-features"],
    paper: [["PyTorch", "m.pytorch"]],
  },
  { name: "Repeatability (ICC)", notebook: "03", modules: ["select/icc"], paper: r },
  { name: "ComBat", notebook: "04", modules: ["harmonize/combat"], paper: r },
  { name: "z-score", notebook: "05", modules: ["harmonize/z-score"], paper: r },
  { name: "mRMR", notebook: "05", modules: ["select/mrmr"], paper: r },
  {
    name: "LASSO with cross-validation",
    notebook: "05",
    modules: ["select/lasso", "select/lasso-cv"],
    paper: r,
  },
  {
    name: "Five classifiers",
    notebook: "06",
    modules: [
      "model/logistic",
      "model/cart",
      "model/random-forest",
      "model/svm",
      "model/adaboost",
      "model/second-engines",
    ],
    paper: r,
  },
  { name: "SMOTE", notebook: "06", modules: ["model/smote"], paper: r },
  { name: "Nomogram", notebook: "07", modules: ["model/nomogram", "plot/nomogram"], paper: r },
  {
    name: "ROC curves, AUC, DeLong's test",
    notebook: "08",
    modules: ["evaluate/roc", "evaluate/delong"],
    paper: r,
  },
  {
    name: "Calibration",
    notebook: "08",
    modules: ["evaluate/calibration-curve", "evaluate/calibration"],
    paper: r,
  },
  { name: "Decision curves", notebook: "08", modules: ["evaluate/decision-curve"], paper: r },
  {
    name: "Kaplan-Meier curves, log-rank test",
    notebook: "09",
    modules: ["evaluate/kaplan-meier", "evaluate/log-rank"],
    paper: r,
  },
  { name: "Judging the printed numbers", notebook: "10", modules: ["audit/audit"] },
  { name: "Figures", notebook: null, modules: ["plot/render", "plot/png"] },
  { name: "Pages", notebook: null, modules: ["report/site"] },
  { name: "Notebooks", notebook: null, modules: ["runner/kernel"] },
];

/** @param claims for the versions of the paper's software */
export function softwareTable(steps: readonly StepSoftware[], claims: readonly Claim[]): Table {
  const named = new Set<string>();
  return makeTable({
    id: "table-s2",
    title: "Table S2. Software of each step",
    from: "software",
    columns: [
      { key: "step", title: "Step" },
      { key: "paper", title: "The paper’s software", numeric: false },
      { key: "modules", title: "Here: modules of dlrn", numeric: false },
      { key: "packages", title: "Packages loaded with them", numeric: false },
      { key: "notebook", title: "Notebook", numeric: false },
    ],
    rows: steps.map(({ name, notebook, modules, packages, paper = [] }) => {
      const fresh = Object.entries(packages).filter(([own]) => !named.has(own));
      for (const [own] of fresh) named.add(own);
      return {
        cells: {
          step: name,
          paper: paper.map(([own, claim]) => `${own} ${printedBy(claims, claim)}`).join(", "),
          modules: modules.join(", "),
          packages: fresh.map(([own, version]) => `${own} ${version}`).join(", "),
          notebook: notebook ?? "all",
        },
      };
    }),
    notes: [
      "The paper’s own Table S2, its R packages by step, is in a supplement; here stand the programs that the article names.",
      "Read from the imports of the notebooks and of the modules behind them. A package is named at the first step that loads it; a step without one is this library alone.",
    ],
  });
}

function printedBy(claims: readonly Claim[], id: string): string {
  const printed = claims.find((claim) => claim.id === id)?.printed;
  if (typeof printed !== "string")
    throw new RangeError(`a step's software must be a printed claim; there is no "${id}"`);
  return printed;
}
