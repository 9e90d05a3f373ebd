/** A leak at each step of the chain, run in a notebook: it is named with its patients and its cell. */

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { CodeCell, Notebook } from "dlrn/io/notebook";
import { failureText } from "dlrn/runner/failure-text";
import { type NotebookRun, runNotebook } from "dlrn/runner/run-notebook";
import { outputsOf } from "./fixture.js";

/** 60 patients of three centres; P3 and P8 are validation patients in what leaks. */
const setup = `
import { featureTable, type FeatureTable } from "dlrn/cohort/feature-table";
import { makeRows, rowsOf, type Role, type Rows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
const random = seededRandom(1);
const patients = Array.from({ length: 60 }, (_, i) => \`P\${i}\`);
const outcome = patients.map((_, i) => (i % 3 === 0 ? 1 : 0));
const batches = patients.map((_, i) => \`centre \${i % 2}\`);
const names = ["a", "b", "c", "d"];
const values = patients.map((_, i) => names.map((_, j) => random.normal() + (j < 2 ? outcome[i] : 0)));
const features = featureTable(names, values);
const roles: Role[] = patients.map(() => "training");
const mixed: Role[] = patients.map((_, i) => (i === 3 || i === 8 ? "validation" : "training"));
const clean = makeRows({ ids: patients, roles: roles, features: features, outcome: outcome });
const leaking = makeRows({ ids: patients, roles: mixed, features: features, outcome: outcome });
`;

const two = /2 validation rows \(P3, P8\)/;
const leaks: readonly (readonly [what: string, code: string, named: RegExp])[] = [
  [
    "the split",
    `const both = ["P3", "P3", "P8"];
makeRows({ ids: ["x", "y", "z"], patients: both, roles: ["training", "validation", "training"], features: featureTable(["a"], [[1], [2], [3]]), outcome: [1, 1, 0] });`,
    /all readings of a patient on one side; 1 of 2 patients are in training and in validation \(P3\)/,
  ],
  ["z-score", `import { fitZScore } from "dlrn/harmonize/z-score";\nfitZScore(leaking);`, two],
  [
    "ComBat",
    `import { fitCombat } from "dlrn/harmonize/combat";\nfitCombat(leaking, batches, {});`,
    two,
  ],
  [
    "ICC",
    `import { fitIccFilter } from "dlrn/select/icc-filter";\nfitIccFilter([clean, leaking]);`,
    two,
  ],
  [
    "null features",
    `import { fitNullFeatures } from "dlrn/features/null-features";\nfitNullFeatures(leaking);`,
    two,
  ],
  ["mRMR", `import { fitMrmr } from "dlrn/select/mrmr";\nfitMrmr(leaking, { count: 2 });`, two],
  [
    "LASSO",
    `import { fitLassoCv } from "dlrn/select/lasso-cv";\nfitLassoCv(leaking, { folds: { count: 3, seed: 1 } });`,
    two,
  ],
  ["SMOTE", `import { smote } from "dlrn/model/smote";\nsmote(leaking, { seed: 1 });`, two],
  [
    "tuning",
    `import { fitTuned } from "dlrn/model/tuning";
fitTuned(leaking, [{ name: "tree", steps: [{ step: "classifier", classifier: "cart", settings: {} }] }], { folds: { count: 3, seed: 1 } });`,
    two,
  ],
  [
    "the classifier",
    `import { fitClassifier } from "dlrn/model/classifier";\nfitClassifier(leaking, "logistic", {});`,
    two,
  ],
  [
    "a score in a second fit",
    `import { withScore } from "dlrn/cohort/score-column";
import { fitLogistic } from "dlrn/model/logistic";
const scored = withScore(clean, "signature", clean.outcome, { learnedOn: ["P1", "P2"] });
fitLogistic(scored, { terms: ["signature"] });`,
    /the score "signature" was learned on 2 of these rows \(P1, P2\)/,
  ],
  [
    "the choice of the winner",
    `import { chosenModel } from "dlrn/evaluate/choice";
chosenModel([{ name: "by accuracy", figure: 0.755, rows: rowsOf(leaking, "validation") }]);`,
    two,
  ],
  [
    "a second reading in another fold",
    `import { fitLassoCv } from "dlrn/select/lasso-cv";
const again = patients.map((_, i) => (i === 7 ? "P3" : \`P\${i}\`));
const reread = makeRows({ ids: patients, patients: again, roles: roles, features: features, outcome: outcome });
fitLassoCv(reread, { folds: patients.map((_, i) => (i % 2) + 1).map((fold, i) => (i === 7 ? 1 : fold)) });`,
    /all readings of a patient must share a fold; P3 is in folds 2 and 1/,
  ],
];

function notebookOf(
  cells: readonly (readonly [id: string, source: string, leaks: boolean])[],
): Notebook {
  return {
    cells: cells.map(
      ([id, source, raises]): CodeCell => ({
        cell_type: "code",
        execution_count: null,
        id,
        metadata: raises ? { tags: ["raises-exception"] } : {},
        outputs: [],
        source: source.trim(),
      }),
    ),
    metadata: { language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

describe("a leak in a notebook", () => {
  let run: NotebookRun;
  before(async () => {
    const cells = leaks.map(([, code], i) => [`leak-${i + 1}`, code, true] as const);
    const last = ["last-leak", leaks[1]![1], false] as const;
    run = await runNotebook(notebookOf([["setup", setup, false], ...cells, last]), {
      timeLimit: 60,
    });
  });

  for (const [i, [what, , named]] of leaks.entries())
    test(what, () => {
      const [output, ...more] = outputsOf(run.notebook)[i + 1]!;
      assert.equal(more.length, 0);
      assert.equal(output?.output_type, "error");
      assert.equal(output.ename, "RangeError");
      assert.match(output.evalue, named);
    });

  test("a notebook ends at a leak, and the report of it names cell and patients", () => {
    assert.ok(run.failure !== null);
    assert.deepEqual([run.failure.cell, run.failure.id], [leaks.length + 2, "last-leak"]);
    const text = failureText("leaking", run.failure);
    assert.match(text, /leaking failed in cell 15 of 15 \(last-leak\):/);
    assert.match(text, two);
  });
});
