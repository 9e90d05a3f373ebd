import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { seededRandom } from "dlrn/math/random";
import { coefficientsAt, fitLasso, lassoModel, placeOnPath, predictLasso } from "dlrn/select/lasso";
import type { LassoOptions } from "dlrn/select/lasso-options";
import { _fitLasso, type LassoPath } from "dlrn/select/lasso-path";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { sample, sampleRows } from "./cohort.js";

const oracle = JSON.parse(readFileSync("tests/select/lasso-oracle.json", "utf8"));

/** R writes single numbers as arrays of one. */
function optionsOf(options: Record<string, unknown[]>): LassoOptions {
  const lists = new Set(["weights", "penaltyFactor", "lambda"]);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, lists.has(name) ? value : value[0]]),
  );
}

describe(`agrees with glmnet at its default tolerance (${oracle.oracle[0]})`, () => {
  // The same steps in the same order: even the unfinished convergence is the same.
  for (const { name, x, y, options, expected } of oracle.paths) {
    test(name[0], () => {
      const path = _fitLasso(x, y, optionsOf(options));
      assert.equal(path.lambda.length, expected.lambda.length);
      assertNear(path.lambda, expected.lambda, 1e-12);
      assertNear(path.intercept, expected.intercept, 1e-9, { absolute: 1e-11 });
      assertNear(path.coefficients, expected.coefficients, 1e-8, { absolute: 1e-11 });
      assertNear(path.devianceRatio, expected.devianceRatio, 1e-10, { absolute: 1e-13 });
      assertNear(path.nullDeviance, expected.nullDeviance[0], 1e-13);
      assert.equal(path.cycles, expected.cycles[0]);
    });
  }
});

describe("agrees with hand calculation", () => {
  // Two orthogonal columns of ±1: the first agrees with the outcome in 6 of 8 rows, the second in 4.
  const x = [
    [1, 1],
    [1, -1],
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
    [-1, 1],
    [-1, -1],
  ];
  const y = [1, 1, 1, 0, 0, 0, 0, 1];

  test("the first lambda is the largest gradient, Σ (y − ȳ) x / n", () => {
    const path = _fitLasso(x, y);
    assertNear(path.lambda[0], (3 - 1) / 8, 1e-12);
    assert.deepEqual(path.coefficients[0], { index: [], value: [] });
    assertNear(path.nullDeviance, 16 * Math.log(2), 1e-14);
  });

  test("one coefficient solves p(b) − ½ = gradient − lambda", () => {
    // By symmetry the intercept is 0 and Σ (y − p) x / n = ¼ − (p − ½) = lambda, so b = logit(¾ − lambda).
    const lambda = 0.2;
    const path = _fitLasso(x, y, { lambda: [lambda], tolerance: 1e-15 });
    assert.deepEqual(path.coefficients[0].index, [0]);
    assertNear(path.coefficients[0].value[0], Math.log(0.55 / 0.45), 1e-7);
    assertNear(path.intercept[0], 0, 0, { absolute: 1e-12 });
  });

  test("with penalty factor 0 a column is fitted as in a plain logistic regression", () => {
    const path = _fitLasso(x, y, { lambda: [10], penaltyFactor: [0, 1], tolerance: 1e-15 });
    assertNear(path.coefficients[0], { index: [0], value: [Math.log(3)] }, 1e-7); // 3:1 against 1:3
  });
});

describe("obeys the laws", () => {
  const { x, y } = sample(40, 7, 11);
  const tight = { tolerance: 1e-15 } as const;

  test("every point of the path is optimal: the conditions of Karush, Kuhn and Tucker hold", () => {
    const weights = y.map((_, i) => 1 + (i % 3));
    const penaltyFactor = [0.5, 1, 2, 1, 0, 1, 3];
    for (const alpha of [1, 0.4, 0]) {
      const options = { alpha, weights, penaltyFactor, lambdaCount: 20, tolerance: 1e-16 };
      const path = _fitLasso(x, y, options);
      for (let l = 1; l < path.lambda.length; l++) {
        const worst = worstViolation(x, y, path, l, alpha, weights, penaltyFactor);
        assert.ok(worst < 1e-8, `alpha ${alpha}, lambda ${l}: off by ${worst}`);
      }
    }
  });

  test("the deviance explained never falls along the path", () => {
    const { devianceRatio } = _fitLasso(x, y, tight);
    for (let l = 1; l < devianceRatio.length; l++)
      assert.ok(devianceRatio[l] >= devianceRatio[l - 1], `at ${l}`);
  });

  test("the order of patients and of features does not matter", () => {
    const plain = _fitLasso(x, y, tight);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const rows = Array.from(random.permutation(x.length));
        const columns = Array.from(random.permutation(7));
        const shuffled = _fitLasso(
          rows.map((i) => columns.map((j) => x[i][j])),
          rows.map((i) => y[i]),
          { ...tight, lambda: plain.lambda },
        );
        plain.lambda.forEach((lambda) => {
          const was = coefficientsAt(plain, lambda).coefficients;
          const is = coefficientsAt(shuffled, lambda).coefficients;
          columns.forEach((j, k) => assertNear(is[k], was[j], 1e-5, { absolute: 1e-6 }));
        });
      }),
      { numRuns: 15, seed: 2 },
    );
  });

  test("swapping the outcome's labels flips every sign", () => {
    const plain = _fitLasso(x, y);
    const swapped = _fitLasso(
      x,
      y.map((label) => 1 - label),
    );
    assertNear(swapped.lambda, plain.lambda, 1e-12);
    assertNear(
      swapped.coefficients.map(({ value }) => value.map((b) => -b)),
      plain.coefficients.map(({ value }) => value),
      1e-9,
      { absolute: 1e-12 },
    );
  });

  test("a feature's unit does not matter when columns are standardised", () => {
    const plain = _fitLasso(x, y);
    const other = _fitLasso(
      x.map((row) => row.map((value, j) => (j === 1 ? 1000 * value + 5 : value))),
      y,
    );
    const scores = (path: LassoPath, at: readonly number[]) =>
      coefficientsAt(path, path.lambda[30]).coefficients.reduce((sum, b, j) => sum + b * at[j], 0);
    const move = (row: readonly number[]) =>
      row.map((value, j) => (j === 1 ? 1000 * value : value));
    for (const row of x)
      assertNear(scores(other, move(row)), scores(plain, row), 1e-9, { absolute: 1e-11 });
  });

  test("a weight of 2 is a row that comes twice", () => {
    const weights = y.map((_, i) => (i < 10 ? 2 : 1));
    const weighted = _fitLasso(x, y, { ...tight, weights });
    const doubled = _fitLasso([...x, ...x.slice(0, 10)], [...y, ...y.slice(0, 10)], tight);
    assertNear(weighted.lambda, doubled.lambda, 1e-11);
    assertNear(weighted.nullDeviance, doubled.nullDeviance, 1e-12);
    assertNear(weighted.intercept, doubled.intercept, 1e-6, { absolute: 1e-7 });
  });

  test("a column left out, or constant, has no coefficient", () => {
    const without = _fitLasso(
      x.map((row) => [...row.slice(0, 3), 4, ...row.slice(4)]),
      y,
    );
    const leftOut = _fitLasso(x, y, { penaltyFactor: [1, 1, 1, Infinity, 1, 1, 1] });
    assert.deepEqual(leftOut.coefficients, without.coefficients);
    assert.ok(leftOut.coefficients.every(({ index }) => !index.includes(3)));
  });

  test("between two lambdas coefficients are interpolated, beyond the ends kept", () => {
    assert.deepEqual(placeOnPath([8, 4, 2, 1], 3), { left: 1, right: 2, share: 0.5 });
    assert.deepEqual(placeOnPath([8, 4, 2, 1], 4), { left: 1, right: 1, share: 1 });
    assert.deepEqual(placeOnPath([8, 4, 2, 1], 99), { left: 0, right: 0, share: 1 });
    assert.deepEqual(placeOnPath([8, 4, 2, 1], 0), { left: 3, right: 3, share: 1 });
  });

  test("limits are reported", () => {
    const { flag, lambda } = _fitLasso(x, y, { maxCycles: 60 });
    assert.equal(
      flag,
      `the path ends after ${lambda.length} of 100 lambdas: too many cycles (limit 60)`,
    );
    assert.match(_fitLasso(x, y, { maxActive: 2 }).flag ?? "", /too many active \(limit 2\)$/);
    assert.equal(_fitLasso(x, y).flag, null);
  });
});

describe("fitLasso and predictLasso", () => {
  const rows = sampleRows(sample(40, 7, 11));
  const fit = fitLasso(rows);
  const lambda = 0.05;

  test("the fit is frozen and survives JSON", () => {
    assert.ok(Object.isFrozen(fit));
    assert.deepEqual(JSON.parse(JSON.stringify(fit)), fit);
    assert.equal(fit.exception, null);
  });

  test("only the features of the model are needed, in any order", () => {
    const model = lassoModel(fit, lambda);
    assert.ok(model.coefficients.length > 0 && model.coefficients.length < 7);
    const names = model.coefficients.map(({ feature }) => feature).reverse();
    const values = Array.from({ length: 3 }, (_, i) => names.map((_, k) => i + k / 10));
    const byHand = values.map((row) =>
      model.coefficients.reduce(
        (sum, { feature, value }) => sum + value * row[names.indexOf(feature)],
        model.intercept,
      ),
    );
    const scores = predictLasso(fit, featureTable(names, values), { lambda });
    assertNear(Array.from(scores), byHand, 1e-13);
    const risks = predictLasso(fit, featureTable(names, values), { lambda, scale: "risk" });
    assertNear(
      Array.from(risks),
      byHand.map((eta) => Math.exp(eta) / (1 + Math.exp(eta))),
      1e-13,
    );
  });
});

describe("refuses what it cannot answer", () => {
  const { x, y } = sample(12, 3, 4);
  const rows = sampleRows({ x, y });
  const fit = fitLasso(rows);
  const other = featureTable(["g"], [[1]]);
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no rows", () => _fitLasso([], []), "x must have at least one row; it has none"],
    [
      "one row",
      () => _fitLasso([[1, 2]], [1]),
      "LASSO needs at least 2 rows of each class; got 1 events and 0 non-events",
    ],
    [
      "two rows",
      () =>
        _fitLasso(
          [
            [1, 2],
            [2, 1],
          ],
          [1, 0],
        ),
      "LASSO needs at least 2 rows of each class; got 1 events and 1 non-events",
    ],
    [
      "one column",
      () =>
        _fitLasso(
          x.map(([a]) => [a]),
          y,
        ),
      "LASSO needs at least 2 columns; x has 1",
    ],
    [
      "a constant outcome",
      () =>
        _fitLasso(
          x,
          y.map(() => 0),
        ),
      "LASSO needs at least 2 rows of each class; got 0 events and 12 non-events",
    ],
    ["a label of 2", () => _fitLasso(x, y.with(3, 2)), "the outcome must be 0 or 1; y[3] is 2"],
    [
      "lengths that differ",
      () => _fitLasso(x, y.slice(1)),
      "need one outcome per row of x; got 11 for 12 rows",
    ],
    [
      "a missing value",
      () => _fitLasso(x.with(5, [1, Number.NaN, 2]), y),
      "x must hold finite numbers; x[5][1] is NaN",
    ],
    [
      "an infinite value",
      () => _fitLasso(x.with(5, [1, Infinity, 2]), y),
      "x must hold finite numbers; x[5][1] is Infinity",
    ],
    [
      "constant columns",
      () =>
        _fitLasso(
          x.map(() => [1, 2, 3]),
          y,
        ),
      "at least one penalised column must vary; all 3 are constant or left out",
    ],
    ["alpha above 1", () => _fitLasso(x, y, { alpha: 1.5 }), "alpha must lie in [0, 1]; got 1.5"],
    [
      "a negative lambda",
      () => _fitLasso(x, y, { lambda: [0.1, -0.1] }),
      "every lambda must be finite and not negative; got -0.1",
    ],
    [
      "no lambda",
      () => _fitLasso(x, y, { lambda: [] }),
      "lambda must hold at least one penalty; it is empty",
    ],
    [
      "two lambdas asked for",
      () => _fitLasso(x, y, { lambdaCount: 2 }),
      "lambdaCount must be a whole number of at least 3; got 2",
    ],
    [
      "a ratio of 1",
      () => _fitLasso(x, y, { lambdaMinRatio: 1 }),
      "lambdaMinRatio must lie in (0, 1); got 1",
    ],
    [
      "a tolerance of 0",
      () => _fitLasso(x, y, { tolerance: 0 }),
      "tolerance must lie in (0, 1); got 0",
    ],
    [
      "no cycles",
      () => _fitLasso(x, y, { maxCycles: 0 }),
      "maxCycles must be a whole number of at least 1; got 0",
    ],
    [
      "one cycle",
      () => _fitLasso(x, y, { maxCycles: 1, lambda: [0.01] }),
      "the limits must allow at least one lambda; the path ends after 0 of 1 lambdas: too many cycles (limit 1); raise maxCycles or maxActive",
    ],
    [
      "an unknown option",
      () => _fitLasso(x, y, { nlambda: 50 } as LassoOptions),
      "LASSO knows the options alpha, lambda, lambdaCount, lambdaMinRatio, standardize, penaltyFactor, weights, tolerance, maxNonzero, maxActive, maxCycles; got nlambda",
    ],
    [
      "outcomes that a feature without a penalty separates",
      () =>
        _fitLasso(
          x.map((row, i) => [y[i]!, row[0]!]),
          y,
          { penaltyFactor: [0, 1] },
        ),
      "features without a penalty must leave something to explain; these alone predict every outcome; give them a penalty",
    ],
    [
      "a negative weight",
      () => _fitLasso(x, y, { weights: y.map((_, i) => i - 1) }),
      "weights must be finite and not negative; weights[0] is -1",
    ],
    [
      "too few weights",
      () => _fitLasso(x, y, { weights: [1] }),
      "need one weight per row of x; got 1 for 12 rows",
    ],
    [
      "too few penalty factors",
      () => _fitLasso(x, y, { penaltyFactor: [1] }),
      "need one penalty factor per column of x; got 1 for 3 columns",
    ],
    [
      "a negative penalty factor",
      () => _fitLasso(x, y, { penaltyFactor: [1, -1, 1] }),
      "penalty factors must not be negative; penaltyFactor[1] is -1",
    ],
    [
      "no penalty at all",
      () => _fitLasso(x, y, { penaltyFactor: [0, 0, 0] }),
      "at least one penalty factor must be above 0; all are 0; fit a logistic regression instead",
    ],
    [
      "a negative lambda to predict at",
      () => lassoModel(fit, -1),
      "lambda must be finite and not negative; got -1",
    ],
    [
      "an unknown scale",
      () => predictLasso(fit, rows.features, { lambda: 0, scale: "odds" as "risk" }),
      "scale must be score or risk; got odds",
    ],
    [
      "a feature that is not there",
      () => predictLasso(fit, other, { lambda: 0 }),
      'the table must have the feature "f0"; it has g',
    ],
    [
      "a validation row",
      () =>
        fitLasso(
          sampleRows(
            { x, y },
            y.map((_, i) => (i === 3 ? "validation" : "training")),
          ),
        ),
      "LASSO must be fitted on training rows only; got 1 validation rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "a synthetic row",
      () =>
        fitLasso(
          sampleRows(
            { x, y },
            y.map((_, i) => (i === 3 ? "synthetic" : "training")),
          ),
        ),
      "LASSO must be fitted on training rows only; got 1 synthetic rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }

  test("but fits with a written exception, which stays with the fit", () => {
    const roles = y.map((_, i) => (i === 3 ? ("validation" as const) : ("training" as const)));
    assert.equal(
      fitLasso(sampleRows({ x, y }, roles), { exception: "as published" }).exception,
      "as published",
    );
  });
});

/** How far the worst column, or the intercept, is from the condition of optimality, on the standardised scale. */
function worstViolation(
  x: number[][],
  y: number[],
  path: LassoPath,
  l: number,
  alpha: number,
  weights: number[],
  penaltyFactor: number[],
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const w = weights.map((weight) => weight / total);
  const { intercept, coefficients } = coefficientsAt(path, path.lambda[l]);
  const residuals = x.map((row, i) => {
    const eta = row.reduce((sum, value, j) => sum + value * coefficients[j], intercept);
    return w[i] * (y[i] - 1 / (1 + Math.exp(-eta)));
  });
  const scale = penaltyFactor.length / penaltyFactor.reduce((sum, factor) => sum + factor, 0);
  let worst = Math.abs(residuals.reduce((sum, residual) => sum + residual, 0));
  for (let j = 0; j < penaltyFactor.length; j++) {
    const mean = x.reduce((sum, row, i) => sum + w[i] * row[j], 0);
    const sd = Math.sqrt(x.reduce((sum, row, i) => sum + w[i] * (row[j] - mean) ** 2, 0));
    const slope = x.reduce((sum, row, i) => sum + (residuals[i] * (row[j] - mean)) / sd, 0);
    const b = coefficients[j] * sd;
    const penalty = path.lambda[l] * penaltyFactor[j] * scale;
    const rest = slope - penalty * (1 - alpha) * b;
    const violation =
      b === 0 ? Math.abs(rest) - penalty * alpha : Math.abs(rest - Math.sign(b) * penalty * alpha);
    worst = Math.max(worst, violation);
  }
  return worst;
}
