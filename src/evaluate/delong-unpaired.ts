/**
 * DeLong's comparison of the AUCs of two groups of different patients.
 *
 * The two AUCs are independent, so their variances add. R's pROC refers the ratio to a t distribution with
 * Satterthwaite's degrees of freedom, other software to the normal one; both are given, because published P
 * values come from either.
 *
 * Sources: DeLong et al., Biometrics 44 (1988) 837–845; degrees of freedom as pROC 1.18, `roc.test(paired = FALSE)`.
 */

import { normalTwoSidedP } from "../math/normal.js";
import { tTwoSidedP } from "../math/student-t.js";
import { type DelongOptions, delongAuc } from "./delong.js";

/** One group of patients: outcomes and their scores. */
export interface ScoredGroup {
  /** 1 = event, 0 = non-event. */
  readonly labels: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

export interface DelongUnpairedTest {
  readonly aucA: number;
  readonly aucB: number;
  readonly varianceA: number;
  readonly varianceB: number;
  /** AUC of group A minus AUC of group B. */
  readonly difference: number;
  readonly standardError: number;
  /** The difference in standard errors: pROC's D, and the z of the normal test. */
  readonly statistic: number;
  /** Satterthwaite's. */
  readonly degreesOfFreedom: number;
  /** Two-sided, by the t distribution (pROC). */
  readonly pValue: number;
  /** Two-sided, by the normal distribution. */
  readonly normalPValue: number;
}

/**
 * The test that a score has the same AUC in two groups, or two scores each in its own group.
 *
 * @throws RangeError on invalid input, or if neither AUC has any variance to judge the difference by
 */
export function delongUnpairedTest(
  groupA: ScoredGroup,
  groupB: ScoredGroup,
  options: Pick<DelongOptions, "direction"> = {},
): DelongUnpairedTest {
  const a = delongAuc(groupA.labels, groupA.scores, options);
  const b = delongAuc(groupB.labels, groupB.scores, options);
  const difference = a.auc - b.auc;
  const spread = a.variance + b.variance;
  if (spread === 0) {
    throw new RangeError(
      `AUCs ${a.auc} and ${b.auc} have no variance to compare them by; use a permutation test instead`,
    );
  }
  const statistic = difference / Math.sqrt(spread);
  const degreesOfFreedom =
    spread ** 2 /
    (a.variance ** 2 / (groupA.labels.length - 1) + b.variance ** 2 / (groupB.labels.length - 1));
  return {
    aucA: a.auc,
    aucB: b.auc,
    varianceA: a.variance,
    varianceB: b.variance,
    difference,
    standardError: Math.sqrt(spread),
    statistic,
    degreesOfFreedom,
    pValue: tTwoSidedP(statistic, degreesOfFreedom),
    normalPValue: normalTwoSidedP(statistic),
  };
}
