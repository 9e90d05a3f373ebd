/**
 * The standard error of an AUC from the AUC and the group sizes alone.
 *
 * It assumes that scores are negative exponential in both groups; useful for printed AUCs, where the scores
 * themselves are not at hand. DeLong's, which needs them, is preferred otherwise.
 * Source: Hanley & McNeil, Radiology 143 (1982) 29–36, equations 1 and 2.
 */

/**
 * @param auc in [0, 1]
 * @param eventCount m ≥ 1
 * @param nonEventCount n ≥ 1
 * @returns the standard error; 0 for an AUC of 0 or 1 with one patient a group
 * @throws RangeError for an AUC outside [0, 1] or a group that is empty
 */
export function hanleyMcNeilStandardError(
  auc: number,
  eventCount: number,
  nonEventCount: number,
): number {
  if (!(Number.isFinite(auc) && auc >= 0 && auc <= 1))
    throw new RangeError(`an AUC must lie in [0, 1]; got ${auc}`);
  for (const [what, count] of [
    ["events", eventCount],
    ["non-events", nonEventCount],
  ] as const) {
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`the number of ${what} must be a whole number from 1; got ${count}`);
  }
  const bothAbove = auc / (2 - auc); // two random events above one random non-event
  const bothBelow = (2 * auc ** 2) / (1 + auc); // one random event above two random non-events
  const variance =
    (auc * (1 - auc) +
      (eventCount - 1) * (bothAbove - auc ** 2) +
      (nonEventCount - 1) * (bothBelow - auc ** 2)) /
    (eventCount * nonEventCount);
  return Math.sqrt(Math.max(0, variance));
}
