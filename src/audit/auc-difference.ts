/**
 * What two printed AUCs with their intervals say about the P of their difference.
 *
 * Each interval gives a standard error; what is not printed is how the two AUCs go together. P = 2Φ(−|d| / √(s₁² + s₂²
 * − 2ρs₁s₂)): of different patients ρ is 0, of the same it is mostly positive, and a printed P tells which ρ it needs.
 */

import { normalQuantile, normalTwoSidedP } from "../math/normal.js";
import type { EstimateKnown } from "./known.js";
import type { Interval } from "./printed-number.js";

export interface AucDifference {
  readonly difference: number;
  readonly standardErrors: readonly [number, number];
  /** P of two groups of different patients (ρ = 0), with the values that rounding leaves open. */
  readonly unpairedP: number;
  readonly unpairedRange: Interval;
  /** P at a correlation, from the printed figures as they are; 0 at ρ = 1 with equal errors. */
  pAt(correlation: number): number;
  /** The correlations at which P lies in an interval, rounding taken into account; null if there is none. */
  correlationsFor(p: Interval): Interval | null;
}

export function aucDifference(a: EstimateKnown, b: EstimateKnown): AucDifference {
  const [first, second] = [standardErrorRange(a), standardErrorRange(b)];
  const difference = a.estimate.value - b.estimate.value;
  const standardErrors = [middle(first), middle(second)] as const;
  const distances = ends({
    low: a.estimate.low - b.estimate.high,
    high: a.estimate.high - b.estimate.low,
  });
  const p = (distance: number, s1: number, s2: number, correlation: number): number => {
    const variance = s1 ** 2 + s2 ** 2 - 2 * correlation * s1 * s2;
    if (variance <= 0) return distance === 0 ? 1 : 0;
    return normalTwoSidedP(distance / Math.sqrt(variance));
  };
  const unpaired = distances.flatMap((distance) =>
    ends(first).flatMap((s1) => ends(second).map((s2) => p(distance, s1, s2, 0))),
  );
  const crossesZero = distances[0]! < 0 && distances[1]! > 0;
  return {
    difference,
    standardErrors,
    unpairedP: p(difference, ...standardErrors, 0),
    unpairedRange: { low: Math.min(...unpaired), high: crossesZero ? 1 : Math.max(...unpaired) },
    pAt: (correlation) => p(difference, ...standardErrors, correlation),
    correlationsFor: (wanted) => {
      const low = Math.max(0, wanted.low);
      const high = Math.min(1, wanted.high);
      const needed = distances.flatMap((distance) =>
        ends(first).flatMap((s1) =>
          ends(second).flatMap((s2) =>
            [low, high].map((target) => {
              const spread = target <= 0 ? 0 : (distance / normalQuantile(1 - target / 2)) ** 2;
              return (s1 ** 2 + s2 ** 2 - spread) / (2 * s1 * s2);
            }),
          ),
        ),
      );
      const range = {
        low: Math.max(-1, Math.min(...needed)),
        high: Math.min(1, Math.max(...needed)),
      };
      return range.low > range.high ? null : range;
    },
  };
}

/** The standard errors that a printed 95 % interval allows; where it is cut off at 0 or 1, from its other half. */
export function standardErrorRange({ estimate, lower, upper }: EstimateKnown): Interval {
  const quantile = normalQuantile(0.975);
  const half = (low: number, high: number): Interval => ({
    low: Math.max(0, low / quantile),
    high: high / quantile,
  });
  if (upper.high >= 1) return half(estimate.low - lower.high, estimate.high - lower.low);
  if (lower.low <= 0) return half(upper.low - estimate.high, upper.high - estimate.low);
  return half((upper.low - lower.high) / 2, (upper.high - lower.low) / 2);
}

function middle({ low, high }: Interval): number {
  return (low + high) / 2;
}

function ends({ low, high }: Interval): [number, number] {
  return [low, high];
}
