import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decimal, rounded } from "dlrn/math/decimal";
import fc from "fast-check";

describe("agrees with hand calculation", () => {
  const cases: [value: number, digits: number, printed: string][] = [
    [1.005, 2, "1.01"], // toFixed gives 1.00
    [0.4625, 3, "0.463"],
    [0.8125, 3, "0.813"],
    [2.5, 0, "3"],
    [-2.5, 0, "-3"],
    [-0.0004, 3, "0.000"],
    [0, 3, "0.000"],
    [9.9995, 3, "10.000"],
    [51.3125, 2, "51.31"],
    [1e-7, 3, "0.000"],
    [4.9e-4, 3, "0.000"],
    [5e-4, 3, "0.001"],
    [123456789.5, 0, "123456790"],
    [1e20, 1, "100000000000000000000.0"],
    [1 / 3, 10, "0.3333333333"],
  ];
  for (const [value, digits, printed] of cases)
    test(`${value} to ${digits} decimals`, () => assert.equal(decimal(value, digits), printed));

  test("the last bits of a sum do not decide", () => {
    const share = Array.from({ length: 37 }, () => 1 / 80).reduce((sum, x) => sum + x, 0);
    assert.notEqual(share, 37 / 80);
    assert.equal(decimal(share, 3), "0.463");
  });

  test("the thirteenth digit does not decide, the twelfth does", () => {
    assert.equal(decimal(0.46249999999998, 3), "0.463");
    assert.equal(decimal(0.4624999999, 3), "0.462");
  });
});

describe("obeys the laws", () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const digits = fc.integer({ min: 0, max: 6 });

  test("within half a unit of the last digit", () => {
    fc.assert(
      fc.property(value, digits, (x, d) => {
        assert.ok(Math.abs(rounded(x, d) - x) <= 0.5 * 10 ** -d + 1e-11 * Math.abs(x));
      }),
    );
  });

  test("the sign changes nothing else", () => {
    fc.assert(
      fc.property(value, digits, (x, d) =>
        assert.equal(decimal(-x, d).replace("-", ""), decimal(x, d).replace("-", "")),
      ),
    );
  });

  test("thousandths that end in 5 go up, as in the hundredth above", () => {
    for (let i = 0; i < 1000; i++) {
      const half = Number(`${Math.floor(i / 10)}.${i % 10}5`); // the decimal i.5 tenths
      assert.equal(
        decimal(half, 1),
        decimal(Number(`${Math.floor((i + 1) / 10)}.${(i + 1) % 10}`), 1),
      );
    }
  });
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no number", () => decimal(NaN, 2), "a printed value must be finite; got NaN"],
    ["infinity", () => decimal(Infinity, 2), "a printed value must be finite; got Infinity"],
    ["half a digit", () => decimal(1, 0.5), "digits must be a whole number from 0 to 15; got 0.5"],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
