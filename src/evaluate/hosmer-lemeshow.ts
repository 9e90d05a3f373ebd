/**
 * The Hosmer-Lemeshow test: events observed and expected in groups of similar risk.
 *
 * A small P says that the risks do not fit; a large one says little, since the test is weak in small samples and
 * depends on the number of groups. Where risks tie, groups merge and the degrees of freedom follow them.
 * Source: Hosmer & Lemeshow, Commun. Stat. A 9 (1980) 1043–1069; grouping as `hoslem.test` of R's ResourceSelection.
 */

import { chiSquareUpperTail } from "../math/chi-square.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { groupsBetween, quantileBreaks } from "./calibration-bins.js";
import { countEventsWithRisks } from "./outcome.js";

export interface HosmerLemeshow {
  readonly chiSquare: number;
  /** Groups − 2, for patients the model was fitted on. */
  readonly degreesOfFreedom: number;
  /** Null (with a flag) when fewer than three groups are left. */
  readonly pValue: number | null;
  /** With as many degrees of freedom as groups: for patients the model has not seen. */
  readonly externalPValue: number;
  /** Patients, events and expected events of each group. */
  readonly sizes: readonly number[];
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  /** Distinct quantiles of the risks that part the groups. */
  readonly breaks: readonly number[];
  readonly flag: string | null;
}

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks in [0, 1]
 * @throws RangeError on invalid input, or when all risks are equal
 */
export function hosmerLemeshow(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  { groups = 10, ...others }: { groups?: number } = {},
): HosmerLemeshow {
  requireNoOtherOptions("Hosmer and Lemeshow's test", others);
  countEventsWithRisks(labels, risks);
  const breaks = quantileBreaks(risks, groups);
  if (breaks[0] === breaks[breaks.length - 1]) {
    throw new RangeError(
      `groups of risk need risks that differ; all ${risks.length} are ${risks[0]}; compare their mean with the prevalence instead`,
    );
  }
  const members = groupsBetween(risks, breaks).filter((group) => group.length > 0);
  const sizes = members.map((group) => group.length);
  const observed = members.map((group) => group.reduce((sum, i) => sum + labels[i], 0));
  const expected = members.map((group) => group.reduce((sum, i) => sum + risks[i], 0));
  const chiSquare = members.reduce(
    (sum, _, k) =>
      sum +
      contribution(observed[k], expected[k]) +
      contribution(sizes[k] - observed[k], sizes[k] - expected[k]),
    0,
  );
  const degreesOfFreedom = members.length - 2;
  return {
    chiSquare,
    degreesOfFreedom,
    pValue: degreesOfFreedom > 0 ? chiSquareUpperTail(chiSquare, degreesOfFreedom) : null,
    externalPValue: chiSquareUpperTail(chiSquare, members.length),
    sizes,
    observed,
    expected,
    breaks,
    flag:
      degreesOfFreedom > 0
        ? null
        : `the test needs at least three groups; ties leave ${members.length} of the ${groups} asked for`,
  };
}

/** (O − E)² / E; a group where nothing is expected adds nothing if nothing happens, and Infinity if it does. */
function contribution(observed: number, expected: number): number {
  return observed === expected ? 0 : (observed - expected) ** 2 / expected;
}
