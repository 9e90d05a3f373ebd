/**
 * Times to an event in two risk groups with printed medians.
 *
 * Exponential times with the printed median, or with half of it left at the longest follow-up where the median is not
 * reached, are censored at random; the group's times are then stretched so that its median is the printed one. Draws
 * are repeated until medians and log-rank test hold. Hazards and censoring are assumptions, and every figure but the
 * printed ones is free.
 */

import { printsAs } from "../audit/printed-number.js";
import { type KaplanMeierCurve, kaplanMeier, medianSurvival } from "../evaluate/kaplan-meier.js";
import { logRank } from "../evaluate/log-rank.js";
import type { Random } from "../math/random.js";
import type { Draft } from "./draft.js";
import { type LinearScore, scoreOf } from "./linear-score.js";
import { printedNumber } from "./printed.js";
import type { SurvivalSpecification } from "./specification.js";

const DRAWS = 5000;
/** Follow-up at least, and its mean beyond that, in the unit of time. */
const FOLLOW_UP = { least: 3, mean: 38 };
/** How fast patients with the outcome progress where the median is not reached: their median is this share of the longest time. */
const PROGRESSED = 0.2;

/** Fill in times and events of one set. @returns whether all printed figures held within the draws */
export function drawSurvival(
  survival: SurvivalSpecification,
  draft: Draft,
  models: readonly LinearScore[],
  random: Random,
): boolean {
  const model = models.find(({ id }) => id === survival.model)!;
  const all = Array.from({ length: draft.size }, (_, i) => i);
  const isHigh = all.map((i) => scoreOf(model, draft, i) >= model.threshold);
  const times = new Float64Array(draft.size);
  const events = new Float64Array(draft.size);
  draft.values[survival.time] = times;
  draft.values[survival.event] = events;
  const groups = survival.medians
    .filter(({ set }) => set === draft.set)
    .map(({ group, median }) => ({
      rows: all.filter((i) => isHigh[i] === (group === "high")),
      median: median === "not reached" ? null : median,
    }));
  const printed = new Set(groups.flatMap(({ rows }) => rows));
  const rest = all.filter((i) => !printed.has(i));
  if (rest.length > 0) groups.push({ rows: rest, median: null });
  const tests = survival.logRank
    .filter(({ set }) => set === draft.set)
    .map(({ p }) => printedNumber(p));
  for (let draw = 0; draw < DRAWS; draw++) {
    const reached = groups.map(({ rows, median }) => {
      if (rows.length === 0) return false; // nobody's median holds
      drawGroup(survival, draft, rows, median, times, events, random);
      return medianHolds(rows, median, times, events);
    });
    if (reached.includes(false)) continue;
    if (tests.length === 0) return true;
    const { pValue } = logRank(times, events, isHigh.map(String));
    if (tests.every((p) => printsAs(pValue, p))) return true;
  }
  return false;
}

function drawGroup(
  { longest, decimals, eventWithOutcome }: SurvivalSpecification,
  { outcome }: Draft,
  rows: readonly number[],
  median: string | null,
  times: Float64Array,
  events: Float64Array,
  random: Random,
): void {
  const exponential = (mean: number): number => -mean * Math.log(1 - random.uniform());
  for (const i of rows) {
    const progressed = eventWithOutcome && outcome[i] === 1;
    const half = median === null ? (progressed ? PROGRESSED : 2) * longest : Number(median);
    const event = exponential(half / Math.LN2);
    const end = FOLLOW_UP.least + Math.min(longest - FOLLOW_UP.least, exponential(FOLLOW_UP.mean));
    times[i] = Math.min(event, end);
    events[i] = progressed || event <= end ? 1 : 0;
  }
  const found = median === null ? null : medianSurvival(curveOf(rows, times, events));
  const stretch = found === null ? 1 : Number(median) / found;
  const shortest = Number(`1e-${decimals}`);
  for (const i of rows)
    times[i] = Number(Math.max(shortest, Math.min(longest, times[i] * stretch)).toFixed(decimals));
}

/** Whether the median prints, by any convention: the curve must not lie at exactly one half. */
function medianHolds(
  rows: readonly number[],
  median: string | null,
  times: Float64Array,
  events: Float64Array,
): boolean {
  const curve = curveOf(rows, times, events);
  if (curve.survival.some((share) => Math.abs(share - 0.5) < 1e-6)) return false;
  const found = medianSurvival(curve);
  return median === null
    ? found === null
    : found !== null && printsAs(found, printedNumber(median));
}

function curveOf(
  rows: readonly number[],
  times: Float64Array,
  events: Float64Array,
): KaplanMeierCurve {
  return kaplanMeier(
    rows.map((i) => times[i]!),
    rows.map((i) => events[i]!),
  );
}
