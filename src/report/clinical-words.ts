/** What notebook 02 says in sentences, built from values. */

import type { PublishedRatio } from "../audit/published-odds-ratios.js";
import { type Coding, codedVariable } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import { variableNamed, variablesOfRole } from "../cohort/dictionary.js";
import type { OddsRatioModel } from "../model/odds-ratios.js";
import { fixed, pValue } from "../table/format.js";
import type { NamedModel } from "../table/models-table.js";
import type { SetPerformance } from "../table/performance-table.js";
import type { PrintedAgreement } from "./printed-agreement.js";

/** Who the models learn from, and whether there is a score yet. */
export function trainingSentence(training: Cohort): string {
  const [outcome] = variablesOfRole(training.dictionary, "outcome");
  const events = training.outcome.filter((value) => value === 1).length;
  const scores = variablesOfRole(training.dictionary, "score").map(({ label }) => label);
  const covariates = variablesOfRole(training.dictionary, "covariate").length;
  return [
    `**Learned on ${training.ids.length} patients, ${events} of them with ${outcome!.label.toLowerCase()}:** ${covariates} clinical variables${scores.length > 0 ? ` and the ${listed(scores)}` : ""}.`,
    scores.length > 0
      ? ""
      : "The signature's score of this cohort is learned in notebooks 04 to 06; its Table 2 with the score stands in notebook 07.",
  ]
    .join(" ")
    .trim();
}

/** Which reference levels the printed table has. */
export function codingSentence(published: readonly PublishedRatio[]): string {
  const counted = published.filter((row) => row.counted);
  const found = counted.filter(({ identified }) => identified !== null);
  const usual = found.filter((row) => row.identified === row.usual);
  const reversed = found.filter((row) => row.usual !== null && row.identified !== row.usual);
  const numbered = found.filter((row) => row.usual === null);
  const none = counted.filter(({ identified }) => identified === null);
  const reciprocals = reversed.map(
    ({ label, univariate, usual: first }) =>
      `${label}: the printed ${univariate.oddsRatio.estimate.text} is 1/${fixed(first!.ratio.oddsRatio)}`,
  );
  return [
    `**From the printed counts,** ${found.length} of ${counted.length} printed odds ratios come out to all digits: ${usual.length} in the usual coding; ${reversed.length} only with the last level as reference, as SPSS takes it unless told otherwise, which is the likely cause; ${numbered.length} only with levels that have no order taken as numbers (${listed(numbered.map(({ label }) => label)) || "none"}).`,
    `${reciprocals.join("; ")}. Read as usual, such an odds ratio says the opposite.`,
    none.length === 0 ? "" : `No coding gives ${listed(none.map(({ label }) => label))}.`,
  ]
    .join(" ")
    .trim();
}

/** What was selected, how many events there are for each, and what stays. */
export function selectionSentence(
  cohort: Cohort,
  models: readonly NamedModel[],
  stays: readonly Coding[],
  { enter, stay }: { readonly enter: number; readonly stay: number },
): string {
  if (models.length === 0)
    return `**No variable has P < ${fixed(enter, 2)} by itself,** so there is no multivariate model and no clinical model: a result, not a failure.`;
  const per = models.map(
    ({ title, fitted: { model, ratios } }) =>
      `${fixed(Math.min(model.events, model.n - model.events) / ratios.length, 1)} (${title.toLowerCase()}: ${model.events} events, ${ratios.length} variables)`,
  );
  const names = (codings: readonly Coding[]): string =>
    listed(codings.map((coding) => variableNamed(cohort.dictionary, codedVariable(coding)).label));
  return [
    `**P < ${fixed(enter, 2)} alone:** ${names(models[0].fitted.codings)}.`,
    `**Events per variable:** ${per.join(" and ")}; ten or more are usually asked for, so intervals here are wide and the selection is unstable.`,
    `**P < ${fixed(stay, 2)} together, scores aside:** ${names(stays) || "nothing, so there is no clinical model"}.`,
  ].join(" ");
}

/** The model as a formula, and whom it calls positive. */
export function clinicalModelSentence(
  { model, columns }: OddsRatioModel,
  found: readonly SetPerformance[],
): string {
  const terms = columns.map(({ label }, j) => {
    const coefficient = model.coefficients[j + 1] as number;
    return `${coefficient < 0 ? "−" : "+"} ${fixed(Math.abs(coefficient))} × ${label}`;
  });
  const positives = found.map(({ label, patients: { figures, largestRisk, cut } }) => {
    const called = figures.counts.truePositives + figures.counts.falsePositives;
    const who =
      called === 0
        ? `nobody is called positive, since the largest risk, ${fixed(largestRisk)}, is below ${cut}; accuracy is the share of patients without the outcome`
        : `${called} patients are called positive`;
    return `${label}: ${who}.`;
  });
  return `**log odds = ${fixed(model.coefficients[0] as number)} ${terms.join(" ")}.** ${positives.join(" ")}`;
}

/** How much of what is printed comes out. */
export function clinicalAgreementSentence(
  parts: readonly [name: string, agreement: PrintedAgreement][],
): string {
  const differ = parts.flatMap(([, agreement]) => agreement.differ);
  return `**To the printed digits:** ${parts.map(([name, { agree, of }]) => `${agree} of ${of} ${name}`).join("; ")}. What differs: ${differ.join("; ") || "nothing"}.`;
}

/** The question of the notebook, answered. */
export function clinicalAnswer(
  fitted: OddsRatioModel | null,
  found: readonly SetPerformance[],
): string {
  if (fitted === null) return "**No clinical variable predicts the outcome in these patients.**";
  const which = fitted.columns.map(
    ({ label }, j) =>
      `${label} (odds ratio ${fixed(fitted.ratios[j].oddsRatio)}, P ${pValue(fitted.ratios[j].p).replace(/^(?=\d)/, "= ")})`,
  );
  const aucs = found.map(
    ({ label, patients: { auc, inSampleCount } }) =>
      `${fixed(auc.auc)} (${auc.ci.map((end) => fixed(end)).join(" to ")}; ${label.toLowerCase()}${inSampleCount > 0 ? ", apparent" : ""})`,
  );
  return `**${listed(which)}** ${which.length > 1 ? "make" : "makes"} the clinical model; its AUC: ${aucs.join(" and ")}.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
