/** What every classifier checks before it learns: a complete table and an outcome of two classes. */

export interface TrainingMatrix {
  readonly n: number;
  readonly p: number;
  /** Column j begins at j · n. */
  readonly columns: Float64Array;
  /** n outcomes, 0 or 1. */
  readonly y: Uint8Array;
}

/**
 * @param x n rows of p finite numbers
 * @param y n outcomes, 0 or 1
 * @param what the classifier, for the message
 * @throws RangeError if there is no row or column, lengths differ, a value is not finite, or an outcome is not 0 or 1
 */
export function trainingMatrix(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  what: string,
): TrainingMatrix {
  const n = x.length;
  const p = x[0]?.length ?? 0;
  if (n === 0 || p === 0)
    throw new RangeError(`${what} needs a row and a feature; got ${n} rows of ${p} features`);
  if (y.length !== n)
    throw new RangeError(`need one outcome per row; got ${y.length} for ${n} rows`);
  const columns = new Float64Array(n * p);
  const outcome = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (x[i].length !== p)
      throw new RangeError(`each row must have ${p} features; row ${i} has ${x[i].length}`);
    for (let j = 0; j < p; j++) {
      if (!Number.isFinite(x[i][j]))
        throw new RangeError(`features must be finite; row ${i} has ${x[i][j]} at feature ${j}`);
      columns[j * n + i] = x[i][j];
    }
    if (y[i] !== 0 && y[i] !== 1)
      throw new RangeError(`outcomes must be 0 or 1; y[${i}] is ${y[i]}`);
    outcome[i] = y[i];
  }
  return { n, p, columns, y: outcome };
}

/** Both classes must be there. @throws RangeError if one is absent */
export function requireBothClasses({ y, n }: TrainingMatrix, what: string): void {
  const events = y.reduce((sum, label) => sum + label, 0);
  if (events === 0 || events === n)
    throw new RangeError(
      `${what} needs both outcomes; got ${events} events and ${n - events} non-events`,
    );
}
