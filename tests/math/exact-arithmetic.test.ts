import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accurateDot, exactProduct, exactSum, fusedMultiplyAdd } from "dlrn/math/exact-arithmetic";
import fc from "fast-check";

const number = fc
  .double({ min: -1e9, max: 1e9, noNaN: true })
  .filter((v) => v === 0 || Math.abs(v) > 1e-9);

/** A double as a whole number of 2^-200. */
function exactly(value: number): bigint {
  let [whole, places] = [value, 0];
  while (!Number.isInteger(whole)) [whole, places] = [whole * 2, places + 1];
  return BigInt(whole) << BigInt(200 - places);
}

describe("agrees with whole-number arithmetic", () => {
  test("value and rest are the product and the sum, to the last bit", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [product, productRest] = exactProduct(a, b);
        assert.equal((exactly(product) + exactly(productRest)) << 200n, exactly(a) * exactly(b));
        const [sum, sumRest] = exactSum(a, b);
        assert.equal(exactly(sum) + exactly(sumRest), exactly(a) + exactly(b));
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});

describe("agrees with hand calculation", () => {
  test("what a plain product and sum would lose", () => {
    const e = 2 ** -30;
    assert.equal(fusedMultiplyAdd(1 + e, 1 - e, -1), -e * e);
    assert.equal(accurateDot([1e16, 1, -1e16], [1, 1, 1]), 1);
  });
});
