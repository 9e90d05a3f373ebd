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

describe("what cannot be met is named, wherever the builder gives up", () => {
  const [age, grade] = [small.continuous[0]!, small.categorical[0]!];
  const [development, test_] = small.performance.filter(({ model }) => model === "marker");
  const tiny: Specification = {
    ...small,
    columns: ["id", "set", "constructed", "relapse", "marker", "grade", "age", "months", "died"],
    continuous: [{ ...age, overall: {} }],
    categorical: [grade],
    regressions: [],
    models: [
      { id: "combined", label: "Marker", score: "marker", cut: { score: 0.6 } },
      { id: "marker", label: "The same marker", score: "marker", cut: { score: 0.6 } },
    ],
    performance: [development!, test_!],
    comparisons: [],
  };
  const missed = (specification: Specification): string[] =>
    missedTargets(built(specification, 1, "tiny").targets);

  test("scores of the first set: one score with two AUCs", () => {
    const again = { ...development!, id: "again", model: "combined", auc: "0.60" };
    const words = missed({ ...tiny, performance: [development!, again, test_!] });
    assert.ok(words.some((word) => /^(again|auc\.dev\.marker)\.auc is 0\.\d+, printed/.test(word)));
  });

  test("scores of another set", () => {
    const again = { ...test_!, id: "again", model: "combined", auc: "0.70" };
    const words = missed({ ...tiny, performance: [development!, test_!, again] });
    assert.ok(
      words.some((word) => /^(again|auc\.test\.marker)\.auc is 0\.\d+, printed/.test(word)),
    );
    assert.ok(words.every((word) => !word.startsWith("auc.dev")));
  });

  test("regressions that no scores have", () => {
    const [alone] = small.regressions.filter(({ id }) => id === "uni.marker");
    const row = {
      id: "joint",
      variable: "marker",
      or: "0.40",
      lower: "0.20",
      upper: "0.80",
      p: "0.01",
    };
    const words = missed({
      ...small,
      regressions: [alone!, { ...alone!, id: "joint", rows: [row] }],
    });
    assert.ok(words.some((word) => /^(joint|uni\.marker)\.or is \d/.test(word)));
  });

  test("a log-rank test of one group", () => {
    const { survival } = small;
    const models = small.models.map((model) =>
      model.id === "combined" ? { ...model, cut: { risk: 0.999 } } : model,
    );
    const confusion = { tp: 0, fp: 0, tn: 48, fn: 24 };
    const performance = small.performance
      .filter(({ id }) => id !== "auc.test.combined")
      .map((row) => (row.id === "auc.dev.combined" ? { ...row, confusion } : row));
    const words = missed({
      ...small,
      models,
      performance,
      comparisons: [],
      survival: { ...survival!, medians: [{ ...survival!.medians[0]!, median: "not reached" }] },
    });
    assert.ok(words.includes("os.high is not reached, printed not reached"), words.join());
    assert.ok(words.includes("os.p is not reached, printed <0.05"), words.join());
  });
});

describe("fewer targets", () => {
  test("without the interval of the synthetic rows there are two targets less, the AUC stays", () => {
    const row = withoutSyntheticInterval(paper).performance.find(({ augmented }) => augmented);
    assert.deepEqual([row?.auc, row?.lower, row?.upper], ["0.914", undefined, undefined]);
    assert.equal(withoutSyntheticInterval(paper).performance[0]?.lower, "0.874");
  });
});
