/**
 * How much of a printed Table 1 patients give back: every count, mean, standard deviation and P compared with the
 * printed one, to its digits.
 */

import { decimal } from "../math/decimal.js";
import { comparisonOf, type GroupComparison, testNamed } from "./group-comparison.js";
import { printsAs } from "./printed-number.js";
import type { PublishedComparison } from "./published-comparison.js";

export interface Agreement {
  readonly agree: number;
  readonly of: number;
  /** What differs, in words: "Depth, Deep, validation: 5, printed 55". */
  readonly differ: readonly string[];
}

export interface TableOneAgreement {
  readonly counts: Agreement;
  /** Means and standard deviations. */
  readonly moments: Agreement;
  /** By the test that was identified as giving the printed P. */
  readonly pValues: Agreement;
}

export function tableOneAgreement(
  comparisons: readonly GroupComparison[],
  published: readonly PublishedComparison[],
): TableOneAgreement {
  const pairs = published.map(
    (printed) => [printed, comparisonOf(comparisons, printed.variable, printed.role)] as const,
  );
  return {
    counts: agreement(pairs.flatMap(([printed, own]) => countChecks(printed, own))),
    moments: agreement(pairs.flatMap(([printed, own]) => momentChecks(printed, own))),
    pValues: agreement(pairs.map(([printed, own]) => pCheck(printed, own))),
  };
}

/** Null if it agrees, else what differs. */
type Check = string | null;

function agreement(checks: readonly Check[]): Agreement {
  const differ = checks.filter((check) => check !== null);
  return { agree: checks.length - differ.length, of: checks.length, differ };
}

function countChecks(printed: PublishedComparison, { summary }: GroupComparison): Check[] {
  if (summary.kind === "continuous") return [];
  return summary.counts.flatMap((pair, l) =>
    pair.map((count, group) => {
      const text = printed.printed[l]![group]!;
      return String(count) === text
        ? null
        : `${printed.label}, ${summary.levels[l]}, ${printed.role}: ${count}, printed ${text}`;
    }),
  );
}

function momentChecks(printed: PublishedComparison, { summary }: GroupComparison): Check[] {
  if (summary.kind !== "continuous") return [];
  return summary.groups.flatMap(({ mean, standardDeviation }, group) => {
    const texts = printed.printed[0]![group]!.split(" ± ");
    return [mean, standardDeviation].map((value, i) => {
      const text = decimal(value, printed.decimals![i]!);
      return text === texts[i]
        ? null
        : `${printed.label}, ${["mean", "SD"][i]}, ${printed.role}: ${text}, printed ${texts[i]}`;
    });
  });
}

function pCheck(published: PublishedComparison, own: GroupComparison): Check {
  const { printed, identified } = published.identification;
  const { p } = testNamed(own, identified?.name ?? own.conventional);
  if (identified !== null && p !== null && printsAs(p, printed)) return null;
  const place = `${published.label}, P, ${published.role}`;
  return identified === null
    ? `${place}: no test gives the printed ${printed.text}`
    : `${place}: ${p}, printed ${printed.text}`;
}
