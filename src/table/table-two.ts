/**
 * Table 2 of a clinical paper: each variable alone, and those that were selected together; odds ratios with Wald's
 * interval and P, the profile-likelihood interval beside them. Beside a printed table each cell is compared with it.
 */

import type { PublishedRatio } from "../audit/published-odds-ratios.js";
import type { Cohort } from "../cohort/cohort.js";
import { variableNamed, variablesOfRole } from "../cohort/dictionary.js";
import type { OddsRatioModel } from "../model/odds-ratios.js";
import type { UnivariateModel } from "../model/univariate.js";
import { contrastWords } from "./contrast.js";
import { ratioCells } from "./ratio-cells.js";
import { type Cell, type Column, makeTable, type Table, type TableRow } from "./table.js";

export interface TableTwoInput {
  readonly cohort: Cohort;
  readonly univariate: readonly UnivariateModel[];
  /** Null where no variable was selected. */
  readonly multivariate: OddsRatioModel | null;
  readonly published: readonly PublishedRatio[] | null;
}

export function tableTwo(input: TableTwoInput): Table {
  const { cohort, univariate, multivariate, published } = input;
  const outcome = variablesOfRole(cohort.dictionary, "outcome")[0]!.label.toLowerCase();
  const leftOut = univariate.filter(({ fitted }) => fitted !== null && fitted.leftOut > 0);
  return makeTable({
    id: "table-2",
    title: published
      ? "Table 2. Univariate and multivariate logistic regression, regenerated and compared with the printed table"
      : `Table 2. Univariate and multivariate logistic regression of ${outcome}`,
    columns: [
      { key: "name", title: "Variable" },
      { key: "contrast", title: "Compared", numeric: false },
      ...ratioColumns("uni", "Univariate"),
      ...ratioColumns("multi", "Multivariate"),
    ],
    rows: univariate.flatMap((entry) => rowsOfVariable(entry, input)),
    notes: [
      "OR, odds ratio; CI, confidence interval, by Wald and by the profile likelihood (with few events the better one).",
      ...leftOut.map(
        ({ variable, fitted }) =>
          `${labelOf(cohort, variable)}: ${fitted?.leftOut} patients without a value are left out.`,
      ),
      ...univariate.flatMap((entry) =>
        entry.fitted === null
          ? [`– ${labelOf(cohort, entry.variable)}: ${entry.notComputable}.`]
          : [],
      ),
      ...(multivariate === null ? ["Multivariate: no variable was selected."] : []),
      ...(published
        ? ["✓ equals the printed value in estimate and both limits, to its digits; ✗ differs."]
        : []),
    ],
  });
}

/** The three columns of an odds ratio. */
export function ratioColumns(prefix: string, group: string): Column[] {
  return [
    { key: `${prefix}.or`, title: "OR (95% CI)", group },
    { key: `${prefix}.p`, title: "P", group },
    { key: `${prefix}.profile`, title: "Profile CI", group },
  ];
}

function rowsOfVariable(
  entry: UnivariateModel,
  { cohort, multivariate, published }: TableTwoInput,
): TableRow[] {
  const { variable } = entry;
  const printed = published?.find((row) => row.variable === variable) ?? null;
  const name = labelOf(cohort, variable);
  if (entry.fitted === null)
    return [
      {
        cells: { name, "uni.or": { text: "–", mark: "not computable", why: entry.notComputable } },
      },
    ];
  const { columns, ratios } = entry.fitted;
  return columns.map((column, j) => {
    const together = multivariate?.columns.findIndex((other) => other.name === column.name) ?? -1;
    const multi: Record<string, Cell> =
      multivariate === null || together < 0
        ? {}
        : ratioCells("multi", multivariate.ratios[together], printed?.multivariate ?? null);
    return {
      ...(j > 0 ? { kind: "level" as const } : {}),
      cells: {
        name: j > 0 ? "" : name,
        contrast: contrastWords(column, cohort.dictionary),
        ...ratioCells("uni", ratios[j], printed?.univariate ?? null),
        ...multi,
      },
    };
  });
}

/** What a reader calls a variable. */
export function labelOf({ dictionary }: Cohort, name: string): string {
  return variableNamed(dictionary, name).label;
}
