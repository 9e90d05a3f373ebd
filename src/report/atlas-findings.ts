/** The atlas of a cohort: slices of some training patients, each sequence with the regions that were drawn in it. */

import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import type { ImageFeatures } from "../cohort/image-features.js";
import { imageOf, type StudyImage } from "../cohort/study-image.js";
import { SLICE_MARGIN, tumourSlice } from "../features/tumour-slice.js";
import { atlasFigure } from "../plot/atlas.js";
import type { DrawnFigure } from "../plot/figure.js";

/** Why there is nothing to show, in a sentence; null if there is. */
export function atlasAbsence({ sequences }: Pick<ImageFeatures, "sequences">): string | null {
  return sequences.length === 0
    ? "The features of this cohort are from tables: there are no images to show."
    : null;
}

/**
 * Training patients to show: half of them with the outcome, as far as there are, each half in the cohort's order; of
 * patients who were read twice, where some were.
 */
export function atlasPatients(
  cohort: Cohort,
  { first, second }: Pick<ImageFeatures, "first" | "second">,
  count = 6,
): string[] {
  const possible = new Set((second ?? first).patients);
  const of = (label: number): string[] =>
    cohort.ids.filter(
      (id, i) => cohort.roles[i] === "training" && cohort.outcome[i] === label && possible.has(id),
    );
  const [without, withOutcome] = [of(0), of(1)];
  const events = Math.max(
    Math.min(withOutcome.length, Math.ceil(count / 2)),
    Math.min(withOutcome.length, count - without.length),
  );
  return [...withOutcome.slice(0, events), ...without.slice(0, count - events)];
}

/** @param images of these patients, every sequence */
export function atlasOf(
  cohort: Cohort,
  { sequences }: Pick<ImageFeatures, "sequences">,
  patients: readonly string[],
  images: readonly StudyImage[],
): DrawnFigure {
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  const name = outcome!.label.toLowerCase();
  const outcomes = new Map(cohort.ids.map((id, i) => [id, cohort.outcome[i]]));
  const rows = sequences.map((sequence) => ({
    title: sequence,
    slices: patients.map((patient) => {
      const { volume, masks } = imageOf(images, patient, sequence);
      return tumourSlice(volume, masks);
    }),
  }));
  const readings = Math.max(
    ...rows.flatMap(({ slices }) => slices.map((one) => one.regions.length)),
  );
  return atlasFigure({
    id: "figure-atlas",
    title: "Atlas of slices",
    caption: `${patients.length} training patients, ${sequences.join(" and ")}: the axial slice with most of the tumour, pixels as they are, ${SLICE_MARGIN} mm or more around it; ${readings > 1 ? "outlines of both readings" : "outline of the region"}; grey levels from the 0.5th to the 99.5th percentile of what is shown; a scale bar each. The patient's left is on the right.`,
    description: `Slices of ${patients.length} tumours, one column a patient and one row a sequence, each with the outline of ${readings > 1 ? "two readings" : "its region"} and a scale bar.`,
    patients: patients.map(
      (patient, i) =>
        `${String.fromCharCode(65 + i)}: ${outcomes.get(patient) === 1 ? name : `no ${name}`}`,
    ),
    rows,
  });
}
