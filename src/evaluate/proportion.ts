/**
 * A proportion with its confidence interval, by each of the usual methods.
 *
 * Clopper-Pearson is exact and wide, Wilson close to its nominal coverage; with a continuity correction it is
 * what R's `prop.test` prints. Agresti-Coull and Wald are given for comparison with papers that use them, and
 * are not clipped: a limit beyond 0 or 1 shows that they do not fit there.
 * Sources: Clopper & Pearson, Biometrika 26 (1934) 404–413; Newcombe, Stat. Med. 17 (1998) 857–872 (methods 1,
 * 3, 4, 5); Brown, Cai & DasGupta, Stat. Sci. 16 (2001) 101–133 (Jeffreys, Agresti-Coull).
 */

import { betaQuantile, betaUpperQuantile } from "../math/beta.js";
import { normalQuantile } from "../math/normal.js";
import { requireConfidence } from "./outcome.js";

export type ProportionMethod =
  | "clopperPearson"
  | "wilson"
  | "wilsonContinuity"
  | "agrestiCoull"
  | "jeffreys"
  | "wald";

type Interval = readonly [lower: number, upper: number];

/** x of n with its intervals. All are null where there is nothing to count (n = 0). */
export interface Proportion {
  readonly count: number;
  readonly total: number;
  /** count / total; null when the total is 0. */
  readonly estimate: number | null;
  readonly clopperPearson: Interval | null;
  readonly wilson: Interval | null;
  readonly wilsonContinuity: Interval | null;
  readonly agrestiCoull: Interval | null;
  readonly jeffreys: Interval | null;
  readonly wald: Interval | null;
}

/** @throws RangeError unless count and total are whole numbers with 0 ≤ count ≤ total */
export function proportion(
  count: number,
  total: number,
  { confidence = 0.95 }: { confidence?: number } = {},
): Proportion {
  requireCounts(count, total);
  requireConfidence(confidence);
  const by = (method: ProportionMethod): Interval | null =>
    total === 0 ? null : proportionInterval(count, total, { confidence, method });
  return {
    count,
    total,
    estimate: total === 0 ? null : count / total,
    clopperPearson: by("clopperPearson"),
    wilson: by("wilson"),
    wilsonContinuity: by("wilsonContinuity"),
    agrestiCoull: by("agrestiCoull"),
    jeffreys: by("jeffreys"),
    wald: by("wald"),
  };
}

/**
 * The interval of one method.
 *
 * @throws RangeError as {@link proportion}, for a total of 0, or for an unknown method
 */
export function proportionInterval(
  count: number,
  total: number,
  {
    confidence = 0.95,
    method = "clopperPearson",
  }: { confidence?: number; method?: ProportionMethod } = {},
): Interval {
  requireCounts(count, total);
  if (total === 0) throw new RangeError("an interval needs at least one patient; got 0 of 0");
  const tail = (1 - requireConfidence(confidence)) / 2;
  switch (method) {
    case "clopperPearson":
      return [
        count === 0 ? 0 : betaQuantile(tail, count, total - count + 1),
        count === total ? 1 : betaUpperQuantile(tail, count + 1, total - count),
      ];
    case "jeffreys":
      return [
        count === 0 ? 0 : betaQuantile(tail, count + 0.5, total - count + 0.5),
        count === total ? 1 : betaUpperQuantile(tail, count + 0.5, total - count + 0.5),
      ];
    case "wilson":
      return wilson(count, total, normalQuantile(1 - tail), 0);
    case "wilsonContinuity":
      return wilson(
        count,
        total,
        normalQuantile(1 - tail),
        Math.min(0.5, Math.abs(count - total / 2)),
      );
    case "agrestiCoull": {
      const z = normalQuantile(1 - tail);
      const size = total + z ** 2;
      return around((count + z ** 2 / 2) / size, size, z);
    }
    case "wald":
      return around(count / total, total, normalQuantile(1 - tail));
    default:
      throw new RangeError(
        `method must be clopperPearson, wilson, wilsonContinuity, agrestiCoull, jeffreys or wald; got ${JSON.stringify(method)}`,
      );
  }
}

/** Newcombe's methods 3 and 4: `correction` is 0, or at most 0.5 patients towards the middle. */
function wilson(count: number, total: number, z: number, correction: number): Interval {
  const limit = (share: number, sign: 1 | -1): number => {
    const center = share + z ** 2 / (2 * total);
    const margin = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
    return (center + sign * margin) / (1 + z ** 2 / total);
  };
  const [below, above] = [(count - correction) / total, (count + correction) / total];
  return [below <= 0 ? 0 : limit(below, -1), above >= 1 ? 1 : limit(above, 1)];
}

function around(center: number, size: number, z: number): Interval {
  const margin = z * Math.sqrt((center * (1 - center)) / size);
  return [center - margin, center + margin];
}

function requireCounts(count: number, total: number): void {
  if (
    !(Number.isSafeInteger(count) && Number.isSafeInteger(total) && count >= 0 && count <= total)
  ) {
    throw new RangeError(
      `count and total must be whole numbers with 0 <= count <= total; got ${count} of ${total}`,
    );
  }
}
