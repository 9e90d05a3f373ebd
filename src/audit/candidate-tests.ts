/**
 * Every test by which the two groups of a Table 1 are commonly compared, each by its name.
 *
 * Numbers have Student's and Welch's t test, and the Mann-Whitney test where the values themselves are known. Levels
 * have Pearson's chi-square with and without Yates' correction, the likelihood ratio, Fisher's exact test, and, taken
 * in their order, the Mann-Whitney test with and without the continuity correction and linear-by-linear association
 * (of the places of the levels among all, as of their codes in a data file: one that nobody has leaves its gap).
 * A test that is not defined for the table, or beyond reach, stands there with the reason.
 */

import { groupSizes, type LevelSummary, type VariableSummary } from "../cohort/group-summary.js";
import {
  expectedCounts,
  likelihoodRatioTest,
  linearByLinearTest,
  pearsonChiSquareTest,
  yatesChiSquareTest,
} from "../compare/contingency.js";
import { fisherExactTest } from "../compare/fisher-rxc.js";
import { mannWhitneyTest, mannWhitneyTestOfCounts } from "../compare/mann-whitney.js";
import {
  standardisedCategoryDifference,
  standardisedMeanDifferenceFromSummaries,
} from "../compare/standardised-mean-difference.js";
import { tTestFromSummaries } from "../compare/t-test.js";

export type TestName =
  | "Student's t"
  | "Welch's t"
  | "Chi-square"
  | "Chi-square, Yates"
  | "Likelihood ratio"
  | "Fisher's exact"
  | "Mann-Whitney"
  | "Mann-Whitney, corrected"
  | "Linear-by-linear";

export interface CandidateTest {
  readonly name: TestName;
  /** Two-sided; null where it is not computable. */
  readonly p: number | null;
  readonly notComputable: string | null;
  /** Smallest and largest P among inputs that round to the given ones; null where inputs are exact. */
  readonly range: readonly [lowest: number, highest: number] | null;
}

/** The candidates for a variable, in the order in which they are to be preferred when several give the same P. */
export function candidateTests(summary: VariableSummary): CandidateTest[] {
  const normal = (continuityCorrection: boolean) =>
    ({ law: "normal", continuityCorrection }) as const;
  if (summary.kind === "continuous") {
    const [x, y] = summary.groups;
    const { values } = summary;
    const t = (variances: "equal" | "unequal"): number =>
      tTestFromSummaries(x, y, { variances }).pValue;
    return [
      candidate("Student's t", () => t("equal")),
      candidate("Welch's t", () => t("unequal")),
      ...(values === null
        ? []
        : (
            [
              ["Mann-Whitney", false],
              ["Mann-Whitney, corrected", true],
            ] as const
          ).map(([name, corrected]) =>
            candidate(name, () => mannWhitneyTest(...values, normal(corrected)).pValue),
          )),
    ];
  }
  const { counts } = summary;
  const ordered = { x: counts.map(([x]) => x), y: counts.map(([, y]) => y) };
  return [
    candidate("Chi-square", () => pearsonChiSquareTest(counts).pValue),
    candidate("Chi-square, Yates", () => yatesChiSquareTest(counts).pValue),
    candidate("Fisher's exact", () => fisherExactTest(counts).pValue),
    candidate("Mann-Whitney", () => mannWhitneyTestOfCounts(ordered, normal(false)).pValue),
    candidate(
      "Mann-Whitney, corrected",
      () => mannWhitneyTestOfCounts(ordered, normal(true)).pValue,
    ),
    candidate("Linear-by-linear", () => linearByLinearTest(counts, [...counts.keys()]).pValue),
    candidate("Likelihood ratio", () => likelihoodRatioTest(counts).pValue),
  ];
}

/**
 * What the footnote of a clinical Table 1 promises: Student's t for numbers, Mann-Whitney for ordered levels,
 * chi-square for others, or Fisher's exact test where an expected count is below 5.
 */
export function conventionalTest(summary: VariableSummary): TestName {
  if (summary.kind === "continuous") return "Student's t";
  if (summary.kind === "ordinal") return "Mann-Whitney";
  return smallestExpected(summary) < 5 ? "Fisher's exact" : "Chi-square";
}

/** Size of the standardised mean difference; null where no group varies. */
export function standardisedDifference(summary: VariableSummary): number | null {
  const difference = (): number => {
    if (summary.kind === "continuous")
      return Math.abs(standardisedMeanDifferenceFromSummaries(...summary.groups));
    const { counts } = summary;
    return standardisedCategoryDifference(
      counts.map(([x]) => x),
      counts.map(([, y]) => y),
    );
  };
  return orReason(difference).value;
}

function smallestExpected(summary: LevelSummary): number {
  const filled = summary.counts.filter(([x, y]) => x + y > 0).length;
  if (filled < 2 || groupSizes(summary).includes(0)) return 0;
  return Math.min(...expectedCounts(summary.counts).flat());
}

function candidate(name: TestName, compute: () => number): CandidateTest {
  const { value, reason } = orReason(compute);
  return { name, p: value, notComputable: reason, range: null };
}

/** The value, or the sentence of the refusal. */
function orReason(compute: () => number): { value: number | null; reason: string | null } {
  try {
    return { value: compute(), reason: null };
  } catch (error) {
    if (error instanceof RangeError) return { value: null, reason: error.message };
    throw error;
  }
}
