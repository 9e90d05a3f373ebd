/**
 * The gate of every evaluation: real patients, each once.
 *
 * Rows that SMOTE made are no patients: counting them narrows every interval without any information (80 events
 * made of 20 halve the standard error). They are refused; with a written reason they are let in, and then no
 * interval and no P value is given. Two readings of one patient are refused for the same cause. How many rows had a
 * hand in learning the score is told beside every result: performance on them is apparent, not validated.
 */

import { featureColumn } from "../cohort/feature-table.js";
import type { Role, Rows } from "../cohort/rows.js";

export interface EvaluationPermission {
  /** Why synthetic rows are evaluated; printed with the result, which then has no interval and no P value. */
  readonly syntheticReason?: string | undefined;
}

/** Who was evaluated: printed with every result. */
export interface Evaluated {
  readonly rowCount: number;
  readonly roles: Readonly<Record<Role, number>>;
  /** Rows that the score was learned on; on them performance is apparent. */
  readonly inSampleCount: number;
  /** Why synthetic rows are among them; null when there are none. */
  readonly syntheticReason: string | null;
}

export interface EvaluationRows {
  readonly labels: readonly number[];
  /** The scores asked for, in that order, each in row order. */
  readonly scores: readonly Float64Array[];
  /** Of all the scores together. */
  readonly evaluated: Evaluated;
  /** False when synthetic rows were let in: intervals and P values would mean nothing. */
  readonly inference: boolean;
}

/**
 * @param scoreNames features that hold the scores or risks to be judged
 * @throws RangeError for synthetic rows without a reason, a patient with several rows, or a score that is missing
 */
export function evaluationRows(
  rows: Rows,
  scoreNames: readonly string[],
  { syntheticReason }: EvaluationPermission = {},
): EvaluationRows {
  const synthetic = rows.ids.filter((_, i) => rows.roles[i] === "synthetic");
  const reason = syntheticReason?.trim() ? syntheticReason : null;
  if (synthetic.length > 0 && reason === null) {
    throw new RangeError(
      `evaluation must be on real patients; got ${synthetic.length} synthetic rows (${listed(synthetic)}); leave them out, or give a written reason and have no confidence interval`,
    );
  }
  const seen = new Set<string>();
  rows.patients.forEach((patient, i) => {
    if (rows.roles[i] === "synthetic") return;
    if (seen.has(patient))
      throw new RangeError(
        `evaluation needs one row per patient; "${patient}" comes again at row ${i} (${rows.ids[i]}); choose one reading`,
      );
    seen.add(patient);
  });
  const learnedOn = new Set(
    scoreNames.flatMap((name) =>
      Object.hasOwn(rows.inSample, name) ? (rows.inSample[name] ?? []) : [],
    ),
  );
  const count = (role: Role): number => rows.roles.filter((other) => other === role).length;
  return {
    labels: rows.outcome,
    scores: scoreNames.map((name) => featureColumn(rows.features, name)),
    evaluated: {
      rowCount: rows.ids.length,
      roles: {
        training: count("training"),
        validation: count("validation"),
        synthetic: synthetic.length,
      },
      inSampleCount: rows.ids.filter((id) => learnedOn.has(id)).length,
      syntheticReason: synthetic.length > 0 ? reason : null,
    },
    inference: synthetic.length === 0,
  };
}

/** A set that performance can be measured in. */
export type EvaluatedSet = "training" | "validation";

const sets: readonly EvaluatedSet[] = ["training", "validation"];
/** Without two patients of each outcome no AUC has an interval. */
const fewest = 2;

/** The sets with patients enough of both outcomes, training first. */
export function evaluatedSets(rows: Pick<Rows, "roles" | "outcome">): EvaluatedSet[] {
  return sets.filter((set) => outcomeCounts(rows, set).every((count) => count >= fewest));
}

/** Which sets nothing is measured in, and why, in a sentence; null if there are none. */
export function unmeasuredSets(rows: Pick<Rows, "roles" | "outcome">): string | null {
  const left = evaluatedSets(rows);
  const sentences = sets
    .filter((set) => !left.includes(set))
    .map((set) => {
      const [without, having] = outcomeCounts(rows, set);
      return without + having === 0
        ? `There is no ${set} set: nothing is measured there.`
        : `The ${set} set has ${having} patients with the outcome and ${without} without: fewer than ${fewest} of one kind, so nothing is measured there.`;
    });
  return sentences.length === 0 ? null : sentences.join(" ");
}

function outcomeCounts(
  { roles, outcome }: Pick<Rows, "roles" | "outcome">,
  set: EvaluatedSet,
): [without: number, having: number] {
  const own = outcome.filter((_, i) => roles[i] === set);
  const having = own.filter((value) => value === 1).length;
  return [own.length - having, having];
}

function listed(names: readonly string[]): string {
  return names.length > 5
    ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`
    : names.join(", ");
}
