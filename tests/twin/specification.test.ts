import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parseSpecification } from "dlrn/twin/specification-file";

type Json = Record<string, unknown>;

const text = readFileSync("tests/twin/fixtures/small-spec.json", "utf8");

/** The small specification with the part at `path` replaced; a key that is not there is added. */
function changed(path: string, value: unknown): string {
  const whole = JSON.parse(text) as Json;
  const keys = path.split(".");
  const last = keys.pop()!;
  const parent = keys.reduce<Json>((inner, key) => inner[key] as Json, whole);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(whole);
}

describe("refuses, naming the row", () => {
  for (const [why, path, value, message] of [
    [
      "an unknown key",
      "categorical.0.colour",
      "red",
      'small, categorical[0]: only known keys are allowed; it has "colour"',
    ],
    [
      "a number that is no printed one",
      "performance.0.auc",
      0.77,
      'small, performance[0] "auc.dev.combined", auc: must be a string; it is 0.77',
    ],
    [
      "counts that do not add up",
      "categorical.0.groups.1.counts",
      [5, 9, 9],
      "small, grade.dev.1: the counts must add up to the group's 24 patients; 5 + 9 + 9 is 23",
    ],
    [
      "a group left out",
      "categorical.1.groups.3",
      undefined,
      /must be an object|every patient must be in one group of "smoker"/,
    ],
    [
      "a group told twice",
      "categorical.1.groups.3.outcome",
      0,
      'small, smoker: every patient must be in one group of "smoker"; those of test with outcome 0 are in 2',
    ],
    [
      "an unknown set",
      "regressions.0.set",
      "training",
      'small, uni.marker: the set must be one of development, test; it is "training"',
    ],
    [
      "an unknown variable",
      "regressions.4.rows.1.variable",
      "stage",
      'small, joint.grade: the variable must be one of the specification\'s; "stage" is not',
    ],
    [
      "an unknown level",
      "regressions.2.rows.0.level",
      "often",
      'small, uni.smoker: the level must be one of no, yes; it is "often"',
    ],
    [
      "an unknown model",
      "performance.1.model",
      "combi",
      'small, auc.dev.marker: the model must be one of combined, marker; it is "combi"',
    ],
    [
      "a column without a variable",
      "columns.9",
      "alive",
      'small, columns: every variable needs its column; "died" has none',
    ],
    [
      "an id twice",
      "performance.1.id",
      "uni.age",
      'small, uni.age: ids must be unique; "uni.age" comes twice',
    ],
    [
      "a mean that no whole numbers have",
      "continuous.0.groups.3.mean",
      "61.51",
      "small, age.test.1: the mean and SD must be those of 15 values on a grid of 1; none have mean 61.51; allow halfSteps, if values may lie between",
    ],
    [
      "a mean outside the range",
      "continuous.0.groups.0.mean",
      "91.6",
      "small, age.dev.0: the mean must lie where the values lie between 25 and 90; it is 91.6",
    ],
    [
      "an SD that the range does not allow", // √(48/47 · (61.55 − 25)(90 − 61.55)), the mean rounded in its favour
      "continuous.0.groups.0.sd",
      "33.00",
      "small, age.dev.0: the SD must be at most 32.588, since the values lie between 25 and 90 and have the mean 61.6; it is 33.00",
    ],
    [
      "a median far from the mean",
      "continuous.0.overall.median.printed",
      "74",
      "small, age.median: the median must lie within one SD, 9.6, of the mean of all, 62.6; it is 74",
    ],
    [
      "extremes that the median contradicts",
      "continuous.0.overall.smallest",
      { id: "age.min", printed: "70" },
      "small, age.median: it must be no less than age.min, 70; it is 64",
    ],
    [
      "extremes that a mean contradicts",
      "continuous.0.overall",
      { smallest: { id: "age.min", printed: "62" } },
      "small, age.dev.0: the mean must lie where the values lie between 62 and 90; it is 61.6",
    ],
    [
      "an extreme off the grid's range",
      "continuous.0.overall.largest",
      { id: "age.max", printed: "94" },
      "small, age.max: it must lie in the range of the values, 25 to 90; it is 94",
    ],
    [
      "a P that no correlation of two AUCs gives",
      "comparisons.0.p",
      "0.99",
      /^InputError: small, .*: P must be one that 0\.\d+ \(.*\) and 0\.\d+ \(.*\) can have; no correlation of the two gives it; it is 0\.99$/,
    ],
    [
      "a median beyond the longest time",
      "survival.medians.0.median",
      "900",
      /^InputError: small, .*: a median must be at most the longest time, \d+; it is 900$/,
    ],
    [
      "an odds ratio outside its interval",
      "regressions.4.rows.0.or",
      "1.30",
      "small, joint.marker: odds ratio, interval and P must belong together; no coefficient and standard error give 1.30 (1.43-5.59), P 0.003",
    ],
    [
      "a P that contradicts its interval",
      "regressions.4.rows.1.p",
      "0.230",
      "small, joint.grade: odds ratio, interval and P must belong together; no coefficient and standard error give 2.28 (1.12-4.64), P 0.230",
    ],
    [
      "an odds ratio that the counts contradict",
      "regressions.1.rows.0",
      { id: "uni.grade", variable: "grade", or: "2.89", lower: "1.58", upper: "5.29", p: "<0.001" },
      "small, uni.grade.or: what follows from the counts must be what is printed; uni.grade.or is 1.89028, printed 2.89",
    ],
    [
      "a confusion matrix that contradicts the counts",
      "performance.0.confusion.fn",
      13,
      "small, auc.dev.combined: the confusion matrix must have 24 patients with the outcome and 48 without; it has 25 and 48",
    ],
    [
      "an AUC that is no share of the pairs",
      "performance.3.auc",
      "0.8599",
      "small, auc.test.marker: the AUC must be a share of the 450 pairs of 15 patients with the outcome and 30 without; none prints 0.8599",
    ],
    [
      "an AUC that its confusion matrix rules out",
      "performance.3",
      {
        id: "auc.test.marker",
        model: "marker",
        set: "test",
        auc: "0.96",
        confusion: { tp: 12, fp: 8, tn: 22, fn: 3 },
      },
      "small, auc.test.marker: the AUC must lie between 0.5867 and 0.9467, since a rising curve passes through 12 of 15 and 8 of 30; it is 0.96",
    ],
    [
      "a median not reached although half have the event",
      "survival",
      {
        time: "months",
        event: "died",
        model: "combined",
        decimals: 0,
        longest: 60,
        eventWithOutcome: true,
        medians: [{ id: "os", set: "development", group: "high", median: "not reached" }],
        logRank: [],
      },
      "small, os: a median that is not reached needs fewer events; 12 of 20 have the outcome, which is one",
    ],
    [
      "an interval that is not centred",
      "performance.3.upper",
      "0.99",
      "small, auc.test.marker: DeLong's interval must lie evenly about the AUC; 0.86 (0.75-0.99) does not",
    ],
    [
      "an interval narrower than any ranking has",
      "performance.3",
      {
        id: "auc.test.marker",
        model: "marker",
        set: "test",
        auc: "0.86",
        lower: "0.83",
        upper: "0.89",
        confusion: { tp: 12, fp: 8, tn: 22, fn: 3 },
      },
      /^InputError: small, auc\.test\.marker: the standard error of this AUC of 15 patients with the outcome and 30 without must be at least 0\.0\d+; 0\.86 \(0\.83-0\.89\) says 0\.0\d+$/,
    ],
    [
      "an interval wider than any ranking has",
      "performance.3",
      {
        id: "auc.test.marker",
        model: "marker",
        set: "test",
        auc: "0.86",
        lower: "0.60",
        upper: "1.00",
        confusion: { tp: 12, fp: 8, tn: 22, fn: 3 },
      },
      /^InputError: small, auc\.test\.marker: .* must be at most 0\.\d+; 0\.86 \(0\.60-1\.00\) says 0\.\d+$/,
    ],
    [
      "a joint regression without the score",
      "regressions.4.rows.0",
      {
        id: "joint.smoker",
        variable: "smoker",
        or: "2.82",
        lower: "1.43",
        upper: "5.59",
        p: "0.003",
      },
      'small, joint: a regression of several terms must contain the score "marker", which is what the builder moves to meet it; this one has smoker, grade, age',
    ],
    [
      "a measurement with synthetic rows that are nowhere",
      "performance.1.augmented",
      true,
      "small, auc.dev.marker: only the score itself, on the set that has synthetic rows, can be measured with them",
    ],
    [
      "a P that is none",
      "comparisons.0.p",
      "1.425",
      "small, p.test: a P must lie between 0 and 1; it is 1.425",
    ],
    [
      "fewer synthetic rows than none",
      "augmentation",
      { set: "development", outcome: 1, to: 24, idPrefix: "S" },
      "small, augmentation: there must be more than 24 rows afterwards; got 24",
    ],
  ] as const) {
    test(why, () => {
      assert.throws(
        () => parseSpecification(changed(path, value), "small"),
        typeof message === "string" ? { name: "InputError", message } : message,
      );
    });
  }
});

test("an AUC that follows from counts must be what they give", () => {
  const paper = readFileSync("paper/twin.json", "utf8");
  assert.throws(() => parseSpecification(paper.replace('"0.664"', '"0.684"'), "paper"), {
    name: "InputError",
    message:
      "paper, t3.val.clin.auc: what follows from the counts must be what is printed; t3.val.clin.auc is 0.664043, printed 0.684",
  });
});

test("a P of different patients follows from the two AUCs and their intervals", () => {
  const paper = readFileSync("paper/twin.json", "utf8");
  assert.throws(() => parseSpecification(paper.replace('"0.551"', '"0.451"'), "paper"), {
    name: "InputError",
    message:
      "paper, t3.train.rad.p: P must be one that 0.936 (0.874-0.999) and 0.914 (0.876-0.953) can have; of different patients it lies between 0.5353 and 0.5786; it is 0.451",
  });
});

test("a mean that is exactly half between two printed ones may be printed as either", () => {
  const spec = JSON.parse(text) as { continuous: { groups: { mean: string; sd: string }[] }[] };
  const group = spec.continuous[0]!.groups[0]!; // 48 patients: 61.5625, 61.5833 …
  for (const mean of ["61.562", "61.563"])
    assert.doesNotThrow(() => {
      Object.assign(group, { mean, sd: "10.9" });
      parseSpecification(JSON.stringify(spec), "small");
    });
  Object.assign(group, { mean: "61.564" });
  assert.throws(() => parseSpecification(JSON.stringify(spec), "small"), /none have mean 61\.564/);
});

test("the published radiomics row cannot be one of 20 and 96 patients: the refusal says why", () => {
  const paper = JSON.parse(readFileSync("paper/twin.json", "utf8")) as {
    augmentation?: unknown;
    performance: { id: string; augmented?: boolean; confusion: unknown }[];
    comparisons: { augmented?: boolean }[];
  };
  delete paper.augmentation;
  paper.comparisons = paper.comparisons.filter(({ augmented }) => augmented !== true);
  const row = paper.performance.find(({ augmented }) => augmented === true)!;
  delete row.augmented;
  row.confusion = { tp: 9, fp: 0, tn: 96, fn: 11 };
  assert.throws(() => parseSpecification(JSON.stringify(paper), "paper"), {
    name: "InputError",
    message:
      "paper, t3.train.rad: the standard error of this AUC of 20 patients with the outcome and 96 without must be at least 0.0255; 0.914 (0.876-0.953) says 0.0197",
  });
});
