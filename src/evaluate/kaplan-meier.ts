/**
 * The Kaplan-Meier estimate: the share of patients without the event, as time goes on.
 *
 * At each time the share is multiplied by that of the patients at risk who get through it. Greenwood's formula gives the
 * variance of its logarithm; intervals are made on the scale asked for.
 *
 * Sources: Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958) 457–481; Greenwood 1926; conventions as R's `survfit` (survival 3.5).
 */

import { followUp } from "../cohort/follow-up.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { normalQuantile } from "../math/normal.js";

/** The scale on which an interval is symmetric: log S (R's default), log(−log S), or S itself. */
export type SurvivalInterval = "log" | "log-log" | "plain";

export interface KaplanMeierOptions {
  /** Coverage of the pointwise interval, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
  /** Defaults to "log". */
  readonly interval?: SurvivalInterval;
}

/** One entry a distinct time, whether with events or with censored patients only. */
export interface KaplanMeierCurve {
  readonly patients: number;
  readonly events: number;
  readonly time: Float64Array;
  /** Patients at risk just before the time. */
  readonly atRisk: Float64Array;
  readonly eventCount: Float64Array;
  readonly censoredCount: Float64Array;
  /** Share without the event from this time on, in [0, 1]. */
  readonly survival: Float64Array;
  /** Standard error of log S (and of the cumulative hazard, by Greenwood); Infinity once S is 0. */
  readonly logStandardError: Float64Array;
  /** Nelson-Aalen estimate. */
  readonly cumulativeHazard: Float64Array;
  /** Pointwise limits of S; null where the scale has none. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly confidence: number;
  readonly interval: SurvivalInterval;
}

/**
 * The curve of one group.
 *
 * @param times n times ≥ 0
 * @param events n marks: 1 = event, 0 = censored
 * @throws RangeError on invalid input or an unknown interval
 */
export function kaplanMeier(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  options: KaplanMeierOptions = {},
): KaplanMeierCurve {
  const { confidence = 0.95, interval = "log", ...others } = options;
  requireNoOtherOptions("a Kaplan-Meier curve", others);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  const { times: time, at, events: marks } = followUp(times, events);
  const m = time.length;
  const [eventCount, censoredCount] = [new Float64Array(m), new Float64Array(m)];
  for (let i = 0; i < at.length; i++) (marks[i] === 1 ? eventCount : censoredCount)[at[i]]++;
  const [atRisk, survival, logStandardError, cumulativeHazard] = [0, 0, 0, 0].map(
    () => new Float64Array(m),
  );
  let [left, s, greenwood, hazard, total] = [at.length, 1, 0, 0, 0];
  for (let k = 0; k < m; k++) {
    const d = eventCount[k];
    atRisk[k] = left;
    s *= (left - d) / left;
    greenwood += d === left ? Infinity : d / (left * (left - d));
    hazard += d / left;
    total += d;
    survival[k] = s;
    logStandardError[k] = Math.sqrt(greenwood);
    cumulativeHazard[k] = hazard;
    left -= d + censoredCount[k];
  }
  const z = normalQuantile((1 + confidence) / 2);
  const limits = Array.from(survival, (share, k) =>
    limitsOf(share, z * logStandardError[k], interval),
  );
  return {
    patients: at.length,
    events: total,
    time,
    atRisk,
    eventCount,
    censoredCount,
    survival,
    logStandardError,
    cumulativeHazard,
    lower: limits.map(([lower]) => lower),
    upper: limits.map(([, upper]) => upper),
    confidence,
    interval,
  };
}

/** @param margin z times the standard error of log S */
function limitsOf(
  s: number,
  margin: number,
  interval: SurvivalInterval,
): [lower: number | null, upper: number | null] {
  switch (interval) {
    case "log":
      return s === 0 ? [null, null] : [s * Math.exp(-margin), Math.min(1, s * Math.exp(margin))];
    case "log-log": {
      if (s === 0 || s === 1) return [null, null];
      const [center, reach] = [Math.log(-Math.log(s)), margin / -Math.log(s)];
      return [Math.exp(-Math.exp(center + reach)), Math.exp(-Math.exp(center - reach))];
    }
    case "plain":
      return s === 0 ? [null, null] : [Math.max(0, s - s * margin), Math.min(1, s + s * margin)];
    default:
      throw new RangeError(
        `the interval must be log, log-log or plain; it is "${String(interval)}"`,
      );
  }
}

/** What holds at given times: the last step at or before each. Patients at risk are those of the first time not before it. */
export function survivalAt(
  curve: KaplanMeierCurve,
  times: ArrayLike<number>,
): {
  readonly time: number;
  readonly survival: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly atRisk: number;
}[] {
  return Array.from(times, (time) => {
    if (!(time >= 0)) throw new RangeError(`times must not be negative; one is ${time}`);
    let next = 0;
    while (next < curve.time.length && curve.time[next] < time) next++;
    const step = next < curve.time.length && curve.time[next] === time ? next : next - 1;
    const atRisk = next < curve.time.length ? curve.atRisk[next] : 0;
    if (step < 0) return { time, survival: 1, lower: 1, upper: 1, atRisk };
    return {
      time,
      survival: curve.survival[step],
      lower: curve.lower[step],
      upper: curve.upper[step],
      atRisk,
    };
  });
}

const TOLERANCE = Math.sqrt(Number.EPSILON);

export interface SurvivalQuantile {
  /** The share with the event. */
  readonly share: number;
  /** The time by which that share had the event; null where the curve does not come so far. */
  readonly time: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The time by which a share of patients had the event, with limits from the curve's own limits. Where the curve is flat
 * at exactly that share, the middle of the flat piece.
 *
 * @param share in [0, 1]; 0.5 is the median
 */
export function survivalQuantile(curve: KaplanMeierCurve, share: number): SurvivalQuantile {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share must lie in [0, 1]; got ${share}`);
  const find = (values: readonly (number | null)[]): number | null =>
    quantileTime(curve.time, values, share);
  return {
    share,
    time: find(Array.from(curve.survival)),
    lower: find(curve.lower),
    upper: find(curve.upper),
  };
}

function quantileTime(
  time: Float64Array,
  survival: readonly (number | null)[],
  share: number,
): number | null {
  if (share === 0) return 0;
  const [x, y]: [number[], number[]] = [[0], [0]];
  survival.forEach((s, k) => {
    if (s === null || 1 - s === y[y.length - 1]) return;
    x.push(time[k]);
    y.push(1 - s);
  });
  const first = y.findIndex((value) => value + TOLERANCE >= share);
  if (first < 0) return null;
  if (Math.abs(share - y[y.length - 1]) < TOLERANCE) return (x[first] + time[time.length - 1]) / 2;
  const second = y.findIndex((value) => value - TOLERANCE >= share);
  return second < 0 ? null : (x[first] + x[second]) / 2;
}

/**
 * The median as R prints it: the first time at which at most half are without the event; where that is exactly half, the
 * middle between it and the next step. Null if not reached.
 */
export function medianSurvival({ time, survival }: KaplanMeierCurve): number | null {
  const k = survival.findIndex((s) => s < 0.5 + TOLERANCE);
  if (k < 0) return null;
  if (Math.abs(survival[k] - 0.5) >= TOLERANCE) return time[k];
  const next = survival.findIndex((s) => s < survival[k]);
  return next < 0 ? time[k] : (time[k] + time[next]) / 2;
}

/** The mean time without the event up to a horizon (the last time by default): the area under the curve. */
export function restrictedMean(
  curve: KaplanMeierCurve,
  horizon: number = curve.time[curve.time.length - 1],
): { readonly mean: number; readonly standardError: number } {
  const { time, survival, atRisk, eventCount } = curve;
  if (!(horizon > 0 && horizon <= time[time.length - 1])) {
    throw new RangeError(
      `the horizon must lie within the observed times (0 to ${time[time.length - 1]}); got ${horizon}`,
    );
  }
  const m = time.findIndex((t) => t > horizon);
  const steps = m < 0 ? time.length : m;
  let [area, variance] = [0, 0];
  for (let k = steps - 1; k >= 0; k--) {
    area += survival[k] * ((k + 1 < steps ? time[k + 1] : horizon) - time[k]);
    const [n, d] = [atRisk[k], eventCount[k]];
    if (d > 0 && n > d) variance += (area * area * d) / (n * (n - d));
  }
  return { mean: area + (steps > 0 ? time[0] : horizon), standardError: Math.sqrt(variance) };
}
