import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { batchConfounding } from "dlrn/harmonize/batch-confounding";
import { assertNear } from "../near.js";

const repeat = <T>(value: T, times: number): T[] => Array<T>(times).fill(value);
const counts = { A: [10, 30], B: [5, 25], C: [12, 8] };
const batch = Object.entries(counts).flatMap(([name, [yes, no]]) => repeat(name, yes + no));
const metastasis = Object.values(counts).flatMap(([yes, no]) => [
  ...repeat(1, yes),
  ...repeat(0, no),
]);
const centre = [...repeat("A", 5), ...repeat("B", 4), ...repeat("C", 3)];
const age = [50, 61, 47, 55, 58, 40, 44, 39, 47, 70, 66, 59];

describe("agrees with R 4.2.2", () => {
  // m <- matrix(c(10, 30, 5, 25, 12, 8), 3, byrow = TRUE); chisq.test(m, correct = FALSE); sqrt(X2 / 90)
  test("an outcome by three centres", () => {
    const [found] = batchConfounding(batch, { categories: { metastasis } });
    assertNear(found.statistic, 11.587301587301587, 1e-14);
    assertNear(found.pValue, 0.00304683846857553, 1e-12);
    assertNear(found.strength, 0.35881443033197824, 1e-14);
    assert.deepEqual(found.counts, [
      [30, 10],
      [25, 5],
      [8, 12],
    ]); // level 0, then 1
    assert.deepEqual(
      [found.levels, found.sizes, found.confounded, found.lacking],
      [["0", "1"], [40, 30, 20], false, []],
    );
  });

  // summary(aov(age ~ centre)); sqrt(880.2 / 1114)
  test("ages by three centres", () => {
    const [found] = batchConfounding(centre, { measurements: { age } });
    assertNear([found.statistic, found.pValue], [16.9414029084688, 8.88826351637177e-4], 1e-12);
    assertNear(found.strength, 0.888890135646443, 1e-13);
    assertNear(found.means, [54.2, 42.5, 65], 1e-14);
    assert.deepEqual(found.degreesOfFreedom, [2, 9]);
  });
});

describe("agrees with hand calculation", () => {
  test("an outcome that is the centre is confounded altogether", () => {
    const [found] = batchConfounding(["A", "A", "B", "B"], {
      categories: { outcome: [1, 1, 0, 0] },
    });
    assert.deepEqual([found.strength, found.confounded], [1, true]);
    assert.deepEqual(found.lacking, [
      { batch: "A", level: "0" },
      { batch: "B", level: "1" },
    ]);
  });

  test("a centre without events is named, though not all is settled", () => {
    const [found] = batchConfounding(["A", "A", "B", "B"], {
      categories: { outcome: [0, 0, 0, 1] },
    });
    assert.equal(found.confounded, false);
    assert.deepEqual(found.lacking, [{ batch: "A", level: "1" }]);
  });

  test("what is the same in all patients, or within each centre, is flagged", () => {
    const [grade, size] = batchConfounding(["A", "A", "B", "B"], {
      categories: { grade: ["G3", "G3", "G3", "G3"] },
      measurements: { size: [1, 1, 2, 2] },
    });
    assert.deepEqual([grade.flag, grade.statistic], ["every patient has the same value", null]);
    assert.deepEqual(
      [size.flag, size.confounded, size.strength],
      ["each batch has a single value", true, 1],
    );
  });
});

test("the order of patients and the unit of a measurement do not matter", () => {
  const order = [5, 2, 11, 0, 7, 1, 3, 9, 4, 10, 8, 6];
  const [found] = batchConfounding(centre, { measurements: { age } });
  const [other] = batchConfounding(
    order.map((i) => centre[i]),
    {
      measurements: { age: order.map((i) => 100 - 12 * age[i]) },
    },
  );
  assertNear([other.statistic, other.strength], [found.statistic, found.strength], 1e-12);
});

describe("refuses", () => {
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "a single batch",
      () => batchConfounding(["A", "A"], {}),
      "confounding needs two batches or more; got 1",
    ],
    [
      "a value too few",
      () => batchConfounding(["A", "B"], { categories: { outcome: [1] } }),
      '"outcome" needs one value per patient; got 1 for 2',
    ],
    [
      "a missing age",
      () => batchConfounding(["A", "B"], { measurements: { age: [1, Number.NaN] } }),
      '"age" must be finite; patient 1 has NaN',
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
