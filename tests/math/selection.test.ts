/** Quantiles by selection: the sorted values' own, bit for bit. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "dlrn/math/random";
import { quantiles } from "dlrn/math/selection";
import { quantileOfSorted } from "dlrn/math/summary";
import fc from "fast-check";

const shares = [0, 0.005, 0.25, 0.5, 0.995, 1];

describe("agrees with sorting, bit for bit", () => {
  const random = seededRandom(1);
  const normal = (n: number): number[] => Array.from({ length: n }, () => random.normal());
  for (const [what, values] of [
    ["one value", [3]],
    ["two values", [2, 1]],
    ["all alike", new Array(50).fill(7)],
    ["few levels", normal(999).map((v) => Math.round(v) + 0)], // + 0: no negative zero
    ["already in order", normal(500).sort((a, b) => a - b)],
    ["in falling order", normal(500).sort((a, b) => b - a)],
    ["1000 normal numbers", normal(1000)],
    ["most in a narrow range", normal(1000).map((v, i) => (i % 100 === 0 ? v * 1e9 : v))],
    ["a range that overflows", normal(200).map((v) => v * 0.9e308)],
    ["a range next to nothing", normal(200).map((v) => Math.round(v) * 5e-324 + 0)],
  ] as const)
    test(what, () => {
      const sorted = Float64Array.from(values).sort();
      const expected = shares.map((share) => quantileOfSorted(sorted, share));
      const given = Float64Array.from(values);
      assert.deepEqual(quantiles(given, shares), expected);
      assert.deepEqual(given, Float64Array.from(values)); // they are left as they are
    });
});

test("a quarter of 1 to 4 is 1.75", () => {
  assert.deepEqual(quantiles(Float64Array.of(4, 2, 3, 1), [0.25]), [1.75]);
});

test("the quantiles of any numbers are those of the sorted ones", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
        minLength: 1,
        maxLength: 300,
      }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (some, at) => {
        const values = Float64Array.from(some, (value) => value + 0);
        const sorted = values.slice().sort();
        at.sort((a, b) => a - b);
        assert.deepEqual(
          quantiles(values, at),
          at.map((share) => quantileOfSorted(sorted, share)),
        );
      },
    ),
  );
});

test("no values, or shares in another order, are refused", () => {
  assert.throws(() => quantiles(new Float64Array(0), [0.5]), {
    name: "RangeError",
    message: "quantiles need a value; there is none",
  });
  assert.throws(() => quantiles(Float64Array.of(1, 2), [0.5, 0.25]), {
    name: "RangeError",
    message: "shares must ascend; they are 0.5, 0.25",
  });
});

test("a share outside 0 to 1 is refused", () => {
  assert.throws(() => quantiles(Float64Array.of(1), [1.5]), {
    name: "RangeError",
    message: "p must lie in [0, 1]; got 1.5",
  });
});
