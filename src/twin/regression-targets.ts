/** Targets of the regression tables: odds ratio, both limits of Wald's interval and P, as the library's own fit gives them. */

import { featureTable } from "../cohort/feature-table.js";
import { _fitLogistic } from "../model/logistic.js";
import { waldTable } from "../model/wald.js";
import {
  type ConstructedCohort,
  selectedRows,
  termName,
  termValues,
} from "./constructed-cohort.js";
import type { RegressionSpecification, Specification } from "./specification.js";
import { printedTarget, type Target } from "./target.js";

export function regressionTargets(
  specification: Specification,
  cohort: ConstructedCohort,
  regressions: readonly RegressionSpecification[] = specification.regressions,
): Target[] {
  return regressions.flatMap(({ set, rows: lines }) => {
    const rows = selectedRows(cohort, { set });
    const columns = lines.map((line) => termValues(specification, cohort, line, rows));
    const fit = _fitLogistic(
      featureTable(
        lines.map(termName),
        rows.map((_, i) => columns.map((column) => column[i]!)),
      ),
      rows.map((i) => cohort.outcome[i]!),
    );
    return waldTable(fit)
      .slice(1) // the intercept is not printed
      .flatMap((obtained, k) => {
        const { id, or, lower, upper, p } = lines[k]!;
        const claim = `${id}.or`;
        return [
          printedTarget({ id: claim, claim }, or, obtained.oddsRatio),
          printedTarget({ id: `${claim}.lower`, claim }, lower, obtained.oddsRatioLower),
          printedTarget({ id: `${claim}.upper`, claim }, upper, obtained.oddsRatioUpper),
          printedTarget({ id: `${id}.p`, claim: `${id}.p` }, p, obtained.pValue),
        ];
      });
  });
}
