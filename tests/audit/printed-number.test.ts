/** Printed text to numbers, and back: what prints like what. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asShare,
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
    [".551", [[0.551, 3, "="]]],
    [
      "(.90-2.50)",
      [
        [0.9, 2, "="],
        [2.5, 2, "="],
      ],
    ],
    ["0·85", [[0.85, 2, "="]]],
    ["1,379", [[1379, 0, "="]]],
    ["12,345,678", [[12345678, 0, "="]]],
    [
      "12, 345",
      [
        [12, 0, "="],
        [345, 0, "="],
      ],
    ],
    ["3.1e-5", [[3.1e-5, 6, "="]]],
    ["3.1 × 10-5", [[3.1e-5, 6, "="]]],
    [
      "2 × 103",
      [
        [2, 0, "="],
        [103, 0, "="],
      ],
    ],
    ["4e2", [[400, -2, "="]]],
    [
      "0.85 (95% CI 0.79-0.91)",
      [
        [0.85, 2, "="],
        [0.79, 2, "="],
        [0.91, 2, "="],
      ],
    ],
    [
      "1.5 [95 % confidence interval 0.9; 2.5]",
      [
        [1.5, 1, "="],
        [0.9, 1, "="],
        [2.5, 1, "="],
      ],
    ],
    ["95% confidence", [[95, 0, "="]]],
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

test("halves round either way, since software does, whatever the binary number holds", () => {
  // R 4.2.2: round(c(37/80, 13/16, 1.005), c(3, 3, 2)) is 0.462, 0.812, 1.00; SPSS and Excel print 0.463, 0.813, 1.01
  for (const text of ["0.463", "0.462"]) assert.ok(printsAs(37 / 80, one(text)), text);
  for (const text of ["0.813", "0.812"]) assert.ok(printsAs(13 / 16, one(text)), text);
  for (const text of ["1.01", "1.00"]) assert.ok(printsAs(1.005, one(text)), text); // held as 1.00499999999999989
  for (const text of ["-2.87", "-2.86"]) assert.ok(printsAs(-2.865, one(text)), text);
  assert.ok(!printsAs(0.46249, one("0.463")));
  assert.ok(!printsAs(0.46251, one("0.462")));
  assert.ok(!printsAs(-2.8651, one("-2.86")));
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

test("in percent it is a share of one, with two decimals more", () => {
  const [rate] = printedNumbers("83.3%");
  assert.equal(rate!.percent, true);
  assert.deepEqual(asShare(rate!), { text: "83.3%", value: 0.833, decimals: 3, relation: "=" });
  assert.equal(asShare(one("12")).text, "12%");
  assert.ok(printsAs(5 / 40, asShare(one("12"))) && printsAs(5 / 40, asShare(one("13"))));
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
