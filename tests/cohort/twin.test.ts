/** The constructed cohort: whole, marked as constructed, and with the counts that the paper's Table 1 prints. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cohortRows } from "dlrn/cohort/coding";
import { cohortOf, levelsOf, numbersOf } from "dlrn/cohort/cohort";
import { endpointOf } from "dlrn/cohort/endpoint";
import { requireTraining, rowsOf } from "dlrn/cohort/rows";
import { median } from "dlrn/math/summary";
import { openCohort } from "dlrn/runner/environment";

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
