/**
 * Separation: whether some combination of the terms tells the outcomes apart, so that no maximum exists.
 *
 * Write z for a row with its sign turned round when the outcome is 0. The likelihood has a finite maximum unless
 * some direction b has z'b ≥ 0 in every row and > 0 in one (Albert & Anderson). Either such a direction exists or
 * the rows balance: multipliers u ≥ 1 with Σ u z = 0. So we look for the multipliers that bring Σ u z nearest to 0,
 * by non-negative least squares: a sum of 0 proves that there is no separation, and any other shortest sum *is* a
 * separating direction, which is checked row by row. Rows that it separates are then set aside and the rest is
 * examined again, until every row that can be separated has been found.
 *
 * Sources: Albert & Anderson, Biometrika 71 (1984) 1–10; Lawson & Hanson, Solving Least Squares Problems (1974), ch. 23.
 */

import { leastSquares } from "../math/least-squares.js";
import type { Design } from "./design.js";
import { interceptName } from "./design.js";
import { irls } from "./irls.js";

export interface Separation {
  /** none: the estimate exists. complete: every row is told apart. quasi: some rows are. */
  readonly kind: "none" | "quasi" | "complete";
  /** Terms that separate together (no proper part of them separates as many rows); empty if none. */
  readonly terms: readonly string[];
  /** Rows (of the design) that are told apart. */
  readonly separatedRows: readonly number[];
  /** What the deviance falls to as the coefficients run away: that of the rows which are left overlapping. */
  readonly limitingDeviance: number;
}

/** Smallest angle (its cosine to the separating direction) that counts as being on the right side. */
const angle = 1e-7;

/** Whether, where and by which terms the outcomes of a checked design are separated. */
export function separation(design: Design): Separation {
  const { terms, n, p, y } = design;
  const all = terms.map((_, j) => j);
  const separated = separatedRows(design, all);
  if (separated.length === 0)
    return { kind: "none", terms: [], separatedRows: [], limitingDeviance: irls(design).deviance };
  let used = all;
  for (let j = p - 1; j >= 0; j--) {
    if (terms[j] === interceptName) continue;
    const fewer = used.filter((k) => k !== j);
    if (fewer.length > 0 && separatedRows(design, fewer).length === separated.length) used = fewer;
  }
  const apart = new Set(separated);
  const rest = Array.from({ length: n }, (_, i) => i).filter((i) => !apart.has(i));
  const pick = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(rest, (i) => values[i]);
  const x = new Float64Array(rest.length * p);
  rest.forEach((i, k) => x.set(design.x.subarray(i * p, (i + 1) * p), k * p));
  const remainder = {
    x,
    n: rest.length,
    p,
    y: pick(y),
    weights: design.weights && pick(design.weights),
    offset: design.offset && pick(design.offset),
  };
  return {
    kind: rest.length === 0 ? "complete" : "quasi",
    terms: used.map((j) => terms[j]).filter((name) => name !== interceptName || used.length === 1),
    separatedRows: separated,
    limitingDeviance: rest.length === 0 ? 0 : irls(remainder).deviance,
  };
}

/** Positions of the rows that some combination of the given columns tells apart. */
function separatedRows(design: Design, columns: readonly number[]): number[] {
  const z = signedDirections(design, columns);
  const separated: number[] = [];
  let rows = Array.from({ length: z.length }, (_, i) => i).filter((i) => z[i].some((v) => v !== 0));
  while (rows.length > 0) {
    const direction = separatingDirection(rows.map((i) => z[i]));
    if (direction === null) break;
    const apart = rows.filter((i) => dot(z[i], direction) > angle);
    if (apart.length === 0) break;
    separated.push(...apart);
    const gone = new Set(apart);
    rows = rows.filter((i) => !gone.has(i));
  }
  return separated.sort((a, b) => a - b);
}

/** Rows in an orthonormal basis of the columns, turned round for non-events, each of length 1. */
function signedDirections({ x, n, p, y }: Design, columns: readonly number[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const j of columns) {
    const column = Float64Array.from({ length: n }, (_, i) => x[i * p + j]);
    const before = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of basis) {
        const share = dot(column, earlier);
        for (let i = 0; i < n; i++) column[i] -= share * earlier[i];
      }
    }
    const length = Math.sqrt(dot(column, column));
    if (length > 1e-7 * before) basis.push(column.map((value) => value / length)); // else aliased
  }
  return Array.from({ length: n }, (_, i) => {
    const row = Float64Array.from(basis, (column) => (y[i] === 1 ? column[i] : -column[i]));
    const length = Math.sqrt(dot(row, row));
    return length > 0 ? row.map((value) => value / length) : row;
  });
}

/** A unit direction with z'b ≥ 0 in every row and > 0 in one, or null if the rows balance. */
function separatingDirection(rows: readonly Float64Array[]): Float64Array | null {
  const size = rows[0].length;
  const sum = new Float64Array(size);
  for (const row of rows) for (let k = 0; k < size; k++) sum[k] += row[k];
  let active: number[] = [];
  let extra = new Float64Array(0); // multipliers beyond 1 of the active rows
  for (let round = 0; round < 100 * size + 100; round++) {
    const rest = Float64Array.from(sum);
    let total = rows.length;
    active.forEach((i, a) => {
      total += extra[a];
      for (let k = 0; k < size; k++) rest[k] += extra[a] * rows[i][k];
    });
    const length = Math.sqrt(dot(rest, rest));
    if (length <= 1e-10 * total) return null;
    for (let k = 0; k < size; k++) rest[k] /= length;
    let worst = -1;
    let least = -angle;
    for (let i = 0; i < rows.length; i++) {
      const cosine = dot(rows[i], rest);
      if (cosine < least && !active.includes(i)) [worst, least] = [i, cosine];
    }
    if (worst < 0) return rest;
    const before = active.length;
    [active, extra] = nonNegative(rows, sum, [...active, worst], [...extra, 0]);
    if (active.length === before && !active.includes(worst)) return rest; // nothing to gain but rounding
  }
  return null;
}

/** Lawson and Hanson's inner loop: the least-squares multipliers of the active rows, none of them negative. */
function nonNegative(
  rows: readonly Float64Array[],
  sum: Float64Array,
  active: number[],
  extra: number[],
): [number[], Float64Array<ArrayBuffer>] {
  for (;;) {
    const x = new Float64Array(sum.length * active.length);
    active.forEach((i, a) => {
      for (let k = 0; k < sum.length; k++) x[k * active.length + a] = rows[i][k];
    });
    const target = sum.map((value) => -value);
    const wanted = leastSquares(x, sum.length, active.length, target, 1e-12).coefficients.map(
      (b) => (Number.isNaN(b) ? 0 : b),
    );
    let step = 1;
    wanted.forEach((value, a) => {
      if (value <= 0 && value < extra[a]) step = Math.min(step, extra[a] / (extra[a] - value));
    });
    if (step === 1 && wanted.every((value) => value > 0)) return [active, wanted];
    const moved = extra.map((value, a) => value + step * (wanted[a] - value));
    const kept = active.map((_, a) => a).filter((a) => moved[a] > 1e-12);
    if (kept.length === active.length) return [active, Float64Array.from(moved)];
    active = kept.map((a) => active[a]);
    extra = kept.map((a) => moved[a]);
    if (active.length === 0) return [[], new Float64Array(0)];
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
