/** What notebook 08 says of the cut of the radiomics score. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { scoreModels } from "dlrn/evaluate/score-models";
import { cutSentence } from "dlrn/report/performance-words";
import { openCohort } from "dlrn/runner/environment";

const twin = openCohort("twin");
const { radiomics } = scoreModels(twin, { exception: "as the paper" });

// R 4.2.2: d <- read.csv("cohorts/twin/patients.csv"); d <- d[d$set == "training", ]
// plogis(coef(glm(lm ~ radi_score, binomial, d))[1])  # 0.753937
test("the risk at the cut is R's, and of constructed patients it is called open", () => {
  const said = cutSentence(twin, radiomics);
  assert.match(said, /cut at 0\. By its recalibration .* a risk of 0\.75, not of 0\.50/);
  assert.match(said, /the printed tables do not fix this risk/);
  assert.doesNotMatch(cutSentence({ constructed: false }, radiomics), /do not fix/);
});
