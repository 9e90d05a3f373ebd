/**
 * How far a ranking is from the printed AUC, interval, confusion matrix and P: what annealing makes small.
 *
 * Every distance is measured from the edge of what prints right, a little inside it, so that the last rounding of
 * the scores changes nothing; a loss of zero means that all holds. Distances count linearly, in units in which each
 * is about as hard to close.
 */

import { normalQuantile } from "../math/normal.js";
import { zBehind } from "./estimate-region.js";
import { distanceOutside, type Printed, printedNumber } from "./printed.js";
import { type Ranking, rankingCovariance } from "./ranking.js";
import type { Confusion, Performance } from "./specification.js";

export interface WantedPerformance {
  readonly auc: Printed;
  /** null where it is not printed. */
  readonly lower: Printed | null;
  readonly upper: Printed | null;
  readonly confusion: Confusion;
  readonly threshold: number;
}

const CRITICAL: number = normalQuantile(0.975);
/** How far inside what prints right the builder stays, as a share of its width. */
const INSET = 0.03;
/** How far from a cut scores must lie. */
const CLEARANCE = 0.01;
/** Distances that count 1. */
const UNIT = { area: 0.002, cut: 0.3, z: 0.05 };

export function wantedPerformance(row: Performance, threshold: number): WantedPerformance {
  return {
    auc: printedNumber(row.auc),
    lower: row.lower === undefined ? null : printedNumber(row.lower),
    upper: row.upper === undefined ? null : printedNumber(row.upper),
    confusion: row.confusion,
    threshold,
  };
}

export function performanceLoss(wanted: WantedPerformance, ranking: Ranking): number {
  const { auc, lower, upper, confusion, threshold } = wanted;
  const area = ranking.auc;
  const margin = CRITICAL * Math.sqrt(Math.max(0, ranking.variance));
  let outside = distanceOutside(auc, area, INSET);
  if (lower !== null) outside += distanceOutside(lower, Math.max(0, area - margin), INSET);
  if (upper !== null) outside += distanceOutside(upper, Math.min(1, area + margin), INSET);
  return (
    outside / UNIT.area +
    (cutDistance(ranking.events, confusion.tp, threshold) +
      cutDistance(ranking.nonEvents, confusion.fp, threshold)) /
      UNIT.cut
  );
}

/** The |z| that a printed P stands for, from and to. */
export type WantedZ = readonly [least: number, most: number];

/** A little inside the values of |z| that print so. */
export function wantedZ(p: string): WantedZ {
  const [least, most] = zBehind(p);
  const inset = Number.isFinite(most) ? INSET * (most - least) : INSET * least;
  return [least + inset, most - inset];
}

/** Of DeLong's test between two rankings of the same patients. */
export function pairedLoss(wanted: WantedZ, a: Ranking, b: Ranking): number {
  return zLoss(wanted, a, b, a.variance + b.variance - 2 * rankingCovariance(a, b));
}

/** Of the test between rankings of different rows. */
export function unpairedLoss(wanted: WantedZ, a: Ranking, b: Ranking): number {
  return zLoss(wanted, a, b, a.variance + b.variance);
}

function zLoss([least, most]: WantedZ, a: Ranking, b: Ranking, variance: number): number {
  const z = Math.abs(a.auc - b.auc) / Math.sqrt(Math.max(variance, 1e-12));
  return Math.max(0, least - z, z - most) / UNIT.z;
}

/** How far scores must move in all until just `above` of them clear the cut from above and the others from below. */
function cutDistance(scores: Float64Array, above: number, threshold: number): number {
  let count = 0;
  let close = 0;
  for (let i = 0; i < scores.length; i++) {
    const beyond = scores[i] - threshold;
    if (beyond > 0) count++;
    if (Math.abs(beyond) < CLEARANCE) close += CLEARANCE - Math.abs(beyond);
  }
  // Those on the wrong side that are nearest to the cut have to cross it.
  const side = count > above ? 1 : -1;
  let crossed = 0;
  for (let missing = Math.abs(count - above); missing > 0; missing--) {
    let nearest = Infinity;
    for (let i = 0; i < scores.length; i++) {
      const beyond = side * (scores[i] - threshold);
      if (beyond > crossed && beyond < nearest) nearest = beyond;
    }
    if (nearest === Infinity) break;
    close += nearest + CLEARANCE;
    crossed = nearest;
  }
  return close;
}
