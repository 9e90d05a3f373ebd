import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { leastSquares } from "dlrn/math/least-squares";
import {
  cholesky,
  inverseSpd,
  logDeterminantSpd,
  solveSpd,
  weightedCrossProduct,
} from "dlrn/math/matrix";
import { seededRandom } from "dlrn/math/random";
import fc from "fast-check";
import { assertNear } from "../near.js";

const a = Float64Array.of(4, 2, 2, 3);

describe("agrees with hand calculation", () => {
  test("a 2 x 2 matrix: factor, inverse, solution, determinant 8", () => {
    assertNear(cholesky(a, 2), [2, 0, 1, Math.SQRT2], 1e-15);
    assertNear(inverseSpd(a, 2), [3 / 8, -2 / 8, -2 / 8, 4 / 8], 1e-15);
    assertNear(solveSpd(a, 2, [8, 8]), [1, 2], 1e-15);
    assertNear(logDeterminantSpd(a, 2), Math.log(8), 1e-15);
  });

  test("the line through three points", () => {
    // y = 1, 3, 4 at x = 0, 1, 2: slope 3/2, intercept 7/6.
    const fit = leastSquares(Float64Array.of(1, 0, 1, 1, 1, 2), 3, 2, [1, 3, 4]);
    assertNear(fit.coefficients, [7 / 6, 3 / 2], 1e-14);
  });
});

describe("agrees with R's lm (4.2.2)", () => {
  // x <- 1:5; coef(lm(c(1, 2, 1, 3, 5) ~ x + I(2 * x) + c(1, 0, 1, 0, 1))): -1/5, 9/10, NA, -1/6
  test("the later of two collinear columns is dropped", () => {
    const x = [1, 2, 3, 4, 5].flatMap((v, i) => [1, v, 2 * v, [1, 0, 1, 0, 1][i]]);
    const fit = leastSquares(Float64Array.from(x), 5, 4, [1, 2, 1, 3, 5]);
    assert.equal(fit.rank, 3);
    assert.deepEqual(Array.from(fit.order), [0, 1, 3, 2]);
    assertNear(
      Array.from(fit.coefficients).filter((b) => !Number.isNaN(b)),
      [-1 / 5, 9 / 10, -1 / 6],
      1e-13,
    );
  });
});

describe("aliases as R's lm (4.2.2) does, at 1e-7 of a column's length", () => {
  // a <- sin(1:40); b <- cos(1:40); lm(y ~ a + b + I(a + b + s * sin(7 * (1:40)))): NA for s = 1e-8, not for 1e-6
  const [a1, b1] = [Math.sin, Math.cos].map((f) => Array.from({ length: 40 }, (_, i) => f(i + 1)));
  for (const [scale, rank] of [
    [1e-6, 4],
    [1e-8, 3],
  ] as const) {
    test(`a sum of two columns, changed by ${scale}`, () => {
      const x = a1.flatMap((a, i) => [1, a, b1[i], a + b1[i] + scale * Math.sin(7 * (i + 1))]);
      assert.equal(leastSquares(Float64Array.from(x), 40, 4, a1).rank, rank);
    });
  }
});

describe("obeys the laws", () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });
  test("A times its inverse is one, and X'X is R'R", () =>
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 8 }), (seed, p) => {
        const random = seededRandom(seed);
        const n = p + 5;
        const x = Float64Array.from({ length: n * p }, () => random.normal());
        const cross = weightedCrossProduct(x, n, p);
        const inverse = inverseSpd(cross, p);
        const { r } = leastSquares(x, n, p, new Float64Array(n));
        for (let i = 0; i < p; i++) {
          for (let j = 0; j < p; j++) {
            let one = 0;
            let square = 0;
            for (let k = 0; k < p; k++) {
              one += cross[i * p + k] * inverse[k * p + j];
              square += r[k * p + i] * r[k * p + j];
            }
            assertNear(one, i === j ? 1 : 0, 0, { absolute: 1e-9 });
            assertNear(square, cross[i * p + j], 1e-12, { absolute: 1e-12 });
          }
        }
      }),
      { numRuns: 30 },
    ));

  test("residuals are orthogonal to every column", () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const [n, p] = [12, 4];
        const x = Float64Array.from({ length: n * p }, () => random.normal());
        const y = Float64Array.from({ length: n }, () => random.normal());
        const { coefficients: b } = leastSquares(x, n, p, y);
        for (let j = 0; j < p; j++) {
          let sum = 0;
          for (let i = 0; i < n; i++) {
            let fitted = 0;
            for (let k = 0; k < p; k++) fitted += x[i * p + k] * b[k];
            sum += x[i * p + j] * (y[i] - fitted);
          }
          assertNear(sum, 0, 0, { absolute: 1e-11 });
        }
      }),
      { numRuns: 30 },
    ));
});

describe("refuses", () => {
  test("a matrix that is not positive definite", () => {
    assert.throws(() => cholesky(Float64Array.of(1, 1, 1, 1), 2), {
      name: "RangeError",
      message: "the matrix must be positive definite; pivot 1 is 0 of a diagonal element 1",
    });
  });
  test("a wrong size", () => {
    assert.throws(() => cholesky(Float64Array.of(1, 1, 1), 2), {
      message: "a matrix of size 2 needs 4 values; got 3",
    });
  });
});
