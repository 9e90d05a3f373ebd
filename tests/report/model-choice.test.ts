import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import { smote } from "dlrn/model/smote";
import { choiceByValidation, choiceSentence, mostChosen } from "dlrn/report/choice-findings";
import { comparedModel, comparisonTable, modelTitle } from "dlrn/report/comparison-findings";
import { type SetSelection, studySmote } from "dlrn/report/image-signature";
import { cellText } from "dlrn/table/table";

const random = seededRandom(5);
const n = 120;
const outcome = Array.from({ length: n }, (_, i) => (i % 6 === 0 ? 1 : 0));
const rows = makeRows({
  ids: outcome.map((_, i) => `P${i}`),
  roles: outcome.map((_, i) => (i < 72 ? "training" : "validation")),
  outcome,
  features: featureTable(
    ["a", "b"],
    outcome.map((label) => [random.normal() + label, random.normal() + 0.5 * label]),
  ),
});
const selection = { set: "combined", rows } as unknown as SetSelection;
const models = (["logistic", "svm", "cart"] as const).flatMap((classifier) =>
  (["none", "smote"] as const).map((correction) =>
    comparedModel(selection, classifier, correction),
  ),
);
const honest = {
  estimate: { auc: 0.7, ci: [0.6, 0.8] as const, flag: null },
  choices: Object.fromEntries(models.map((model, m) => [modelTitle(model), m === 2 ? 3 : 1])),
  n: 72,
  events: 12,
  folds: { outerFolds: 8, innerFolds: 3, repetitions: 1 },
};

describe("models side by side", () => {
  test("SMOTE makes three rows for each event, and never more than make the outcomes equal", () => {
    const made = (training: typeof rows): number =>
      smote(training, studySmote).roles.filter((role) => role === "synthetic").length;
    const first = (keep: (i: number) => boolean): typeof rows => {
      const at = outcome.flatMap((_, i) => (keep(i) ? [i] : []));
      return makeRows({
        ids: at.map((i) => `P${i}`),
        roles: at.map(() => "training"),
        outcome: at.map((i) => outcome[i]!),
        features: featureTable(
          ["a"],
          at.map((i) => [i]),
        ),
      });
    };
    assert.equal(made(first(() => true)), 60); // 20 events, 100 others: 3 x 20
    assert.equal(made(first((i) => outcome[i] === 1 || i < 36)), 10); // 20 events, 30 others
  });

  test("a table has a line a model and set, with no interval for synthetic rows", () => {
    const table = comparisonTable({ id: "table-s5", title: "S5" }, models, "smote");
    const lines = table.rows.filter(({ kind }) => kind === "level");
    assert.deepEqual(
      lines.map(({ cells }) => cellText(cells["in"])),
      ["training", "validation", "training", "validation", "training", "validation"],
    );
    assert.match(cellText(lines[0]!.cells["augmented"]), /^[01]\.\d{3}, [01]\.\d{3}$/);
    assert.equal(cellText(lines[1]!.cells["augmented"]), "");
  });

  test("the winner by validation accuracy has the highest, and the sentence names both rules", () => {
    const best = choiceByValidation(models)!;
    const accuracies = models.map(
      (model) => model.found?.validation?.figures.accuracy.estimate ?? -1,
    );
    assert.equal(best.found?.validation?.figures.accuracy.estimate, Math.max(...accuracies));
    assert.equal(mostChosen(honest), modelTitle(models[2]!));
    const sentence = choiceSentence(models, honest);
    assert.match(sentence, /3 of 8 outer folds/);
    assert.ok(sentence.includes(modelTitle(best)) && sentence.includes(modelTitle(models[2]!)));
  });
});
