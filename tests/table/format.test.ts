import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countAndShare, estimateAndCi, fixed, meanAndSd, pValue } from "dlrn/table/format";

describe("numbers as the paper prints them", () => {
  const cases: [printed: string, call: () => string][] = [
    ["51.31 ± 18.851", () => meanAndSd(51.3125, 18.8512)],
    ["0.696 (0.564–0.827)", () => estimateAndCi(0.69557, [0.5638, 0.8273])],
    ["0.011 (−0.176 to 0.198)", () => estimateAndCi(0.011, [-0.1758, 0.19792])],
    ["62 (64.6%)", () => countAndShare(62, 96)],
    ["0 (–)", () => countAndShare(0, 0)],
    ["−2.865", () => fixed(Math.log(0.057))],
    ["0.000", () => fixed(-0.0001)],
  ];
  for (const [printed, call] of cases) test(printed, () => assert.equal(call(), printed));
});

describe("P values", () => {
  const cases: [p: number, printed: string][] = [
    [0.485271, "0.485"],
    [0.0005, "<0.001"],
    [0.00099999, "<0.001"],
    [0.001, "0.001"],
    [0, "<0.001"],
    [0.9996, ">0.999"],
    [1, "1.000"],
    [0.0495, "0.050"],
  ];
  for (const [p, printed] of cases) test(printed, () => assert.equal(pValue(p), printed));

  test("are refused outside 0 to 1", () => {
    for (const p of [-0.1, 1.1, NaN])
      assert.throws(() => pValue(p), { message: `a P value must lie in [0, 1]; got ${p}` });
  });
});
