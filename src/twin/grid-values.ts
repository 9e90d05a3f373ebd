/**
 * Values on a grid with a printed mean and standard deviation.
 *
 * On a grid the sum of n values is one of few numbers, and so is their sum of squares, which for whole numbers is odd
 * when the sum is: that decides whether a printed mean (GRIM) and SD (GRIMMER) can be true at all. Values drawn at
 * random are then moved: single ones until the sum is right, pairs apart or together until the squares are.
 * Sources: Brown & Heathers, Soc. Psychol. Personal. Sci. 8 (2017) 363-369; Anaya, PeerJ Preprints 4 (2016) e2400v1.
 */

import type { Random } from "../math/random.js";
import { printedNumber } from "./printed.js";

export interface GridWish {
  readonly count: number;
  readonly mean: string;
  readonly sd: string;
  readonly step: number;
  /** How many values lie half a step off the grid. */
  readonly halfSteps: number;
  readonly range: readonly [lowest: number, highest: number];
  /** Of the values drawn, before they are moved. */
  readonly skewness: number;
  /** Values that must be among them. */
  readonly pinned: readonly number[];
}

/** A sum that the mean allows, and the sums of squares that the SD then allows; both in steps. */
interface Moments {
  readonly sum: number;
  readonly squares: readonly [least: number, most: number];
}

const MOVES = 200000;

/** What the printed mean and SD allow; "mean" or "sd" if no values on the grid have it. */
export function gridMoments(wish: GridWish): Moments[] | "mean" | "sd" {
  const { count, step, halfSteps } = wish;
  const mean = printedNumber(wish.mean);
  const sd = printedNumber(wish.sd);
  const rest = halfSteps / 2; // what half steps leave behind the whole ones
  const sums: number[] = [];
  const first = Math.ceil((mean.low * count) / step - rest - 1e-9);
  for (let sum = first; ((sum + rest) * step) / count <= mean.high + 1e-12; sum++)
    sums.push(sum + rest);
  if (sums.length === 0) return "mean";
  const moments = sums.flatMap((sum): Moments[] => {
    const ofSquares = (deviation: number): number =>
      (count - 1) * (Math.max(0, deviation) / step) ** 2 + sum ** 2 / count;
    const squares = [ofSquares(sd.low), ofSquares(sd.high)] as const;
    return hasSquares(sum, squares, halfSteps) ? [{ sum, squares }] : [];
  });
  return moments.length === 0 ? "sd" : moments;
}

/**
 * Draw values.
 *
 * @returns null if the moves did not reach the mean and SD this time
 * @throws RangeError if no values on the grid have them
 */
export function gridValues(wish: GridWish, random: Random): Float64Array | null {
  const moments = gridMoments(wish);
  if (typeof moments === "string")
    throw new RangeError(`values on the grid must be able to have the printed ${moments}`);
  const { sum, squares } = moments[random.integer(moments.length)]!;
  const { step, pinned, range } = wish;
  const lowest = range[0] / step;
  const highest = range[1] / step;
  const values = drawn(wish, random);
  if (!reachSum(values, sum, pinned.length, lowest, highest, random)) return null;
  if (!reachSquares(values, squares, pinned.length, lowest, highest, random)) return null;
  return values.map((value) => value * step);
}

/**
 * Exchange a little between four values, so that neither sum nor sum of squares changes: two move apart by a step,
 * two others together by one.
 *
 * @param rows positions in `values` that may move
 * @returns how to take it back; null if no such four were found
 */
export function exchangeAtMoments(
  values: Float64Array,
  rows: readonly number[],
  { step, range }: Pick<GridWish, "step" | "range">,
  random: Random,
): (() => void) | null {
  if (rows.length < 4) return null;
  const any = (): number => rows[random.integer(rows.length)]!;
  const [i, j] = [any(), any()];
  const apart = values[i] - values[j];
  for (let attempt = 0; attempt < 20; attempt++) {
    const [k, l] = [any(), any()];
    if (new Set([i, j, k, l]).size < 4) continue;
    // (x + s)² + (y − s)² grows by 2 s (x − y + s): the other two must lose as much.
    if (Math.abs(values[k] - values[l] + apart + 2 * step) > step / 4) continue;
    const move = (by: number): void => {
      values[i] += by;
      values[j] -= by;
      values[k] += by;
      values[l] -= by;
    };
    move(step);
    if ([i, j, k, l].every((at) => values[at] >= range[0] && values[at] <= range[1]))
      return () => move(-step);
    move(-step);
    return null;
  }
  return null;
}

/** Whether some sum of squares in the range fits the sum: Σx² is odd when Σx is, unless half steps are among them. */
function hasSquares(
  sum: number,
  [least, most]: readonly [number, number],
  halfSteps: number,
): boolean {
  const offset = halfSteps / 4;
  for (let whole = Math.ceil(least - offset - 1e-9); whole + offset < most - 1e-9; whole++)
    if (halfSteps > 0 || (whole - sum) % 2 === 0) return true;
  return false;
}

/** In steps; the pinned values first, then those half a step off. */
function drawn(
  { count, mean, sd, step, halfSteps, range, skewness, pinned }: GridWish,
  random: Random,
): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = Number(mean) + Number(sd) * skewedNormal(skewness, random);
    const inside = Math.max(range[0], Math.min(range[1], value)) / step;
    values[i] = Math.floor(Math.min(inside, range[1] / step - 1)) + (i < halfSteps ? 0.5 : 0);
  }
  for (let k = 0; k < pinned.length; k++) values[count - 1 - k] = pinned[k] / step;
  return values;
}

/** Mean 0 and SD 1; |shape| < 1 bends it, as a half normal mixed with a normal one (Azzalini 1985). */
function skewedNormal(shape: number, random: Random): number {
  const bent = shape * Math.abs(random.normal()) + Math.sqrt(1 - shape ** 2) * random.normal();
  return (bent - shape * Math.sqrt(2 / Math.PI)) / Math.sqrt(1 - (shape ** 2 * 2) / Math.PI);
}

function reachSum(
  values: Float64Array,
  wanted: number,
  pinned: number,
  lowest: number,
  highest: number,
  random: Random,
): boolean {
  let sum = values.reduce((total, value) => total + value, 0);
  const free = values.length - pinned;
  for (let k = 0; k < MOVES && sum !== wanted; k++) {
    const i = random.integer(free);
    const move = sum < wanted ? 1 : -1;
    if (values[i] + move < lowest || values[i] + move > highest) continue;
    values[i] += move;
    sum += move;
  }
  return sum === wanted;
}

function reachSquares(
  values: Float64Array,
  [least, most]: readonly [number, number],
  pinned: number,
  lowest: number,
  highest: number,
  random: Random,
): boolean {
  const outside = (squares: number): number =>
    squares < least ? least - squares : squares >= most - 1e-9 ? squares - most + 1e-6 : 0;
  let squares = values.reduce((total, value) => total + value ** 2, 0);
  const free = values.length - pinned;
  for (let k = 0; k < MOVES && outside(squares) > 0; k++) {
    const [i, j, move] = [random.integer(free), random.integer(free), 1 + random.integer(3)];
    if (i === j || values[i] + move > highest || values[j] - move < lowest) continue;
    const after = squares + 2 * move * (values[i] - values[j]) + 2 * move ** 2;
    const wander = outside(after) < values.length * 4 && random.uniform() < 0.02;
    if (outside(after) >= outside(squares) && !wander) continue;
    values[i] += move;
    values[j] -= move;
    squares = after;
  }
  return outside(squares) === 0;
}
