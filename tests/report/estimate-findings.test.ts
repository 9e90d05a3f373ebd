/** What is said of the estimate: without validation patients it is the only one, and chance is named. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ChainEstimate,
  estimateFindings,
  estimateSentence,
} from "dlrn/report/estimate-findings";

const estimate = (
  set: ChainEstimate["set"],
  network: string | null,
  auc: number,
): ChainEstimate => ({
  set,
  network,
  estimate: { auc, ci: [auc - 0.1, auc + 0.1], flag: null },
  choices: {},
  n: 49,
  events: 18,
  folds: { outerFolds: 5, innerFolds: 3, repetitions: 10 },
});
const estimates = [
  estimate("handcrafted", null, 0.55),
  estimate("deep", "one (random), SHA-256 aaaa", 0.45),
  estimate("deep", "other, SHA-256 bbbb", 0.52),
];

test("each network has values of its own, with n, events and folds", () => {
  const found = estimateFindings({ id: "c" }, { estimates, leftOut: [], validated: false });
  assert.deepEqual(
    found.filter(({ id }) => id.endsWith(".auc")).map(({ id, value }) => [id, value]),
    [
      ["c.estimate.handcrafted.auc", 0.55],
      ["c.estimate.deep.aaaa.auc", 0.45],
      ["c.estimate.deep.bbbb.auc", 0.52],
    ],
  );
  assert.deepEqual([found[0]!.n, found[0]!.events], [49, 18]);
  assert.match(found[0]!.test!, /5 folds, 10 times/);
});

test("the sentence: no external set, networks side by side, chance, what was left out", () => {
  const said = estimateSentence({ estimates, leftOut: ["x is left out."], validated: false });
  assert.match(said, /^\*\*There is no external set/);
  assert.match(
    said,
    /Deep: 0\.450, 95% CI 0\.350 to 0\.550 \(one \(random\)\); 0\.520, .*\(other\)\./,
  );
  assert.match(said, /Every interval holds 0\.5: .* x is left out\.$/);
  const better = [...estimates, estimate("combined", "one, SHA-256 aaaa", 0.75)];
  const validated = estimateSentence({ estimates: better, leftOut: [], validated: true });
  assert.doesNotMatch(validated, /external set|holds 0\.5/);
});
