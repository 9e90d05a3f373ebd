import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { betaLowerTail, betaQuantile, betaUpperQuantile, betaUpperTail } from "dlrn/math/beta";
import {
  binomialLowerTail,
  binomialPmf,
  binomialQuantile,
  binomialUpperTail,
} from "dlrn/math/binomial";
import {
  chiSquareLogUpperTail,
  chiSquareLowerTail,
  chiSquareQuantile,
  chiSquareUpperQuantile,
  chiSquareUpperTail,
} from "dlrn/math/chi-square";
import { fLogUpperTail, fLowerTail, fQuantile, fUpperQuantile, fUpperTail } from "dlrn/math/f";
import { gammaLowerTail, gammaQuantile, gammaUpperQuantile, gammaUpperTail } from "dlrn/math/gamma";
import {
  hypergeometricLowerTail,
  hypergeometricPmf,
  hypergeometricQuantile,
  hypergeometricUpperTail,
} from "dlrn/math/hypergeometric";
import {
  normalLogUpperTail,
  normalQuantile,
  normalTwoSidedP,
  normalUpperQuantile,
  normalUpperTail,
} from "dlrn/math/normal";
import { power } from "dlrn/math/power";
import {
  tLogUpperTail,
  tQuantile,
  tTwoSidedP,
  tUpperQuantile,
  tUpperTail,
} from "dlrn/math/student-t";
import fc from "fast-check";
import { assertNear } from "../near.js";

interface Row {
  readonly parameters: readonly number[];
  readonly side: "lower" | "upper";
  readonly p: number;
  readonly x: number;
  readonly lower: number;
  readonly upper: number;
}
interface CountRow {
  readonly parameters: readonly number[];
  readonly k: number;
  readonly pmf: number;
  readonly lower: number;
  readonly upper: number;
}

/** mpmath 1.4.1; made by tests/fixtures/distributions-mpmath.py, which states its command. */
const oracle = JSON.parse(readFileSync("tests/fixtures/distributions-mpmath.json", "utf8")) as {
  readonly [law in "normal" | "chiSquare" | "gamma" | "t" | "f" | "beta"]: readonly Row[];
} & { readonly [law in "binomial" | "hypergeometric"]: readonly CountRow[] };

type Law = (value: number, ...parameters: number[]) => number;

const laws: [
  name: keyof typeof oracle,
  lower: Law,
  upper: Law,
  quantile: Law,
  upperQuantile: Law,
][] = [
  [
    "normal",
    (z) => normalUpperTail(-z),
    normalUpperTail,
    (p) => normalQuantile(p),
    (p) => normalUpperQuantile(p),
  ],
  [
    "chiSquare",
    chiSquareLowerTail as Law,
    chiSquareUpperTail as Law,
    chiSquareQuantile as Law,
    chiSquareUpperQuantile as Law,
  ],
  [
    "gamma",
    gammaLowerTail as Law,
    gammaUpperTail as Law,
    gammaQuantile as Law,
    gammaUpperQuantile as Law,
  ],
  ["t", (t, df) => tUpperTail(-t, df), tUpperTail as Law, tQuantile as Law, tUpperQuantile as Law],
  ["f", fLowerTail as Law, fUpperTail as Law, fQuantile as Law, fUpperQuantile as Law],
  [
    "beta",
    betaLowerTail as Law,
    betaUpperTail as Law,
    betaQuantile as Law,
    betaUpperQuantile as Law,
  ],
];

const close = 1e-12;

describe("agrees with multiprecision arithmetic (mpmath), to 1e-12 relative from p = 0.5 to 1e-300", () => {
  for (const [name, lower, upper, quantile, upperQuantile] of laws) {
    const rows = oracle[name] as readonly Row[];
    test(`${name}: both tails at ${rows.length} points`, () => {
      assert.ok(rows.length >= 20);
      for (const { parameters, x, ...tails } of rows) {
        const at = `${name}(${parameters}) at ${x}`;
        assertNear(lower(x, ...parameters), tails.lower, close, { at: `lower ${at}` });
        assertNear(upper(x, ...parameters), tails.upper, close, { at: `upper ${at}` });
      }
    });
    test(`${name}: quantiles of both tails`, () => {
      for (const { parameters, side, p, x } of rows) {
        const inverse = side === "lower" ? quantile : upperQuantile;
        const at = `${side} ${name}(${parameters}) quantile of ${p}`;
        assertNear(inverse(p, ...parameters), x, close, { at, absolute: x === 0 ? 1e-15 : 0 });
      }
    });
  }

  test("binomial", () => {
    for (const { parameters, k, ...expected } of oracle.binomial) {
      const [n, p] = parameters as [number, number];
      const got = {
        pmf: binomialPmf(k, n, p),
        lower: binomialLowerTail(k, n, p),
        upper: binomialUpperTail(k, n, p),
      };
      assertNear(got, expected, close, { at: `binomial(${n}, ${p}) at ${k}` });
    }
  });

  test("hypergeometric", () => {
    for (const { parameters, k, ...expected } of oracle.hypergeometric) {
      const [successes, failures, drawn] = parameters as [number, number, number];
      const urn = { successes, failures, drawn };
      const got = {
        pmf: hypergeometricPmf(k, urn),
        lower: hypergeometricLowerTail(k, urn),
        upper: hypergeometricUpperTail(k, urn),
      };
      assertNear(got, expected, close, { at: `hypergeometric(${parameters}) at ${k}` });
    }
  });
});

describe("agrees with hand calculation", () => {
  test("closed forms", () => {
    assertNear(chiSquareUpperTail(10, 2), Math.exp(-5), 1e-15);
    assertNear(tUpperTail(1, 1), 0.25, 1e-14); // Cauchy
    assertNear(tUpperTail(1e200, 1), 1 / Math.PI / 1e200, 1e-13);
    assertNear(fUpperTail(3, 2, 10), power(1.6, -5), 1e-14);
    assertNear(betaLowerTail(0.3, 1, 1), 0.3, 1e-15);
    assert.equal(normalUpperTail(0), 0.5);
    assertNear(binomialUpperTail(1, 3, 0.5), 7 / 8, 1e-15);
    assertNear(hypergeometricPmf(1, { successes: 2, failures: 2, drawn: 2 }), 4 / 6, 1e-15);
  });
  test("quantiles beside the middle keep their digits", () => {
    const p = 2 ** -30;
    assertNear(tQuantile(0.5 + p, 1), Math.tan(Math.PI * p), 1e-14);
    assertNear(tQuantile(0.5 - p, 1), -Math.tan(Math.PI * p), 1e-14);
    assertNear(normalQuantile(0.5 + p), p * Math.sqrt(2 * Math.PI), 1e-14); // the next term is p³
  });
  test("logarithms of tails far below the smallest double", () => {
    assertNear(normalLogUpperTail(1e4), -5e7 - Math.log(1e4 * Math.sqrt(2 * Math.PI)), 1e-14);
    assertNear(chiSquareLogUpperTail(1e6, 2), -5e5, 1e-14);
    assertNear(
      tLogUpperTail(1e300, 10),
      Math.log(tUpperTail(1e20, 10)) - 2800 * Math.log(10),
      1e-14,
    );
    assertNear(fLogUpperTail(1e300, 4, 4), Math.log(3) - 600 * Math.log(10), 1e-14);
  });
});

describe("obeys the laws", () => {
  const shape = fc.double({ min: 0.5, max: 1000, noNaN: true });
  const p = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

  test("a quantile's tail is the probability it was asked for", () => {
    fc.assert(
      fc.property(p, shape, shape, (p, a, b) => {
        assertNear(gammaLowerTail(gammaQuantile(p, a), a), p, 1e-11);
        assertNear(fUpperTail(fUpperQuantile(p, 2 * a, 2 * b), 2 * a, 2 * b), p, 1e-11);
        assertNear(tUpperTail(-tQuantile(p, a), a), p, 1e-12);
        assertNear(normalUpperTail(-normalQuantile(p)), p, 1e-13);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test("so it is far out, down to 1e-300, from either tail", () => {
    const farOut = fc.double({ min: -690, max: -0.7, noNaN: true }).map(Math.exp);
    const degrees = fc.double({ min: 0, max: 9.2, noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(farOut, degrees, degrees, shape, (p, df, df2, a) => {
        assertNear(chiSquareUpperTail(chiSquareUpperQuantile(p, df), df), p, 1e-11);
        assertNear(gammaUpperTail(gammaUpperQuantile(p, a), a), p, 1e-11);
        const [f, t, x] = [
          fUpperQuantile(p, df, df2),
          tUpperQuantile(p, df),
          betaQuantile(p, a, 2),
        ];
        // An end of the range of doubles is no quantile.
        if (f < 1e290) assertNear(fUpperTail(f, df, df2), p, 1e-11);
        if (t < 1e290) assertNear(tUpperTail(t, df), p, 1e-11);
        if (x > 1e-290) assertNear(betaLowerTail(x, a, 2), p, 1e-11);
      }),
      { numRuns: 2000, seed: 6 },
    );
    // mpmath: the upper tail of 666.9945694103338 at 35.04933825435035 degrees of freedom
    assertNear(
      chiSquareUpperQuantile(8.2455573361709e-118, 35.04933825435035),
      666.9945694103338,
      1e-14,
    );
  });

  test("both tails add up to one; beta mirrors", () => {
    const unit = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(unit, shape, shape, (x, a, b) => {
        assertNear(betaLowerTail(x, a, b) + betaUpperTail(x, a, b), 1, 1e-14);
        const dyadic = Math.round(x * 1024) / 1024; // so that 1 − x is exact
        assertNear(betaLowerTail(dyadic, a, b), betaUpperTail(1 - dyadic, b, a), 1e-12);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test("t squared is F, many degrees of freedom are normal", () => {
    assertNear(tTwoSidedP(2.5, 33), fUpperTail(6.25, 1, 33), 1e-14);
    assert.equal(tTwoSidedP(1.96, Infinity), normalTwoSidedP(1.96));
    assert.equal(fUpperTail(2, 3, Infinity), chiSquareUpperTail(6, 3));
    assertNear(tTwoSidedP(1.96, 1e9), normalTwoSidedP(1.96), 1e-8);
  });

  test("ends of the support", () => {
    assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
    assert.deepEqual(
      [tQuantile(0, 3), tQuantile(1, 3), tQuantile(0.5, 3)],
      [-Infinity, Infinity, 0],
    );
    assert.deepEqual([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)], [0, Infinity]);
    assert.deepEqual([fQuantile(0, 3, 4), fQuantile(1, 3, 4)], [0, Infinity]);
    assert.deepEqual([betaQuantile(0, 3, 4), betaQuantile(1, 3, 4)], [0, 1]);
    assert.deepEqual([normalUpperTail(Infinity), normalUpperTail(-Infinity)], [0, 1]);
    assert.deepEqual([chiSquareUpperTail(0, 3), chiSquareUpperTail(Infinity, 3)], [1, 0]);
    assert.deepEqual([tTwoSidedP(0, 3), tTwoSidedP(Infinity, 3)], [1, 0]);
  });

  test("discrete quantiles are the first count to reach the probability", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), p, p, (n, chance, probability) => {
        const k = binomialQuantile(probability, n, chance);
        assert.ok(binomialLowerTail(k, n, chance) >= probability * (1 - 1e-13));
        assert.ok(k === 0 || binomialLowerTail(k - 1, n, chance) < probability);
        const urn = { successes: n, failures: 57, drawn: Math.ceil(n / 2) };
        const h = hypergeometricQuantile(probability, urn);
        assert.ok(hypergeometricLowerTail(h, urn) >= probability * (1 - 1e-13));
        assert.ok(h === 0 || hypergeometricLowerTail(h - 1, urn) < probability);
      }),
      { numRuns: 200, seed: 4 },
    );
    assert.equal(binomialQuantile(0.5, 9, 0.5), 4); // P(X ≤ 4) is one half exactly
  });
});

describe("refuses", () => {
  const refused: [call: () => unknown, message: string][] = [
    [() => normalQuantile(1.5), "p must lie in [0, 1]; got 1.5"],
    [() => normalUpperTail(NaN), "z must be a number; got NaN"],
    [() => tTwoSidedP(2, 0), "degrees of freedom must be positive; got 0"],
    [() => tQuantile(NaN, 3), "p must lie in [0, 1]; got NaN"],
    [() => chiSquareUpperTail(2, -1), "degrees of freedom must be positive and finite; got -1"],
    [() => chiSquareUpperTail(NaN, 1), "x must be a number; got NaN"],
    [() => fUpperTail(1, 0, 3), "degrees of freedom must be positive; got 0 and 3"],
    [() => gammaQuantile(0.5, NaN), "the shape of a gamma variable must be positive; got NaN"],
    [() => betaLowerTail(0.5, 0, 1), "the shapes of a beta variable must be positive; got 0 and 1"],
    [() => betaLowerTail(NaN, 1, 1), "x must be a number; got NaN"],
    [() => binomialPmf(1, 2.5, 0.5), "n must be a whole number of trials; got 2.5"],
    [() => binomialPmf(1, 2, 1.5), "p must lie in [0, 1]; got 1.5"],
    [
      () => hypergeometricPmf(1, { successes: 1, failures: 1, drawn: 3 }),
      "cannot draw 3 items from 2",
    ],
  ];
  for (const [call, message] of refused)
    test(message, () => assert.throws(call, { name: "RangeError", message }));
});
