/**
 * Between which limits can DeLong's standard error of an AUC lie?
 *
 * Let λᵢ be the non-events that event i outranks, in falling order, and cⱼ the events above non-event j. DeLong's variance
 * is [Σ(λᵢ/n)² − mθ²] / m(m−1) + [Σ(cⱼ/m)² − nθ²] / n(n−1), and Σcⱼ² = Σ(2i−1)λᵢ, since the cⱼ are the columns of the
 * diagram whose rows are the λᵢ. So for a given AUC θ = Σλᵢ/mn, without ties, the variance is a sum of convex functions
 * of the single λᵢ:
 * - its minimum is exact: give one pair after another to the event where it costs least;
 * - its maximum over 0 ≤ λ ≤ n lies at a corner, where the λᵢ take one value besides 0 and n.
 * Ties can only lower the variance (a tied block is the average of its orderings). With them, the smallest is bounded
 * from below by Lagrange's method over all sequences of levels.
 */

import type { Interval } from "./printed-number.js";

export interface StandardErrorLimits {
  /** Smallest of all rankings without ties; attained. Null if no such ranking has an AUC in the range. */
  readonly smallestUntied: number | null;
  /** No ranking, with or without ties, has a larger one. */
  readonly largest: number;
}

/**
 * @param auc the values that the AUC may have
 * @param m events, at least 2
 * @param n non-events, at least 2
 * @throws RangeError for fewer than two patients a group, or no AUC in [0, 1]
 */
export function standardErrorLimits(auc: Interval, m: number, n: number): StandardErrorLimits {
  const range = pairRange(auc, m, n);
  return {
    smallestUntied: smallestUntied(range, m, n),
    largest: Math.sqrt(largestVariance(range, m, n)),
  };
}

/** The largest m · n for which ties are looked at: the search grows with its square. */
const LARGEST_TIED = 10_000;

/**
 * A standard error that no ranking undercuts, patients who share a score included; null for more than 10,000 pairs.
 *
 * @throws RangeError as {@link standardErrorLimits}
 */
export function smallestTiedStandardError(auc: Interval, m: number, n: number): number | null {
  if (m * n > LARGEST_TIED) return null;
  const [from, to] = pairRange(auc, m, n);
  const boundAt = (price: number): number => {
    const least = cheapest(m, n, price);
    return Math.min(...[from, to].map((pairs) => least + price * pairs - center(pairs, m, n)));
  };
  // Right at any price, and concave in it: a good price by golden section.
  let [low, high] = [0, 2 / (n * (m - 1)) + 2 / (m * (n - 1))];
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [boundAt(left), boundAt(right)];
  for (let step = 0; step < 12; step++) {
    if (atLeft > atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = boundAt(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = boundAt(right);
    }
  }
  return Math.sqrt(Math.max(0, atLeft, atRight));
}

/** How far the search for more events goes. */
const MOST_EVENTS = 300;

/**
 * How many events, more than m, it takes for a ranking without ties to have so small a standard error.
 *
 * @returns null if 300 do not suffice
 */
export function fewestEvents(
  auc: Interval,
  standardError: number,
  m: number,
  n: number,
): number | null {
  for (let events = m + 1; events <= MOST_EVENTS; events++) {
    const smallest = smallestUntied(pairRange(auc, events, n), events, n);
    if (smallest !== null && smallest <= standardError) return events;
  }
  return null;
}

/** Pairs in the right order that the AUC may stand for. */
function pairRange({ low, high }: Interval, m: number, n: number): [number, number] {
  if (!(Number.isInteger(m) && Number.isInteger(n) && m >= 2 && n >= 2))
    throw new RangeError(`a variance needs two patients per outcome; got ${m} and ${n}`);
  const [from, to] = [Math.max(0, low), Math.min(1, high)];
  if (!(from <= to)) throw new RangeError(`an AUC must lie in [0, 1]; got ${low} to ${high}`);
  return [from * m * n, to * m * n];
}

/** What the squares cost: of one event that outranks k non-events k²·row, of a non-event below k events k²·column. */
function costs(m: number, n: number): { readonly row: number; readonly column: number } {
  return { row: 1 / (n ** 2 * m * (m - 1)), column: 1 / (m ** 2 * n * (n - 1)) };
}

/** What is taken off for the mean: θ² (1/(m−1) + 1/(n−1)). */
function center(pairs: number, m: number, n: number): number {
  return (pairs / (m * n)) ** 2 * (1 / (m - 1) + 1 / (n - 1));
}

/** In large groups one printed AUC stands for many; of that many neighbours the smallest errors are alike to six digits. */
const MOST_AREAS = 64;

function smallestUntied(
  [from, to]: readonly [number, number],
  m: number,
  n: number,
): number | null {
  const [first, last] = [Math.ceil(from), Math.floor(to)];
  if (first > last) return null;
  const steps = Math.min(last - first, MOST_AREAS - 1);
  let smallest = Infinity;
  for (let step = 0; step <= steps; step++) {
    const pairs = first + (steps === 0 ? 0 : Math.round((step / steps) * (last - first)));
    smallest = Math.min(smallest, smallestVariance(pairs, m, n));
  }
  return Math.sqrt(Math.max(0, smallest));
}

function smallestVariance(pairs: number, m: number, n: number): number {
  const { row, column } = costs(m, n);
  // Pairs of event i that cost at most `price` each: row·(2k − 1) + column·(2i − 1) ≤ price.
  const taken = (i: number, price: number): number =>
    Math.min(n, Math.max(0, Math.floor(((price - column * (2 * i - 1)) / row + 1) / 2)));
  const total = (price: number): number => {
    let sum = 0;
    for (let i = 1; i <= m; i++) sum += taken(i, price);
    return sum;
  };
  let [low, high] = [0, row * 2 * n + column * 2 * m];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (total(middle) <= pairs) low = middle;
    else high = middle;
  }
  let left = pairs - total(low);
  let cost = 0;
  for (let i = 1; i <= m; i++) {
    const spare = taken(i, high) - taken(i, low); // the pairs at the price itself
    const k = taken(i, low) + Math.min(left, spare);
    left -= Math.min(left, spare);
    cost += row * k ** 2 + column * (2 * i - 1) * k;
  }
  return cost - center(pairs, m, n);
}

/** Over all corners: `full` events above all non-events, `middle` ones above equally many, the rest above none. */
function largestVariance([from, to]: readonly [number, number], m: number, n: number): number {
  const { row, column } = costs(m, n);
  const taken = (1 / (m - 1) + 1 / (n - 1)) / (m * n) ** 2; // center(pairs) / pairs²
  let largest = 0;
  for (let full = 0; full <= m; full++) {
    const above = full * n; // pairs of the full events
    for (let middle = 1; middle <= m - full; middle++) {
      const [low, high] = [Math.max(from, above), Math.min(to, above + middle * n)];
      if (low > high) continue;
      const columns = ((full + middle) ** 2 - full ** 2) / middle; // Σ(2i−1) of a middle event
      const variance = (pairs: number): number => {
        const rest = pairs - above;
        const rows = full * n ** 2 + rest ** 2 / middle;
        return row * rows + column * (n * full ** 2 + columns * rest) - taken * pairs ** 2;
      };
      const bend = (row / middle) * above - (column * columns) / 2;
      const vertex = bend / (row / middle - taken);
      const inside = vertex > low && vertex < high ? [vertex] : [];
      largest = Math.max(largest, ...[low, high, ...inside].map(variance));
    }
  }
  return largest;
}

/** The least that a ranking with ties can cost, less `price` for each pair in the right order. */
function cheapest(m: number, n: number, price: number): number {
  const { row, column } = costs(m, n);
  const width = n + 1;
  const least = new Float64Array((m + 1) * width).fill(Infinity);
  least[0] = 0;
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      const here = least[i * width + j]!;
      const event = row * j ** 2 - price * j; // a single event above the j non-events so far
      if (i < m) lower(least, (i + 1) * width + j, here + event);
      if (j < n) lower(least, i * width + j + 1, here + column * (m - i) ** 2);
      for (let e = 1; e <= m - i; e++) {
        const above = m - i - e / 2;
        const nonEvent = column * above ** 2;
        for (let f = 1; f <= n - j; f++) {
          const below = j + f / 2;
          const level = e * (row * below ** 2 - price * below) + f * nonEvent;
          lower(least, (i + e) * width + j + f, here + level);
        }
      }
    }
  }
  return least[m * width + n]!;
}

function lower(values: Float64Array, at: number, value: number): void {
  if (value < values[at]!) values[at] = value;
}
