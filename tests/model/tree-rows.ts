/** What the tests of all classifiers share: the oracle's data as rows, and rows that no fit may take. */

import { readFileSync } from "node:fs";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Role, type Rows } from "dlrn/cohort/rows";
import type { AdaBoostOptions } from "dlrn/model/adaboost";
import type { CartOptions } from "dlrn/model/cart";

export interface TreeData {
  readonly x: number[][];
  readonly y: number[];
  readonly new: number[][];
}

interface Case<Options, Expected> {
  readonly options: Options;
  readonly expected: Expected;
}

interface SklearnTree {
  readonly rows: number[];
  readonly risks: number[];
  readonly features: number[];
  readonly thresholds: number[];
  readonly newRisks: number[];
  readonly importances: number[];
  /** Null where a tie was broken by chance. */
  readonly alphas: number[] | null;
}

interface BoostedTrees {
  readonly errors: number[];
  readonly alphas: number[];
  readonly decisions: number[];
  readonly risks: number[];
}

interface RpartTree {
  readonly numbers: number[];
  readonly rows: number[];
  readonly newRisks: number[];
}

/** Means and standard deviations over forests. */
interface Forests {
  readonly classWeights: [number, number];
  readonly riskMean: number[];
  readonly riskSd: number[];
  readonly oobMean: number;
  readonly oobSd: number;
  readonly giniMean: number[];
  readonly giniSd: number[];
  readonly lostMean: number[];
  readonly lostSd: number[];
}

export const sklearn: TreeData & {
  oracle: string;
  boosted: Case<AdaBoostOptions, BoostedTrees>[];
  trees: Case<CartOptions, SklearnTree>[];
} = JSON.parse(readFileSync("tests/model/trees-sklearn.json", "utf8"));
export const fromR: {
  oracle: string;
  trees: Case<CartOptions, RpartTree>[];
  forests: Forests[];
} = JSON.parse(readFileSync("tests/model/trees-rpart.json", "utf8"));
export const data: TreeData = sklearn;

/** The oracle's data as rows P0, P1, …; `roles` of single rows by position. */
export function treeRows(roles: Readonly<Record<number, Role>> = {}): Rows {
  return makeRows({
    ids: data.y.map((_, i) => `P${i}`),
    roles: data.y.map((_, i) => roles[i] ?? "training"),
    features: featureTable(["a", "b", "c", "d", "e"], data.x),
    outcome: data.y,
  });
}

/** Each feature by its own increasing function. */
export function monotone(row: readonly number[]): number[] {
  return row.map(
    (value, j) => [Math.exp(value), value ** 3, 5 * value - 2, Math.atan(value), value][j]!,
  );
}

/** Input that every classifier refuses: what it is, rows, outcomes, message. */
export const badInput: readonly (readonly [string, number[][], number[], RegExp])[] = [
  ["no rows", [], [], /needs a row and a feature; got 0 rows/],
  ["no features", [[], []], [0, 1], /needs a row and a feature; got 2 rows of 0 features/],
  ["too few outcomes", [[1], [2]], [0], /one outcome per row; got 1 for 2 rows/],
  ["a ragged row", [[1, 2], [3]], [0, 1], /row 1 has 1/],
  ["NaN", [[1], [Number.NaN]], [0, 1], /features must be finite; row 1 has NaN at feature 0/],
  ["infinity", [[Infinity], [2]], [0, 1], /features must be finite; row 0 has Infinity/],
  ["a label of 2", [[1], [2]], [0, 2], /outcomes must be 0 or 1; y\[1\] is 2/],
];

/** What only those refuse that need both classes. */
export const oneClass: readonly (readonly [string, number[][], number[], RegExp])[] = [
  ["one row", [[1]], [1], /needs both outcomes; got 1 events and 0 non-events/],
  ["no events", [[1], [2], [3]], [0, 0, 0], /needs both outcomes; got 0 events and 3 non-events/],
];
