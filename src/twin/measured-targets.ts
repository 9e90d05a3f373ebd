/** The targets of the twin, measured on its committed files. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCohort } from "./cohort-table.js";
import { readSpecification } from "./specification-file.js";
import type { Target } from "./target.js";
import { cohortTargets } from "./targets.js";

/**
 * @param root folder of the project
 * @throws InputError if the specification or a table of the twin is not in its form
 */
export function measuredTargets(root: string): Target[] {
  const specification = readSpecification(join(root, "paper/twin.json"), "paper/twin.json");
  const file = (name: string): { text: string; place: string } => ({
    text: readFileSync(join(root, "cohorts/twin", name), "utf8"),
    place: `cohorts/twin/${name}`,
  });
  return cohortTargets(
    specification,
    parseCohort(specification, file("patients.csv"), file("smote-scores.csv")),
  );
}
