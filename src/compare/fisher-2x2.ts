/**
 * Fisher's exact test of a 2 x 2 table, with the conditional odds ratio and its interval.
 *
 * With all sums of the table fixed, the first cell has a hypergeometric law; an odds ratio ψ weighs each of its values
 * with ψ^x. The estimate is the ψ whose mean is the observed cell, the limits are the ψ whose tails are α/2.
 *
 * R's `fisher.test` finds these roots with a tolerance of 1.2e-4 (on ψ below 1, on 1/ψ above), so its printed odds ratio
 * and limits are off in the third to fifth digit. `roots: "R"` repeats that, for comparison with a printed analysis;
 * the default is exact.
 * Sources: Fisher, J. R. Stat. Soc. 98 (1935) 39-82; Cornfield, Proc. 3rd Berkeley Symp. 4 (1956) 135-148.
 */

import { hypergeometricPmf, hypergeometricSupport } from "../math/hypergeometric.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { findRoot } from "../math/root.js";
import {
  type Alternative,
  type Interval,
  requireAlternative,
  requireConfidence,
} from "./alternative.js";
import { type CountTable, contingencyTable } from "./contingency.js";

export interface Fisher2x2Options {
  readonly alternative?: Alternative;
  readonly confidence?: number;
  /** "exact" (default), or "R": the roots as R 4 prints them. */
  readonly roots?: "exact" | "R";
}

export interface Fisher2x2 {
  /** Two-sided: the chance of all tables that are no more likely than this one. */
  readonly pValue: number;
  /** The conditional maximum-likelihood estimate, not ad/bc; 0 or Infinity where the cell is at an end. */
  readonly oddsRatio: number;
  readonly ci: Interval;
}

/**
 * @throws RangeError if the table has not exactly two rows and two columns with counts
 */
export function fisherExactTest2x2(
  table: CountTable,
  {
    alternative = "two-sided",
    confidence = 0.95,
    roots = "exact",
    ...others
  }: Fisher2x2Options = {},
): Fisher2x2 {
  requireNoOtherOptions("Fisher's test", others);
  requireAlternative(alternative);
  requireConfidence(confidence);
  if (roots !== "exact" && roots !== "R")
    throw new RangeError(`roots must be "exact" or "R"; got ${JSON.stringify(roots)}`);
  const { counts, rowSums, columnSums } = contingencyTable(table);
  if (rowSums.length !== 2 || columnSums.length !== 2)
    throw new RangeError(
      `the table must be 2 x 2; got ${rowSums.length} x ${columnSums.length} rows and columns with counts`,
    );
  const law = cellLaw(columnSums, rowSums[0]);
  const x = counts[0][0];
  const solve = roots === "R" ? rootOfR : exactRoot;
  const mean = solve((psi) => law.mean(psi) - x, x, law.low, law.high);
  const alpha = alternative === "two-sided" ? (1 - confidence) / 2 : 1 - confidence;
  const lower =
    alternative === "less" || x === law.low ? 0 : solve((psi) => law.atLeast(x, psi) - alpha);
  const upper =
    alternative === "greater" || x === law.high
      ? Infinity
      : solve((psi) => alpha - law.atMost(x, psi));
  return { pValue: pValueOf(law, x, alternative), oddsRatio: mean, ci: [lower, upper] };
}

/** ad/bc, the odds ratio that ignores the fixed sums. @throws RangeError if both products are zero, or not 2 x 2 */
export function sampleOddsRatio(table: CountTable): number {
  const { counts } = contingencyTable(table);
  if (counts.length !== 2 || counts[0].length !== 2)
    throw new RangeError(`the table must be 2 x 2; got ${counts.length} x ${counts[0].length}`);
  return (counts[0][0] * counts[1][1]) / (counts[0][1] * counts[1][0]);
}

interface CellLaw {
  readonly low: number;
  readonly high: number;
  /** P(X = low + i) at odds ratio 1. */
  readonly null: Float64Array;
  mean(psi: number): number;
  atLeast(x: number, psi: number): number;
  atMost(x: number, psi: number): number;
}

function cellLaw(columnSums: readonly number[], drawn: number): CellLaw {
  const urn = { successes: columnSums[0], failures: columnSums[1], drawn };
  const [low, high] = hypergeometricSupport(urn);
  const null_ = Float64Array.from({ length: high - low + 1 }, (_, i) =>
    hypergeometricPmf(low + i, urn),
  );
  const logNull = null_.map(Math.log);
  /** Σ weight · P_ψ(X = x) over x from `from` to `to`. */
  const sum = (psi: number, from: number, to: number, weight: (x: number) => number): number => {
    const logPsi = Math.log(psi);
    const exponents = logNull.map((log, i) => log + (i === 0 ? 0 : i * logPsi));
    const largest = exponents.reduce((a, b) => Math.max(a, b), -Infinity);
    let [total, part] = [0, 0];
    exponents.forEach((exponent, i) => {
      const mass = Math.exp(exponent - largest);
      total += mass;
      if (low + i >= from && low + i <= to) part += weight(low + i) * mass;
    });
    return part / total;
  };
  return {
    low,
    high,
    null: null_,
    mean: (psi) => sum(psi, low, high, (x) => x),
    atLeast: (x, psi) => sum(psi, x, high, () => 1),
    atMost: (x, psi) => sum(psi, low, x, () => 1),
  };
}

function pValueOf(law: CellLaw, x: number, alternative: Alternative): number {
  if (alternative === "less") return Math.min(1, law.atMost(x, 1));
  if (alternative === "greater") return Math.min(1, law.atLeast(x, 1));
  const limit = law.null[x - law.low] * (1 + 1e-7); // equal up to rounding counts as equal
  let [total, tail] = [0, 0];
  for (const mass of law.null) {
    total += mass;
    if (mass <= limit) tail += mass;
  }
  return Math.min(1, tail / total);
}

/** The ψ where an increasing function of ψ is zero; the ends of the support give 0 and Infinity. */
type Solver = (
  increasing: (psi: number) => number,
  x?: number,
  low?: number,
  high?: number,
) => number;

const exactRoot: Solver = (increasing, x, low, high) => {
  if (x !== undefined && x === low) return 0;
  if (x !== undefined && x === high) return Infinity;
  const onLog = (logPsi: number) => increasing(Math.exp(logPsi));
  let reach = 1;
  while (reach < 700 && onLog(-reach) > 0 === onLog(reach) > 0) reach = Math.min(700, 2 * reach);
  return Math.exp(findRoot(onLog, -reach, reach, { tolerance: 1e-14 }));
};

const rootOfR: Solver = (increasing, x, low, high) => {
  if (x !== undefined && x === low) return 0;
  if (x !== undefined && x === high) return Infinity;
  const tolerance = Math.sqrt(Math.sqrt(Number.EPSILON));
  const atOne = increasing(1);
  if (atOne === 0) return 1;
  return atOne > 0
    ? findRoot(increasing, 0, 1, { tolerance })
    : 1 / findRoot((inverse) => increasing(1 / inverse), Number.EPSILON, 1, { tolerance });
};
