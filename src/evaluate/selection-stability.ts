/**
 * How firmly a selection stands: the share of resamples of the training patients in which each feature is chosen.
 *
 * Every resample draws patients with replacement, events and non-events for themselves, and repeats every learned step
 * up to the selection. A feature that is chosen once and seldom again was chosen by chance among its like.
 * Source: Heinze, Wallisch & Dunkler, Biom. J. 60 (2018) 431–449, section 3.2.
 */

import {
  type FitPermission,
  makeRows,
  type Rows,
  requireTraining,
  rowsAt,
} from "../cohort/rows.js";
import { seededRandom } from "../math/random.js";
import { fitPreparation } from "../model/pipeline.js";
import type { PipelineData, PipelineStep } from "../model/pipeline-steps.js";

export interface StabilityOptions extends Pick<FitPermission, "exception"> {
  readonly replicates: number;
  readonly seed: number;
  readonly data?: PipelineData;
  /** Told after each resample, for who waits. */
  readonly told?: (done: number, of: number) => void;
}

export interface SelectionStability {
  readonly replicates: number;
  /** Features that were chosen at least once, most often first; ties in the order of the table. */
  readonly features: readonly { readonly feature: string; readonly share: number }[];
  /** How many features each resample chose. */
  readonly sizes: readonly number[];
}

/**
 * @param steps of a pipeline, the last of which leaves the chosen features
 * @throws RangeError for rows that may not be learned from, fewer than one replicate, or what a step refuses (the
 *   replicate is named)
 */
export function selectionStability(
  training: Rows,
  steps: readonly PipelineStep[],
  { replicates, seed, data = {}, told, ...permission }: StabilityOptions,
): SelectionStability {
  requireTraining(training, "selection stability", permission);
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new RangeError(`replicates must be a positive whole number; got ${replicates}`);
  const random = seededRandom(seed);
  const strata = [0, 1].map((label) =>
    training.outcome.flatMap((own, i) => (own === label ? [i] : [])),
  );
  const counts = new Map<string, number>();
  const sizes = Array.from({ length: replicates }, (_, r) => {
    const at = strata.flatMap((rows) => rows.map(() => rows[random.integer(rows.length)]!));
    const { rows } = atReplicate(r + 1, () =>
      fitPreparation(drawn(training, at), steps, data, permission),
    );
    for (const name of rows.features.names) counts.set(name, (counts.get(name) ?? 0) + 1);
    told?.(r + 1, replicates);
    return rows.features.names.length;
  });
  const features = training.features.names.flatMap((feature) =>
    counts.has(feature) ? [{ feature, share: counts.get(feature)! / replicates }] : [],
  );
  return { replicates, sizes, features: features.sort((a, b) => b.share - a.share) };
}

/** A patient who is drawn more than once has rows of different names, and stays one patient. */
function drawn(training: Rows, at: readonly number[]): Rows {
  const rows = rowsAt(training, at);
  return makeRows({ ...rows, ids: rows.ids.map((id, k) => `${id} (${k + 1})`) });
}

function atReplicate<T>(replicate: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`resample ${replicate}: ${error.message}`);
  }
}
