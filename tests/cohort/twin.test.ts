/** The constructed cohort: whole, marked as constructed, and with the counts that the paper's Table 1 prints. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cohortRows } from "dlrn/cohort/coding";
import { cohortOf, levelsOf, numbersOf } from "dlrn/cohort/cohort";
import { endpointOf } from "dlrn/cohort/endpoint";
import { requireTraining, rowsOf } from "dlrn/cohort/rows";
import { stackRows } from "dlrn/cohort/synthetic-rows";
import { readTable1 } from "dlrn/io/paper/table-1";
import { mean, median, standardDeviation } from "dlrn/math/summary";
import { openCohort, openSyntheticRows, projectRoot } from "dlrn/runner/environment";

const twin = openCohort("twin");

test("the twin has 242 constructed patients, 116 for training and 126 for validation", () => {
  assert.equal(twin.ids.length, 242);
  assert.deepEqual([twin.ids[0], twin.ids[241]], ["TWIN-001", "TWIN-242"]);
  assert.equal(twin.constructed, true);
  assert.ok(levelsOf(twin, "constructed").every((mark) => mark === "yes"));
  const events = (set: "training" | "validation"): [number, number] => {
    const { outcome } = cohortOf(twin, set);
    return [outcome.length, outcome.filter((y) => y === 1).length];
  };
  assert.deepEqual(events("training"), [116, 20]);
  assert.deepEqual(events("validation"), [126, 19]);
  assert.ok(Object.values(twin.missing).every((count) => count === 0));
});

test("the twin's ages have the printed median and range: 53 (1-93)", () => {
  const ages = numbersOf(twin, "age");
  assert.deepEqual([median(ages), Math.min(...ages), Math.max(...ages)], [53, 1, 93]);
});

test("every patient of the twin has a time and an event of progression-free survival", () => {
  const { ids, times, timeUnit } = endpointOf(twin, "pfs_event");
  assert.deepEqual(ids, twin.ids);
  assert.equal(timeUnit, "months");
  assert.ok(times.every((time) => time > 0));
});

test("the Radi-score was learned on the training patients, so a fit on them needs a written exception", () => {
  const training = rowsOf(cohortRows(twin, ["radi_score", "t_stage"]), "training");
  assert.throws(
    () => requireTraining(training, "DLRN"),
    /the score "radi_score" was learned on 116 of these rows/,
  );
  assert.equal(requireTraining(training, "DLRN", { exception: "as published" }), "as published");
});

test("the twin's counts are those of the printed Table 1, the 55 read as 5; its ages have the printed mean and SD", () => {
  let compared = 0;
  for (const row of readTable1(projectRoot()).rows) {
    for (const set of ["training", "validation"] as const) {
      for (const [group, outcome] of [
        ["nonMetastasis", 0],
        ["metastasis", 1],
      ] as const) {
        const of = cohortOf(twin, set);
        const chosen = <T>(values: readonly T[]): T[] =>
          values.filter((_, i) => of.outcome[i] === outcome);
        if (row.kind === "mean") {
          const printed = row[set][group];
          const ages = chosen(numbersOf(of, row.variable));
          assert.equal(mean(ages).toFixed(2), printed.mean.text);
          assert.equal(standardDeviation(ages).toFixed(3), printed.standardDeviation.text);
        } else {
          const levels = chosen(levelsOf(of, row.variable));
          row.levels.forEach((level, l) => {
            assert.equal(
              levels.filter((other) => other === level).length,
              row[set][group][l]!.count,
              `${row.variable} ${level}`,
            );
            compared++;
          });
        }
      }
    }
  }
  assert.equal(compared, 104);
});

test("60 synthetic scores bring the 20 real metastases to 80, and keep their role", () => {
  const synthetic = openSyntheticRows("twin");
  const stacked = stackRows(rowsOf(cohortRows(twin, ["radi_score"]), "training"), synthetic);
  assert.equal(stacked.ids.length, 176);
  assert.equal(stacked.outcome.filter((y) => y === 1).length, 80);
  assert.equal(rowsOf(stacked, "synthetic").ids[59], "SMOTE-060");
  assert.equal(stacked.features.values.length, 176);
  assert.throws(
    () => requireTraining(synthetic, "z-score"),
    /z-score must be fitted on training rows only; got 60 synthetic rows/,
  );
  assert.throws(() => stackRows(cohortRows(twin, ["age"]), synthetic), {
    message: "rows must have the same features to be stacked; got age and radi_score",
  });
});
