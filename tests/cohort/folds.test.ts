import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { foldNumbers, stratifiedFolds } from "dlrn/cohort/folds";
import { makeRows, type Rows } from "dlrn/cohort/rows";
import fc from "fast-check";

/** `counts` readings per patient; every `every`-th patient has the event. */
function rowsOfPatients(counts: readonly number[], every: number): Rows {
  const patients = counts.flatMap((count, p) => Array.from({ length: count }, () => `P${p}`));
  return makeRows({
    ids: patients.map((_, i) => `R${i}`),
    patients,
    roles: patients.map(() => "training"),
    features: featureTable(
      ["f"],
      patients.map((_, i) => [i]),
    ),
    outcome: patients.map((patient) => (Number(patient.slice(1)) % every === 0 ? 1 : 0)),
  });
}

describe("stratified folds obey the laws", () => {
  const cases = fc.record({
    counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 40 }),
    every: fc.integer({ min: 2, max: 5 }),
    count: fc.integer({ min: 2, max: 8 }),
    seed: fc.integer(),
  });

  test("readings of a patient share a fold, and folds are even in patients and in events", () => {
    fc.assert(
      fc.property(cases, ({ counts, every, count, seed }) => {
        const rows = rowsOfPatients(counts, every);
        const folds = stratifiedFolds(rows, { count, seed });
        const foldOf = new Map(rows.patients.map((patient, i) => [patient, folds[i]]));
        rows.patients.forEach((patient, i) => assert.equal(folds[i], foldOf.get(patient)));
        for (const only of [
          () => true,
          (patient: string) => Number(patient.slice(1)) % every === 0,
        ]) {
          const sizes = new Array<number>(count).fill(0);
          for (const [patient, fold] of foldOf) if (only(patient)) sizes[fold - 1]++;
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
        }
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test("with batches, folds are even in the patients of each batch and outcome, and still in patients and events", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 3 }), ({ counts, every, count, seed }, k) => {
        const rows = rowsOfPatients(counts, every);
        const number = (patient: string): number => Number(patient.slice(1));
        const batchOf = (patient: string): string => `b${(number(patient) * 7) % k}`;
        const batches = Object.fromEntries(rows.patients.map((own) => [own, batchOf(own)]));
        const folds = stratifiedFolds(rows, { count, seed, batches });
        const foldOf = new Map(rows.patients.map((patient, i) => [patient, folds[i]!]));
        const groups = [...foldOf.keys()].flatMap((own) => {
          const event = `event ${number(own) % every === 0}`;
          return [
            [own, "all"] as const,
            [own, event] as const,
            [own, event + batchOf(own)] as const,
          ];
        });
        for (const group of new Set(groups.map(([, name]) => name))) {
          const sizes = new Array<number>(count).fill(0);
          for (const [own, name] of groups) if (name === group) sizes[foldOf.get(own)! - 1]!++;
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${group} ${sizes.join()}`);
        }
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test("the same seed gives the same folds, whatever the order of rows; another seed gives others", () => {
    const rows = rowsOfPatients(new Array(30).fill(1), 3);
    const folds = stratifiedFolds(rows, { count: 5, seed: 1 });
    assert.deepEqual(stratifiedFolds(rows, { count: 5, seed: 1 }), folds);
    assert.notDeepEqual(stratifiedFolds(rows, { count: 5, seed: 2 }), folds);
    const backwards = makeRows({
      ...rows,
      ids: [...rows.ids].reverse(),
      patients: [...rows.patients].reverse(),
      outcome: [...rows.outcome].reverse(),
    });
    assert.deepEqual(stratifiedFolds(backwards, { count: 5, seed: 1 }), [...folds].reverse());
  });
});

describe("refuses", () => {
  const rows = rowsOfPatients([1, 1, 2], 2);
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "more folds than patients",
      () => foldNumbers(rows, { count: 4, seed: 1 }),
      "the number of folds must be a whole number from 2 to the 3 patients; got 4",
    ],
    [
      "one fold",
      () => foldNumbers(rows, { count: 1, seed: 1 }),
      "the number of folds must be a whole number from 2 to the 3 patients; got 1",
    ],
    [
      "one fold given",
      () => foldNumbers(rows, [1, 1, 1, 1]),
      "cross-validation needs at least 2 folds; got 1",
    ],
    [
      "half a fold",
      () => foldNumbers(rows, [1, 2, 1.5, 1]),
      "fold numbers must be whole and start at 1; folds[2] is 1.5",
    ],
    [
      "a patient in two folds",
      () => foldNumbers(rows, [1, 2, 2, 1]),
      "all readings of a patient must share a fold; P2 is in folds 2 and 1",
    ],
    [
      "a synthetic row",
      () =>
        foldNumbers(
          makeRows({ ...rows, roles: ["training", "synthetic", "training", "training"] }),
          { count: 2, seed: 1 },
        ),
      "folds must be made of real patients, before SMOTE; row 1 (R1) is synthetic",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }
});
