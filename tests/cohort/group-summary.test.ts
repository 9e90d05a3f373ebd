import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cohortAt } from "dlrn/cohort/cohort";
import { cohortSets, groupLabels, groupSizes, groupSummary } from "dlrn/cohort/group-summary";
import { openCohort } from "dlrn/runner/environment";
import { numberDescriptions } from "dlrn/table/describe";
import { patientFrame } from "dlrn/table/frame";
import { assertNear } from "../near.js";

const twin = openCohort("twin");
const [training, validation] = cohortSets(twin);

describe("a variable in two groups", () => {
  test("counts every patient once", () => {
    for (const { patients } of [training!, validation!])
      for (const name of ["gender", "t_stage", "location"]) {
        const sizes = groupSizes(groupSummary(patients, name));
        assert.equal(sizes[0] + sizes[1], patients.ids.length);
      }
  });

  test("agrees with hand calculation on four patients", () => {
    const some = cohortAt(twin, [0, 1, 2, 61]);
    const ages = some.columns["age"]!.values as number[];
    const outcome = [0, 0, 1, 1];
    const summary = groupSummary({ ...some, outcome }, "age");
    assert.ok(summary.kind === "continuous");
    const mean = (ages[0]! + ages[1]!) / 2;
    assertNear(summary.groups[0].mean, mean, 1e-15);
    assertNear(
      summary.groups[0].standardDeviation,
      Math.abs(ages[0]! - ages[1]!) / Math.SQRT2,
      1e-14,
    );
    assert.deepEqual(summary.values, [ages.slice(0, 2), ages.slice(2)]);
  });

  test("missing values are counted and left out", () => {
    const column = twin.columns["t_stage"]!;
    const values = column.values.map((value, i) => (i === 0 ? null : value)) as (string | null)[];
    const holed = {
      ...twin,
      columns: { ...twin.columns, t_stage: { ...column, values } as typeof column },
    };
    const summary = groupSummary(holed, "t_stage");
    assert.deepEqual(summary.missing, [1, 0]);
    assert.deepEqual(groupSizes(summary), [202, 39]);
  });

  test("the groups bear the outcome's labels, that without the event first", () =>
    assert.deepEqual(groupLabels(twin), ["Non-metastasis", "Metastasis"]));
});

describe("danfojs and this library describe the same numbers", () => {
  test("n, mean and standard deviation of age in each set and group", async () => {
    const descriptions = await numberDescriptions(twin);
    assert.equal(descriptions.length, 4);
    descriptions.forEach((described, i) => {
      const summary = groupSummary([training!, validation!][i >> 1]!.patients, "age");
      assert.ok(summary.kind === "continuous");
      const { n, mean, standardDeviation } = summary.groups[(i % 2) as 0 | 1];
      assert.equal(described.n, n);
      assertNear(described.mean, mean, 1e-14);
      assertNear(described.standardDeviation, standardDeviation, 1e-13);
      const known = [...summary.values![(i % 2) as 0 | 1]].sort((a, b) => a - b);
      assert.equal(described.lowest, known[0]);
      assert.equal(described.highest, known.at(-1));
      assert.equal(described.median, (known[(n - 1) >> 1]! + known[n >> 1]!) / 2);
    });
  });
});

describe("the patients as an arquero frame", () => {
  test("counts as the summary does, and holds no ids", () => {
    const frame = patientFrame(twin);
    const counts = frame.groupby("set", "group", "gender").count({ as: "n" }).objects() as {
      set: string;
      group: string;
      gender: string;
      n: number;
    }[];
    const summary = groupSummary(training!.patients, "gender");
    assert.ok(summary.kind === "nominal");
    summary.levels.forEach((gender, l) => {
      groupLabels(twin).forEach((group, g) => {
        const row = counts.find(
          (c) => c.set === training!.label && c.group === group && c.gender === gender,
        );
        assert.equal(row!.n, summary.counts[l]![g]);
      });
    });
    assert.ok(!frame.columnNames().includes("id"));
  });
});

describe("refuses", () => {
  test("a variable of words, and one that is not there", () => {
    for (const name of ["id", "shoe_size"])
      assert.throws(() => groupSummary(twin, name), {
        name: "RangeError",
        message: `the variable must be one with numbers or levels; got "${name}"`,
      });
  });

  test("a group of one", () => {
    const pair = { ...cohortAt(twin, [0, 1, 2]), outcome: [0, 0, 1] };
    assert.throws(() => groupSummary(pair, "age"), {
      name: "RangeError",
      message: 'a standard deviation needs two known values in each group; "age" has 1',
    });
  });
});
