/**
 * Which coding, reference level, interval and test give a printed odds ratio?
 *
 * A table of regressions rarely says how a variable entered. From its counts by outcome every usual way can be computed:
 * levels as numbers, rising or falling (with two levels that is: which of them is the reference), or one level against
 * another or all others; with Wald's interval or that of the profile likelihood. SPSS takes the last level as reference
 * unless told otherwise, R the first.
 */

import { featureTable } from "../cohort/feature-table.js";
import { _fitLogistic, type LogisticFit } from "../model/logistic.js";
import { _profileIntervals } from "../model/logistic-profile.js";
import { likelihoodRatioTest } from "../model/logistic-tests.js";
import { waldTable } from "../model/wald.js";
import type { EstimateValue } from "./claim.js";

/** Patients per level, levels in their order. */
export interface Counts {
  readonly nonEvents: readonly number[];
  readonly events: readonly number[];
}

export interface Coding {
  /** In words: "Female against Male", "levels as numbers 1 to 4". */
  readonly name: string;
  /** A number per level. */
  readonly values: readonly number[];
}

export interface CodedOddsRatio {
  readonly coding: Coding;
  readonly wald: EstimateValue;
  /** The same odds ratio with the limits of the profile likelihood. */
  readonly profile: EstimateValue;
  readonly waldP: number;
  readonly likelihoodRatioP: number;
}

/** The usual codings of a variable with these levels, the commonest first. */
export function usualCodings(levels: readonly string[]): Coding[] {
  const against = (one: number, other: number): Coding => ({
    name: `${levels[one]} against ${levels[other]}`,
    values: levels.map((_, l) => (l === one ? 1 : l === other ? 0 : Number.NaN)),
  });
  if (levels.length === 2) return [against(1, 0), against(0, 1)];
  const k = levels.length;
  const pairs = levels.flatMap((_, l) => [
    ...(l === 0 ? [] : [against(l, 0)]),
    ...(l === k - 1 ? [] : [against(l, k - 1)]),
  ]);
  return [
    { name: `levels as numbers, 1 to ${k}`, values: levels.map((_, l) => l + 1) },
    { name: `levels as numbers, ${k} to 1`, values: levels.map((_, l) => k - l) },
    ...levels.map((name, l) => ({
      name: `${name} against all others`,
      values: levels.map((_, other) => (other === l ? 1 : 0)),
    })),
    ...pairs,
  ];
}

/** The odds ratio by one coding; null where it does not exist (a level without one of the outcomes). */
export function codedOddsRatio(
  { nonEvents, events }: Counts,
  coding: Coding,
): CodedOddsRatio | null {
  const used = coding.values.flatMap((value, l) => (Number.isNaN(value) ? [] : [l]));
  const rows = [...used, ...used].map((l) => [coding.values[l]!]);
  const outcome = [...used.map(() => 0), ...used.map(() => 1)];
  const weights = [...used.map((l) => nonEvents[l]!), ...used.map((l) => events[l]!)];
  const table = featureTable(["level"], rows);
  let fit: LogisticFit;
  try {
    fit = _fitLogistic(table, outcome, { weights });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  if (fit.aliased.length > 0) return null;
  const { oddsRatio, oddsRatioLower, oddsRatioUpper, pValue } = waldTable(fit)[1]!;
  const profile = _profileIntervals(table, outcome, { weights })[1]!;
  return {
    coding,
    wald: { estimate: oddsRatio!, lower: oddsRatioLower!, upper: oddsRatioUpper! },
    profile: {
      estimate: oddsRatio!,
      lower: Math.exp(profile.lower!),
      upper: Math.exp(profile.upper!),
    },
    waldP: pValue!,
    likelihoodRatioP: likelihoodRatioTest(fit).pValue,
  };
}
