/**
 * ComBat: taking the differences between batches (centres, scanners) out of features.
 *
 * Each feature is a level, effects of covariates to be kept, and per batch a shift and a scale of what is left. Shift and
 * scale are estimated with empirical Bayes and taken away. What was learned on training rows is stored and maps any new
 * row of a batch that was seen; a row of an unseen batch cannot be mapped, and is refused. Agrees with sva's ComBat.
 *
 * Sources: Johnson, Li & Rabinovic, Biostatistics 8 (2007) 118–127; Orlhac et al., J. Nucl. Med. 63 (2022) 172–179.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { type FitPermission, permissionOf, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import {
  columnsAt,
  combatDesign,
  combatLeastSquares,
  constantWithinBatch,
  requireFinite,
} from "./combat-design.js";
import {
  type BatchSummary,
  batchPrior,
  nonParametricEffect,
  parametricEffect,
} from "./combat-priors.js";

export interface CombatOptions {
  /** What to keep beside the batch effect: one row of numbers per row; no column of ones. */
  readonly covariates?: FeatureTable;
  /** Whether shifts and scales follow a normal and an inverse gamma law; defaults to true. */
  readonly parametric?: boolean;
  /** Whether only shifts are taken away; defaults to false, but one batch of a single row forces it. */
  readonly meanOnly?: boolean;
  /** A batch that stays as it is, and that the others are brought to. */
  readonly reference?: string | null;
  /** Whether estimates are drawn towards the prior; defaults to true. Without, each feature stands alone. */
  readonly empiricalBayes?: boolean;
  /** Largest relative change at which the parametric estimates have settled; defaults to sva's 1e-4. */
  readonly convergence?: number;
}

export interface CombatBatch {
  readonly name: string;
  readonly size: number;
  /** Prior over features; null for scales that do not vary: when only shifts are estimated, and in the reference. */
  readonly gammaBar: number;
  readonly tau2: number;
  readonly aPrior: number | null;
  readonly bPrior: number | null;
  /** Per harmonised feature: the estimates from its own data, and those that are used. */
  readonly gammaHat: readonly number[];
  readonly deltaHat: readonly number[];
  readonly gammaStar: readonly number[];
  readonly deltaStar: readonly number[];
}

/** What maps a row of a known batch. Survives JSON. */
export interface Combat {
  readonly kind: "combat";
  readonly features: readonly string[];
  /** Positions of the features that are harmonised. */
  readonly harmonized: readonly number[];
  /** Positions of those left as they are, because they are constant within a batch. */
  readonly skipped: readonly number[];
  readonly covariates: readonly string[];
  /** Per harmonised feature. */
  readonly grandMean: readonly number[];
  readonly pooledVariance: readonly number[];
  /** Per covariate, then per harmonised feature. */
  readonly effects: readonly (readonly number[])[];
  readonly batches: readonly CombatBatch[];
  readonly reference: string | null;
  readonly meanOnly: boolean;
  readonly parametric: boolean;
  readonly empiricalBayes: boolean;
  readonly exception: string | null;
}

export interface FitCombatOptions extends CombatOptions, FitPermission {}

/**
 * Fit on training rows.
 *
 * @param batch one name per row
 * @throws RangeError for rows of another role, or a covariate that is the outcome itself, without a written exception;
 *   and as {@link _fitCombat}
 */
export function fitCombat(
  training: Rows,
  batch: readonly string[],
  options: FitCombatOptions = {},
): Combat {
  const exception = requireTraining(training, "ComBat", permissionOf(options));
  const { covariates } = options;
  const leaking = covariates?.names.filter((_, q) => {
    const value = (i: number) => covariates.values[i * covariates.names.length + q];
    const all = (test: (i: number) => boolean) => training.outcome.every((_, i) => test(i));
    return (
      all((i) => value(i) === training.outcome[i]) ||
      all((i) => value(i) === 1 - training.outcome[i])
    );
  });
  if (leaking?.length && !options.exception?.trim())
    throw new RangeError(
      `a covariate of ComBat must be known before the outcome; "${leaking[0]}" is the outcome itself; leave it out, or give a written exception`,
    );
  const combat = _fitCombat(training.features, batch, options);
  return Object.freeze({
    ...combat,
    exception: exception ?? (leaking?.length ? (options.exception ?? null) : null),
  });
}

const combatOptions = [
  "covariates",
  "parametric",
  "meanOnly",
  "reference",
  "empiricalBayes",
  "convergence",
  "exception",
  "synthetic",
];

/**
 * The mathematics of {@link fitCombat}.
 *
 * @param table n rows x p features
 * @throws RangeError for fewer than two batches, an unknown reference, a value that is not finite, a covariate that is
 *   confounded with the batches, or fewer than two features to learn a prior from
 */
export function _fitCombat(
  table: FeatureTable,
  batch: readonly string[],
  options: CombatOptions = {},
): Combat {
  const {
    parametric = true,
    reference = null,
    empiricalBayes = true,
    convergence = 1e-4,
  } = options;
  requireKnownOptions("ComBat", options, combatOptions);
  const design = combatDesign(table.rowCount, batch, options.covariates);
  const { levels, sizes } = design;
  const at = reference === null ? -1 : levels.indexOf(reference);
  if (reference !== null && at < 0)
    throw new RangeError(
      `the reference must be one of the batches (${levels.join(", ")}); got "${reference}"`,
    );
  requireFinite(table);
  const meanOnly = (options.meanOnly ?? false) || sizes.includes(1);
  const skipped = constantWithinBatch(table, design.batchOf, sizes);
  const harmonized = table.names.map((_, j) => j).filter((j) => !skipped.includes(j));
  if (empiricalBayes && harmonized.length < 2)
    throw new RangeError(
      `ComBat learns from many features; got ${harmonized.length} that vary in every batch; use empiricalBayes: false`,
    );
  const fit = combatLeastSquares(design, columnsAt(table, harmonized));
  const p = harmonized.length;
  const grandMean = new Float64Array(p);
  const pooledVariance = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    levels.forEach((_, b) => {
      if (at < 0) grandMean[j] += (sizes[b] / table.rowCount) * fit.levels[b][j];
      if (at < 0 || at === b) pooledVariance[j] += fit.squares[b][j];
    });
    if (at >= 0) grandMean[j] = fit.levels[at][j];
    pooledVariance[j] /= at < 0 ? table.rowCount : sizes[at];
    if (!(pooledVariance[j] > 0))
      throw new RangeError(
        `a feature must vary beyond batches and covariates; "${table.names[harmonized[j]]}" does not; leave it out`,
      );
  }
  const batches = levels.map((name, b): CombatBatch => {
    const squares = fit.squares[b].map((sum, j) => sum / pooledVariance[j]);
    const summary: BatchSummary = {
      size: sizes[b],
      gammaHat: fit.levels[b].map(
        (level, j) => (level - grandMean[j]) / Math.sqrt(pooledVariance[j]),
      ),
      deltaHat: meanOnly ? new Float64Array(p).fill(1) : squares.map((sum) => sum / (sizes[b] - 1)),
      squares,
    };
    const prior = batchPrior(summary);
    const effect =
      b === at
        ? { gammaStar: new Float64Array(p), deltaStar: new Float64Array(p).fill(1) }
        : !empiricalBayes
          ? { gammaStar: summary.gammaHat, deltaStar: summary.deltaHat }
          : parametric
            ? parametricEffect(summary, prior, meanOnly, convergence)
            : nonParametricEffect(summary, meanOnly);
    return {
      name,
      size: sizes[b],
      gammaBar: prior.gammaBar,
      tau2: prior.tau2,
      aPrior: meanOnly || b === at ? null : prior.aPrior,
      bPrior: meanOnly || b === at ? null : prior.bPrior,
      gammaHat: Array.from(summary.gammaHat),
      deltaHat: Array.from(summary.deltaHat),
      gammaStar: Array.from(effect.gammaStar),
      deltaStar: Array.from(effect.deltaStar),
    };
  });
  return {
    kind: "combat",
    features: table.names,
    harmonized,
    skipped,
    covariates: design.covariates,
    grandMean: Array.from(grandMean),
    pooledVariance: Array.from(pooledVariance),
    effects: fit.effects.map((effect) => Array.from(effect)),
    batches,
    reference,
    meanOnly,
    parametric,
    empiricalBayes,
    exception: null,
  };
}
