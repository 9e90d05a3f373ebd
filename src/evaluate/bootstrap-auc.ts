/**
 * Bootstrap interval of the AUC, and the bootstrap test between two AUCs.
 *
 * Patients are drawn again with replacement and the AUC is taken each time. A resample only changes how many
 * events and non-events stand at each level of the score, so the levels are found once and a replicate costs no
 * sorting: n draws and one pass over the levels.
 * Sources: Carpenter & Bithell, Stat. Med. 19 (2000) 1141–1164; percentile interval and test as pROC 1.18.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { normalTwoSidedP } from "../math/normal.js";
import { standardDeviation } from "../math/summary.js";
import type { ScoredGroup } from "./delong-unpaired.js";
import { countEvents, type Direction, signOf } from "./outcome.js";
import { type PercentileInterval, percentileInterval } from "./percentile-interval.js";
import { type Resamples, requireResamples } from "./resamples.js";

export interface BootstrapOptions {
  /** Coverage of the interval, in (0, 1); defaults to 0.95. */
  readonly confidence?: number;
  /** Which way the score points; defaults to "<", higher means event. */
  readonly direction?: Direction;
}

export interface BootstrapAuc extends PercentileInterval {
  /** The AUC of the patients themselves. */
  readonly auc: number;
}

export interface BootstrapAucTest {
  readonly aucA: number;
  readonly aucB: number;
  readonly difference: number;
  /** Percentile interval of the difference, with its bootstrap standard error. */
  readonly bootstrap: PercentileInterval;
  readonly z: number;
  /** Two-sided, by the normal distribution. */
  readonly pValue: number;
}

/**
 * AUC with a percentile interval.
 *
 * @param resamples positions of patients, as {@link stratifiedResamples} gives them; one without events or
 *   without non-events is dropped, and counted
 * @throws RangeError on invalid input
 */
export function bootstrapAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  resamples: Resamples,
  { confidence = 0.95, direction = "<", ...others }: BootstrapOptions = {},
): BootstrapAuc {
  requireNoOtherOptions("a bootstrap of the AUC", others);
  const { auc, replicates } = _bootstrapAucs(labels, scores, resamples, direction);
  return { auc, ...percentileInterval(replicates, confidence) };
}

/**
 * The test that two scores of the same patients have the same AUC: their difference in bootstrap standard errors.
 *
 * Scores that rank every pair alike give z = 0 and p = 1, as in pROC.
 *
 * @throws RangeError on invalid input, or if the AUCs differ and no replicate varies
 */
export function bootstrapAucTest(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  resamples: Resamples,
  { confidence = 0.95, direction = "<", ...others }: BootstrapOptions = {},
): BootstrapAucTest {
  requireNoOtherOptions("a bootstrap of the AUC", others);
  return comparison(
    _bootstrapAucs(labels, scoresA, resamples, direction),
    _bootstrapAucs(labels, scoresB, resamples, direction),
    confidence,
  );
}

/**
 * The test that a score has the same AUC in two groups of different patients, each with its own resamples.
 *
 * @throws RangeError on invalid input, lists of different number, or if the AUCs differ and no replicate varies
 */
export function bootstrapAucUnpairedTest(
  groupA: ScoredGroup & { readonly resamples: Resamples },
  groupB: ScoredGroup & { readonly resamples: Resamples },
  { confidence = 0.95, direction = "<", ...others }: BootstrapOptions = {},
): BootstrapAucTest {
  requireNoOtherOptions("a bootstrap of the AUC", others);
  if (groupA.resamples.length !== groupB.resamples.length)
    throw new RangeError(
      `both groups need as many resamples; got ${groupA.resamples.length} and ${groupB.resamples.length}`,
    );
  return comparison(
    _bootstrapAucs(groupA.labels, groupA.scores, groupA.resamples, direction),
    _bootstrapAucs(groupB.labels, groupB.scores, groupB.resamples, direction),
    confidence,
  );
}

interface Replicated {
  readonly auc: number;
  readonly replicates: Float64Array;
}

function comparison(a: Replicated, b: Replicated, confidence: number): BootstrapAucTest {
  const differences = a.replicates.map((auc, r) => auc - b.replicates[r]);
  const computed = differences.filter((difference) => !Number.isNaN(difference));
  const difference = a.auc - b.auc;
  const standardError = computed.length > 1 ? standardDeviation(computed) : 0;
  if (standardError === 0 && difference !== 0) {
    throw new RangeError(
      `AUCs differ by ${difference} in every resample alike; use a permutation test instead`,
    );
  }
  const z = difference === 0 ? 0 : difference / standardError;
  return {
    aucA: a.auc,
    aucB: b.auc,
    difference,
    bootstrap: percentileInterval(differences, confidence),
    z,
    pValue: normalTwoSidedP(z),
  };
}

/** The AUC of the patients and of each resample; NaN for a resample without one of the outcomes. */
export function _bootstrapAucs(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  resamples: Resamples,
  direction: Direction = "<",
): Replicated {
  countEvents(labels, scores);
  requireResamples(resamples, labels.length);
  const { slots, levelCount } = slotsOf(labels, scores, signOf(direction));
  const counts = new Uint32Array(2 * levelCount);
  const replicates = new Float64Array(resamples.length);
  for (let r = 0; r < resamples.length; r++) {
    const resample = resamples[r];
    counts.fill(0);
    for (let i = 0; i < resample.length; i++) counts[slots[resample[i]]]++;
    replicates[r] = aucOfLevels(counts);
  }
  counts.fill(0);
  for (const slot of slots) counts[slot]++;
  return { auc: aucOfLevels(counts), replicates };
}

/** For each patient 2 x (level of the score) + outcome: where a draw of that patient is counted. */
function slotsOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  sign: 1 | -1,
): { slots: Uint32Array; levelCount: number } {
  const levels = Float64Array.from(new Set(Array.from(scores, (score) => sign * score))).sort();
  const levelOf = new Map(Array.from(levels, (score, level) => [score, level]));
  const slots = Uint32Array.from(labels, (label, i) => 2 * levelOf.get(sign * scores[i])! + label);
  return { slots, levelCount: levels.length };
}

/** Events above non-events, from the counts at each level; NaN if an outcome is absent. */
function aucOfLevels(counts: Uint32Array): number {
  let [doubled, events, nonEvents] = [0, 0, 0];
  for (let slot = 0; slot < counts.length; slot += 2) {
    doubled += counts[slot + 1] * (2 * nonEvents + counts[slot]);
    nonEvents += counts[slot];
    events += counts[slot + 1];
  }
  return doubled / (2 * events * nonEvents);
}
