/**
 * The log-rank test: do groups differ in survival?
 *
 * At each time the events expected in a group are its share of the patients at risk; observed minus expected, summed,
 * is compared with its hypergeometric variance. Weights S(t)^ρ give the G-rho family (ρ = 1: Peto & Peto).
 *
 * Sources: Mantel, Cancer Chemother. Rep. 50 (1966) 163–170; Harrington & Fleming, Biometrika 69 (1982) 553–566;
 * conventions as R's `survdiff`.
 */

import { followUp, groupsOf } from "../cohort/follow-up.js";
import { chiSquareUpperTail } from "../math/chi-square.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { solveSpd } from "../math/matrix.js";
import { power } from "../math/power.js";

export interface LogRankOptions {
  /** Patients are compared within strata only. */
  readonly strata?: ArrayLike<string>;
  /** Weight S(t)^rho of early events; 0 (the default) is the log-rank test. */
  readonly rho?: number;
}

export interface LogRankTest {
  /** Names of the groups, ascending. */
  readonly groups: readonly string[];
  readonly patients: readonly number[];
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  /** Covariance of observed − expected, one row a group. */
  readonly variance: readonly (readonly number[])[];
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/**
 * @param times n times ≥ 0
 * @param events n marks: 1 = event, 0 = censored
 * @param group n names
 * @throws RangeError on invalid input, or fewer than two groups
 */
export function logRank(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  group: ArrayLike<string>,
  options: LogRankOptions = {},
): LogRankTest {
  const { strata, rho = 0, ...others } = options;
  requireNoOtherOptions("the log-rank test", others);
  const data = followUp(times, events);
  const n = data.at.length;
  const { names, of } = groupsOf(group, n, "group");
  if (names.length < 2)
    throw new RangeError(`a comparison needs two groups; got ${names.length} ("${names[0]}")`);
  const stratum =
    strata === undefined ? { names: [""], of: new Uint32Array(n) } : groupsOf(strata, n, "stratum");
  const sums = {
    observed: new Float64Array(names.length),
    expected: new Float64Array(names.length),
    variance: new Float64Array(names.length ** 2),
  };
  for (let s = 0; s < stratum.names.length; s++)
    addStratum(data, of, stratum.of, s, names.length, rho, sums);
  const patients = names.map((_, g) =>
    of.reduce((count, place) => count + (place === g ? 1 : 0), 0),
  );
  return { groups: names, patients, ...testOf(sums, names.length) };
}

interface Sums {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
}

function addStratum(
  data: ReturnType<typeof followUp>,
  group: Uint32Array,
  strata: Uint32Array,
  stratum: number,
  groups: number,
  rho: number,
  sums: Sums,
): void {
  const m = data.times.length;
  const deaths = new Float64Array(m * groups);
  const leaving = new Float64Array(m * groups);
  const atRisk = new Float64Array(groups);
  for (let i = 0; i < group.length; i++) {
    if (strata[i] !== stratum) continue;
    const cell = data.at[i] * groups + group[i];
    leaving[cell]++;
    if (data.events[i] === 1) deaths[cell]++;
    atRisk[group[i]]++;
  }
  let [n, survival] = [atRisk.reduce((a, b) => a + b, 0), 1];
  for (let k = 0; k < m; k++) {
    let d = 0;
    for (let g = 0; g < groups; g++) d += deaths[k * groups + g];
    if (d > 0) {
      const weight = rho === 0 ? 1 : power(survival, rho);
      const share = n > 1 ? (weight * weight * d * (n - d)) / ((n - 1) * n) : 0;
      for (let g = 0; g < groups; g++) {
        sums.observed[g] += weight * deaths[k * groups + g];
        sums.expected[g] += (weight * d * atRisk[g]) / n;
        for (let h = 0; h < groups; h++)
          sums.variance[g * groups + h] += share * atRisk[g] * ((g === h ? 1 : 0) - atRisk[h] / n);
      }
      survival *= (n - d) / n;
    }
    for (let g = 0; g < groups; g++) {
      atRisk[g] -= leaving[k * groups + g];
      n -= leaving[k * groups + g];
    }
  }
}

/** Groups without an expected event cannot differ; the first of the others follows from the rest. */
function testOf(
  { observed, expected, variance }: Sums,
  groups: number,
): Omit<LogRankTest, "groups" | "patients"> {
  const judged = Array.from(expected.keys()).filter((g) => expected[g] > 0);
  const rest = judged.slice(1);
  const difference = rest.map((g) => observed[g] - expected[g]);
  const covariance = Float64Array.from(
    rest.flatMap((g) => rest.map((h) => variance[g * groups + h])),
  );
  const solved =
    rest.length > 0 ? solveSpd(covariance, rest.length, difference) : new Float64Array(0);
  const chiSquare = difference.reduce((sum, d, i) => sum + d * solved[i], 0);
  const degreesOfFreedom = Math.max(0, judged.length - 1);
  return {
    observed: Array.from(observed),
    expected: Array.from(expected),
    variance: Array.from({ length: groups }, (_, g) =>
      Array.from(variance.subarray(g * groups, (g + 1) * groups)),
    ),
    chiSquare,
    degreesOfFreedom,
    pValue: degreesOfFreedom === 0 ? 1 : chiSquareUpperTail(chiSquare, degreesOfFreedom),
  };
}
