import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "dlrn/math/random";
import { type Vectors, withVectors } from "dlrn/math/vectors";
import fc from "fast-check";
import { assertNear } from "../near.js";

describe("agrees with plain loops", () => {
  const lengths = fc.record({ count: fc.integer({ min: 0, max: 40 }), seed: fc.integer() });

  /** Four random vectors, the last with three rows, and the same numbers outside the memory. */
  function drawn(vectors: Vectors, count: number, seed: number) {
    const random = seededRandom(seed);
    const inside = [count, count, count, 3 * count].map((length) => {
      const vector = vectors.take(length);
      for (let i = 0; i < length; i++) vector[i] = random.normal();
      return vector;
    });
    return { inside, outside: inside.map((vector) => Array.from(vector)) };
  }

  test("sums", () => {
    fc.assert(
      fc.property(lengths, ({ count, seed }) => {
        withVectors(8 * count + 16, (vectors) => {
          const { inside, outside } = drawn(vectors, count, seed);
          const [a, , into, rows] = inside;
          const sum = (term: (i: number) => number) =>
            Array.from({ length: count }, (_, i) => term(i)).reduce(
              (total, value) => total + value,
              0,
            );
          const within = { absolute: 1e-13 };
          for (const k of [0, 1, 2]) {
            const at = (i: number) => outside[3][k * count + i];
            const plain = sum((i) => outside[0][i] * at(i));
            assertNear(vectors.dot(a, rows, k * count, count), plain, 1e-13, within);
            const squares = sum((i) => outside[0][i] * at(i) ** 2);
            assertNear(vectors.weightedSquares(a, rows, k * count, count), squares, 1e-13, within);
            if (count < 3) continue;
            vectors.dots(a, rows, count, 3, into);
            assertNear(into[k], plain, 1e-13, within);
          }
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test("changes in place, and nothing beside", () => {
    fc.assert(
      fc.property(lengths, ({ count, seed }) => {
        withVectors(8 * count + 16, (vectors) => {
          const { inside, outside } = drawn(vectors, count, seed);
          const [a, b, target, rows] = inside;
          vectors.subtractProducts(target, 0.3, a, rows, count, count);
          const less = outside[2].map(
            (value, i) => value - 0.3 * outside[0][i] * outside[3][count + i],
          );
          assertNear(Array.from(target), less, 1e-14, { absolute: 1e-14 });
          vectors.addMultiple(target, -2, b, 0, count);
          const more = less.map((value, i) => value - 2 * outside[1][i]);
          assertNear(Array.from(target), more, 1e-14, { absolute: 1e-14 });
          assert.deepEqual(
            [a, b, rows].map((vector) => Array.from(vector)),
            [outside[0], outside[1], outside[3]],
          );
        });
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});

test("a pass of coordinate descent is that of its equations", () => {
  const [rowCount, p, visits] = [21, 6, [4, 1, 3, 0, 5]];
  const random = seededRandom(8);
  withVectors(400, (vectors) => {
    const drawn = (count: number, value: () => number) => fill(vectors.take(count), value);
    const descent = {
      values: drawn(rowCount * p, () => random.normal()),
      rowCount,
      residuals: drawn(rowCount, () => random.normal() / rowCount),
      variances: drawn(rowCount, () => random.uniform() / rowCount),
      coefficients: drawn(p, () => 0),
      curvature: drawn(p, () => -1),
      penalty: drawn(p, () => 0.5 + random.uniform()),
      slopeLimit: 0.1,
      bendShift: 0.02,
      isActive: vectors.takeIndices(p),
      active: vectors.takeIndices(p),
      activeCount: vectors.takeIndices(1),
    };
    descent.coefficients[3] = 0.4; // one that is there already
    descent.isActive[3] = 1;
    descent.active[0] = 3;
    descent.activeCount[0] = 1;
    const columns = vectors.takeIndices(visits.length);
    columns.set(visits);
    const [residuals, coefficients] = [descent.residuals, descent.coefficients].map((v) => [...v]);
    const entered = [3];
    let largest = 0;
    for (const j of visits) {
      const x = (i: number) => descent.values[j * rowCount + i];
      const sum = (term: (i: number) => number) =>
        residuals.reduce((total, _, i) => total + term(i), 0);
      const bend = sum((i) => descent.variances[i] * x(i) ** 2);
      const slope = sum((i) => residuals[i] * x(i)) + bend * coefficients[j];
      const excess = Math.max(0, Math.abs(slope) - descent.penalty[j] * descent.slopeLimit);
      const is = (Math.sign(slope) * excess) / (bend + descent.penalty[j] * descent.bendShift);
      const change = is - coefficients[j];
      if (change === 0) continue;
      coefficients[j] = is;
      largest = Math.max(largest, bend * change ** 2);
      for (let i = 0; i < rowCount; i++) residuals[i] -= change * descent.variances[i] * x(i);
      if (!entered.includes(j)) entered.push(j);
    }
    const within = { absolute: 1e-15 };
    assertNear(vectors.descentCycle(descent, columns, visits.length), largest, 1e-12, within);
    assertNear(Array.from(descent.residuals), residuals, 1e-12, within);
    assertNear(Array.from(descent.coefficients), coefficients, 1e-12, within);
    assert.ok(entered.length > 2 && entered.length < 6, String(entered)); // some enter, some do not
    assert.deepEqual([...descent.active.subarray(0, descent.activeCount[0])], entered);
    assert.equal(descent.curvature[2], -1); // a column that is not visited
  });
});

function fill(vector: Float64Array, value: () => number): Float64Array {
  for (let i = 0; i < vector.length; i++) vector[i] = value();
  return vector;
}

describe("the memory", () => {
  test("is zero when taken again, and a computation within another has its own", () => {
    withVectors(10, (outer) => {
      const mine = outer.take(4).fill(7);
      withVectors(10, (inner) => assert.deepEqual(Array.from(inner.take(4).fill(3)), [3, 3, 3, 3]));
      assert.deepEqual(Array.from(mine), [7, 7, 7, 7]);
    });
    withVectors(10, (vectors) => assert.deepEqual(Array.from(vectors.take(4)), [0, 0, 0, 0]));
  });

  test("is given back when a computation fails", () => {
    assert.throws(() => withVectors(10, () => assert.fail("on purpose")), /on purpose/);
    withVectors(10, (vectors) => assert.equal(vectors.take(2).length, 2));
  });

  test("refuses more than there is", () => {
    assert.throws(() => withVectors(1e9, () => 0), {
      name: "RangeError",
      message:
        "at most 536870912 numbers fit into memory; got 1000000000; use fewer rows or columns",
    });
    assert.throws(
      () => withVectors(4, (vectors) => vectors.take(1e6)),
      /is full; cannot take 1000000$/,
    );
  });
});
