/**
 * A cohort whose radiomics score comes from its images, in the place of a score of its table of patients: the same
 * notebooks then make a nomogram, curves and survival groups of it. The two scores are never mixed: the column of the
 * table is taken out.
 *
 * Where the table has no T-stage, the tumour's largest diameter gives a class of size in its place, labelled as derived.
 * Source of the classes (5, 10 and 15 cm): AJCC Cancer Staging Manual, 8th ed. (2017), soft tissue of trunk and
 * extremities.
 */

import { type Cohort, cohortAt } from "../cohort/cohort.js";
import type { Level, Variable } from "../cohort/dictionary.js";
import type { PatientColumn } from "../cohort/patients.js";
import type { Source } from "./results.js";

export interface ImageScore {
  /** Patients with a score, and their scores. */
  readonly patients: readonly string[];
  readonly scores: readonly number[];
  /** Whether the score of a training patient comes from models that had seen them. */
  readonly inSample: boolean;
  /** Largest diameter of each patient's tumour in mm; null where it was not measured. */
  readonly diameters: readonly number[] | null;
}

/** A cohort with a score, where it comes from, and why it may enter a second model. */
export interface ScoredStudy {
  readonly study: Cohort;
  readonly source: Source;
  /** Which score it is, in a sentence. */
  readonly sentence: string;
  /** Written reason for a fit on scores of the same patients. */
  readonly reason: string;
  /** Null where scores are out of fold: then there is no exception to declare. */
  readonly exception: string | null;
}

/** The names that the score and the stage have in every scored cohort. */
export const scoreName = "radi_score";
export const stageName = "t_stage";

/**
 * The patients of the cohort that have a score from images.
 *
 * @throws RangeError if lengths differ, or a patient is not of the cohort
 */
export function imageScoreCohort(cohort: Cohort, image: ImageScore): Cohort {
  const { patients, scores, diameters, inSample } = image;
  if (scores.length !== patients.length || (diameters?.length ?? scores.length) !== scores.length)
    throw new RangeError(`need one score and diameter a patient; got ${scores.length}`);
  const place = new Map(cohort.ids.map((id, i) => [id, i]));
  const at = patients.map((patient) => {
    const i = place.get(patient);
    if (i === undefined) throw new RangeError(`"${patient}" is no patient of ${cohort.id}`);
    return i;
  });
  const own = cohortAt(cohort, at);
  const replaced = own.dictionary.variables
    .filter(({ role }) => role === "score")
    .map(({ name }) => name);
  const score: Variable = {
    ...blank,
    name: scoreName,
    label: "Radiomics score",
    kind: "continuous",
    role: "score",
    learnedOn: inSample ? "training" : null,
    note: inSample
      ? "from images, by the model that was learned on the training patients"
      : "from images; of a training patient by models that had not seen it",
  };
  const added: [Variable, readonly (number | string)[]][] = [[score, scores]];
  const hasStage = own.dictionary.variables.some(({ name }) => name === stageName);
  if (!hasStage && diameters !== null) added.push([sizeClass, diameters.map(classOf)]);
  const kept = Object.entries(own.columns).filter(([name]) => !replaced.includes(name));
  const columns = Object.fromEntries([
    ...kept,
    ...added.map(([variable, values]) => [
      variable.name,
      { kind: variable.kind, variable, values } as PatientColumn,
    ]),
  ]);
  return {
    ...own,
    id: `${cohort.id}.images`,
    dictionary: {
      ...own.dictionary,
      variables: [
        ...own.dictionary.variables.filter(({ name }) => !replaced.includes(name)),
        ...added.map(([variable]) => variable),
      ],
    },
    columns,
    missing: Object.fromEntries(
      Object.entries(columns).map(([name]) => [name, own.missing[name] ?? 0]),
    ),
  };
}

const blank = {
  unit: null,
  levels: [],
  reference: null,
  missing: "refuse",
  missingValues: [],
  range: null,
  positive: null,
  time: null,
  guess: null,
} as const;

const classes: readonly Level[] = ["T1", "T2", "T3", "T4"].map((label, i) => ({
  value: String(i + 1),
  label,
  code: i + 1,
}));

const sizeClass: Variable = {
  ...blank,
  name: stageName,
  label: "Size class",
  kind: "ordinal",
  role: "covariate",
  levels: classes,
  reference: "1",
  learnedOn: null,
  note: "derived from the largest diameter of the region: 5, 10 and 15 cm; no T-stage by a pathologist",
};

/** `"1"` to 50 mm, `"2"` to 100 mm, `"3"` to 150 mm, `"4"` above. */
function classOf(diameter: number): string {
  return String(1 + [50, 100, 150].filter((limit) => diameter > limit).length);
}
