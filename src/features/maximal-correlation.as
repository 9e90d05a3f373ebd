// The maximal correlation coefficient of a co-occurrence matrix: the second singular value of B = px^-½ p py^-½, whose first
// is 1 with the known vector √px. For a symmetric p that is B's second largest absolute eigenvalue, else the square root
// of the second of B Bᵀ.
//
// Where levels fall into parts without a pair between them, the second is 1 too. Among very many levels that is the usual
// case, and the search would be long, so it is asked first.
//
// The known direction is taken out; what is left is searched by Lanczos iteration with full reorthogonalisation, which
// finds the ends of a spectrum in a few steps and all of it, exactly, in as many steps as there are rows.
// Sources: Golub & Van Loan, Matrix Computations (2013), 10.1 and 8.4; Wilkinson, The Algebraic Eigenvalue Problem (1965),
// 7.48 (Laguerre's method); Haralick et al. 1973.

import { number, put } from "./numbers";

/** Of a cell, 2¹⁶ row + column. */
@inline
export function rowOf(cell: usize): i32 {
  return <i32>load<u16>(cell, 2);
}

@inline
export function columnOf(cell: usize): i32 {
  return <i32>load<u16>(cell);
}

/** Rows. */
const MANY: i32 = 2000;

/**
 * @param shares of the cells, used up; `cells` their rows and columns, row by row, used up
 * @param work room for (n + 3)(mostSteps + 10) numbers
 * @returns 0 for a matrix of one row; accurate to about 1e-12; NaN if it is not found in `mostSteps` steps
 */
export function maximalCorrelation(
  shares: usize,
  cells: usize,
  count: i32,
  px: usize,
  py: usize,
  n: i32,
  symmetric: bool,
  mostSteps: i32,
  work: usize,
): f64 {
  const bytes = (<usize>(n + 3) & ~3) << 3; // of a vector: four numbers are taken at a time, the last ones of them 0
  const places = work;
  const columnPlaces = symmetric ? places : places + bytes;
  const ends = places + 2 * bytes;
  const roots = places + 3 * bytes;
  const between = places + 4 * bytes;
  const w = places + 5 * bytes;
  const diagonal = places + 6 * bytes;
  const below = places + 7 * bytes;
  const known = places + 8 * bytes;
  memory.fill(work, 0, 10 * bytes);
  const columns = numbered(py, n, columnPlaces, roots);
  const rows = numbered(px, n, places, known);
  if (rows < 2) return 0;
  if (rows > MANY && fallsApart(cells, count, px, py, n, ends)) return 1;
  scale(shares, cells, count, places, columnPlaces, known, roots, ends);
  let q = known + bytes;
  startVector(q, known, rows);
  let estimate: f64 = 0;
  for (let step = 0; step < rows - 1; step++) {
    if (symmetric) multiply(shares, cells, ends, rows, q, w);
    else {
      multiplyTransposed(shares, cells, ends, rows, columns, q, between);
      multiply(shares, cells, ends, rows, between, w);
    }
    const along = dot(w, q, rows);
    put(diagonal, step, along);
    subtract(w, along, q, rows);
    if (step > 0) subtract(w, number(below, step - 1), q - bytes, rows);
    for (let v = known; v <= q; v += bytes) subtract(w, dot(w, v, rows), v, rows); // again, with all: orthogonal to the last bit
    const norm = Math.sqrt(dot(w, w, rows));
    const atEnd = norm < 1e-13 || step == rows - 2;
    if (atEnd || (step > 6 && (step & 1) == 1)) {
      const previous = estimate;
      estimate = largestRitz(diagonal, below, step + 1);
      if (atEnd || Math.abs(estimate - previous) <= 1e-15 * estimate) break;
    }
    if (step + 1 == mostSteps) return NaN;
    put(below, step, norm);
    q += bytes;
    memory.fill(q, 0, bytes);
    for (let i = 0; i < rows; i++) put(q, i, number(w, i) / norm);
  }
  return symmetric ? estimate : Math.sqrt(Math.max(0, estimate));
}

/** Whether rows and columns, joined where they have a cell, are more than one part. @param nodes room for 2 n 32-bit numbers */
function fallsApart(cells: usize, count: i32, px: usize, py: usize, n: i32, nodes: usize): bool {
  let parts = 0;
  for (let i = 0; i < n; i++) parts += <i32>(number(px, i) > 0) + <i32>(number(py, i) > 0);
  for (let i = 0; i < 2 * n; i++) store<i32>(nodes + (<usize>i << 2), i);
  for (const end = cells + (<usize>count << 2); cells < end; cells += 4) {
    const row = partOf(nodes, rowOf(cells));
    const column = partOf(nodes, n + columnOf(cells));
    if (row == column) continue;
    store<i32>(nodes + (<usize>row << 2), column);
    parts--;
  }
  return parts > 1;
}

/** The node that stands for a node's part; the way to it is halved. */
function partOf(nodes: usize, i: i32): i32 {
  let above = load<i32>(nodes + (<usize>i << 2));
  while (above != i) {
    const next = load<i32>(nodes + (<usize>above << 2));
    store<i32>(nodes + (<usize>i << 2), next);
    i = next;
    above = load<i32>(nodes + (<usize>i << 2));
  }
  return i;
}

/** Numbers the entries above 0 and lists their square roots. Returns how many there are. */
function numbered(p: usize, n: i32, places: usize, roots: usize): i32 {
  let found = 0;
  for (let i = 0; i < n; i++) {
    const share = number(p, i);
    if (!(share > 0)) continue;
    store<i32>(places + (<usize>i << 2), found);
    put(roots, found, Math.sqrt(share));
    found++;
  }
  return found;
}

/**
 * Divides each share by the roots of its row and column and notes where rows end. In the place of its row and column a cell
 * gets the offset of its column in a vector.
 */
function scale(
  shares: usize,
  cells: usize,
  count: i32,
  places: usize,
  columnPlaces: usize,
  rowRoots: usize,
  columnRoots: usize,
  ends: usize,
): void {
  for (let c = 0; c < count; c++, cells += 4) {
    const i = load<i32>(places + (<usize>rowOf(cells) << 2));
    const j = load<i32>(columnPlaces + (<usize>columnOf(cells) << 2));
    put(shares, c, number(shares, c) / (number(rowRoots, i) * number(columnRoots, j)));
    store<i32>(cells, j << 3);
    store<i32>(ends + (<usize>i << 2), c + 1);
  }
}

/** into = B v */
function multiply(shares: usize, cells: usize, ends: usize, rows: i32, v: usize, into: usize): void {
  const first = cells;
  for (let i = 0; i < rows; i++) {
    const end = first + (<usize>load<i32>(ends + (<usize>i << 2)) << 2);
    let even: f64 = 0;
    let odd: f64 = 0;
    for (; cells + 4 < end; cells += 8) {
      even += load<f64>(shares) * load<f64>(v + load<u32>(cells));
      odd += load<f64>(shares, 8) * load<f64>(v + load<u32>(cells, 4));
      shares += 16;
    }
    if (cells < end) {
      even += load<f64>(shares) * load<f64>(v + load<u32>(cells));
      shares += 8;
      cells += 4;
    }
    put(into, i, even + odd);
  }
}

/** into = Bᵀ v */
function multiplyTransposed(
  shares: usize,
  cells: usize,
  ends: usize,
  rows: i32,
  columns: i32,
  v: usize,
  into: usize,
): void {
  memory.fill(into, 0, <usize>columns << 3);
  let c = 0;
  for (let i = 0; i < rows; i++) {
    const end = load<i32>(ends + (<usize>i << 2));
    const factor = number(v, i);
    for (; c < end; c++) {
      const at = into + load<u32>(cells + (<usize>c << 2));
      store<f64>(at, load<f64>(at) + number(shares, c) * factor);
    }
  }
}

/** A direction across the known one, with every other vector in it (the numbers are arbitrary but fixed). */
function startVector(q: usize, known: usize, rows: i32): void {
  for (let i = 0; i < rows; i++)
    put(q, i, <f64>((<i64>i * 7919 + 104729) % 1000) / 500 - 1 + 1e-3 * <f64>i);
  for (let pass = 0; pass < 2; pass++) subtract(q, dot(q, known, rows), known, rows);
  const norm = Math.sqrt(dot(q, q, rows));
  for (let i = 0; i < rows; i++) put(q, i, number(q, i) / norm);
}

/** Largest absolute eigenvalue of the symmetric tridiagonal matrix of m rows. */
function largestRitz(diagonal: usize, below: usize, m: i32): f64 {
  let bound: f64 = 0;
  let before: f64 = 0;
  for (let i = 0; i < m; i++) {
    const after = i < m - 1 ? number(below, i) : 0;
    bound = Math.max(bound, Math.abs(number(diagonal, i)) + before + after);
    before = after;
  }
  const upper = largestEigenvalue(1, diagonal, below, m, bound);
  return exceeds(-1, diagonal, below, m, upper)
    ? largestEigenvalue(-1, diagonal, below, m, bound)
    : upper;
}

/** Whether sign · T has an eigenvalue above x: then a pivot of sign · T − x is positive. */
function exceeds(sign: f64, diagonal: usize, below: usize, m: i32, x: f64): bool {
  let pivot = sign * number(diagonal, 0) - x;
  for (let i = 1; i < m && pivot < 0; i++) {
    const b = number(below, i - 1);
    pivot = sign * number(diagonal, i) - x - (b * b) / pivot;
  }
  return pivot > 0;
}

/**
 * The largest eigenvalue of sign · T by Laguerre's method, which comes down from x to it ever faster. The sums of 1/(x − λ)
 * and of its square over all eigenvalues are −Σ p′/p and Σ (p′/p)² − p″/p over the pivots p of sign · T − x.
 */
function largestEigenvalue(sign: f64, diagonal: usize, below: usize, m: i32, start: f64): f64 {
  const size = <f64>m;
  let x = start;
  for (let k = 0; k < 100; k++) {
    let first: f64 = 0;
    let second: f64 = 0;
    let r: f64 = 0;
    let s: f64 = 0;
    let inverse: f64 = 0;
    for (let i = 0; i < m; i++) {
      const b = i == 0 ? 0 : number(below, i - 1);
      const t = b * b * inverse;
      const pivot = sign * number(diagonal, i) - x - t;
      if (pivot >= 0) return x; // as near as the digits allow
      inverse = 1 / pivot;
      s = t * (s - 2 * r * r) * inverse;
      r = (t * r - 1) * inverse;
      first += r;
      second += r * r - s;
    }
    const root = Math.sqrt(Math.max(0, (size - 1) * (size * second - first * first)));
    const next = x - size / (first + root);
    if (!(x - next > 1e-16 * start)) return next;
    x = next;
  }
  return x;
}

@inline
function dot(a: usize, b: usize, count: i32): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  for (const end = a + (<usize>count << 3); a < end; a += 32) {
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load(a), v128.load(b)));
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    b += 32;
  }
  const sum = f64x2.add(sum0, sum1);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** from −= factor · v */
@inline
function subtract(from: usize, factor: f64, v: usize, count: i32): void {
  const factors = f64x2.splat(factor);
  for (const end = from + (<usize>count << 3); from < end; from += 32) {
    const first = f64x2.mul(factors, v128.load(v));
    const second = f64x2.mul(factors, v128.load(v, 16));
    v128.store(from, f64x2.sub(v128.load(from), first));
    v128.store(from, f64x2.sub(v128.load(from, 16), second), 16);
    v += 32;
  }
}
