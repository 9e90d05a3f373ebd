import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildCohort } from "dlrn/twin/build";
import { differingFiles, finishedCohort } from "dlrn/twin/cohort-files";
import type { Specification } from "dlrn/twin/specification";
import { readSpecification } from "dlrn/twin/specification-file";
import { missedTargets } from "dlrn/twin/target";
import { withoutSyntheticInterval } from "dlrn/twin/without";

const paper = readSpecification("paper/twin.json", "paper/twin.json");
const small = readSpecification("tests/twin/fixtures/small-spec.json", "small-spec.json");

function built(specification: Specification, seed: number, source: string) {
  return finishedCohort(specification, buildCohort(specification, { seed }), { seed, source });
}

describe("the builder", () => {
  test("makes the committed twin, byte for byte", () => {
    const { files, targets } = built(paper, paper.seed, "paper/twin.json");
    assert.deepEqual(missedTargets(targets), []);
    assert.deepEqual(differingFiles("cohorts/twin", files), []);
  });

  test("builds the cohort of another, invented paper from its specification alone", () => {
    const { files, targets } = built(small, small.seed, "small-spec.json");
    assert.deepEqual(missedTargets(targets), []);
    assert.equal(targets.length, 93);
    const [header, ...rows] = files.get("patients.csv")!.trimEnd().split("\n");
    assert.equal(header, small.columns.join(","));
    assert.equal(rows.length, 48 + 24 + 30 + 15);
    assert.ok(!files.has("smote-scores.csv"));
  });

  test("gives the same bytes for the same seed, and other patients for another", () => {
    const [first, again, other] = [1, 1, 2].map((seed) => built(small, seed, "small-spec.json"));
    assert.deepEqual(again, first);
    assert.notEqual(other!.files.get("patients.csv"), first!.files.get("patients.csv"));
    assert.deepEqual(missedTargets(other!.targets), []);
  });

  test("tells how far it is", () => {
    const stages = new Set<string>();
    buildCohort(small, { seed: 1, progress: (stage) => stages.add(stage) });
    assert.deepEqual(
      [...stages].filter((stage) => !stage.includes("attempt")),
      ["values of age", "scores of development", "scores of test", "times to an event"],
    );
  });
});

describe("fewer targets", () => {
  test("without the interval of the synthetic rows there are two targets less, the AUC stays", () => {
    const row = withoutSyntheticInterval(paper).performance.find(({ augmented }) => augmented);
    assert.deepEqual([row?.auc, row?.lower, row?.upper], ["0.914", undefined, undefined]);
    assert.equal(withoutSyntheticInterval(paper).performance[0]?.lower, "0.874");
  });
});
