/** Small constructed rows for the tests of selection and models. */

import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Role, type Rows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";

export interface Sample {
  readonly x: number[][];
  readonly y: number[];
}

/** n rows of p standard normal columns; the first two carry the outcome. Both classes always occur. */
export function sample(n: number, p: number, seed: number): Sample {
  const random = seededRandom(seed);
  const x = Array.from({ length: n }, () => Array.from({ length: p }, () => random.normal()));
  const y = x.map((row) => (1.5 * row[0]! - (row[1] ?? 0) + random.normal() > 0 ? 1 : 0));
  y[0] = 1;
  y[1] = 1;
  y[2] = 0;
  y[3] = 0;
  return { x, y };
}

/** The sample as rows of training patients P0, P1, …, with features f0, f1, …. */
export function sampleRows(
  { x, y }: Sample,
  roles: readonly Role[] = y.map(() => "training"),
): Rows {
  return makeRows({
    ids: y.map((_, i) => `P${i}`),
    roles,
    features: featureTable(
      x[0]!.map((_, j) => `f${j}`),
      x,
    ),
    outcome: y,
  });
}
