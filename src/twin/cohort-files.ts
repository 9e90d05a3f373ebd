/**
 * The files of a constructed cohort: patients, synthetic scores, and which quantities were targets.
 *
 * A cohort is written only if every target is met by what stands in the files.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../io/write-whole.js";
import { parseCohort, patientsCsv, syntheticScoresCsv } from "./cohort-table.js";
import type { ConstructedCohort } from "./constructed-cohort.js";
import type { Specification } from "./specification.js";
import type { Target } from "./target.js";
import { cohortTargets } from "./targets.js";

/** Contents by file name. */
export type CohortFiles = ReadonlyMap<string, string>;

const PATIENTS = "patients.csv";
const SYNTHETIC = "smote-scores.csv";
const TARGETS = "targets.json";

export interface FinishedCohort {
  readonly files: CohortFiles;
  /** As measured on the files. */
  readonly targets: readonly Target[];
}

/** @param source how the list of targets names the specification */
export function finishedCohort(
  specification: Specification,
  cohort: ConstructedCohort,
  { seed, source }: { readonly seed: number; readonly source: string },
): FinishedCohort {
  const patients = patientsCsv(specification, cohort);
  const synthetic = syntheticScoresCsv(specification, cohort);
  const targets = cohortTargets(
    specification,
    parseCohort(
      specification,
      { text: patients, place: PATIENTS },
      synthetic === null ? null : { text: synthetic, place: SYNTHETIC },
    ),
  );
  const files = new Map([[PATIENTS, patients]]);
  if (synthetic !== null) files.set(SYNTHETIC, synthetic);
  files.set(TARGETS, targetsJson(specification, targets, { seed, source }));
  return { files, targets };
}

/** Write the files of a folder. @returns the names of those that changed */
export function writeCohort(folder: string, files: CohortFiles): string[] {
  return [...files]
    .filter(([name, text]) => writeWhole(join(folder, name), text))
    .map(([name]) => name);
}

/** The files that a folder lacks or has otherwise. */
export function differingFiles(folder: string, files: CohortFiles): string[] {
  return [...files]
    .filter(([name, text]) => {
      const path = join(folder, name);
      return !existsSync(path) || readFileSync(path, "utf8") !== text;
    })
    .map(([name]) => name);
}

/** One target a line, so that a change shows as a line. */
function targetsJson(
  specification: Specification,
  targets: readonly Target[],
  { seed, source }: { readonly seed: number; readonly source: string },
): string {
  const head = {
    specification: source,
    seed,
    note: `Quantities that the builder was told to meet, measured on the files beside this one. Every other quantity is free: the printed tables do not fix it, and what these constructed rows show there (calibration, decision curves, hazard ratios, subgroups, …) says nothing about ${specification.source}.`,
    assumptions: assumptions(specification),
  };
  const lines = targets.map(({ met: _, ...target }) => {
    const obtained = target.obtained === null ? null : Number(target.obtained.toPrecision(9));
    return `    ${JSON.stringify({ ...target, obtained })}`;
  });
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "targets": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** What was chosen where nothing is printed. */
function assumptions({
  categorical,
  correlations,
  survival,
  augmentation,
}: Specification): string[] {
  return [
    ...categorical.flatMap(({ name, assumption }) =>
      assumption === undefined ? [] : [`${name}: ${assumption}`],
    ),
    ...correlations.map(
      ({ set, between: [a, b], from, to, note }) =>
        `${set}: ${note} (correlation of ${a} and ${b} from ${from} to ${to})`,
    ),
    ...(survival?.note === undefined ? [] : [survival.note]),
    ...(augmentation?.note === undefined ? [] : [augmentation.note]),
    ...(augmentation?.patients === undefined
      ? []
      : [
          `without the synthetic rows the score has an AUC from ${augmentation.patients.auc.join(" to ")}, with ${augmentation.patients.positive.join(" to ")} patients above the cut`,
        ]),
    ...(survival === undefined ? [] : ["hazards and censoring of the times to an event"]),
  ];
}
