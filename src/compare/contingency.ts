/**
 * Tables of counts: do rows and columns depend on each other?
 *
 * Rows and columns without a count say nothing and are dropped first. What is printed as "chi-square test" may be any of
 * these: Pearson's, Pearson's with Yates's correction (2 x 2 only), the likelihood ratio, or the linear-by-linear
 * association of SPSS, which takes the order of the categories into account.
 * Sources: Agresti, Categorical Data Analysis, 3rd ed. (2013), sections 3.2 and 3.4; Yates, J. R. Stat. Soc. Suppl. 1
 * (1934) 217-235.
 */

import { chiSquareUpperTail } from "../math/chi-square.js";

/** Whole numbers of patients, row after row. */
export type CountTable = readonly ArrayLike<number>[];

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** A table without empty rows and columns, and its sums. */
export interface ContingencyTable {
  readonly counts: readonly (readonly number[])[];
  readonly rowSums: readonly number[];
  readonly columnSums: readonly number[];
  readonly n: number;
}

/**
 * Check a table and drop its empty rows and columns.
 *
 * @throws RangeError if rows differ in length, a count is no whole number, or fewer than 2 rows or columns hold any count
 */
export function contingencyTable(table: CountTable): ContingencyTable {
  const width = table[0]?.length ?? 0;
  table.forEach((row, i) => {
    if (row.length !== width)
      throw new RangeError(
        `all rows of a table must be equally long; row 0 has ${width} counts, row ${i} has ${row.length}`,
      );
    for (let j = 0; j < width; j++)
      if (!Number.isSafeInteger(row[j]) || row[j] < 0)
        throw new RangeError(
          `counts must be whole numbers of patients; row ${i}, column ${j} is ${row[j]}`,
        );
  });
  const rows = table.map((row) => Array.from(row)).filter((row) => row.some((count) => count > 0));
  const kept = Array.from({ length: width }, (_, j) => j).filter((j) =>
    rows.some((row) => row[j] > 0),
  );
  if (rows.length < 2 || kept.length < 2)
    throw new RangeError(
      `a comparison needs 2 rows and 2 columns with counts; got ${rows.length} and ${kept.length}`,
    );
  const counts = rows.map((row) => kept.map((j) => row[j]));
  const rowSums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = kept.map((_, j) => counts.reduce((sum, row) => sum + row[j], 0));
  return { counts, rowSums, columnSums, n: rowSums.reduce((sum, count) => sum + count, 0) };
}

/** What each cell would hold if rows and columns were independent. @throws RangeError as {@link contingencyTable} */
export function expectedCounts(table: CountTable): number[][] {
  const { rowSums, columnSums, n } = contingencyTable(table);
  return rowSums.map((row) => columnSums.map((column) => (row * column) / n));
}

/** Pearson's test, uncorrected. @throws RangeError as {@link contingencyTable} */
export function pearsonChiSquareTest(table: CountTable): ChiSquareTest {
  return chiSquareOf(contingencyTable(table), 0);
}

/**
 * Pearson's test of a 2 x 2 table, each |observed − expected| reduced by one half, but not below zero.
 *
 * @throws RangeError as {@link contingencyTable}, or if what is left is not 2 x 2
 */
export function yatesChiSquareTest(table: CountTable): ChiSquareTest {
  const checked = contingencyTable(table);
  const [rows, columns] = [checked.rowSums.length, checked.columnSums.length];
  if (rows !== 2 || columns !== 2)
    throw new RangeError(`Yates's correction is for 2 x 2 tables; got ${rows} x ${columns}`);
  const expected = (checked.rowSums[0] * checked.columnSums[0]) / checked.n;
  return chiSquareOf(checked, Math.min(0.5, Math.abs(checked.counts[0][0] - expected)));
}

/** The likelihood-ratio test G². @throws RangeError as {@link contingencyTable} */
export function likelihoodRatioTest(table: CountTable): ChiSquareTest {
  const checked = contingencyTable(table);
  let sum = 0;
  forEachCell(checked, (observed, expected) => {
    if (observed > 0) sum += observed * Math.log(observed / expected);
  });
  return testOf(Math.max(0, 2 * sum), degreesOf(checked));
}

/**
 * The trend over ordered categories: (n − 1) r² with r the correlation of row score and column number.
 *
 * @param rowScores a number for each row, those without counts included; left out, the rows that hold counts are
 *   numbered, so that an empty one leaves no gap
 * @throws RangeError as {@link contingencyTable}, or if there are not as many scores as rows, or all used ones are equal
 */
export function linearByLinearTest(
  table: CountTable,
  rowScores?: readonly number[],
): ChiSquareTest {
  const { counts, rowSums, columnSums, n } = contingencyTable(table);
  if (rowScores !== undefined && rowScores.length !== table.length)
    throw new RangeError(
      `each row of a table needs a score; got ${rowScores.length} scores for ${table.length} rows`,
    );
  const used = rowScores?.filter((_, i) => Array.from(table[i]).some((count) => count > 0));
  const centered = (scores: readonly number[], sums: readonly number[]): number[] => {
    const mean = scores.reduce((sum, score, i) => sum + score * sums[i], 0) / n;
    return scores.map((score) => score - mean);
  };
  const rows = centered(used ?? rowSums.map((_, i) => i), rowSums);
  const columns = centered([...columnSums.keys()], columnSums);
  const spreadOf = (scores: readonly number[], sums: readonly number[]): number =>
    scores.reduce((sum, score, i) => sum + sums[i] * score ** 2, 0);
  let product = 0;
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      product += count * rows[i] * columns[j];
    });
  });
  const spread = spreadOf(rows, rowSums) * spreadOf(columns, columnSums);
  if (!(spread > 0)) throw new RangeError(`scores of rows must differ; all are ${used?.[0]}`);
  return testOf(((n - 1) * product ** 2) / spread, 1);
}

/** Strength of the dependence: 0 none, 1 complete. @throws RangeError as {@link contingencyTable} */
export function cramersV(table: CountTable): number {
  const { rowSums, columnSums, n } = contingencyTable(table);
  const { chiSquare } = pearsonChiSquareTest(table);
  return Math.min(
    1,
    Math.sqrt(chiSquare / (n * (Math.min(rowSums.length, columnSums.length) - 1))),
  );
}

function chiSquareOf(table: ContingencyTable, correction: number): ChiSquareTest {
  let sum = 0;
  forEachCell(table, (observed, expected) => {
    sum += (Math.abs(observed - expected) - correction) ** 2 / expected;
  });
  return testOf(sum, degreesOf(table));
}

function forEachCell(
  { counts, rowSums, columnSums, n }: ContingencyTable,
  visit: (observed: number, expected: number) => void,
): void {
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      visit(count, (rowSums[i] * columnSums[j]) / n);
    });
  });
}

function degreesOf({ rowSums, columnSums }: ContingencyTable): number {
  return (rowSums.length - 1) * (columnSums.length - 1);
}

function testOf(chiSquare: number, degreesOfFreedom: number): ChiSquareTest {
  return { chiSquare, degreesOfFreedom, pValue: chiSquareUpperTail(chiSquare, degreesOfFreedom) };
}
