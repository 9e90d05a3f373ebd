/**
 * Every target of a specification, measured on a cohort by the library's own procedures.
 *
 * Whatever is not in this list is free: the tables do not fix it, and what the cohort happens to show there says
 * nothing about the paper. Calibration, decision curves, hazard ratios and subgroups are free on purpose.
 */

import type { ConstructedCohort } from "./constructed-cohort.js";
import { performanceTargets } from "./performance-targets.js";
import { regressionTargets } from "./regression-targets.js";
import type { Specification } from "./specification.js";
import { survivalTargets } from "./survival-targets.js";
import { tableTargets } from "./table-targets.js";
import type { Target } from "./target.js";

export function cohortTargets(specification: Specification, cohort: ConstructedCohort): Target[] {
  return [
    ...tableTargets(specification, cohort),
    ...regressionTargets(specification, cohort),
    ...performanceTargets(specification, cohort),
    ...survivalTargets(specification, cohort),
  ];
}
