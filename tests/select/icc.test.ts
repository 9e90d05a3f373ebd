import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type FeatureTable, featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Rows, type RowsInput } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import { failureOf, type GoldenFile } from "dlrn/proof/golden";
import * as adapter from "dlrn/proof/golden/icc";
import { iccForms, intraclassCorrelation } from "dlrn/select/icc";
import { _iccOfFeatures, applyIccFilter, fitIccFilter } from "dlrn/select/icc-filter";
import fc from "fast-check";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/icc.json", "utf8")) as GoldenFile;
const shroutFleiss = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

describe("agrees with psych::ICC (2.2.9, R 4.2.2)", () => {
  for (const goldenCase of golden.cases)
    test(goldenCase.name, () => assert.equal(failureOf(adapter, goldenCase), null));
});

describe("agrees with what was published and with hand calculation", () => {
  test("table 4 of Shrout and Fleiss (1979), to its two digits", () => {
    const table = intraclassCorrelation(shroutFleiss);
    const printed = {
      icc11: 0.17,
      icc21: 0.29,
      icc31: 0.71,
      icc1k: 0.44,
      icc2k: 0.62,
      icc3k: 0.91,
    };
    for (const form of iccForms) assertNear(table[form].icc, printed[form], 0, { absolute: 0.005 });
  });

  test("two patients, two readings", () => {
    // Means of patients 1.5 and 6, of readings 3 and 4.5; residuals ±1/4 four times.
    const { meanSquares, icc31 } = intraclassCorrelation([
      [1, 2],
      [5, 7],
    ]);
    assertNear(meanSquares, { subjects: 20.25, raters: 2.25, error: 0.25, within: 1.25 }, 1e-15);
    assertNear(icc31.icc, (20.25 - 0.25) / (20.25 + 0.25), 1e-15);
  });

  test("a constant feature is not computable, and says so", () => {
    const table = intraclassCorrelation([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    for (const form of iccForms) assert.equal(table[form].icc, null);
    assert.equal(table.flag, "the feature is constant: it has no intraclass correlation");
  });

  test("also a constant that no binary fraction meets, far from 0", () => {
    const table = intraclassCorrelation(
      Array.from({ length: 7 }, () => [1e9 + 0.1, 1e9 + 0.1, 1e9 + 0.1]),
    );
    assert.equal(table.icc21.icc, null);
  });
});

describe("obeys the laws", () => {
  const sizes = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 3, max: 12 }),
    k: fc.integer({ min: 2, max: 4 }),
  });
  const ratings = ({ seed, n, k }: { seed: number; n: number; k: number }): number[][] => {
    const random = seededRandom(seed);
    return Array.from({ length: n }, () => {
      const level = random.normal();
      return Array.from({ length: k }, () => level + random.normal());
    });
  };

  test("the order of patients and readings, unit and origin do not matter", () =>
    fc.assert(
      fc.property(sizes, (settings) => {
        const x = ratings(settings);
        const table = intraclassCorrelation(x);
        for (const other of [
          intraclassCorrelation([...x].reverse()),
          intraclassCorrelation(x.map((row) => [...row].reverse())),
          intraclassCorrelation(x.map((row) => row.map((v) => 1e6 - 40 * v))),
        ]) {
          for (const form of iccForms) {
            assertNear(other[form].icc, table[form].icc, 1e-8, { absolute: 1e-9 });
            assertNear(other[form].upper, table[form].upper, 1e-7, { absolute: 1e-8 });
          }
        }
      }),
      { numRuns: 40 },
    ));

  test("the estimate lies between its limits, and a mean is as reliable as Spearman and Brown say", () =>
    fc.assert(
      fc.property(sizes, (settings) => {
        const table = intraclassCorrelation(ratings(settings));
        for (const form of iccForms) {
          const { icc, lower, upper } = table[form];
          if (form === "icc2k" && table.flag !== null) continue; // past its pole, and said so
          // The approximate limits of ICC(2,·) need not enclose an estimate below 0, where one may not exist.
          if (form.startsWith("icc2") && (icc ?? 0) < 0) continue;
          assert.ok(
            (lower ?? 0) <= (icc ?? 0) && (icc ?? 0) <= (upper ?? 0),
            `${form}: ${lower} ${icc} ${upper}`,
          );
        }
        for (const [one, mean] of [
          ["icc11", "icc1k"],
          ["icc31", "icc3k"],
          ["icc21", "icc2k"],
        ] as const) {
          const r = table[one].icc ?? 0;
          assertNear(table[mean].icc, (settings.k * r) / (1 + (settings.k - 1) * r), 1e-9, {
            absolute: 1e-12,
          });
        }
      }),
      { numRuns: 40 },
    ));

  test("many features at once give what each gives alone", () => {
    const random = seededRandom(8);
    const [n, p, k] = [9, 30, 3];
    const readings = Array.from({ length: k }, () => randomTable(random.uniform, n, p));
    for (const form of iccForms) {
      const all = _iccOfFeatures(readings, { form, confidence: 0.9 });
      for (let j = 0; j < p; j++) {
        const alone = intraclassCorrelation(
          Array.from({ length: n }, (_, i) => readings.map(({ values }) => values[i * p + j])),
          0.9,
        )[form];
        assertNear(
          [all.icc[j], all.limits?.lower[j], all.limits?.upper[j]],
          [alone.icc, alone.lower, alone.upper],
          1e-12,
        );
      }
    }
  });
});

const patients = ["A", "B", "C", "D"];
/** Feature "same" repeats exactly, "noise" not at all, "flat" is constant. */
function reading(values: number[][], change: Partial<RowsInput> = {}): Rows {
  return makeRows({
    ids: patients,
    roles: patients.map(() => "training"),
    outcome: [0, 1, 0, 1],
    features: featureTable(["same", "noise", "flat"], values),
    ...change,
  });
}
const first = reading([
  [1, 5, 2],
  [2, 1, 2],
  [3, 4, 2],
  [4, 2, 2],
]);
const second = reading([
  [1, 1, 2],
  [2, 4, 2],
  [3, 2, 2],
  [4, 5, 2],
]);

describe("the filter", () => {
  test("keeps what repeats, and names what cannot be computed", () => {
    const filter = fitIccFilter([first, second]);
    assert.deepEqual(filter.kept, ["same"]);
    assert.deepEqual(filter.notComputable, ["flat"]);
    assert.deepEqual([filter.icc[0], filter.icc[2]], [1, null]);
    assert.deepEqual(applyIccFilter(filter, first.features).names, ["same"]);
    assert.deepEqual(JSON.parse(JSON.stringify(filter)), filter);
  });

  test("finds the patients again in any order", () => {
    const shuffled = makeRows({
      ...second,
      ids: ["r4", "r2", "r1", "r3"],
      patients: ["D", "B", "A", "C"],
      features: featureTable(
        ["same", "noise", "flat"],
        [
          [4, 5, 2],
          [2, 4, 2],
          [1, 1, 2],
          [3, 2, 2],
        ],
      ),
    });
    assert.deepEqual(fitIccFilter([first, shuffled]), fitIccFilter([first, second]));
  });

  test("a value past the pole of ICC(2,k) is not taken for a high one", () => {
    // The case "negative" of the golden file, where psych gives 5.2.
    const ratings = [
      [1, 6],
      [5, 2],
      [2, 5],
      [6, 1.5],
      [3, 4],
    ];
    const table = intraclassCorrelation(ratings);
    assert.ok((table.icc2k.icc ?? 0) > 5);
    assert.equal(
      table.flag,
      "readings differ more than patients: ICC(2,k) or a limit of it has no meaning",
    );
    const readings = [0, 1].map((r) =>
      featureTable(
        ["x"],
        ratings.map((row) => [row[r]]),
      ),
    );
    assert.ok(Number.isNaN(_iccOfFeatures(readings, { form: "icc2k" }).icc[0]));
    assert.ok(_iccOfFeatures(readings, { form: "icc21" }).icc[0] < -1);
  });

  test("readings that agree exactly pass the stricter rule too", () =>
    assert.deepEqual(fitIccFilter([first, first], { rule: "lower limit" }).kept, [
      "same",
      "noise",
    ]));

  test("the lower limit is the stricter rule", () => {
    const almost = reading([
      [1.2, 1, 2],
      [1.7, 4, 2],
      [3.4, 2, 2],
      [3.8, 5, 2],
    ]);
    assert.deepEqual(fitIccFilter([first, almost]).kept, ["same"]);
    assert.deepEqual(fitIccFilter([first, almost], { rule: "lower limit", cut: 0.9 }).kept, []);
  });
});

describe("refuses", () => {
  const validation = makeRows({
    ...second,
    roles: ["training", "training", "validation", "training"],
  });
  const strangers = makeRows({
    ...second,
    ids: ["A", "B", "C", "X"],
    patients: ["A", "B", "C", "X"],
  });
  const twice = makeRows({ ...second, patients: ["A", "A", "C", "D"] });
  const renamed = makeRows({
    ...second,
    features: { ...second.features, names: ["same", "noise", "other"] },
  });
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "a validation row",
      () => fitIccFilter([first, validation]),
      "the ICC filter must be fitted on training rows only; got 1 validation rows (C); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "one reading",
      () => fitIccFilter([first]),
      "an intraclass correlation needs two readings or more; got 1",
    ],
    [
      "other patients",
      () => fitIccFilter([first, strangers]),
      "readings must share their patients; reading 1 lacks D and adds X",
    ],
    [
      "a patient twice",
      () => fitIccFilter([first, twice]),
      "a reading has one row per patient; A comes twice in reading 1",
    ],
    [
      "other features",
      () => fitIccFilter([first, renamed]),
      'readings must have the same patients and features; reading 1 differs from the first at feature 2 ("other" for "flat")',
    ],
    [
      "a cut of 1",
      () => fitIccFilter([first, second], { cut: 1 }),
      "cut must lie in [-1, 1); got 1",
    ],
    [
      "an unknown form",
      () => fitIccFilter([first, second], { form: "icc22" as never }),
      'the form must be one of icc11, icc21, icc31, icc1k, icc2k, icc3k; got "icc22"',
    ],
    [
      "an unknown rule",
      () => fitIccFilter([first, second], { rule: "best" as never }),
      'rule must be "estimate" or "lower limit"; got "best"',
    ],
    [
      "one patient",
      () => intraclassCorrelation([[1, 2]]),
      "an intraclass correlation needs two patients and two readings or more; got 1 and 2",
    ],
    [
      "no patient",
      () => intraclassCorrelation([]),
      "an intraclass correlation needs two patients and two readings or more; got 0 and 0",
    ],
    [
      "rows of unequal length",
      () => intraclassCorrelation([[1, 2], [1]]),
      "each patient needs 2 measurements; row 1 has 1",
    ],
    [
      "a missing value",
      () =>
        intraclassCorrelation([
          [1, 2],
          [3, Number.NaN],
          [5, 6],
        ]),
      "measurements must be finite; patient 1, reading 1, feature 0 is NaN",
    ],
    [
      "a percentage for a confidence",
      () => intraclassCorrelation(shroutFleiss, 95),
      "confidence must lie in (0, 1); got 95",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("unless a reason is written", () => {
    const filter = fitIccFilter([first, validation], {
      exception: "the reading study is of all patients",
    });
    assert.equal(filter.exception, "the reading study is of all patients");
  });
});

function randomTable(uniform: () => number, n: number, p: number): FeatureTable {
  return featureTable(
    Array.from({ length: p }, (_, j) => `f${j}`),
    Array.from({ length: n }, (_, i) => Array.from({ length: p }, () => i + 3 * uniform())),
  );
}
