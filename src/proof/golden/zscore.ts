/** Golden cases of standardising: R's scale on training rows, applied to others. */

import { type FeatureTable, featureTable } from "../../cohort/feature-table.js";
import { _fitZScore, applyZScore } from "../../harmonize/z-score.js";
import type { GoldenCase, Json } from "../golden.js";

export function compute({ input }: GoldenCase): unknown {
  const train = tableOf(input["train"]);
  const scaler = _fitZScore(train);
  return {
    mean: scaler.means,
    sd: scaler.standardDeviations,
    train: rowsOfTable(applyZScore(scaler, train)),
    test: rowsOfTable(applyZScore(scaler, tableOf(input["test"]))),
  };
}

function tableOf(json: Json): FeatureTable {
  const rows = json as readonly (readonly (number | null)[])[];
  return featureTable(
    (rows[0] ?? []).map((_, j) => `x${j + 1}`),
    rows.map((row) => row.map((value) => value ?? Number.NaN)),
  );
}

function rowsOfTable({ values, rowCount, names }: FeatureTable): number[][] {
  return Array.from({ length: rowCount }, (_, i) =>
    Array.from(values.subarray(i * names.length, (i + 1) * names.length)),
  );
}
