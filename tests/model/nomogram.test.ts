import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pretty } from "dlrn/math/pretty";
import { nomogram, nomogramProof, pointsOfValue, riskOf, riskOfPoints } from "dlrn/model/nomogram";
import fc from "fast-check";
import { assertNear } from "../near.js";

describe("round numbers for an axis agree with R's pretty (4.2.2)", () => {
  const cases: [number, number, number, number[]][] = [
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-2.3, 3.4, 10, [-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]],
    [1, 93, 10, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
    [0, 147, 10, [0, 20, 40, 60, 80, 100, 120, 140, 160]],
  ];
  for (const [low, high, n, expected] of cases)
    test(`${low} to ${high}`, () =>
      assertNear(pretty(low, high, n), expected, 1e-14, { absolute: 1e-14 }));

  test("covers its range, equally spaced", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (low, width) => {
          const ticks = pretty(low, low + width, 10);
          assert.ok(
            ticks[0] <= low + 1e-9 * width && ticks[ticks.length - 1] >= low + width - 1e-9 * width,
          );
        },
      ),
    );
  });

  test("refuses a range upside down", () =>
    assert.throws(() => pretty(2, 1), /finite and ascending; got 2 to 1$/));
});

const input = {
  intercept: -3,
  covariates: [
    {
      name: "score",
      kind: "continuous",
      coefficient: 0.7,
      data: [-2.4, -1, 0.3, 2.2, 3.3, 0, 0.1, 0.2, 0.4, 0.5, 0.6],
    },
    { name: "T", kind: "continuous", coefficient: 0.8, data: [1, 2, 3, 4, 2, 2, 1, 1, 3, 4, 2] },
    { name: "site", kind: "levels", levels: ["limb", "trunk"], effects: [0, -0.4] },
  ],
  link: { kind: "logistic" },
} as const;
const fitted = [-4.2, 1.9];
const chart = nomogram(input, fitted);

describe("a nomogram", () => {
  test("the widest effect has 100 points, every axis begins at 0", () => {
    for (const { points } of chart.axes) assertNear(Math.min(...points), 0, 0, { absolute: 1e-12 });
    assertNear(Math.max(...chart.axes.flatMap(({ points }) => points)), 100, 1e-14);
  });

  test("a worked patient: his points give the model's risk", () => {
    const points =
      pointsOfValue(chart, "score", 1.3) +
      pointsOfValue(chart, "T", 3) +
      pointsOfValue(chart, "site", "trunk");
    assertNear(
      riskOfPoints(chart, points),
      1 / (1 + Math.exp(3 - 0.7 * 1.3 - 0.8 * 3 + 0.4)),
      1e-13,
    );
  });

  test("the proof over the whole grid: exact to rounding; reading to a point costs what it says", () => {
    const proof = nomogramProof(chart, input.intercept);
    assert.equal(
      proof.combinations,
      chart.axes.reduce((n, { values }) => n * values.length, 1),
    );
    assert.ok(proof.exactError < 1e-14, `${proof.exactError}`);
    const bound = ((chart.axes.length * 0.5) / chart.pointsPerUnit) * 0.25; // half a point an axis, slope of the logistic at most 1/4
    assert.ok(
      proof.readingError > 0 && proof.readingError <= bound,
      `${proof.readingError} against ${bound}`,
    );
  });

  test("a wrong intercept fails the proof", () => {
    assert.ok(nomogramProof(chart, input.intercept + 0.1).exactError > 0.01);
  });

  test("a Cox model: risk by the horizon", () => {
    const cox = nomogram(
      { ...input, intercept: 0, link: { kind: "cox", baselineSurvival: 0.8 } },
      fitted,
    );
    assertNear(riskOf(cox.link, 0), 0.2, 1e-15);
    assert.ok(nomogramProof(cox, 0).exactError < 1e-14);
  });

  const refused: [why: string, call: () => unknown, message: RegExp][] = [
    [
      "no covariate",
      () => nomogram({ ...input, covariates: [] }, fitted),
      /needs a covariate; got none$/,
    ],
    [
      "no effect",
      () =>
        nomogram({ ...input, covariates: [{ ...input.covariates[0], coefficient: 0 }] }, fitted),
      /all coefficients are 0$/,
    ],
    [
      "a risk of 1",
      () => nomogram({ ...input, risks: [0.5, 1] }, fitted),
      /must lie in \(0, 1\); one is 1$/,
    ],
    [
      "an unknown axis",
      () => pointsOfValue(chart, "age", 3),
      /must have the axis "age"; it has score, T, site$/,
    ],
    [
      "an unknown level",
      () => pointsOfValue(chart, "site", "head"),
      /site must be one of limb, trunk; got head$/,
    ],
  ];
  for (const [why, call, message] of refused)
    test(`refuses ${why}`, () => assert.throws(call, { name: "RangeError", message }));
});
