/** Golden cases of logistic regression: R's glm, confint, drop1; separation; refusals. */

import { type FeatureTable, featureTable } from "../../cohort/feature-table.js";
import { logisticDesign } from "../../model/design.js";
import { separation } from "../../model/separation.js";
import type { GoldenCase } from "../golden.js";

interface CaseData {
  readonly table: FeatureTable;
  readonly y: number[];
  readonly weights?: number[];
  readonly offset?: number[];
}

export function compute(goldenCase: GoldenCase): unknown {
  const { table, y, weights, offset } = caseData(goldenCase);
  const design = logisticDesign(table, y, {
    ...(weights && { weights }),
    ...(offset && { offset }),
  });
  if (goldenCase.options["kind"] === "separation") {
    const found = separation(design);
    return {
      separation: found.kind,
      mleExists: found.kind === "none",
      limitingDeviance: found.limitingDeviance,
    };
  }
  return {};
}

/** Rows without a missing value, as `missing: "listwise"` asks. */
export function caseData({ input }: GoldenCase): CaseData {
  const x = input["x"] as (number | null)[][];
  const y = input["y"] as (number | null)[];
  const weights = (input["weights"] ?? null) as (number | null)[] | null;
  const offset = (input["offset"] ?? null) as (number | null)[] | null;
  const columns = (input["columns"] ??
    (x[0] ?? []).map((_, j) => `x${j + 1}`)) as readonly string[];
  const kept = x
    .map((_, i) => i)
    .filter((i) => ![...x[i], y[i], weights?.[i] ?? 0, offset?.[i] ?? 0].includes(null));
  return {
    table: featureTable(
      columns,
      kept.map((i) => x[i] as number[]),
    ),
    y: kept.map((i) => y[i] as number),
    ...(weights && { weights: kept.map((i) => weights[i] as number) }),
    ...(offset && { offset: kept.map((i) => offset[i] as number) }),
  };
}
