/**
 * A printed Table 1 computed anew: its P values from its own counts, means and standard deviations, each beside the
 * printed one, with the test that gives it.
 */

import type { Cohort } from "../cohort/cohort.js";
import type { Moments, Pair, VariableSummary } from "../cohort/group-summary.js";
import type { Printed, PrintedMean } from "../io/paper/printed.js";
import type { PublishedSet } from "../io/paper/table.js";
import {
  type PublishedCountRow,
  type PublishedMeanRow,
  type PublishedTable1,
  readTable1,
} from "../io/paper/table-1.js";
import type { TestName } from "./candidate-tests.js";
import { compared, type GroupComparison } from "./group-comparison.js";
import { momentRange } from "./moment-range.js";
import { type Identification, identifyTest } from "./test-identifier.js";

/** What a printed table says of a variable in a set, and what its numbers give. */
export interface PublishedComparison extends GroupComparison {
  readonly role: PublishedSet;
  /** The line above the row, where one is printed. */
  readonly heading: string | null;
  /** As printed: a text per level and group; of a continuous variable one "mean ± SD" per group. */
  readonly printed: readonly Pair<string>[];
  /** Decimals of a printed mean and SD; null for counts. */
  readonly decimals: readonly [mean: number, sd: number] | null;
  /** Why a printed cell is read as another value; null for those taken as printed. */
  readonly misprints: readonly Pair<string | null>[];
  readonly identification: Identification;
}

/**
 * Every row of the printed table in both sets, training first.
 *
 * @param ordered names of the variables whose levels are ordered, since a printed table does not say
 */
export function publishedComparisons(
  table: PublishedTable1,
  ordered: readonly string[],
): PublishedComparison[] {
  return (["training", "validation"] as const).flatMap((role) =>
    table.rows.map((row) => {
      const read =
        row.kind === "mean"
          ? readMeans(row, role, table)
          : readCounts(row, role, ordered.includes(row.variable) ? "ordinal" : "nominal");
      const comparison = compared(read.summary);
      const tests = comparison.tests.map((test) => ({ ...test, range: read.rangeOf(test.name) }));
      const { variable, label, heading } = row;
      const { printed, misprints, decimals } = read;
      const identification = identifyTest(row[role].p, tests, comparison.conventional);
      return {
        variable,
        label,
        heading,
        role,
        printed,
        misprints,
        decimals,
        ...comparison,
        tests,
        identification,
      };
    }),
  );
}

interface ReadRow
  extends Pick<PublishedComparison, "printed" | "decimals" | "misprints" | "summary"> {
  /** Smallest and largest P of a test among inputs that round to the printed ones; null where inputs are exact. */
  rangeOf(test: TestName): readonly [number, number] | null;
}

function readMeans(row: PublishedMeanRow, role: PublishedSet, table: PublishedTable1): ReadRow {
  const { nonMetastasis, metastasis } = row[role];
  const means: Pair<PrintedMean> = [nonMetastasis, metastasis];
  const sizes = [table.sets[role].nonMetastasis.n.value, table.sets[role].metastasis.n.value];
  const moments = means.map(({ mean, standardDeviation }, group) => ({
    n: sizes[group]!,
    mean: mean.value,
    standardDeviation: standardDeviation.value,
  })) as unknown as Pair<Moments>;
  const half = ({ decimals }: Printed): number => 0.5 * 10 ** -decimals;
  const rounding = {
    mean: half(means[0].mean),
    standardDeviation: half(means[0].standardDeviation),
  };
  return {
    summary: { kind: "continuous", groups: moments, values: null, missing: [0, 0] },
    printed: [[means[0].text, means[1].text]],
    decimals: [means[0].mean.decimals, means[0].standardDeviation.decimals],
    misprints: [[null, null]],
    rangeOf: (test) => momentRange(test, moments, rounding),
  };
}

function readCounts(
  row: PublishedCountRow,
  role: PublishedSet,
  kind: "ordinal" | "nominal",
): ReadRow {
  const { nonMetastasis, metastasis } = row[role];
  const pairs = row.levels.map((_, l) => [nonMetastasis[l]!, metastasis[l]!] as const);
  const summary: VariableSummary = {
    kind,
    levels: row.levels,
    counts: pairs.map(([a, b]) => [a.count, b.count]),
    missing: [0, 0],
  };
  return {
    summary,
    printed: pairs.map(([a, b]) => [a.text, b.text]),
    decimals: null,
    misprints: pairs.map(([a, b]) => [a.misprint, b.misprint]),
    rangeOf: () => null,
  };
}

/**
 * The printed Table 1 to stand beside a cohort: for one that was constructed from the paper's tables; null for others,
 * whose patients the paper never saw.
 *
 * @param root folder of the repository
 */
export function publishedBeside(cohort: Cohort, root: string): PublishedComparison[] | null {
  if (!cohort.fromPaper) return null;
  const ordered = cohort.dictionary.variables.filter(({ kind }) => kind === "ordinal");
  return publishedComparisons(
    readTable1(root),
    ordered.map(({ name }) => name),
  );
}
