/**
 * A support vector machine learned on training rows, and what it says of others: a decision value or a risk.
 *
 * Decision values have no unit. A risk comes from Platt's scaling of decision values, best of those of rows that the
 * machine had not seen: each fold is left out once, scaling and machine are learned on the rest. (libsvm scales once,
 * before its folds, which it draws at random.) Scaling the training decisions themselves is possible, but they lie
 * too far from 0, so that risks come out too extreme.
 */

import { type FeatureTable, selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type Folds, foldNumbers } from "../cohort/folds.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { _fitPlatt, type Platt, plattRisk } from "./platt.js";
import { _fitSvm, type SvmMachine, type SvmOptions, svmDecisions } from "./svm-machine.js";

/** Survives JSON. */
export interface SvmFit extends SvmMachine {
  readonly kind: "svm";
  readonly features: readonly string[];
  readonly rowCount: number;
  /** How risks are made of decision values, and the fold of each row (null: of training decisions); null if not asked for. */
  readonly platt: (Platt & { readonly folds: readonly number[] | null }) | null;
  /** The written reason under which rows other than training rows entered, or null. */
  readonly exception: string | null;
}

export interface SvmFitOptions extends SvmOptions, FitPermission {
  /** Fold numbers per row, or their count and a seed; or "training decisions". Defaults to none: decisions only. */
  readonly platt?: Folds | "training decisions";
}

/**
 * Synthetic rows may enter, but not beside folds for Platt's scaling: they are made of rows of other folds.
 *
 * @throws RangeError for rows that may not be learned from, for a constant feature that is to be scaled, and as
 *   {@link _fitSvm}
 */
export function fitSvm(training: Rows, options: SvmFitOptions = {}): SvmFit {
  const { exception: reason, synthetic = "allowed", platt: asked, ...svmOptions } = options;
  const exception = requireTraining(training, "SVM", {
    ...(reason !== undefined && { exception: reason }),
    synthetic,
  });
  const x = tableRows(training.features);
  const machine = _fitSvm(x, training.outcome, svmOptions);
  if (machine.flag !== null)
    throw new RangeError(
      `every feature to be scaled must vary in training; ${machine.flag}; remove it, or set scale to false`,
    );
  return Object.freeze({
    kind: "svm",
    ...machine,
    features: training.features.names,
    rowCount: training.ids.length,
    platt: asked === undefined ? null : plattOf(training, x, machine, asked, svmOptions),
    exception,
  });
}

/**
 * The decision value (above 0: an event is predicted) or the risk of each row of a table.
 *
 * @param table has the features of training, in any order
 * @throws RangeError for a missing feature or value, or for risks of a fit without Platt's scaling
 */
export function predictSvm(
  fit: SvmFit,
  table: FeatureTable,
  { scale = "decision" }: { readonly scale?: "decision" | "risk" } = {},
): Float64Array {
  if (scale !== "decision" && scale !== "risk")
    throw new RangeError(`scale must be decision or risk; got ${String(scale)}`);
  const { platt } = fit;
  if (scale === "risk" && platt === null)
    throw new RangeError("risks must be asked for when the SVM is fitted; set platt to folds");
  const decisions = svmDecisions(fit, tableRows(selectFeatures(table, fit.features)));
  return scale === "risk" && platt !== null
    ? decisions.map((decision) => plattRisk(platt, decision))
    : decisions;
}

function plattOf(
  training: Rows,
  x: readonly Float64Array[],
  machine: SvmMachine,
  asked: Folds | "training decisions",
  options: SvmOptions,
): Platt & { readonly folds: readonly number[] | null } {
  if (asked === "training decisions")
    return { ..._fitPlatt(machine.trainingDecisions, training.outcome), folds: null };
  const synthetic = training.roles.indexOf("synthetic");
  if (synthetic >= 0) {
    throw new RangeError(
      `folds for Platt's scaling must hold real rows only; row ${synthetic} (${training.ids[synthetic]}) is synthetic; scale decisions that were made out of fold, with SMOTE inside each fold`,
    );
  }
  const folds = foldNumbers(training, asked);
  const decisions = _leftOutDecisions(x, training.outcome, folds, options);
  return { ..._fitPlatt(decisions, training.outcome), folds };
}

/** The decision of each row by a machine that was fitted without its fold. @throws RangeError naming the fold */
export function _leftOutDecisions(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  folds: readonly number[],
  options: SvmOptions,
): Float64Array {
  const decisions = new Float64Array(x.length);
  for (const fold of [...new Set(folds)].sort((a, b) => a - b)) {
    const kept = Array.from(folds.keys()).filter((i) => folds[i] !== fold);
    const left = Array.from(folds.keys()).filter((i) => folds[i] === fold);
    const machine = machineWithout(fold, x, y, kept, options);
    svmDecisions(
      machine,
      left.map((i) => x[i]),
    ).forEach((decision, k) => {
      decisions[left[k]] = decision;
    });
  }
  return decisions;
}

function machineWithout(
  fold: number,
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  kept: readonly number[],
  options: SvmOptions,
): SvmMachine {
  try {
    const machine = _fitSvm(
      kept.map((i) => x[i]),
      kept.map((i) => y[i]),
      options,
    );
    if (machine.flag !== null)
      throw new RangeError(`every feature to be scaled must vary; ${machine.flag}`);
    return machine;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`without fold ${fold}: ${error.message}`);
  }
}
