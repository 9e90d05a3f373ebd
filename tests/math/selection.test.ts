/** Quantiles by selection: the sorted values' own, bit for bit. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "dlrn/math/random";
import { quantilesInPlace } from "dlrn/math/selection";
import { quantileOfSorted } from "dlrn/math/summary";

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
  ] as const)
    test(what, () => {
      const sorted = Float64Array.from(values).sort();
      const expected = shares.map((share) => quantileOfSorted(sorted, share));
      const given = Float64Array.from(values);
      assert.deepEqual(quantilesInPlace(given, shares), expected);
      assert.deepEqual(given.sort(), sorted); // nothing was lost
    });
});

test("a quarter of 1 to 4 is 1.75", () => {
  assert.deepEqual(quantilesInPlace(Float64Array.of(4, 2, 3, 1), [0.25]), [1.75]);
});

test("a share outside 0 to 1 is refused", () => {
  assert.throws(() => quantilesInPlace(Float64Array.of(1), [1.5]), {
    name: "RangeError",
    message: "p must lie in [0, 1]; got 1.5",
  });
});
