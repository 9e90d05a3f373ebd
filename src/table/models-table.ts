/** Multivariate models side by side: the same variable's odds ratio in the company of different others. */

import type { Cohort } from "../cohort/cohort.js";
import type { OddsRatioModel } from "../model/odds-ratios.js";
import { contrastWords } from "./contrast.js";
import { fixed } from "./format.js";
import { ratioCells } from "./ratio-cells.js";
import { makeTable, type Table } from "./table.js";
import { labelOf, ratioColumns } from "./table-two.js";

export interface NamedModel {
  readonly key: string;
  readonly title: string;
  readonly fitted: OddsRatioModel;
}

export function modelsTable(
  cohort: Cohort,
  models: readonly NamedModel[],
  {
    id,
    title,
    notes,
  }: { readonly id: string; readonly title: string; readonly notes: readonly string[] },
): Table {
  const columns = models
    .flatMap(({ fitted }) => fitted.columns)
    .filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i);
  return makeTable({
    id,
    title,
    columns: [
      { key: "name", title: "Variable" },
      { key: "contrast", title: "Compared", numeric: false },
      ...models.flatMap((model) => ratioColumns(model.key, model.title)),
    ],
    rows: [
      ...columns.map((column) => ({
        cells: {
          name: labelOf(cohort, column.variable),
          contrast: contrastWords(column, cohort.dictionary),
          ...Object.assign(
            {},
            ...models.map(({ key, fitted }) => {
              const at = fitted.columns.findIndex(({ name }) => name === column.name);
              return at < 0 ? {} : ratioCells(key, fitted.ratios[at], null);
            }),
          ),
        },
      })),
      summary("Events per variable", models, ({ model, ratios }) =>
        fixed(Math.min(model.events, model.n - model.events) / ratios.length, 1),
      ),
      summary("Patients (with the outcome)", models, ({ model }) => `${model.n} (${model.events})`),
      summary("Akaike's criterion", models, ({ model }) => fixed(model.aic, 1)),
    ],
    notes,
  });
}

function summary(
  name: string,
  models: readonly NamedModel[],
  textOf: (fitted: OddsRatioModel) => string,
): { readonly cells: Readonly<Record<string, string>> } {
  return {
    cells: {
      name,
      ...Object.fromEntries(models.map(({ key, fitted }) => [`${key}.or`, textOf(fitted)])),
    },
  };
}
