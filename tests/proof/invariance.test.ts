/**
 * Laws that hold for many functions at once: the order of patients, the names of groups, the side of the outcome and
 * monotone transforms of a score change nothing. Values by patient (fitted risks, coordinates of a curve) are left out.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  compareSubjects,
  type Data,
  evaluateSubjects,
  learnSubjects,
  type Subject,
  soundData,
} from "./subjects.js";

const all = [...compareSubjects, ...evaluateSubjects, ...learnSubjects];
const named = (...names: readonly string[]): Subject[] =>
  names.map((name) => all.find((subject) => subject.name === name)!);

/** Draws, folds or pairs go by the place of a patient, so that the order is part of the input. */
const byPlace = [
  "bootstrapAuc",
  "bootstrapAucTest",
  "bootstrapPartialAuc",
  "rocBand",
  "calibrationBand",
  "decisionCurveBand",
  "_optimismCalibration",
  "_optimismValidation",
  "maximallySelectedLogRank",
  "_fitForest",
  "_fitLassoCv",
  "_smote",
  "_fitPlatt", // gives decisions back in their order
];

/** Single numbers of a result, with their paths; lists are left out, but for those of a fixed meaning. */
function* numbersOf(value: unknown, at = ""): Generator<readonly [at: string, value: number]> {
  if (typeof value === "number") yield [at, value];
  else if (Array.isArray(value) && (at.endsWith(".ci") || at === ""))
    for (const [i, entry] of value.entries()) yield* numbersOf(entry, `${at}[${i}]`);
  else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
    for (const [key, entry] of Object.entries(value))
      if (!Array.isArray(value)) yield* numbersOf(entry, `${at}.${key}`);
}

/** Both results have the same numbers, within rounding; iterations end within their own tolerance. */
function assertSame(subject: Subject, before: Data, after: Data, within = 1e-6): void {
  const run = (data: Data): (readonly [string, number])[] => [
    ...numbersOf(subject.call(data, subject.options as never)),
  ];
  const [first, second] = [run(before), run(after)];
  assert.ok(first.length > 0, `${subject.name} must give numbers to compare`);
  assert.deepEqual(
    second.map(([at]) => at),
    first.map(([at]) => at),
    subject.name,
  );
  for (const [k, [at, value]] of first.entries()) {
    if (/iterations|cycles/.test(at)) continue;
    const other = second[k][1];
    const same =
      value === other || Math.abs(value - other) <= within * Math.max(1e-3, Math.abs(value));
    assert.ok(same, `${subject.name}${at} is ${value}, and then ${other}`);
  }
}

const order = fc.shuffledSubarray([...Array(24).keys()], { minLength: 24 });
const reordered = (data: Data, at: readonly number[]): Data =>
  Object.fromEntries(
    Object.entries(data).map(([part, list]) => [part, at.map((i) => (list as unknown[])[i])]),
  ) as unknown as Data;

describe("the order of patients", () => {
  for (const subject of all) {
    if (byPlace.includes(subject.name)) continue;
    const numbers = [...numbersOf(subject.call(soundData(), subject.options as never))];
    if (numbers.length === 0) continue; // lists only: by patient, or tested with their own file
    test(subject.name, () => {
      fc.assert(
        fc.property(order, (at) => assertSame(subject, soundData(), reordered(soundData(), at))),
        { numRuns: 8, seed: 3 },
      );
    });
  }
});

describe("the names of groups", () => {
  const renamed = (data: Data): Data => ({
    ...data,
    groups: data.groups.map((name) => ({ A: "south", B: "north", C: "east" })[name]!),
  });
  for (const subject of named("logRank"))
    test(subject.name, () => assertSame(subject, soundData(), renamed(soundData())));
});

describe("the outcome named the other way, with the score turned round", () => {
  const turned = (data: Data): Data => ({
    ...data,
    labels: data.labels.map((label) => 1 - label),
    scores: data.scores.map((score) => -score),
    otherScores: data.otherScores.map((score) => -score),
  });
  for (const subject of named("delongTest", "delongUnpairedTest", "partialAuc"))
    test(subject.name, () => {
      const run = (data: Data) =>
        Object.fromEntries(numbersOf(subject.call(data, subject.options as never)));
      const [first, second] = [run(soundData()), run(turned(soundData()))];
      for (const key of [".aucA", ".aucB", ".pValue", ".statistic", ".z"])
        if (first[key] !== undefined)
          assert.ok(Math.abs(first[key] - second[key]) < 1e-12, `${subject.name}${key}`);
    });

  test("risks of the opposite outcome: the Brier score, and the calibration slope", () => {
    const data = soundData();
    const opposite: Data = {
      ...turned(data),
      risks: data.risks.map((risk) => 1 - risk),
      otherRisks: data.otherRisks.map((risk) => 1 - risk),
    };
    const [brier, calibration, idi] = named(
      "brierScore",
      "calibrationFigures",
      "discriminationImprovement",
    );
    const value = (subject: Subject, from: Data, key: string) =>
      Object.fromEntries(numbersOf(subject.call(from, subject.options as never)))[key];
    for (const [subject, key, sign] of [
      [brier, ".brier", 1],
      [calibration, ".slope", 1],
      [calibration, ".intercept", -1],
      [idi, ".idi", 1],
    ] as const) {
      const [a, b] = [value(subject, data, key), value(subject, opposite, key)];
      assert.ok(Math.abs(a - sign * b) < 1e-9, `${subject.name}${key}: ${a} and ${b}`);
    }
  });
});

describe("a monotone transform of the score", () => {
  const transforms = fc.tuple(
    fc.constantFrom(Math.exp, Math.atan, (x: number) => x ** 2 * x, Math.sinh),
    fc.double({ min: 0.1, max: 5, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
  );
  const subjects = named(
    "delongAuc",
    "delongTest",
    "mannWhitneyStatistic",
    "spearmanCorrelation",
    "kendallCorrelation",
    "concordanceIndex",
    "partialAuc",
  );
  for (const subject of subjects)
    test(subject.name, () => {
      fc.assert(
        fc.property(transforms, ([f, scale, shift]) => {
          const data = soundData();
          // Both scores by the same transform: the rank-sum compares one with the other.
          const moved = (scores: number[]) => scores.map((score) => f(scale * score) + shift);
          const after = {
            ...data,
            scores: moved(data.scores),
            otherScores: moved(data.otherScores),
          };
          assertSame(subject, data, after, 1e-12);
        }),
        { numRuns: 20, seed: 4 },
      );
    });
});
