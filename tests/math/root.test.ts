import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findRoot } from "dlrn/math/root";
import { assertNear } from "../near.js";

describe("agrees with hand calculation", () => {
  const functions: [
    name: string,
    f: (x: number) => number,
    low: number,
    high: number,
    root: number,
  ][] = [
    ["a line", (x) => 2 * x - 3, -10, 10, 1.5],
    ["a root at an end", (x) => x, 0, 1, 0],
    ["cos x = x", (x) => Math.cos(x) - x, 0, 1, 0.7390851332151607],
    ["a falling function", (x) => 2 - x * x, 0, 100, Math.SQRT2],
    ["a jump", (x) => (x < 0.3 ? -1 : 1), 0, 1, 0.3],
    ["a flat approach", (x) => (x - 1) * (x - 1) * (x - 1), 0, 3, 1],
    ["an infinite end", (x) => (x === 0 ? -Infinity : Math.log(x)), 0, 5, 1],
  ];
  for (const [name, f, low, high, root] of functions)
    test(name, () => assertNear(findRoot(f, low, high), root, 0, { absolute: 1e-12 }));

  test("few steps for a smooth function", () => {
    let calls = 0;
    findRoot((x) => Math.exp(x) - 2 + ++calls * 0, 0, 2, { tolerance: 1e-14 });
    assert.ok(calls < 15, `${calls} calls`);
  });
});

describe("refuses", () => {
  test("ends of the same sign", () =>
    assert.throws(() => findRoot((x) => x * x + 1, -1, 1), {
      message: "the ends must bracket a root; f(-1) is 2 and f(1) is 2",
    }));
  test("a function that is not a number", () =>
    assert.throws(() => findRoot((x) => Math.sqrt(x), -1, 1), {
      message: "the function must be a number; f(-1) is NaN",
    }));
});
