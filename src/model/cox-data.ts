/** What a Cox model is fitted to: checked, centred, sorted for the sweep, and without columns that repeat others. */

import { followUp, groupsOf } from "../cohort/follow-up.js";
import { type CoxData, type CoxTies, coxLikelihood, sweepOrder } from "./cox-likelihood.js";

/** Checked input in the form of the likelihood; covariates are centred, which changes nothing but rounding. */
export function coxData(
  times: readonly number[],
  events: readonly number[],
  x: readonly (readonly number[])[],
  names: readonly string[],
  strata: readonly string[] | undefined,
  ties: CoxTies,
): CoxData {
  const follow = followUp(times, events);
  const [n, p] = [times.length, names.length];
  if (x.length !== n)
    throw new RangeError(`need one row of covariates per time; got ${x.length} for ${n} times`);
  if (!follow.events.includes(1))
    throw new RangeError(`a Cox model needs an event; none of ${n} patients has one`);
  const values = new Float64Array(n * p);
  x.forEach((row, i) => {
    if (row.length !== p)
      throw new RangeError(
        `each patient must have ${p} covariates; patient ${i} has ${row.length}`,
      );
    row.forEach((value, j) => {
      if (!Number.isFinite(value))
        throw new RangeError(`covariates must be finite; ${names[j]} of patient ${i} is ${value}`);
      values[i * p + j] = value;
    });
  });
  for (let j = 0; j < p; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i * p + j];
    for (let i = 0; i < n; i++) values[i * p + j] -= sum / n;
  }
  const groups =
    strata === undefined ? { names: [""], of: new Uint32Array(n) } : groupsOf(strata, n, "stratum");
  const order = sweepOrder(follow, groups.of, groups.names.length);
  return {
    followUp: follow,
    x: values,
    p,
    stratum: groups.of,
    strata: groups.names.length,
    ties,
    order,
  };
}

/** Columns by the pivots of the information at 0, from the left: a pivot below 1.8e-12 of the largest diagonal is aliased. */
export function independentColumns(
  data: CoxData,
  names: readonly string[],
): { kept: number[]; aliased: number[] } {
  const { information } = coxLikelihood(data, new Float64Array(data.p));
  const p = names.length;
  const l = new Float64Array(p * p);
  const largest = Math.max(...names.map((_, j) => information[j * p + j]));
  const kept: number[] = [];
  const aliased: number[] = [];
  for (let j = 0; j < p; j++) {
    let pivot = information[j * p + j];
    for (const k of kept) {
      let sum = information[j * p + k];
      for (const m of kept) if (m < k) sum -= l[j * p + m] * l[k * p + m];
      l[j * p + k] = sum / l[k * p + k];
      pivot -= l[j * p + k] ** 2;
    }
    // Relative to the column's own size too: the covariates come on any scale.
    if (pivot > 1e-10 * information[j * p + j] && pivot > 1e-24 * largest) {
      l[j * p + j] = Math.sqrt(pivot);
      kept.push(j);
    } else aliased.push(j);
  }
  return { kept, aliased };
}

export function withColumns(data: CoxData, kept: readonly number[]): CoxData {
  const n = data.x.length / data.p;
  const x = new Float64Array(n * kept.length);
  for (let i = 0; i < n; i++)
    kept.forEach((j, k) => (x[i * kept.length + k] = data.x[i * data.p + j]));
  return { ...data, x, p: kept.length };
}
