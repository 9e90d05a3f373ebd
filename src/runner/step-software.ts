/** The packages behind the steps of a study, found in the code that the notebooks import. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StepSoftware, StudyStep } from "../report/study-steps.js";
import { projectRoot } from "./environment.js";
import { findNotebooks } from "./notebooks.js";
import { importedModules, reachedCode } from "./reached-code.js";

/**
 * @param root the repository: its notebooks, its build and its packages
 * @throws RangeError if a step names a module that its notebook does not load
 */
export function stepSoftware(
  steps: readonly StudyStep[],
  root: string = projectRoot(),
): StepSoftware[] {
  const own = Object.keys(dependenciesOf(root)).sort();
  const loaded = new Map(
    findNotebooks(join(root, "notebooks")).map(({ number, notebook: { cells } }) => {
      const code = cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.source] : []));
      return [number, reachedCode(importedModules(code.join("\n")), { root })];
    }),
  );
  return steps.map((step) => {
    const names = step.modules.map((module) => `dlrn/${module}`);
    const reached = reachedCode(names, { root });
    for (const module of step.modules) {
      const source = `src/${module}.ts`;
      const isThere =
        step.notebook === null ? reached.has(source) : loaded.get(step.notebook)?.has(source);
      if (isThere !== true)
        throw new RangeError(
          `a step must name modules that its notebook loads; notebook ${step.notebook ?? "any"} does not load ${module} (${step.name})`,
        );
    }
    const packages = own.flatMap((name) => {
      const version = reached.get(`package ${name}`);
      return version === undefined ? [] : [[name, version] as const];
    });
    return { ...step, packages: Object.fromEntries(packages) };
  });
}

function dependenciesOf(root: string): Readonly<Record<string, string>> {
  const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return project.dependencies;
}
