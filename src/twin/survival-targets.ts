/** Targets of the survival analysis: medians of the risk groups, the log-rank test, and that the outcome is an event. */

import { kaplanMeier, medianSurvival } from "../evaluate/kaplan-meier.js";
import { logRank } from "../evaluate/log-rank.js";
import { type ConstructedCohort, selectedRows } from "./constructed-cohort.js";
import { modelScores } from "./model-scores.js";
import type { Specification } from "./specification.js";
import { countTarget, printedTarget, type Target } from "./target.js";

export function survivalTargets(specification: Specification, cohort: ConstructedCohort): Target[] {
  const { survival } = specification;
  if (survival === undefined) return [];
  const model = specification.models.find(({ id }) => id === survival.model)!;
  const { scores, threshold } = modelScores(specification, cohort, model);
  const times = cohort.values[survival.time]!;
  const events = cohort.values[survival.event]!;
  const isHigh = (i: number): boolean => scores[i]! >= threshold;
  const medians = survival.medians.map(({ id, set, group, median }): Target => {
    const rows = selectedRows(cohort, { set }).filter((i) => isHigh(i) === (group === "high"));
    const of = (values: ArrayLike<number>): number[] => rows.map((i) => values[i]!);
    const obtained = rows.length === 0 ? null : medianSurvival(kaplanMeier(of(times), of(events)));
    if (median !== "not reached") return printedTarget({ id, claim: id }, median, obtained);
    return {
      id,
      claim: id,
      printed: median,
      value: null,
      relation: "not reached",
      tolerance: null,
      obtained,
      met: rows.length > 0 && obtained === null,
    };
  });
  const tests = survival.logRank.map(({ id, set, p }) => {
    const rows = selectedRows(cohort, { set });
    const groups = rows.map((i) => (isHigh(i) ? "high" : "low"));
    if (new Set(groups).size < 2) return printedTarget({ id, claim: id }, p, null);
    const { pValue } = logRank(
      rows.map((i) => times[i]!),
      rows.map((i) => events[i]!),
      groups,
    );
    return printedTarget({ id, claim: id }, p, pValue);
  });
  if (!survival.eventWithOutcome) return [...medians, ...tests];
  const withOutcome = selectedRows(cohort, { outcome: 1 });
  const progressed = withOutcome.filter((i) => events[i] === 1).length;
  const id = `${survival.event}.with-outcome`;
  return [
    ...medians,
    ...tests,
    countTarget({ id, claim: null }, withOutcome.length, progressed, null),
  ];
}
