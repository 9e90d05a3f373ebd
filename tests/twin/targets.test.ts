/** The committed twin, by the library's own procedures. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { readClaims } from "dlrn/audit/claims-file";
import { decimal } from "dlrn/math/decimal";
import { parseCohort } from "dlrn/twin/cohort-table";
import { readSpecification } from "dlrn/twin/specification-file";
import { missedTargets, type Target } from "dlrn/twin/target";
import { cohortTargets } from "dlrn/twin/targets";

const specification = readSpecification("paper/twin.json", "paper/twin.json");
const text = (file: string): { text: string; place: string } => ({
  text: readFileSync(`cohorts/twin/${file}`, "utf8"),
  place: file,
});
const cohort = parseCohort(specification, text("patients.csv"), text("smote-scores.csv"));
const targets = cohortTargets(specification, cohort);
const target = (id: string): Target => targets.find((candidate) => candidate.id === id)!;

describe("the committed twin", () => {
  test("meets every target", () => {
    assert.deepEqual(missedTargets(targets), []);
    assert.equal(targets.length, 247);
  });

  test("prints as the paper does, digit by digit", () => {
    for (const { id, printed, relation, obtained } of targets) {
      if (printed === null || relation !== "=" || id.startsWith("t1.val.depth.m")) continue;
      assert.equal(decimal(obtained!, printed.split(".")[1]?.length ?? 0), printed, id);
    }
  });

  test("reads the misprinted 55 as 5", () => {
    assert.deepEqual(
      [target("t1.val.depth.m.0").printed, target("t1.val.depth.m.0").obtained],
      ["55", 5],
    );
  });

  test("has an event for each of the 39 patients with lung metastasis", () => {
    assert.equal(target("pfs_event.with-outcome").obtained, 39);
  });

  test("names a claim of the paper for each printed target", () => {
    const claims = new Set(
      readClaims("paper/claims.json", "paper/claims.json").claims.map(({ id }) => id),
    );
    for (const { id, claim } of targets)
      if (claim !== null) assert.ok(claims.has(claim), `${id} belongs to ${claim}, no claim`);
  });

  test("has the list of targets that stands beside it", () => {
    const committed = JSON.parse(readFileSync("cohorts/twin/targets.json", "utf8")) as {
      readonly targets: readonly Target[];
    };
    assert.deepEqual(
      committed.targets.map(({ id, obtained }) => [id, obtained]),
      targets.map(({ id, obtained }) => [
        id,
        obtained === null ? null : Number(obtained.toPrecision(9)),
      ]),
    );
  });

  test("has neither calibration nor decision curves among its targets", () => {
    assert.ok(targets.every(({ id }) => !/calibration|decision|slope|hazard/.test(id)));
  });
});

describe("obeys the laws", () => {
  test("exchanging two patients' outcomes breaks targets in every table", () => {
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

  test("the order of the patients does not matter", () => {
    const turned = <T>(values: ArrayLike<T>): T[] => Array.from(values).reverse();
    const reversed = {
      sets: turned(cohort.sets),
      outcome: turned(cohort.outcome),
      values: Object.fromEntries(
        Object.entries(cohort.values).map(([name, values]) => [name, turned(values)]),
      ),
      syntheticScores: turned(cohort.syntheticScores),
    };
    assert.deepEqual(missedTargets(cohortTargets(specification, reversed)), []);
  });
});
