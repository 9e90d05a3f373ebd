import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { firstOfTied, interpolate } from "dlrn/math/interpolation";
import { loess } from "dlrn/math/loess";
import {
  _heightAtKnot,
  _lowessRoom,
  _placeKnots,
  _roomForKnots,
  _roomForPoints,
  lowess,
} from "dlrn/math/lowess";
import { seededRandom } from "dlrn/math/random";
import { shortestLeastSquares } from "dlrn/math/shortest-least-squares";
import { withVectors } from "dlrn/math/vectors";
import { assertNear } from "../near.js";

// R 4.2.2: Rscript tests/evaluate/oracle.R
const { smooth } = JSON.parse(readFileSync("tests/evaluate/oracle.json", "utf8"));
const { event } = smooth;

for (const [name, values] of [
  ["60 different x", smooth.many],
  ["11 different x among 60", smooth.few],
] as const) {
  describe(`agrees with R on ${name}`, () => {
    const { x } = values;
    // Values between 0 and 1, sums of 60 terms: 1e-13 is a few hundred roundings.
    const close = { absolute: 1e-13 };
    test("lowess", () => assertNear(lowess(x, event).y, values.lowess, 0, close));
    test("lowess, narrow and without interpolation", () => {
      const narrow = lowess(x, event, { span: 0.2, delta: 0 });
      assertNear(narrow.y, values.lowessNarrow, 0, close);
    });
    test("loess, exact at every point", () => {
      assertNear(loess(x, event, { surface: "direct" }), values.direct, 0, close);
    });
    test("loess, interpolated", () => assertNear(loess(x, event), values.interpolate, 0, close));
    test("loess with a span beyond 1 and a narrow one", () => {
      assertNear(loess(x, event, { span: 1.3 }), values.wide, 0, close);
      assertNear(loess(x, event, { span: 0.4 }), values.narrow, 0, close);
    });
  });
}

describe("agrees with hand calculation", () => {
  test("a line through three points, two of them inside the window's weights", () => {
    // At x = 1 the window of all three reaches 1: both ends lie at 0.999 h or beyond and count nothing.
    assert.equal(lowess([0, 1, 2], [5, 7, 0], { span: 1, delta: 0 }).y[1], 7);
  });

  test("interpolation on, between and beyond points", () => {
    assert.equal(interpolate([0, 2, 4], [1, 5, 1], 1), 3);
    assert.equal(interpolate([0, 2, 4], [1, 5, 1], 4), 1);
    assert.ok(Number.isNaN(interpolate([0, 2, 4], [1, 5, 1], 4.001)));
    const tied = firstOfTied([2, 1, 2], [7, 8, 9]);
    assert.deepEqual(
      [[...tied.x], [...tied.y]],
      [
        [1, 2],
        [8, 7],
      ],
    );
  });

  test("least squares without a unique solution gives the shortest", () => {
    // One equation, a + b + 0 c = 2: of all solutions (1, 1, 0) is the shortest.
    assertNear(
      shortestLeastSquares(Float64Array.of(1, 1, 0), Float64Array.of(2), 1),
      [1, 1, 0],
      1e-14,
      { absolute: 1e-14 },
    );
  });
});

describe("obeys the laws", () => {
  const random = seededRandom(5);
  const x = Array.from({ length: 80 }, () => random.uniform());

  test("a straight line stays as it is", () => {
    const line = x.map((value) => 3 - 2 * value);
    const smoothed = lowess(x, line);
    smoothed.x.forEach((value, i) => assertNear(smoothed.y[i], 3 - 2 * value, 1e-12));
    assertNear(loess(x, line, { surface: "direct" }), line, 1e-11);
    assertNear(loess(x, line), line, 1e-11);
  });

  test("a parabola stays as it is under loess", () => {
    const parabola = x.map((value) => 1 + value ** 2);
    assertNear(loess(x, parabola, { surface: "direct" }), parabola, 1e-11);
  });

  test("the order of points does not matter", () => {
    const y = x.map((value) => (random.uniform() < value ? 1 : 0));
    const order = Array.from(random.permutation(80));
    const shuffled = loess(
      order.map((i) => x[i]),
      order.map((i) => y[i]),
    );
    const straight = loess(x, y);
    assertNear(
      shuffled,
      order.map((i) => straight[i]),
      1e-12,
      { absolute: 1e-13 },
    );
  });

  test("counted points are the points written out", () => {
    const y = x.map((value) => (random.uniform() < value ? 1 : 0));
    const counts = x.map(() => 1 + random.integer(3));
    const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b]);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const written = order.flatMap((i) => Array<number>(counts[i]).fill(i));
    const whole = lowess(
      written.map((i) => x[i]),
      written.map((i) => y[i]),
      { delta: 0.005 },
    );
    const at = new Map(Array.from(whole.x, (value, i) => [value, whole.y[i]]));
    withVectors(_lowessRoom(80), (vectors) => {
      const points = _roomForPoints(80, vectors);
      points.size = 80;
      points.x.set(order.map((i) => x[i]));
      points.y.set(order.map((i) => y[i]));
      points.counts.set(order.map((i) => counts[i]));
      const knots = _roomForKnots(total);
      _placeKnots(points, 2 / 3, 0.005, knots);
      for (let k = 0; k < knots.count; k++)
        assertNear(_heightAtKnot(points, knots, k), at.get(points.x[knots.entry[k]]), 1e-11);
      assert.ok(knots.count > 40);
    });
  });
});

describe("refuses what it cannot answer", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no point", () => lowess([], []), "need as many y as x, at least one; got 0 and 0"],
    ["lengths differ", () => loess([1, 2], [1]), "need as many y as x, at least one; got 2 and 1"],
    ["a span of 0", () => lowess([1, 2], [1, 2], { span: 0 }), "span must lie in (0, 1]; got 0"],
    [
      "a point outside",
      () => loess([1, 2, 3], [1, 2, 3], {}, [4]),
      "points must lie in the range of x, 1 to 3; at[0] is 4",
    ],
    [
      "an unknown surface",
      () => loess([1, 2], [1, 2], { surface: "exact" as never }),
      'surface must be "direct" or "interpolate"; got "exact"',
    ],
    [
      "a span without width",
      () => loess([1, 1, 1, 1, 2], [0, 1, 0, 1, 1], { surface: "direct" }),
      "a local fit needs points of different x; the nearest 3 all lie at 1; take a wider span",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
