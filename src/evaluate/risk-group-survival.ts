/**
 * How patients above and below a cut of risk fare: Kaplan-Meier curves, medians, the log-rank test, and the hazard ratio.
 *
 * Nothing is learned here but the two descriptive hazard ratios: of high against low risk, and of one unit of the
 * log odds of the risk, which needs no cut. Where too few events are left, they are null with the reason.
 */

import { type Cohort, cohortAt } from "../cohort/cohort.js";
import { endpointOf } from "../cohort/endpoint.js";
import { featureColumn } from "../cohort/feature-table.js";
import type { Role, Rows } from "../cohort/rows.js";
import { logit } from "../math/logit.js";
import { _fitCox, type CoxTerm } from "../model/cox.js";
import { concordanceIndex } from "./concordance.js";
import {
  type KaplanMeierCurve,
  kaplanMeier,
  medianSurvival,
  survivalQuantile,
} from "./kaplan-meier.js";
import { type LogRankTest, logRank } from "./log-rank.js";

/** Patients of one set with what happened to them and what a model said. */
export interface RiskFollowUp {
  readonly role: Role;
  readonly times: readonly number[];
  readonly events: readonly number[];
  readonly risks: readonly number[];
  /** 1 = the outcome that the risk is of. */
  readonly outcome: readonly number[];
}

export interface RiskGroup {
  readonly group: "high" | "low";
  readonly curve: KaplanMeierCurve;
  /** Null where it is not reached. */
  readonly median: number | null;
  readonly medianCi: readonly [lower: number | null, upper: number | null];
}

export interface RiskGroupSurvival {
  readonly role: Role;
  readonly n: number;
  readonly events: number;
  readonly cut: number;
  /** High risk first; a group of nobody is left out. */
  readonly groups: readonly RiskGroup[];
  /** Null with one group only. */
  readonly test: LogRankTest | null;
  readonly highAgainstLow: CoxTerm | null;
  readonly perLogOdds: CoxTerm | null;
  /** Harrell's, of the risk; null without a pair in known order. */
  readonly concordance: number | null;
  /** Why a part is null; otherwise null. */
  readonly flag: string | null;
}

/**
 * Follow-up and risk of the patients of one set.
 *
 * @param rows the same patients as the cohort's, with the risk
 * @param keep which outcome to keep; left out, both
 */
export function riskFollowUp(
  cohort: Cohort,
  rows: Rows,
  riskName: string,
  endpointName: string,
  role: Role,
  keep: readonly number[] = [0, 1],
): RiskFollowUp {
  const at = cohort.ids.flatMap((_, i) =>
    cohort.roles[i] === role && keep.includes(cohort.outcome[i]) ? [i] : [],
  );
  const { ids, times, events } = endpointOf(cohortAt(cohort, at), endpointName);
  const place = new Map(rows.ids.map((id, i) => [id, i]));
  const risk = featureColumn(rows.features, riskName);
  const placeOf = (id: string): number => {
    const i = place.get(id);
    if (i === undefined)
      throw new RangeError(`every patient followed must have a risk; "${id}" has none`);
    return i;
  };
  return {
    role,
    times,
    events,
    risks: ids.map((id) => risk[placeOf(id)]),
    outcome: ids.map((id) => rows.outcome[placeOf(id)]),
  };
}

/** @param cut a patient with a risk above it is of high risk */
export function riskGroupSurvival(
  { role, times, events, risks }: RiskFollowUp,
  cut: number,
): RiskGroupSurvival {
  const high = risks.map((risk) => risk > cut);
  const faults: string[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(error.message);
      return null;
    }
  };
  const groups = (["high", "low"] as const).flatMap((group): RiskGroup[] => {
    const own = (_: number, i: number): boolean => high[i] === (group === "high");
    if (!high.includes(group === "high")) return [];
    const curve = kaplanMeier(times.filter(own), events.filter(own));
    const { lower, upper } = survivalQuantile(curve, 0.5);
    return [{ group, curve, median: medianSurvival(curve), medianCi: [lower, upper] }];
  });
  const cox = (name: string, x: readonly number[]): CoxTerm | null =>
    attempt(
      () =>
        _fitCox(
          times,
          events,
          x.map((value) => [value]),
          { names: [name] },
        ).terms[0],
    );
  return {
    role,
    n: times.length,
    events: events.filter((event) => event === 1).length,
    cut,
    groups,
    test: attempt(() =>
      logRank(
        times,
        events,
        high.map((is) => (is ? "high" : "low")),
      ),
    ),
    highAgainstLow: cox("high risk", high.map(Number)),
    perLogOdds: cox("log odds", risks.map(logit)),
    concordance: attempt(() => concordanceIndex(times, events, risks).index),
    flag: faults.length === 0 ? null : faults.join("; "),
  };
}
