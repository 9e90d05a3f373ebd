import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parseCohort } from "dlrn/twin/cohort-table";
import { readSpecification } from "dlrn/twin/specification-file";
import { missedTargets } from "dlrn/twin/target";
import { cohortTargets } from "dlrn/twin/targets";

const specification = readSpecification("paper/twin.json", "paper/twin.json");
const text = (file: string): { text: string; place: string } => ({
  text: readFileSync(`cohorts/twin/${file}`, "utf8"),
  place: file,
});
const cohort = parseCohort(specification, text("patients.csv"), text("smote-scores.csv"));

describe("obeys the laws", () => {
  test("swapping two patients' outcomes breaks targets in several tables", () => {
    const with_ = cohort.outcome.indexOf(1);
    const without = cohort.outcome.indexOf(0);
    const outcome = cohort.outcome.with(with_, 0).with(without, 1);
    const missed = missedTargets(cohortTargets(specification, { ...cohort, outcome }));
    for (const table of ["t1.train.age", "t2.uni.radiscore", "t2.mul.tstage", "t3.train.dlrn"])
      assert.ok(
        missed.some((line) => line.startsWith(table)),
        `${table} still holds`,
      );
  });
});
