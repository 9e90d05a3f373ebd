/**
 * Which of McNemar's tests gives a printed P, from two confusion matrices of the same patients?
 *
 * The matrices leave open on how many patients the classifiers disagree, so each test is computed for every number that
 * they allow. Where there is one such number alone, P follows; where there are several, P can be one of a few values.
 */

import { mcNemarTest } from "../compare/mcnemar.js";
import type { Candidate, Evaluation, Readings } from "./evaluation.js";
import { shown } from "./evidence.js";
import { mcNemarBounds } from "./mcnemar-bounds.js";
import { type PrintedNumber, printsAs, roundingInterval } from "./printed-number.js";
import type { Recipe } from "./recipe.js";

export function mcNemarP(
  { of }: Extract<Recipe, { by: "McNemar" }>,
  printed: PrintedNumber | null,
  readings: Readings,
): Evaluation {
  const { fewest, most } = mcNemarBounds(readings.matrix(of[0]), readings.matrix(of[1]));
  const pairings = Array.from({ length: most[0] - fewest[0] + 1 }, (_, more) => ({
    pair: `${fewest[0] + more} gained and ${fewest[1] + more} lost`,
    ps: testPs(fewest[0] + more, fewest[1] + more),
  }));
  const [only, ...others] = pairings;
  if (others.length === 0)
    return {
      candidates: only!.ps.map(([name, value]) => ({
        method: `McNemar's ${name}, ${only!.pair}`,
        value,
        range: null,
      })),
    };
  const possible = pairings.flatMap(({ pair, ps }) =>
    ps.flatMap(([name, p]): Candidate[] =>
      printed !== null && printsAs(p, printed)
        ? [
            {
              method: `McNemar's ${name}, if there were ${pair}, would be ${shown(p)}`,
              value: null,
              range: roundingInterval(printed),
            },
          ]
        : [],
    ),
  );
  const all = pairings.flatMap(({ ps }) => ps.map(([, p]) => p));
  const lead = `McNemar's P lies between ${shown(Math.min(...all))} and ${shown(Math.max(...all))} for all ${pairings.length} pairings, from ${only!.pair} to ${pairings.at(-1)!.pair}, by every test`;
  return { candidates: possible, lead: possible.length === 0 ? gap(all, printed, lead) : lead };
}

/** P of each test; all are 1 where no pair disagrees. */
function testPs(b: number, c: number): (readonly [name: string, p: number])[] {
  if (b + c === 0) return [["exact test", 1]];
  const { exactP, pValue, correctedP } = mcNemarTest(b, c);
  return [
    ["exact test", exactP],
    ["chi-square", pValue],
    ["corrected chi-square", correctedP],
  ];
}

/** A printed P between the smallest and the largest may still be none of them. */
function gap(all: readonly number[], printed: PrintedNumber | null, lead: string): string {
  const inside =
    printed !== null && printed.value >= Math.min(...all) && printed.value <= Math.max(...all);
  return inside ? `${lead}, and none of these is ${printed.text}` : lead;
}
