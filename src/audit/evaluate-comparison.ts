/** Recipes that are tests between groups and odds ratios: every usual way is a candidate. */

import type { LevelSummary, Moments, Pair } from "../cohort/group-summary.js";
import { type CandidateTest, candidateTests, conventionalTest } from "./candidate-tests.js";
import { type Claim, isEstimate } from "./claim.js";
import type { Candidate, Evaluation, Readings } from "./evaluation.js";
import { shown } from "./evidence.js";
import { groupLead } from "./group-lead.js";
import { intervalConsistency } from "./interval-consistency.js";
import type { Known } from "./known.js";
import { momentRange } from "./moment-range.js";
import { type Counts, codedOddsRatio, usualCodings } from "./odds-ratio-identifier.js";
import type { PrintedNumber } from "./printed-number.js";
import type { LevelCounts, Recipe } from "./recipe.js";

/** The counts of a recipe as numbers. */
export function countsOf({ nonEvents, events }: LevelCounts, readings: Readings): Counts {
  return {
    nonEvents: nonEvents.map((ref) => readings.number(ref).value),
    events: events.map((ref) => readings.number(ref).value),
  };
}

/** P of a table of counts, by every test; the one that its kind calls for first. */
export function groupComparison(
  recipe: Extract<Recipe, { by: "group comparison" }>,
  printed: PrintedNumber | null,
  readings: Readings,
): Evaluation {
  const { nonEvents, events } = countsOf(recipe, readings);
  const summary: LevelSummary = {
    kind: recipe.ordered ? "ordinal" : "nominal",
    levels: recipe.levels,
    counts: events.map((count, l) => [nonEvents[l]!, count] as const),
    missing: [0, 0],
  };
  const tests = candidateTests(summary).flatMap(({ name, p }): Candidate[] =>
    p === null ? [] : [{ method: name, value: p, range: null }],
  );
  const promised = conventionalTest(summary);
  const lead = printed === null ? null : groupLead(summary, printed);
  return {
    candidates: [
      ...tests.filter(({ method }) => method === promised),
      ...tests.filter(({ method }) => method !== promised),
    ],
    ...(lead === null ? {} : { lead }),
  };
}

/** P of two means: Student's and Welch's t test, with what their rounding leaves open. */
export function meanComparison(
  recipe: Extract<Recipe, { by: "mean comparison" }>,
  readings: Readings,
): Evaluation {
  const known = recipe.groups.map(({ mean, standardDeviation, n }) => ({
    n: readings.number(n),
    mean: readings.number(mean),
    standardDeviation: readings.number(standardDeviation),
  }));
  const groups = known.map(({ n, mean, standardDeviation }) => ({
    n: n.value,
    mean: mean.value,
    standardDeviation: standardDeviation.value,
  })) as unknown as Pair<Moments>;
  const half = (part: "mean" | "standardDeviation"): number =>
    Math.max(...known.map((group) => (group[part].high - group[part].low) / 2));
  const rounding = { mean: half("mean"), standardDeviation: half("standardDeviation") };
  const whole = wholeMoments(recipe, groups, readings);
  return {
    candidates: meanTests(groups).flatMap(({ name, p }): Candidate[] => {
      if (p === null) return [];
      const range = rounding.mean === 0 ? null : momentRange(name, groups, rounding);
      if (range === null) return [{ method: name, value: p, range }];
      const [low, high] = range;
      const exact = whole?.tests.find((test) => test.name === name)?.p ?? null;
      const remark = `${shown(low)} to ${shown(high)} within rounding of its inputs, ${shown(exact ?? 0)} with the means ${whole?.means} of whole numbers`;
      return [
        { method: name, value: p, range: { low, high }, ...(exact === null ? {} : { remark }) },
      ];
    }),
  };
}

function meanTests(groups: Pair<Moments>): CandidateTest[] {
  return candidateTests({ kind: "continuous", groups, values: null, missing: [0, 0] });
}

/** The same tests with the means that whole numbers have, if both are known; SDs as printed. */
function wholeMoments(
  recipe: Extract<Recipe, { by: "mean comparison" }>,
  [first, second]: Pair<Moments>,
  readings: Readings,
): { readonly means: string; readonly tests: CandidateTest[] } | null {
  const [a, b] = recipe.groups.map(({ mean }) => readings.wholeMean?.(mean) ?? null);
  if (a == null || b == null) return null;
  const groups = [
    { ...first, mean: a.sum / a.n },
    { ...second, mean: b.sum / b.n },
  ] as const;
  return { means: `${a.sum}/${a.n} and ${b.sum}/${b.n}`, tests: meanTests(groups) };
}

/** An odds ratio with its interval, by every coding and both kinds of interval. */
export function oddsRatio(
  recipe: Extract<Recipe, { by: "odds ratio" }>,
  readings: Readings,
): Evaluation {
  const counts = countsOf(recipe, readings);
  const fits = usualCodings(recipe.levels).flatMap(
    (coding) => codedOddsRatio(counts, coding) ?? [],
  );
  return {
    candidates: [
      ...fits.map(({ coding, wald }) => ({
        method: `${coding.name}, Wald's interval`,
        value: wald,
        range: null,
      })),
      ...fits.map(({ coding, profile }) => ({
        method: `${coding.name}, profile likelihood`,
        value: profile,
        range: null,
      })),
    ],
  };
}

/** P of an odds ratio: by the coding that its own claim was found to have, else by all. */
export function oddsRatioP(
  recipe: Extract<Recipe, { by: "odds ratio" }>,
  settled: string | null,
  readings: Readings,
): Evaluation {
  const counts = countsOf(recipe, readings);
  const codings = usualCodings(recipe.levels);
  const own = codings.filter(({ name }) => settled?.startsWith(`${name},`));
  const fits = (own.length > 0 ? own : codings).flatMap(
    (coding) => codedOddsRatio(counts, coding) ?? [],
  );
  return {
    candidates: fits.flatMap(({ coding, waldP, likelihoodRatioP }): Candidate[] => [
      { method: `${coding.name}, Wald's test`, value: waldP, range: null },
      { method: `${coding.name}, likelihood ratio`, value: likelihoodRatioP, range: null },
    ]),
  };
}

/** Wald's P from a printed estimate and its interval. */
export function intervalP({ id, value }: Claim, readings: Readings): Evaluation {
  if (!isEstimate(value)) throw new RangeError(`"${id}" must have an interval; it has none`);
  const { p } = intervalConsistency(readings.estimate(id));
  return { candidates: [withRange(`Wald's test from ${id}`, p)] };
}

function withRange(method: string, { value, low, high }: Known): Candidate {
  return { method, value, range: low === high ? null : { low, high } };
}
