/**
 * What a reader could look at where no test of a table of counts gives the printed P: another table that does, with one
 * level against all others, or with a single patient in another level. Many tables are tried, so it is a lead only.
 */

import type { LevelSummary } from "../cohort/group-summary.js";
import {
  likelihoodRatioTest,
  linearByLinearTest,
  pearsonChiSquareTest,
} from "../compare/contingency.js";
import { mannWhitneyTestOfCounts } from "../compare/mann-whitney.js";
import { shown } from "./evidence.js";
import { type PrintedNumber, printsAs } from "./printed-number.js";

type Counts = readonly (readonly [first: number, second: number])[];

type Test = readonly [name: string, p: (counts: Counts) => number];

/** Of two levels the test of ranks and that of the trend are one. */
const TESTS_OF_TWO: readonly Test[] = [
  ["chi-square", (counts) => pearsonChiSquareTest(counts).pValue],
  ["linear-by-linear (Mann-Whitney)", (counts) => linearByLinearTest(counts).pValue],
];

const TESTS: readonly Test[] = [
  ["chi-square", (counts) => pearsonChiSquareTest(counts).pValue],
  ["Mann-Whitney", (counts) => rankP(counts)],
  ["linear-by-linear", (counts) => linearByLinearTest(counts, [...counts.keys()]).pValue],
  ["likelihood ratio", (counts) => likelihoodRatioTest(counts).pValue],
];

/** In a sentence without its first capital. */
export function groupLead(summary: LevelSummary, printed: PrintedNumber): string {
  const leads = [mergedLead(summary, printed), movedLead(summary, printed)];
  return leads.filter((lead) => lead !== null).join("; ");
}

/** One level against all others; null where none gives it, and for two levels, of which there is nothing to merge. */
function mergedLead({ counts, levels }: LevelSummary, printed: PrintedNumber): string | null {
  if (counts.length < 3) return null;
  let tried = 0;
  const found = counts.flatMap((own, l) => {
    const others = counts.filter((_, other) => other !== l);
    const sum = (group: 0 | 1): number => others.reduce((total, pair) => total + pair[group], 0);
    const merged: Counts = [own, [sum(0), sum(1)]];
    if (merged.some(([a, b]) => a + b === 0)) return [];
    tried += TESTS_OF_TWO.length;
    return TESTS_OF_TWO.map(([name, p]) => [name, p(merged)] as const)
      .filter(([, p]) => printsAs(p, printed))
      .map(([name, p]) => `${name} of ${levels[l]} against all others gives ${shown(p)}`);
  });
  return found.length === 0
    ? null
    : `${found.join(", ")}; ${tried} tests of merged levels were tried, so this may be chance`;
}

/** One patient in another level. */
function movedLead({ counts, levels }: LevelSummary, printed: PrintedNumber): string {
  const moves = counts.flatMap((_, from) =>
    counts.flatMap((_, to) =>
      ([0, 1] as const).flatMap((group) =>
        from === to || counts[from]![group] === 0 ? [] : [{ from, to, group }],
      ),
    ),
  );
  const found = moves.flatMap(({ from, to, group }) => {
    const moved = counts.map(([a, b], l): [number, number] => {
      const by = l === from ? -1 : l === to ? 1 : 0;
      return group === 0 ? [a + by, b] : [a, b + by];
    });
    if (moved.filter(([a, b]) => a + b > 0).length < 2) return [];
    return TESTS.map(([name, p]) => [name, p(moved)] as const)
      .filter(([, p]) => printsAs(p, printed))
      .map(
        ([name, p]) =>
          `${name} would be ${shown(p)} with one patient of the ${group === 0 ? "first" : "second"} group in ${levels[to]} instead of ${levels[from]}`,
      );
  });
  if (found.length === 0)
    return `nor does a single patient in another level give it (chi-square, Mann-Whitney, linear-by-linear and likelihood ratio of ${moves.length} tables)`;
  return `${found.slice(0, 2).join(", ")}; ${moves.length} such tables were tried, so this may be chance`;
}

function rankP(counts: Counts): number {
  const groups = { x: counts.map(([a]) => a), y: counts.map(([, b]) => b) };
  return mannWhitneyTestOfCounts(groups, { law: "normal", continuityCorrection: false }).pValue;
}
