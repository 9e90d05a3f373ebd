/**
 * Times to an event or to the end of observation, checked and brought onto one axis: the one door of all survival analysis.
 *
 * Times that differ only by rounding are one time, as R's survival takes them since 2.40 (`timefix`). Patients who are
 * censored at a time are still at risk at it.
 */

export interface FollowUp {
  /** Distinct times, ascending. */
  readonly times: Float64Array;
  /** For each patient the place of his time in `times`. */
  readonly at: Uint32Array;
  /** For each patient: 1 = event, 0 = censored. */
  readonly events: Uint8Array;
}

/**
 * @param times n times ≥ 0
 * @param events n marks: 1 = event, 0 = censored
 * @throws RangeError if there is no patient, lengths differ, a time is negative or not finite, or a mark is not 0 or 1
 */
export function followUp(times: ArrayLike<number>, events: ArrayLike<number>): FollowUp {
  const n = times.length;
  if (n === 0) throw new RangeError("survival needs at least one patient; got none");
  if (events.length !== n)
    throw new RangeError(`need one event mark per time; got ${events.length} for ${n} times`);
  const marks = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (!(times[i] >= 0 && Number.isFinite(times[i]))) {
      throw new RangeError(`times must be finite and not negative; times[${i}] is ${times[i]}`);
    }
    if (events[i] !== 0 && events[i] !== 1)
      throw new RangeError(`event marks must be 0 or 1; events[${i}] is ${events[i]}`);
    marks[i] = events[i];
  }
  const distinct = distinctTimes(times);
  return {
    times: distinct,
    at: Uint32Array.from({ length: n }, (_, i) => placeOf(distinct, times[i])),
    events: marks,
  };
}

/** Sorted times without repetition; a run whose gaps are rounding is represented by its first. */
function distinctTimes(times: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(times).sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i];
  const unique = sorted.subarray(0, count);
  let sum = 0;
  for (const time of unique) sum += time;
  const tolerance = Math.sqrt(Number.EPSILON);
  const gap = Math.max(tolerance, tolerance * (sum / count));
  return unique.filter((time, i) => i === 0 || time - unique[i - 1] > gap);
}

/** The place of the last distinct time that is not after `time`. */
function placeOf(distinct: Float64Array, time: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (distinct[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Names of groups in ascending order of their text, and the place of each patient's. @throws RangeError if lengths differ */
export function groupsOf(
  labels: ArrayLike<string>,
  n: number,
  what: string,
): { names: string[]; of: Uint32Array } {
  if (labels.length !== n)
    throw new RangeError(`need one ${what} per time; got ${labels.length} for ${n} times`);
  const names = [...new Set(Array.from(labels))].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(names.map((name, g) => [name, g]));
  return { names, of: Uint32Array.from(labels, (label) => places.get(label) ?? 0) };
}
