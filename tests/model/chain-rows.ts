/** Rows for the tests of whole chains: three centres, readings of two readers, features of use and of none. */

import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Role, type Rows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import type { Pipeline } from "dlrn/model/pipeline";
import type { PipelineData } from "dlrn/model/pipeline-steps";

const n = 90;
const p = 12;
const names: string[] = Array.from({ length: p }, (_, j) => `f${j}`);
const patients: string[] = Array.from({ length: n }, (_, i) => `P${i}`);

function values(): { x: number[][]; y: number[] } {
  const random = seededRandom(11);
  const x = patients.map((_, i) =>
    names.map((_, j) => (1 + (i % 3) / 4) * random.normal() + (i % 3) * ((j % 4) - 1)),
  );
  const y = x.map((row, i) => (row[0]! + (i % 3) + row[5]! + 2.5 * random.normal() > 1 ? 1 : 0));
  return { x, y };
}

const made: { x: number[][]; y: number[] } = values();

export interface ChainRowsOptions {
  readonly roles?: Readonly<Record<number, Role>>;
  /** Replaces features of single rows. */
  readonly changed?: Readonly<Record<number, readonly number[]>>;
  readonly order?: readonly number[];
}

export function chainRows({ roles = {}, changed = {}, order }: ChainRowsOptions = {}): Rows {
  const at = order ?? patients.map((_, i) => i);
  return makeRows({
    ids: at.map((i) => patients[i]!),
    roles: at.map((i) => roles[i] ?? "training"),
    features: featureTable(
      names,
      at.map((i) => changed[i] ?? made.x[i]!),
    ),
    outcome: at.map((i) => made.y[i]!),
  });
}

/** The first 60 patients by two readers, who agree on all features but the last. */
export function readings(roles: Readonly<Record<number, Role>> = {}): Rows[] {
  const random = seededRandom(12);
  return [0, 1].map((reader) =>
    makeRows({
      ids: patients.slice(0, 60).map((patient) => `${patient} reader ${reader}`),
      patients: patients.slice(0, 60),
      roles: patients.slice(0, 60).map((_, i) => roles[i] ?? "training"),
      features: featureTable(
        names,
        made.x
          .slice(0, 60)
          .map((row) =>
            row.map((value, j) => (j === p - 1 ? random.normal() : value + 0.1 * random.normal())),
          ),
      ),
      outcome: made.y.slice(0, 60),
    }),
  );
}

export const data: PipelineData = {
  readings: readings(),
  batches: Object.fromEntries(patients.map((patient, i) => [patient, `centre ${i % 3}`])),
};

/** The paper's chain on small numbers, ending in a support vector machine. */
export const chain: Pipeline = [
  { step: "icc-filter" },
  { step: "combat" },
  { step: "z-score" },
  { step: "mrmr", count: 6 },
  { step: "lasso", foldCount: 5, seed: 3, lambdaCount: 30, ifNone: "first to enter" },
  { step: "classifier", classifier: "svm", settings: { kernel: "linear", smote: { seed: 4 } } },
];
