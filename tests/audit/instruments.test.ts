/** The smaller instruments: sums, whole numbers, intervals, pairs of classifiers, differences of AUCs, codings. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { aucDifference, standardErrorRange } from "dlrn/audit/auc-difference";
import { grim, grimmer } from "dlrn/audit/grim";
import { brokenSums, isSlip } from "dlrn/audit/group-sums";
import { intervalConsistency } from "dlrn/audit/interval-consistency";
import { type EstimateKnown, exactly, printedKnown } from "dlrn/audit/known";
import { mcNemarBounds, mcNemarBoundsOfTotals } from "dlrn/audit/mcnemar-bounds";
import { codedOddsRatio, usualCodings } from "dlrn/audit/odds-ratio-identifier";
import { aucThrough } from "dlrn/audit/operating-point";
import { ordinalClassification } from "dlrn/audit/ordinal-classifier";
import { type PrintedNumber, printedNumbers } from "dlrn/audit/printed-number";
import { mcNemarTest } from "dlrn/compare/mcnemar";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import { decimal } from "dlrn/math/decimal";
import { seededRandom } from "dlrn/math/random";
import { mean, standardDeviation } from "dlrn/math/summary";
import fc from "fast-check";
import { assertNear } from "../near.js";

const printed = (text: string): PrintedNumber => printedNumbers(text)[0]!;

function known(text: string): EstimateKnown {
  const [estimate, lower, upper] = printedNumbers(text).map(printedKnown);
  return { estimate: estimate!, lower: lower!, upper: upper! };
}

// Group sums

test("a broken sum is mended by the one cell that can be", () => {
  const counts: Record<string, number> = { a: 55, b: 14, n: 19, c: 15, d: 4 };
  const rules = [
    { of: ["a", "b"], total: "n" },
    { of: ["c", "d"], total: "n" },
  ];
  const [broken, ...others] = brokenSums(rules, (id) => counts[id]!);
  assert.equal(others.length, 0);
  assert.deepEqual([broken!.sum, broken!.total, broken!.tooLarge], [69, 19, ["a"]]);
  assert.deepEqual(broken!.repair, { id: "a", printed: 55, readAs: 5 });
});

test("no count is mended into less than nothing", () => {
  const counts: Record<string, number> = { a: 70, b: 12, n: 20, c: 15, d: 5 };
  const rules = [
    { of: ["a", "b"], total: "n" },
    { of: ["c", "d"], total: "n" },
  ];
  const [broken] = brokenSums(rules, (id) => counts[id]!);
  assert.deepEqual(broken!.repairs, [{ id: "a", printed: 70, readAs: 8 }]); // b would be -50
});

test("without a single likeliest repair nothing is mended", () => {
  const counts: Record<string, number> = { a: 12, b: 13, n: 24 };
  const [broken] = brokenSums([{ of: ["a", "b"], total: "n" }], (id) => counts[id]!);
  assert.equal(broken!.repairs.length, 3);
  assert.equal(broken!.repair, null);
  assert.deepEqual(
    brokenSums([{ of: ["a", "b"], total: "n" }], (id) => ({ ...counts, n: 25 })[id]!),
    [],
  );
});

test("slips of one digit", () => {
  for (const [a, b] of [
    ["55", "5"],
    ["23", "32"],
    ["19", "18"],
    ["104", "14"],
  ] as const)
    assert.ok(isSlip(a, b) && isSlip(b, a), `${a} ${b}`);
  for (const [a, b] of [
    ["55", "55"],
    ["12", "34"],
    ["1", "123"],
    ["123", "321"],
  ] as const)
    assert.ok(!isSlip(a, b), `${a} ${b}`);
});

// GRIM and GRIMMER

test("GRIM: the published example, 28 whole numbers cannot have the mean 5.19", () => {
  // Brown & Heathers 2017, p. 364: 145/28 = 5.179, 146/28 = 5.214
  assert.deepEqual(grim(printed("5.19"), 28).sums, []);
  assert.deepEqual(grim(printed("5.18"), 28).sums, [145]);
  assert.deepEqual(grim(printed("5.21"), 28).sums, [146]);
});

test("GRIMMER: 19 whole ages cannot have mean 49.74 and SD 20.448, but 20.447 and 20.450", () => {
  const at = (sd: string): number[] =>
    grimmer(printed("49.74"), printed(sd), 19).fitting.map(({ squares }) => squares);
  assert.deepEqual(at("20.448"), []);
  assert.deepEqual(at("20.449"), []); // 54528 would, but an odd sum has odd squares
  assert.deepEqual(at("20.447"), [54527]);
  assert.deepEqual(at("20.450"), [54529]);
});

test("law: real whole numbers always pass, with their limits too", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      (values, digits) => {
        const [m, sd] = [decimal(mean(values), digits), decimal(standardDeviation(values), digits)];
        const sum = values.reduce((a, b) => a + b, 0);
        assert.ok(grim(printed(m), values.length).sums.includes(sum));
        const squares = values.reduce((a, b) => a + b ** 2, 0);
        const limits = { smallest: Math.min(...values), largest: Math.max(...values) };
        const { fitting } = grimmer(printed(m), printed(sd), values.length, limits);
        assert.ok(fitting.some((found) => found.sum === sum && found.squares === squares));
      },
    ),
    { seed: 2, numRuns: 300 },
  );
});

test("a spread that the limits do not allow fails", () => {
  // ten numbers from 0 to 10 with mean 5 have an SD of at most 5.27
  assert.ok(
    grimmer(printed("5.0"), printed("5.3"), 10, { smallest: 0, largest: 10 }).fitting.length > 0,
  );
  assert.deepEqual(
    grimmer(printed("5.0"), printed("5.5"), 10, { smallest: 0, largest: 10 }).fitting,
    [],
  );
  assert.ok(grimmer(printed("5.0"), printed("5.5"), 10).fitting.length > 0);
});

// Odds ratios

const tStage = { nonEvents: [33, 44, 11, 8], events: [3, 7, 2, 8] };
const nStage = { nonEvents: [86, 10], events: [15, 5] };

test("a 2 x 2 table by hand: 86·5 / 10·15, and its inverse", () => {
  const [second, first] = usualCodings(["0", "1"]);
  assert.deepEqual([second!.name, first!.name], ["1 against 0", "0 against 1"]);
  const ratio = (86 * 5) / (10 * 15);
  const error = Math.sqrt(1 / 86 + 1 / 5 + 1 / 10 + 1 / 15);
  const found = codedOddsRatio(nStage, second!)!;
  assertNear(found.wald.estimate, ratio, 1e-10);
  assertNear(found.wald.upper, ratio * Math.exp(1.959963984540054 * error), 1e-10);
  assertNear(codedOddsRatio(nStage, first!)!.wald.estimate, 1 / ratio, 1e-10);
  assertNear(codedOddsRatio(nStage, first!)!.waldP, found.waldP, 1e-9);
});

test("an ordinal variable as a number agrees with R 4.2.2: glm(lm ~ t, binomial), exp(cbind(coef(f), confint.default(f)))", () => {
  const [rising, falling] = usualCodings(["1", "2", "3", "4"]);
  const found = codedOddsRatio(tStage, rising!)!;
  assertNear(
    found.wald,
    { estimate: 2.20058941577, lower: 1.351383193778, upper: 3.5834349569 },
    1e-8, // glm takes its standard errors from the last weights but one
  );
  assertNear(codedOddsRatio(tStage, falling!)!.wald.estimate, 1 / found.wald.estimate, 1e-9);
  assert.ok(found.likelihoodRatioP !== found.waldP);
});

test("codings of three levels: as numbers, one against all others, and against first and last", () => {
  const names = usualCodings(["no", "some", "much"]).map(({ name }) => name);
  assert.deepEqual(names, [
    "levels as numbers, 1 to 3",
    "levels as numbers, 3 to 1",
    "no against all others",
    "some against all others",
    "much against all others",
    "no against much",
    "some against no",
    "some against much",
    "much against no",
  ]);
  const [, , , some] = usualCodings(["no", "some", "much"]);
  const merged = codedOddsRatio({ nonEvents: [20, 62, 14], events: [5, 9, 6] }, some!)!;
  assertNear(merged.wald.estimate, (9 * 34) / (62 * 11), 1e-10);
});

test("an odds ratio that does not exist is null", () => {
  const [coding] = usualCodings(["0", "1"]);
  assert.equal(codedOddsRatio({ nonEvents: [10, 0], events: [0, 10] }, coding!), null);
});

// Estimate, interval and P

test("printed rows of a regression are consistent, and stop being so when a digit changes", () => {
  const rows: [text: string, p: string][] = [
    ["5.540 (2.814-10.907)", "0.000001"],
    ["0.153 (0.023-1.007)", "0.051"],
    ["1.211 (0.126-11.677)", "0.869"],
  ];
  for (const [text, p] of rows) {
    const { symmetric, p: wald } = intervalConsistency(known(text));
    assert.ok(symmetric, text);
    const { low, high } = printedKnown(printed(p));
    assert.ok(wald.low <= high && wald.high >= low, `${text}: ${wald.low} to ${wald.high}`);
  }
  assert.ok(!intervalConsistency(known("5.540 (2.814-19.907)")).symmetric);
  assert.ok(!intervalConsistency(known("2.943 (1.366-6.838)")).symmetric);
  assert.ok(intervalConsistency(known("2.943 (1.266-6.838)")).p.high < 0.0125);
});

test("P is what the limits and the estimate leave open together, no more", () => {
  // R 4.2.2: 2 * pnorm(-|m/s|) on a grid of 1501 x 1501 limits inside their rounding, m = (log(l) + log(u)) / 2 inside
  // that of the estimate, s = (log(u) - log(l)) / 2 / qnorm(.975); its smallest and largest.
  const ranges: [text: string, low: number, high: number][] = [
    ["0.991 (0.966-1.017)", 0.475414567023, 0.518042575656],
    ["0.153 (0.023-1.007)", 0.0507917910936, 0.0509167794594],
    ["1.211 (0.126-11.677)", 0.868182164284, 0.868768784761],
    ["2.943 (1.266-6.838)", 0.0121003196675, 0.0121297966894],
  ];
  for (const [text, low, high] of ranges) {
    const { p } = intervalConsistency(known(text));
    assertNear([p.low, p.high], [low, high], 1e-4, { at: text });
    assert.ok(p.low <= low + 1e-12 && p.high >= high - 1e-12, text); // R prints 12 digits
    assert.ok(p.low <= p.value && p.value <= p.high, text);
  }
});

test("an estimate near 1 can have P = 1 within its rounding", () => {
  assert.equal(intervalConsistency(known("1.00 (0.80-1.25)")).p.high, 1);
  assert.throws(
    () => intervalConsistency(known("0.50 (0.90-0.40)")),
    /limits of a ratio must be above 0 and in order; got 0.9 and 0.4/,
  );
});

// McNemar

test("bounds hold for every way to pair two classifiers (all tables of 4 and 5)", () => {
  const first = { tp: 3, fn: 1, tn: 2, fp: 3 };
  const second = { tp: 2, fn: 2, tn: 4, fp: 1 };
  const ps: number[] = [];
  for (let both = 1; both <= 2; both++)
    for (let agree = 1; agree <= 2; agree++) {
      const b = 3 - both + (2 - agree);
      const c = 2 - both + (4 - agree);
      ps.push(mcNemarTest(b, c).exactP);
    }
  const { smallestP, largestP } = mcNemarBounds(first, second);
  assert.ok(ps.every((p) => p >= smallestP - 1e-12 && p <= largestP + 1e-12));
});

test("a classifier that calls nobody positive leaves only one pairing", () => {
  const found = mcNemarBounds({ tp: 9, fp: 3, tn: 104, fn: 10 }, { tp: 0, fp: 0, tn: 107, fn: 19 });
  assert.deepEqual(
    [found.fewest, found.most],
    [
      [9, 3],
      [9, 3],
    ],
  );
  assertNear(found.smallestP, 0.145996, 1e-5); // 2 · P(X <= 3), 12 tosses
});

test("four more right of 126 cannot be significant, however paired", () => {
  const { smallestP, fewest } = mcNemarBoundsOfTotals(111, 107, 126);
  assert.deepEqual(fewest, [4, 0]);
  assertNear(smallestP, 0.125, 1e-12); // 2 · (1/2)⁴
  assert.throws(
    () => mcNemarBoundsOfTotals(130, 107, 126),
    /counts must be whole numbers up to 126; got 130/,
  );
  assert.throws(
    () => mcNemarBounds({ tp: 1, fp: 1, tn: 1, fn: 1 }, { tp: 1, fp: 1, tn: 2, fn: 1 }),
    /matrices must be of the same patients; got 2 and 2 against 2 and 3/,
  );
});

// Differences of AUCs

test("the correlation that a P needs is the one the scores have", () => {
  const random = seededRandom(3);
  const labels = Array.from({ length: 120 }, (_, i) => (i < 30 ? 1 : 0));
  const a = labels.map((label) => label + 2 * random.uniform());
  const b = a.map((score, i) => score + labels[i]! * 0.3 + random.uniform());
  const test_ = delongTest(labels, a, b);
  const [x, y] = [a, b].map((scores): EstimateKnown => {
    const { auc, ci } = delongAuc(labels, scores);
    return { estimate: exactly(auc), lower: exactly(ci[0]), upper: exactly(ci[1]) };
  });
  const correlation = test_.covariance / Math.sqrt(test_.varianceA * test_.varianceB);
  const found = aucDifference(x!, y!);
  assertNear(found.pAt(correlation), test_.pValue, 1e-9);
  const needed = found.correlationsFor({ low: test_.pValue, high: test_.pValue })!;
  assertNear(needed.low, correlation, 1e-9);
  assertNear(needed.high, correlation, 1e-9);
});

test("the paper's validation P need a correlation, its training P none", () => {
  const dlrn = known("0.833 (0.732-0.933)");
  const radiomics = aucDifference(dlrn, known("0.799 (0.675-0.922)"));
  const needed = radiomics.correlationsFor(printedKnown(printed("0.394")))!;
  assert.ok(needed.low > 0.75 && needed.high < 0.8);
  const training = aucDifference(known("0.936 (0.874-0.999)"), known("0.914 (0.876-0.953)"));
  assert.ok(training.unpairedRange.low < 0.551 && training.unpairedRange.high > 0.551);
  const [narrow, wide] = [0.1, 0.12].map((half) => ({
    estimate: exactly(0.8),
    lower: exactly(0.8 - half),
    upper: exactly(0.8 + half),
  }));
  assert.equal(aucDifference(narrow!, wide!).correlationsFor({ low: 0.01, high: 0.02 }), null);
});

test("an interval cut off at 1 gives its error from the other half", () => {
  const { low, high } = standardErrorRange(known("0.950 (0.880-1.000)"));
  assert.ok(low < 0.07 / 1.96 && high > 0.07 / 1.96 && high - low < 0.0011);
});

// A model of counts, and a point of a curve

test("a model of one ordinal variable classifies whole levels", () => {
  const { risks, matrix } = ordinalClassification(tStage, tStage, 0.5);
  assertNear(risks, [0.0684443088, 0.1391808428, 0.2624283606, 0.4391383259], 1e-8); // R 4.2.2: predict(glm(lm ~ t, binomial), type = "response")
  assert.deepEqual(matrix, { tp: 0, fp: 0, tn: 96, fn: 20 });
  assert.deepEqual(ordinalClassification(tStage, tStage, 0.4).matrix, {
    tp: 8,
    fp: 8,
    tn: 88,
    fn: 12,
  });
  const total = risks.reduce(
    (sum, risk, l) => sum + risk * (tStage.nonEvents[l]! + tStage.events[l]!),
    0,
  );
  assertNear(total, 20, 1e-9); // predicted events are observed ones
});

test("law: the AUC of any score lies within the limits of each of its cuts", () => {
  const random = seededRandom(4);
  for (let run = 0; run < 40; run++) {
    const labels = Array.from({ length: 30 }, (_, i) => (i < 10 ? 1 : 0));
    const scores = labels.map((label) => Math.round(10 * random.uniform() + 3 * label));
    const { auc } = delongAuc(labels, scores);
    for (let cut = 0; cut <= 13; cut++) {
      const share = (group: number): number =>
        labels.filter((label, i) => label === group && scores[i]! >= cut).length /
        (group ? 10 : 20);
      const { low, high } = aucThrough(share(1), 1 - share(0));
      assert.ok(auc >= low - 1e-12 && auc <= high + 1e-12);
    }
  }
});
