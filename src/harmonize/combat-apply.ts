/** Using a fitted ComBat: the rows of known batches without their batch's shift and scale. */

import { type FeatureTable, featureColumn } from "../cohort/feature-table.js";
import type { Combat } from "./combat.js";
import { requireSameFeatures } from "./z-score.js";

/**
 * Harmonised features of any rows whose batches ComBat has seen in training.
 *
 * Rows of the reference batch, and features that are constant within a training batch, come back as they are.
 *
 * @param batch one name per row
 * @param covariates the columns that ComBat was fitted with; others are ignored
 * @throws RangeError for an unseen batch, other features, a missing covariate, or a value that is not finite
 */
export function applyCombat(
  combat: Combat,
  table: FeatureTable,
  batch: readonly string[],
  covariates?: FeatureTable,
): FeatureTable {
  requireSameFeatures(combat.features, table.names);
  if (batch.length !== table.rowCount)
    throw new RangeError(`need one batch per row; got ${batch.length} for ${table.rowCount} rows`);
  const batchOf = batch.map((name, i) => knownBatch(combat, name, i));
  const shifts = covariateColumns(combat, table.rowCount, covariates);
  const { harmonized, grandMean, pooledVariance, effects, batches, reference } = combat;
  const p = table.names.length;
  const values = Float64Array.from(table.values);
  const roots = pooledVariance.map(Math.sqrt);
  const scales = batches.map(({ deltaStar }) => deltaStar.map(Math.sqrt));
  for (let i = 0; i < table.rowCount; i++) {
    const { name, gammaStar } = batches[batchOf[i]];
    if (name === reference) continue;
    const scale = scales[batchOf[i]];
    for (let h = 0; h < harmonized.length; h++) {
      const at = i * p + harmonized[h];
      let centre = grandMean[h];
      for (let c = 0; c < effects.length; c++) centre += shifts[c][i] * effects[c][h];
      const standardized = (values[at] - centre) / roots[h];
      values[at] = ((standardized - gammaStar[h]) / scale[h]) * roots[h] + centre;
    }
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `features must be finite; "${table.names[bad % p]}" is ${table.values[bad]} in row ${Math.floor(bad / p)}`,
    );
  return { names: table.names, rowCount: table.rowCount, values };
}

function knownBatch({ batches }: Combat, name: string, row: number): number {
  const at = batches.findIndex((batch) => batch.name === name);
  if (at >= 0) return at;
  throw new RangeError(
    `every batch must be one that ComBat was fitted on (${batches.map((batch) => batch.name).join(", ")}); row ${row} is of batch "${name}"; leave such patients unharmonised and say so, fit on training patients that include the batch, or do without ComBat`,
  );
}

function covariateColumns(
  combat: Combat,
  rowCount: number,
  covariates: FeatureTable | undefined,
): Float64Array[] {
  if (combat.covariates.length === 0) return [];
  if (covariates === undefined || covariates.rowCount !== rowCount)
    throw new RangeError(
      `ComBat was fitted with the covariates ${combat.covariates.map((name) => `"${name}"`).join(", ")}; give them for all ${rowCount} rows`,
    );
  return combat.covariates.map((name) => featureColumn(covariates, name));
}
