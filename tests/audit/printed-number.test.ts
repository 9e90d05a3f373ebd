/** Printed text to numbers, and back: what prints like what. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type PrintedNumber,
  printedNumbers,
  printsAs,
  roundingInterval,
} from "dlrn/audit/printed-number";

const one = (text: string): PrintedNumber => printedNumbers(text)[0]!;

test("numbers are read with their digits, bounds and signs, words included", () => {
  const cases: [text: string, expected: [value: number, decimals: number, relation: string][]][] = [
    ["0.590", [[0.59, 3, "="]]],
    [
      "0.696 (0.564-0.827)",
      [
        [0.696, 3, "="],
        [0.564, 3, "="],
        [0.827, 3, "="],
      ],
    ],
    [
      "25%-30%",
      [
        [25, 0, "="],
        [30, 0, "="],
      ],
    ],
    [
      "3–6",
      [
        [3, 0, "="],
        [6, 0, "="],
      ],
    ],
    ["-2.86", [[-2.86, 2, "="]]],
    [
      "(−0.5 to 0.2)",
      [
        [-0.5, 1, "="],
        [0.2, 1, "="],
      ],
    ],
    ["< 0.001", [[0.001, 3, "<"]]],
    ["less than 20%", [[20, 0, "<"]]],
    ["≤ 10", [[10, 0, "≤"]]],
    [">0.75", [[0.75, 2, ">"]]],
    ["At least two", [[2, 0, "≥"]]],
    [
      "32% (78/242)",
      [
        [32, 0, "="],
        [78, 0, "="],
        [242, 0, "="],
      ],
    ],
    ["three-center", [[3, 0, "="]]],
    ["once", [[1, 0, "="]]],
    ["10-fold", [[10, 0, "="]]],
    ["T1WI", []],
    ["NA", []],
    ["someone", []],
  ];
  for (const [text, expected] of cases)
    assert.deepEqual(
      printedNumbers(text).map(({ value, decimals, relation }) => [value, decimals, relation]),
      expected,
      text,
    );
});

test("halves round away from zero, whatever the binary number holds", () => {
  assert.ok(printsAs(37 / 80, one("0.463"))); // 0.4625
  assert.ok(!printsAs(37 / 80, one("0.462")));
  assert.ok(printsAs(13 / 16, one("0.813"))); // 0.8125
  assert.ok(printsAs(1.005, one("1.01"))); // held as 1.00499999999999989
  assert.ok(printsAs(-2.865, one("-2.87")));
  assert.ok(!printsAs(-2.865, one("-2.86")));
  assert.ok(!printsAs(0.00049, one("-0.0005")));
  assert.ok(printsAs(0, one("0.000")));
});

test("a bound is kept or broken, and not rounded", () => {
  assert.ok(printsAs(0.00099, one("<0.001")));
  assert.ok(!printsAs(0.001, one("<0.001")));
  assert.ok(printsAs(10, one("≤ 10")));
  assert.ok(!printsAs(0.75, one("> 0.75")));
  assert.ok(printsAs(2, one("At least two")));
});

test("what prints so lies in the interval, and nothing else does", () => {
  for (const text of ["0.650", "12.577", "53", "-2.86"]) {
    const { low, high } = roundingInterval(one(text));
    for (const share of [0.001, 0.25, 0.5, 0.75, 0.999])
      assert.ok(printsAs(low + share * (high - low), one(text)), `${text} at ${share}`);
    assert.ok(!printsAs(low - 0.01 * (high - low), one(text)), text);
    assert.ok(!printsAs(high + 0.01 * (high - low), one(text)), text);
  }
});
