/**
 * P values of a family of tests, adjusted so that the whole family keeps its error.
 *
 * Bonferroni, Holm and Hochberg bound the chance of any false finding, Benjamini-Hochberg and Benjamini-Yekutieli the
 * expected share of false ones among the findings.
 * Sources: Holm, Scand. J. Stat. 6 (1979) 65-70; Hochberg, Biometrika 75 (1988) 800-802; Benjamini & Hochberg, J. R.
 * Stat. Soc. B 57 (1995) 289-300; Benjamini & Yekutieli, Ann. Stat. 29 (2001) 1165-1188.
 */

import type { Measured } from "./sample.js";

export type PAdjustment =
  | "bonferroni"
  | "holm"
  | "hochberg"
  | "benjamini-hochberg"
  | "benjamini-yekutieli";

/**
 * Adjusted P values in the order given. A test without a P value (null) stays without and does not count.
 *
 * @throws RangeError if a P value lies outside [0, 1], or on an unknown method
 */
export function adjustedPValues(p: readonly Measured[], method: PAdjustment): Measured[] {
  p.forEach((value, i) => {
    if (value !== null && !(value >= 0 && value <= 1))
      throw new RangeError(`P values must lie in [0, 1]; p[${i}] is ${value}`);
  });
  const present = p.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  const n = present.length;
  const adjusted: Measured[] = p.map(() => null);
  const ascending = present.toSorted((a, b) => a.value - b.value);
  const set = (i: number, value: number) => {
    adjusted[i] = Math.min(1, value);
  };
  if (method === "bonferroni") {
    for (const { value, i } of present) set(i, n * value);
  } else if (method === "holm") {
    let running = 0;
    ascending.forEach(({ value, i }, rank) => {
      running = Math.max(running, (n - rank) * value);
      set(i, running);
    });
  } else {
    const factor = stepUpFactor(method, n);
    let running = Infinity;
    for (let rank = n; rank >= 1; rank--) {
      const { value, i } = ascending[rank - 1];
      running = Math.min(running, factor(rank) * value);
      set(i, running);
    }
  }
  return adjusted;
}

/** What the P value of this rank (1 is the smallest) is multiplied with. */
function stepUpFactor(method: PAdjustment, n: number): (rank: number) => number {
  if (method === "hochberg") return (rank) => n - rank + 1;
  if (method === "benjamini-hochberg") return (rank) => n / rank;
  if (method === "benjamini-yekutieli") {
    let harmonic = 0;
    for (let k = 1; k <= n; k++) harmonic += 1 / k;
    return (rank) => (harmonic * n) / rank;
  }
  throw new RangeError(
    `method must be bonferroni, holm, hochberg, benjamini-hochberg or benjamini-yekutieli; got ${JSON.stringify(method)}`,
  );
}
