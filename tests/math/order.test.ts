import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ascendingOrder } from "dlrn/math/order";
import { seededRandom } from "dlrn/math/random";
import fc from "fast-check";

const byComparison = (values: readonly number[]): number[] =>
  values
    .map((_, i) => i)
    .sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b));

describe("obeys the laws", () => {
  test("any doubles come out as a stable comparison puts them", () => {
    const values = fc.array(
      fc.oneof(
        fc.double({ noNaN: true }),
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom(-0, 0, Infinity, -Infinity, 5e-324),
      ),
      { minLength: 201, maxLength: 600 },
    );
    fc.assert(
      fc.property(values, (drawn) =>
        assert.deepEqual([...ascendingOrder(drawn)], byComparison(drawn)),
      ),
      { seed: 2, numRuns: 60 },
    );
  });

  test("a short list and a long one are put in the same order", () => {
    const random = seededRandom(1);
    for (const n of [0, 1, 2, 199, 200, 201, 5000]) {
      const values = Array.from({ length: n }, () => Math.round(random.normal() * 100) / 100);
      assert.deepEqual([...ascendingOrder(values)], byComparison(values));
    }
  });

  test("equal values stay in the order given", () => {
    const equal = new Float64Array(300).fill(-2.5);
    assert.deepEqual(
      [...ascendingOrder(equal)],
      Array.from({ length: 300 }, (_, i) => i),
    );
  });
});
