import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { selectFeatures } from "dlrn/cohort/feature-table";
import { seededRandom } from "dlrn/math/random";
import { _fitMrmr, applyMrmr, fitMrmr, type MrmrOptions } from "dlrn/select/mrmr";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { sample, sampleRows } from "./cohort.js";

// Agreement with mRMRe and with R's cor is in the golden topic `mrmr`.

describe("agrees with hand calculation", () => {
  // Columns a and b are orthogonal, and c = a + b.
  const x = [
    [1, 1, 2],
    [-1, 1, 0],
    [1, -1, 0],
    [-1, -1, -2],
  ];
  const y = [3, -1, 1, -3]; // = 2a + b, so r² with a is 4/5, with b 1/5, with c 9/10

  test("relevance is −½ ln(1 − r²)", () => {
    const { relevance } = _fitMrmr(x, y, { count: 1 });
    const byHand = [0.5 * Math.log(5), 0.5 * Math.log(5 / 4), 0.5 * Math.log(10)];
    assertNear(relevance, byHand, 1e-14);
  });

  test("the difference takes away the mean redundancy, and the classic form the outcome too", () => {
    // c is first. Against c, a and b have r² = 1/2, redundancy ½ ln 2.
    const a = 0.5 * Math.log(5) - 0.5 * Math.log(2);
    const b = 0.5 * Math.log(5 / 4) - 0.25 * Math.log(2); // a and b share nothing
    const mid = _fitMrmr(x, y, { count: 3, criterion: "mid" });
    assert.deepEqual(mid.selected, [2, 0, 1]);
    assertNear(mid.scores, [0.5 * Math.log(10), a, b], 1e-13);
    const classic = _fitMrmr(x, y, { count: 3, criterion: "classic" });
    assert.deepEqual(classic.selected, [2, 0, 1]);
    assertNear(classic.scores, [0.5 * Math.log(10), a / 2, (2 / 3) * b], 1e-13);
  });

  test("the quotient divides by the mean redundancy", () => {
    const { selected, scores } = _fitMrmr(x, y, { count: 2, criterion: "miq" });
    assert.deepEqual(selected, [2, 0]);
    assertNear(scores[1], Math.log(5) / Math.log(2), 1e-14);
  });

  test("on equal scores the first column wins", () => {
    const twice = x.map(([a, b]) => [b!, a!, a!]);
    assert.deepEqual(_fitMrmr(twice, y, { count: 1 }).selected, [1]);
  });
});

describe("obeys the laws", () => {
  test("of features that are multiples of one another the first is picked, whatever the order of patients", () => {
    const data = sample(30, 3, 9);
    const multiples = data.x.map(([a, b, c]) => [b / 3, a / 7, a, 1e5 * a + 3, c]);
    for (let seed = 0; seed < 20; seed++) {
      const order = Array.from(seededRandom(seed).permutation(30));
      const picks = _fitMrmr(
        order.map((i) => multiples[i]),
        order.map((i) => data.y[i]),
        { count: 2 },
      );
      assert.deepEqual(picks.selected, [0, 1]);
    }
  });

  const { x, y } = sample(40, 8, 7);
  const criteria = ["classic", "mid", "miq"] as const;
  const estimators = ["pearson", "spearman"] as const;
  const options = (criterion: number, estimator: number): MrmrOptions => ({
    count: 6,
    criterion: criteria[criterion]!,
    estimator: estimators[estimator]!,
  });

  test("the order of patients does not matter", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(2), fc.nat(1), (seed, criterion, estimator) => {
        const order = Array.from(seededRandom(seed).permutation(y.length));
        const shuffled = _fitMrmr(
          order.map((i) => x[i]!),
          order.map((i) => y[i]!),
          options(criterion, estimator),
        );
        const plain = _fitMrmr(x, y, options(criterion, estimator));
        assert.deepEqual(shuffled.selected, plain.selected);
        assertNear(shuffled.scores, plain.scores, 1e-9);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test("swapping the outcome's labels, or a feature's scale and sign, does not matter", () => {
    const plain = _fitMrmr(x, y, { count: 6 });
    const swapped = _fitMrmr(
      x.map((row) => row.map((value, j) => (j % 2 === 0 ? -3 * value + 5 : value))),
      y.map((label) => 1 - label),
      { count: 6 },
    );
    assert.deepEqual(swapped.selected, plain.selected);
    assertNear(swapped.scores, plain.scores, 1e-10);
  });

  test("by Spearman any increasing transform gives the same picks", () => {
    const bent = x.map((row) => row.map((value) => Math.exp(3 * value)));
    const spearman = { count: 6, estimator: "spearman" } as const;
    assert.deepEqual(_fitMrmr(bent, y, spearman), _fitMrmr(x, y, spearman));
  });

  test("classic picks as MID does, with (l − 1)/l of its scores", () => {
    const classic = _fitMrmr(x, y, { count: 8 });
    const mid = _fitMrmr(x, y, { count: 8, criterion: "mid" });
    assert.deepEqual(classic.selected, mid.selected);
    assertNear(
      classic.scores,
      mid.scores.map((score, i) => (i === 0 ? score : (score * i) / (i + 1))),
      1e-11,
    );
  });

  test("where fewer can be picked, those are taken if asked for: no constant, no repetition, no more than there are", () => {
    const more = x.map((row) => [...row, 7, -2 * row[3]! + 1]); // 8 that can be picked, of 10
    assert.throws(() => _fitMrmr(x, y, { count: 15 }), /from 1 to the 8 columns of x; got 15/);
    for (const criterion of criteria) {
      const all = _fitMrmr(x, y, { count: 8, criterion });
      assert.deepEqual(_fitMrmr(x, y, { count: 15, criterion, ifFewer: "take them" }), all);
      const taken = _fitMrmr(more, y, { count: 15, criterion, ifFewer: "take them" });
      assert.deepEqual(taken.selected, all.selected);
      assert.deepEqual(taken.scores, all.scores);
    }
    assert.throws(
      () =>
        _fitMrmr(
          x.map(() => [7]),
          y,
          { count: 15, ifFewer: "take them" },
        ),
      /only 0 of 1 can/,
    );
  });

  test("the fit is frozen, survives JSON, and names the columns", () => {
    const rows = sampleRows({ x, y });
    const selection = fitMrmr(rows, { count: 3 });
    assert.ok(Object.isFrozen(selection) && Object.isFrozen(selection.features));
    assert.deepEqual(JSON.parse(JSON.stringify(selection)), selection);
    assert.deepEqual(
      applyMrmr(selection, rows.features),
      selectFeatures(rows.features, selection.features),
    );
    assert.equal(selection.exception, null);
  });
});

describe("refuses what it cannot answer", () => {
  const { x, y } = sample(10, 3, 1);
  const withValue = (value: number) =>
    x.map((row, i) => row.map((was, j) => (i === 4 && j === 2 ? value : was)));
  const constant = x.map(([a, b]) => [a!, b!, 7]);
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no rows", () => _fitMrmr([], [], { count: 1 }), "x must have at least one row; it has none"],
    [
      "no columns",
      () => _fitMrmr([[]], [1], { count: 1 }),
      "x must have at least one column; it has none",
    ],
    [
      "one row",
      () => _fitMrmr([[1]], [1], { count: 1 }),
      "a correlation needs at least 3 rows; got 1",
    ],
    [
      "two rows",
      () => _fitMrmr([[1], [2]], [1, 0], { count: 1 }),
      "a correlation needs at least 3 rows; got 2",
    ],
    [
      "a missing value",
      () => _fitMrmr(withValue(Number.NaN), y, { count: 1 }),
      "x must hold finite numbers; x[4][2] is NaN",
    ],
    [
      "an infinite value",
      () => _fitMrmr(withValue(-Infinity), y, { count: 1 }),
      "x must hold finite numbers; x[4][2] is -Infinity",
    ],
    [
      "a short row",
      () => _fitMrmr([...x.slice(0, 9), [1]], y, { count: 1 }),
      "all rows of x must be equally long; x[0] has 3 values, x[9] has 1",
    ],
    [
      "lengths that differ",
      () => _fitMrmr(x, y.slice(1), { count: 1 }),
      "need one outcome per row of x; got 9 for 10 rows",
    ],
    [
      "a constant outcome",
      () =>
        _fitMrmr(
          x,
          y.map(() => 1),
          { count: 1 },
        ),
      "the outcome must vary; all 10 values are 1",
    ],
    [
      "a missing outcome",
      () => _fitMrmr(x, y.with(2, Number.NaN), { count: 1 }),
      "the outcome must hold finite numbers; y[2] is NaN",
    ],
    [
      "more features than there are",
      () => _fitMrmr(x, y, { count: 4 }),
      "count must be a whole number from 1 to the 3 columns of x; got 4",
    ],
    [
      "half a feature",
      () => _fitMrmr(x, y, { count: 1.5 }),
      "count must be a whole number from 1 to the 3 columns of x; got 1.5",
    ],
    [
      "a constant column asked for",
      () => _fitMrmr(constant, y, { count: 3 }),
      "count must not exceed the columns that can be picked; got 3, but only 2 of 3 can (the others are constant or repeat a pick exactly)",
    ],
    [
      "an unknown criterion",
      () => _fitMrmr(x, y, { count: 1, criterion: "mrmr" as "mid" }),
      "criterion must be classic, mid or miq; got mrmr",
    ],
    [
      "an unknown estimator",
      () => _fitMrmr(x, y, { count: 1, estimator: "kendall" as "pearson" }),
      "estimator must be pearson or spearman; got kendall",
    ],
    [
      "a feature that is the outcome",
      () => fitMrmr(sampleRows({ x: x.map(([a, b], i) => [a!, b!, y[i]!]), y }), { count: 1 }),
      'every mRMR score must be finite; "f2", pick 1, has Infinity; remove features that repeat one another or the outcome, or use MID',
    ],
    [
      "a feature that repeats another",
      () => fitMrmr(sampleRows({ x: x.map(([a, b]) => [a!, b!, a!]), y }), { count: 3 }),
      'every mRMR score must be finite; "f2", pick 3, has -Infinity; remove features that repeat one another or the outcome, or use MID',
    ],
    [
      "a validation row",
      () =>
        fitMrmr(
          sampleRows(
            { x, y },
            y.map((_, i) => (i === 3 ? "validation" : "training")),
          ),
          { count: 1 },
        ),
      "mRMR must be fitted on training rows only; got 1 validation rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "a synthetic row",
      () =>
        fitMrmr(
          sampleRows(
            { x, y },
            y.map((_, i) => (i === 3 ? "synthetic" : "training")),
          ),
          { count: 1 },
        ),
      "mRMR must be fitted on training rows only; got 1 synthetic rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }
});
