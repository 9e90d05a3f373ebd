/** Features of images for R: the tables behind notebooks 03 to 06, patients as numbered rows. */

import type { Cohort } from "../cohort/cohort.js";
import { type FeatureTable, featureColumn, selectFeatures } from "../cohort/feature-table.js";
import {
  featureSets,
  type ImageFeatures,
  imageRows,
  isDeep,
  repeatedReadings,
  sequenceOf,
} from "../cohort/image-features.js";
import { type Rows, rowsOf } from "../cohort/rows.js";
import { type CsvCell, formatCsv } from "../io/csv.js";
import { comparedModels } from "../report/comparison-findings.js";
import { armPerformances, armStudy, armsAbsence } from "../report/harmonization-arms.js";
import { type StudyChain, studyChain } from "../report/study-chain.js";
import { imageFeaturesAbsence, openImageFeatures } from "./study-features.js";

type Columns = Readonly<Record<string, readonly CsvCell[]>>;

/** CSV files by name; none for a notebook without features of images. @throws RangeError for a cohort without any */
export async function imageTables(
  number: string,
  cohort: Cohort,
): Promise<Readonly<Record<string, string>>> {
  if (!["03", "04", "05", "06"].includes(number)) return {};
  const absence = imageFeaturesAbsence(cohort);
  if (absence !== null) throw new RangeError(absence);
  return tablesOfFeatures(number, cohort, await openImageFeatures(cohort));
}

/** The same of features that are there. */
export function tablesOfFeatures(
  number: string,
  cohort: Cohort,
  features: ImageFeatures,
): Readonly<Record<string, string>> {
  const rowOf = new Map(cohort.ids.map((id, i) => [id, i + 1]));
  const csv: CsvOf = (rows, names, more = {}) =>
    featuresCsv(rows, selectFeatures(rows.features, names), rowOf, more);
  switch (number) {
    case "03":
      return readingTables(cohort, features, csv);
    case "04":
      return harmonizationTables(cohort, features, csv);
    case "05":
      return signatureTables(studyChain(cohort, features), csv);
    default:
      return classifierTables(studyChain(cohort, features), csv);
  }
}

type CsvOf = (rows: Rows, names: readonly string[], more?: Columns) => string;

/** Training patients: what the network says of their first reading, and both readings of those read twice. */
function readingTables(
  cohort: Cohort,
  features: ImageFeatures,
  csv: CsvOf,
): Record<string, string> {
  const rows = rowsOf(imageRows(cohort, features.first), "training");
  const { names } = rows.features;
  const readings = repeatedReadings(cohort, features);
  const shared = readings?.[1].features.names ?? [];
  return {
    "features.csv": formatCsv(
      ["feature", "sequence", "kind"],
      names.map((name) => [
        name,
        sequenceOf(name).toLowerCase(),
        isDeep(name) ? "deep" : "handcrafted",
      ]),
    ),
    "deep.csv": csv(rows, names.filter(isDeep)),
    ...Object.fromEntries(
      (readings ?? []).map((own, i) => [`reading-${i + 1}.csv`, csv(own, shared)]),
    ),
  };
}

function harmonizationTables(
  cohort: Cohort,
  features: ImageFeatures,
  csv: CsvOf,
): Record<string, string> {
  const absence = armsAbsence(cohort, features);
  if (absence !== null) throw new RangeError(absence);
  const study = armStudy(cohort, features);
  const { arms, batchOf, touched } = study;
  const [{ rows }] = arms;
  const scores = armPerformances(study).map(({ set, arm, scores: own }): [string, CsvCell[]] => [
    `${set}.${arm.id}`,
    Array.from(own),
  ]);
  return {
    "features.csv": csv(rows, touched, { batch: batchOf }),
    ...Object.fromEntries(
      arms
        .filter(({ id }) => id === "training" || id === "pooled")
        .map(({ id, rows: own }) => [`arm-${id}.csv`, csv(own, touched)]),
    ),
    ...(scores.length > 0 && { "scores.csv": csv(rows, [], Object.fromEntries(scores)) }),
  };
}

/** Training patients, before scaling; those of each model with its folds. */
function signatureTables({ rows, selections }: StudyChain, csv: CsvOf): Record<string, string> {
  const training = rowsOf(rows, "training");
  return Object.fromEntries(
    selections.map(({ set, candidates, lasso }) => [
      `${set}.csv`,
      csv(training, candidates, { fold: lasso.lasso.cv.folds }),
    ]),
  );
}

/** Chosen features of every patient, and the scores of every model that could be fitted. */
function classifierTables({ rows, selections }: StudyChain, csv: CsvOf): Record<string, string> {
  const found = comparedModels(selections).flatMap(({ set, classifier, correction, found: own }) =>
    own === null
      ? []
      : [
          {
            name: `${set}.${classifier}.${correction.replaceAll(" ", "-")}`,
            cut: own.model.threshold,
            score: Array.from(featureColumn(own.rows.features, "score")),
          },
        ],
  );
  return {
    "scores.csv": csv(rows, [], Object.fromEntries(found.map(({ name, score }) => [name, score]))),
    "cuts.csv": formatCsv(
      ["model", "cut"],
      found.map(({ name, cut }) => [name, cut]),
    ),
    ...Object.fromEntries(
      featureSets.flatMap((set) =>
        selections
          .filter((own) => own.set === set)
          .map((own) => [`${set}.csv`, csv(own.rows, own.rows.features.names)]),
      ),
    ),
  };
}

function featuresCsv(
  { ids, patients, roles, outcome }: Rows,
  { names, values }: FeatureTable,
  rowOf: ReadonlyMap<string, number>,
  more: Columns,
): string {
  const p = names.length;
  return formatCsv(
    ["row", "set", "outcome", ...Object.keys(more), ...names],
    ids.map((_, i) => [
      rowOf.get(patients[i]!) ?? null,
      roles[i]!,
      outcome[i]!,
      ...Object.values(more).map((column) => column[i]!),
      ...values.subarray(i * p, (i + 1) * p),
    ]),
  );
}
