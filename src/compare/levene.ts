/**
 * Levene's test that groups have the same variance: an analysis of variance of the distances from each group's centre.
 * Distances from the mean are Levene's, from the median Brown and Forsythe's, which bears skewed data better.
 * Sources: Levene (1960); Brown & Forsythe, J. Am. Stat. Assoc. 69 (1974) 364-367.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { mean, median } from "../math/summary.js";
import { type OneWayAnova, oneWayAnova } from "./anova.js";
import { requireGroups } from "./sample.js";

/**
 * @throws RangeError on an unknown centre, or as {@link oneWayAnova} for the distances
 * A group of two has two equal distances; with such groups alone the fit is perfect, and F says nothing.
 */
export function leveneTest(
  groups: readonly ArrayLike<number>[],
  { center, ...others }: { readonly center: "mean" | "median" },
): OneWayAnova {
  requireNoOtherOptions("Levene's test", others);
  if (center !== "mean" && center !== "median")
    throw new RangeError(`center must be "mean" or "median"; got ${JSON.stringify(center)}`);
  requireGroups(groups, 1);
  return oneWayAnova(
    groups.map((group) => {
      const middle = center === "mean" ? mean(group) : median(group);
      return Array.from(group, (value) => Math.abs(value - middle));
    }),
  );
}
