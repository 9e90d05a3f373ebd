/**
 * Rows that know their role: what every `fitX` takes, so that leakage is impossible by accident.
 *
 * A fit is handed rows with ids, roles, features and an outcome. It refuses a validation row and names the
 * patients, unless the call carries a written exception; the exception then travels with what was fitted, to be
 * printed wherever the result is. A column that is itself a score carries the rows it was learned on
 * (`inSample`); such a column may enter a later fit on those rows only with an exception as well.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { type FeatureTable, selectFeatures, selectTableRows } from "./feature-table.js";

export type Role = "training" | "validation" | "synthetic";

export interface Rows {
  /** One per row, unique. */
  readonly ids: readonly string[];
  /** The patient of each row; readings of one patient share it, and so share a fold. */
  readonly patients: readonly string[];
  readonly roles: readonly Role[];
  readonly features: FeatureTable;
  /** 1 = event, 0 = non-event. */
  readonly outcome: readonly number[];
  /** For each score column: the ids of rows whose value comes from a model that saw that row. */
  readonly inSample: Readonly<Record<string, readonly string[]>>;
}

export interface RowsInput {
  readonly ids: readonly string[];
  readonly patients?: readonly string[];
  readonly roles: readonly Role[];
  readonly features: FeatureTable;
  readonly outcome: readonly number[];
  readonly inSample?: Readonly<Record<string, readonly string[]>>;
}

/** What a fit may be told beside the rows. */
export interface FitPermission {
  /** A written reason to fit on rows that are not training rows, or on in-sample scores. Printed with the result. */
  readonly exception?: string;
  /** Whether rows made by SMOTE may enter; classifiers allow them, learned preprocessing does not. */
  readonly synthetic?: "allowed" | "refused";
}

/**
 * Checked rows.
 *
 * @throws RangeError if lengths differ, an id comes twice, an outcome is not 0 or 1, a role is unknown, or a patient is
 *   in training and in validation
 */
export function makeRows(input: RowsInput): Rows {
  const { ids, roles, features, outcome } = input;
  const patients = input.patients ?? ids;
  for (const [name, length] of [
    ["roles", roles.length],
    ["patients", patients.length],
    ["outcome", outcome.length],
    ["feature rows", features.rowCount],
  ] as const) {
    if (length !== ids.length) {
      throw new RangeError(`need one of ${name} per id; got ${length} for ${ids.length} ids`);
    }
  }
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    if (seen.has(id)) throw new RangeError(`ids must be unique; "${id}" comes twice, at ids[${i}]`);
    seen.add(id);
    if (outcome[i] !== 0 && outcome[i] !== 1) {
      throw new RangeError(`outcome must be 0 or 1; outcome[${i}] (${id}) is ${outcome[i]}`);
    }
    if (!["training", "validation", "synthetic"].includes(roles[i]!)) {
      throw new RangeError(
        `a role must be training, validation or synthetic; roles[${i}] (${id}) is ${roles[i]}`,
      );
    }
  });
  requireOneRole(patients, roles);
  return { ids, patients, roles, features, outcome, inSample: input.inSample ?? {} };
}

/** The split's own rule: no patient is in training with one reading and in validation with another. */
function requireOneRole(patients: readonly string[], roles: readonly Role[]): void {
  const roleOf = new Map<string, Role>();
  const both = new Set<string>();
  patients.forEach((patient, i) => {
    const role = roles[i]!;
    if (role === "synthetic") return;
    const before = roleOf.get(patient);
    if (before !== undefined && before !== role) both.add(patient);
    roleOf.set(patient, role);
  });
  if (both.size > 0)
    throw new RangeError(
      `the split must put all readings of a patient on one side; ${both.size} of ${roleOf.size} patients are in training and in validation (${listed([...both])}); give each patient one role`,
    );
}

/** The rows of one role, or of several. */
export function rowsOf(rows: Rows, ...roles: readonly Role[]): Rows {
  return rowsAt(
    rows,
    rows.ids.flatMap((_, i) => (roles.includes(rows.roles[i]!) ? [i] : [])),
  );
}

/** Which of training and validation the rows have, in this order. */
export function realRoles({ roles }: Pick<Rows, "roles">): Role[] {
  return (["training", "validation"] as const).filter((role) => roles.includes(role));
}

/** The rows at the given zero-based positions. */
export function rowsAt(rows: Rows, at: readonly number[]): Rows {
  return {
    ids: at.map((i) => rows.ids[i]!),
    patients: at.map((i) => rows.patients[i]!),
    roles: at.map((i) => rows.roles[i]!),
    features: selectTableRows(rows.features, at),
    outcome: at.map((i) => rows.outcome[i]!),
    inSample: rows.inSample,
  };
}

/** The same rows with other features (after scaling, selection, or with a score added). */
export function withFeatures(
  rows: Rows,
  features: FeatureTable,
  inSample: Rows["inSample"] = rows.inSample,
): Rows {
  return makeRows({ ...rows, features, inSample });
}

/** The same rows with the named features only. @throws RangeError for a feature they lack */
export function withFeatureNames(rows: Rows, names: readonly string[]): Rows {
  return withFeatures(rows, selectFeatures(rows.features, names));
}

/**
 * The gate of every fit: refuse rows that may not be learned from.
 *
 * @param step what is being fitted, for the message: "z-score", "LASSO"
 * @returns the exception under which the fit went ahead, or null when none was needed
 * @throws RangeError naming the step and the patients
 */
export function requireTraining(
  rows: Rows,
  step: string,
  permission: FitPermission = {},
): string | null {
  const { exception, synthetic: ofSynthetic = "refused", ...others } = permission;
  requireNoOtherOptions(step, others);
  const faults: string[] = [];
  const validation = rows.patients.filter((_, i) => rows.roles[i] === "validation");
  if (validation.length > 0)
    faults.push(`${validation.length} validation rows (${listed(validation)})`);
  if (ofSynthetic === "refused") {
    const synthetic = rows.ids.filter((_, i) => rows.roles[i] === "synthetic");
    if (synthetic.length > 0)
      faults.push(`${synthetic.length} synthetic rows (${listed(synthetic)})`);
  }
  for (const name of rows.features.names) {
    if (!Object.hasOwn(rows.inSample, name)) continue;
    const learnedOn = new Set(rows.inSample[name]);
    const again = rows.patients.filter((_, i) => learnedOn.has(rows.ids[i]!));
    if (again.length > 0) {
      faults.push(
        `the score "${name}" was learned on ${again.length} of these rows (${listed(again)})`,
      );
    }
  }
  if (faults.length === 0) return null;
  if (exception?.trim()) return exception;
  throw new RangeError(
    `${step} must be fitted on training rows only; got ${faults.join("; ")}; fit on the training rows, use out-of-fold scores, or give a written exception`,
  );
}

/** The permission among the options of a fit. */
export function permissionOf({ exception, synthetic }: FitPermission): FitPermission {
  return {
    ...(exception !== undefined && { exception }),
    ...(synthetic !== undefined && { synthetic }),
  };
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  return unique.length > 5
    ? `${unique.slice(0, 5).join(", ")} and ${unique.length - 5} more`
    : unique.join(", ");
}
