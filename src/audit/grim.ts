/**
 * Can whole numbers have this mean and this standard deviation?
 *
 * n whole numbers have a whole sum, so few means of two decimals are possible (GRIM); with a given sum their squares add
 * up to a whole number that is odd when the sum is, so few standard deviations are (GRIMMER). Both are proofs that a
 * printed figure is impossible; passing proves nothing.
 * Sources: Brown & Heathers, Soc. Psychol. Personal. Sci. 8 (2017) 363-369; Anaya, PeerJ Preprints 4 (2016) e2400v1.
 */

import { type PrintedNumber, printsAs, roundingInterval } from "./printed-number.js";

export interface Grim {
  /** Sums of n whole numbers whose mean prints so; empty if none does. */
  readonly sums: readonly number[];
  /** The nearest means that n whole numbers can have. */
  readonly nearest: readonly [below: number, above: number];
}

export interface Grimmer {
  /** Sum and sum of squares of whole numbers whose mean and standard deviation print so. */
  readonly fitting: readonly SumAndSquares[];
  /** The nearest below and above the printed standard deviation, over all sums that print the mean. */
  readonly nearest: readonly SumAndSquares[];
}

export interface SumAndSquares {
  readonly sum: number;
  readonly squares: number;
  readonly standardDeviation: number;
}

/** The values that there can be at all. */
export interface Limits {
  readonly smallest?: number;
  readonly largest?: number;
}

export function grim(mean: PrintedNumber, n: number): Grim {
  const { low, high } = roundingInterval(mean);
  const sums: number[] = [];
  for (let sum = Math.floor(low * n) - 1; sum <= Math.ceil(high * n) + 1; sum++)
    if (printsAs(sum / n, mean)) sums.push(sum);
  const at = mean.value * n;
  return { sums, nearest: [Math.floor(at) / n, Math.ceil(at) / n] };
}

/** @param n at least 2 */
export function grimmer(
  mean: PrintedNumber,
  standardDeviation: PrintedNumber,
  n: number,
  limits: Limits = {},
): Grimmer {
  const fitting: SumAndSquares[] = [];
  const near: SumAndSquares[] = [];
  for (const sum of grim(mean, n).sums) {
    const squaresOf = (sd: number): number => (n - 1) * sd ** 2 + sum ** 2 / n;
    const { low, high } = roundingInterval(standardDeviation);
    const [from, to] = squareRange(sum, n, limits);
    const at = (squares: number): SumAndSquares => ({
      sum,
      squares,
      standardDeviation: Math.sqrt(Math.max(0, (squares - sum ** 2 / n) / (n - 1))),
    });
    const first = Math.floor(squaresOf(Math.max(0, low))) - 3;
    const last = Math.ceil(squaresOf(Math.max(0, high))) + 3;
    const possible: SumAndSquares[] = [];
    for (let squares = first; squares <= last; squares++) {
      const sameParity = (squares - sum) % 2 === 0;
      if (sameParity && squares >= from && squares <= to) possible.push(at(squares));
    }
    const fits = possible.filter((found) => printsAs(found.standardDeviation, standardDeviation));
    fitting.push(...fits);
    const middle = squaresOf(standardDeviation.value);
    const below = possible.findLast(({ squares }) => squares <= middle);
    const above = possible.find(({ squares }) => squares > middle);
    near.push(...[below, above].filter((found) => found !== undefined));
  }
  return { fitting, nearest: near };
}

/** Smallest and largest sum of squares of n whole numbers with this sum, within the limits. */
function squareRange(sum: number, n: number, { smallest, largest }: Limits): [number, number] {
  const base = Math.floor(sum / n);
  const over = sum - base * n;
  const least = (n - over) * base ** 2 + over * (base + 1) ** 2;
  if (smallest === undefined || largest === undefined) return [least, Infinity];
  const width = largest - smallest;
  const spare = sum - n * smallest;
  if (spare < 0 || spare > n * width) return [1, 0];
  const full = width === 0 ? 0 : Math.floor(spare / width);
  const rest = spare - full * width;
  const others = full === n ? 0 : (n - full - 1) * smallest ** 2 + (smallest + rest) ** 2;
  return [least, full * largest ** 2 + others];
}
