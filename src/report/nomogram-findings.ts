/** What notebook 07 finds: the model behind the nomogram, its chart, the proof that both agree, and a worked patient. */

import type { Cohort } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { featureColumn } from "../cohort/feature-table.js";
import type { Rows } from "../cohort/rows.js";
import { decimal } from "../math/decimal.js";
import { quantile } from "../math/summary.js";
import { type LogisticModel, logisticPredictor } from "../model/logistic.js";
import {
  type Nomogram,
  type NomogramCovariate,
  type NomogramProof,
  nomogram,
  readNomogram,
  riskOf,
} from "../model/nomogram.js";
import { waldTable } from "../model/wald.js";
import type {
  MovableNomogram,
  NomogramControl,
  NomogramPatient,
  NomogramWords,
} from "../plot/nomogram.js";
import { estimateAndCi, fixed } from "../table/format.js";
import type { Finding } from "./record.js";

/** What readers call the terms of the model, by name. */
export type TermLabels = Readonly<Record<string, string>>;

/** The labels of a cohort's score and stage. */
export function termLabelsOf({ dictionary }: Cohort): TermLabels {
  return {
    "(Intercept)": "Intercept",
    radi_score: "Radiomics score",
    t_stage: variableNamed(dictionary, "t_stage").label,
  };
}

const riskWords = "Risk of metastasis";

/** The chart of a logistic model, its axes as long as the data of its training patients. */
export function nomogramOf(model: LogisticModel, training: Rows): Nomogram {
  const columns = model.terms
    .slice(1)
    .map((term) => Array.from(featureColumn(training.features, term)));
  const covariates = columns.map(
    (data, j): NomogramCovariate => ({
      name: model.terms[j + 1],
      kind: "continuous",
      coefficient: model.coefficients[j + 1] ?? 0,
      data,
    }),
  );
  const predictors = Array.from(logisticPredictor(model, training.features));
  return nomogram(
    {
      intercept: interceptOf(model),
      covariates,
      link: { kind: "logistic" },
      risks: [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99],
    },
    predictors,
  );
}

export function interceptOf({ coefficients }: LogisticModel): number {
  return coefficients[0] ?? 0;
}

/** Coefficients, odds ratios with Wald's intervals and P, and what the model leaves unexplained. */
export function modelFindings(
  prefix: string,
  name: string,
  model: LogisticModel,
  termLabels: TermLabels,
): Finding[] {
  const { n, events, deviance, aic } = model;
  const facts = { source: "patients", n, events } as const;
  const finding = (id: string, value: number | null, label: string, test: string): Finding =>
    value === null
      ? { id, value, notComputable: "the term follows from the others", label, test, ...facts }
      : { id, value, label, test, ...facts };
  return [
    ...waldTable(model).flatMap((row): Finding[] => {
      const label = termLabels[row.term] ?? row.term;
      const id = `${prefix}.${row.term.replace(/[()]/g, "").toLowerCase()}`;
      const of = (key: string, value: number | null, what: string, test: string): Finding =>
        finding(`${id}.${key}`, value, `${label}: ${what}`, test);
      const own = of("b", row.coefficient, "log odds", `${name}, maximum likelihood`);
      if (row.term === "(Intercept)") return [own];
      return [
        own,
        of("or", exponential(row.coefficient), "odds ratio of one unit", "exp(log odds)"),
        of("or-lower", exponential(row.lower), "odds ratio, lower limit", "Wald, 95%"),
        of("or-upper", exponential(row.upper), "odds ratio, upper limit", "Wald, 95%"),
        of("p", row.pValue, "P", "Wald"),
      ];
    }),
    finding(`${prefix}.deviance`, deviance, "Residual deviance", "−2 log likelihood"),
    finding(`${prefix}.aic`, aic, "AIC", "deviance + 2 × parameters"),
  ];
}

function exponential(value: number | null): number | null {
  return value === null ? null : Math.exp(value);
}

/** A patient of the highest stage among the training patients, with a score at their upper quartile. */
export function workedPatient(chart: Nomogram, training: Rows): NomogramPatient {
  return Object.fromEntries(
    chart.axes.map(({ name }) => {
      const values = featureColumn(training.features, name);
      return [
        name,
        isStage(values) ? Math.max(...values) : Number(decimal(quantile(values, 0.75), 1)),
      ];
    }),
  );
}

/** The nomogram for programs and for the page on which it moves: its controls reach as far as its axes. */
export function movableNomogram(
  chart: Nomogram,
  patient: NomogramPatient,
  training: Rows,
  termLabels: TermLabels,
): MovableNomogram {
  const controls = chart.axes.map(({ name, values }): NomogramControl => {
    const label = termLabels[name] ?? name;
    const own = featureColumn(training.features, name);
    const marks = values.map(Number);
    const [from, to] = [Math.min(...marks), Math.max(...marks)];
    return isStage(own)
      ? { name, label, choices: [...new Set(own)].sort((a, b) => a - b) }
      : { name, label, from, to, step: 0.01 };
  });
  return { kind: "nomogram", risk: riskWords, chart, controls, patient };
}

/** Few enough values to be marked and chosen one by one. */
function isStage(values: ArrayLike<number>): boolean {
  return new Set(Array.from(values)).size <= 10;
}

/** Points of a patient on each axis, their sum, and the risk by points and by formula. */
export function patientFindings(
  prefix: string,
  chart: Nomogram,
  model: LogisticModel,
  patient: NomogramPatient,
  termLabels: TermLabels,
): Finding[] {
  const { points, total, risk } = readNomogram(chart, patient);
  const predictor = chart.axes.reduce(
    (sum, { name, coefficient }) => sum + (coefficient ?? 0) * patient[name],
    interceptOf(model),
  );
  const source = "patients";
  return [
    ...chart.axes.map(
      ({ name }, a): Finding => ({
        id: `${prefix}.points.${name}`,
        value: points[a],
        label: `${termLabels[name] ?? name} ${fixed(patient[name], Number.isInteger(patient[name]) ? 0 : 1)}: points`,
        test: "(effect − smallest effect) × points a unit",
        source,
      }),
    ),
    { id: `${prefix}.points.total`, value: total, label: "Total points", test: "sum", source },
    {
      id: `${prefix}.risk.points`,
      value: risk,
      label: "Risk, read from the total points",
      test: "nomogram",
      source,
    },
    {
      id: `${prefix}.risk.model`,
      value: riskOf(chart.link, predictor),
      label: "Risk, by the formula",
      test: "1 / (1 + exp(−linear predictor))",
      source,
    },
  ];
}

/** The worked patient in words. */
export function patientSentence(
  chart: Nomogram,
  patient: NomogramPatient,
  findings: readonly Finding[],
  termLabels: TermLabels,
): string {
  const value = (ending: string): number =>
    findings.find(({ id }) => id.endsWith(ending))?.value as number;
  const parts = chart.axes.map(({ name }) => {
    const shown = fixed(patient[name], Number.isInteger(patient[name]) ? 0 : 1);
    return `${(termLabels[name] ?? name).replace(/^R/, "r")} ${shown}: ${fixed(value(`points.${name}`), 1)} points`;
  });
  return `**A worked patient.** ${parts.join("; ")}; together ${fixed(value("points.total"), 1)} points, a risk of ${fixed(value("risk.points"), 3)}. The formula gives ${fixed(value("risk.model"), 3)}.`;
}

/** The proof in words: how far the chart may be from the model. */
export function proofSentence({
  combinations,
  exactError,
  readingError,
  readTo,
}: NomogramProof): string {
  return `**Points and model agree.** Over all ${combinations} combinations of marks the risk from exact points differs from the model's by ${exactError < 1e-12 ? "less than 1e-12, the rounding of the machine" : `as much as ${exactError.toExponential(1)}`}. Reading each axis to ${readTo === 1 ? "one point" : `${readTo} points`} costs at most ${fixed(readingError, 4)} of risk.`;
}

export function proofFindings(prefix: string, proof: NomogramProof): Finding[] {
  const { combinations, exactError, readingError } = proof;
  const source = "patients";
  return [
    {
      id: `${prefix}.combinations`,
      value: combinations,
      label: "Combinations of marks compared",
      source,
    },
    {
      id: `${prefix}.exact`,
      value: exactError,
      label: "Largest difference of risk, exact points",
      source,
      tolerance: { absolute: 1e-12 },
    },
    {
      id: `${prefix}.reading`,
      value: readingError,
      label: "Largest difference of risk, each axis read to one point",
      source,
    },
  ];
}

/** The model in one line, for the cell that fits it. */
export function modelSentence(model: LogisticModel, termLabels: TermLabels): string {
  const { n, events, terms, coefficients } = model;
  const sum = terms.map((term, j) => {
    const b = fixed(coefficients[j] ?? 0);
    return j === 0 ? b : `${b} × ${(termLabels[term] ?? term).replace(/^R/, "r")}`;
  });
  const ratios = waldTable(model)
    .slice(1)
    .map(({ term, coefficient, lower, upper }) => {
      const [ratio, low, high] = [coefficient, lower, upper].map((b) => Math.exp(b ?? 0));
      return `${termLabels[term] ?? term}: odds ratio ${estimateAndCi(ratio, [low, high])}`;
    });
  return `**Logistic model** of lung metastasis, ${n} training patients, ${events} events: log odds = ${sum.join(" + ").replaceAll("+ −", "− ")}. ${ratios.join("; ")} (Wald, 95%).`;
}

/** Which score a page rests on: the constructed one of the table of patients, never that of the images. */
export function scoreSentence(cohort: { readonly fromPaper: boolean }): string {
  return cohort.fromPaper
    ? "**Which score.** These numbers rest on the constructed score: the column of the table of patients that was built so that the printed tables come out. A score from images is another one; the two are never mixed, and this page has no number from images."
    : "**Which score.** These numbers rest on the score in the table of patients, not on one computed from images here.";
}

/** The words of Figure 3A. */
export function nomogramWords(
  { n, events, exception }: LogisticModel,
  termLabels: TermLabels,
): NomogramWords {
  const stage = termLabels["t_stage"] ?? "stage";
  return {
    id: "figure-3a-nomogram",
    title: `Figure 3A. Nomogram of radiomics score and ${stage}`,
    caption: `Logistic model fitted on ${n} training patients, ${events} with lung metastasis, from ${exception === null ? "out-of-fold" : "in-sample"} scores. The longest axis has 100 points; risks are marked where the linear predictor of the patients reaches. Diamonds: a worked patient, with the risk in brackets.`,
    description: `Axes one below the other: points, radiomics score, ${stage}, total points, linear predictor and risk of lung metastasis; a diamond on each axis marks a worked patient.`,
    labels: termLabels,
    risk: riskWords,
  };
}
