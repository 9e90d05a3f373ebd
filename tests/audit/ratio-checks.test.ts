/** What standard errors of odds ratios say about their variables: against fitted models. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { auditClaims } from "dlrn/audit/audit";
import { parseClaims } from "dlrn/audit/claims-file";
import { featureTable } from "dlrn/cohort/feature-table";
import { decimal } from "dlrn/math/decimal";
import { seededRandom } from "dlrn/math/random";
import { _fitLogistic } from "dlrn/model/logistic";
import { waldTable } from "dlrn/model/wald";

type Json = Record<string, unknown>;

const ratio = (id: string, estimate: number, lower: number, upper: number, digits = 3): Json => {
  const [e, l, u] = [estimate, lower, upper].map((value) => decimal(value, digits));
  return {
    id,
    where: "Table 2",
    statement: id,
    kind: "odds ratio",
    printed: `${e} (${l}-${u})`,
    value: { estimate: Number(e), lower: Number(l), upper: Number(u) },
  };
};

function evidence(claims: Json[], checks: Json[], id: string): string {
  const file = parseClaims(JSON.stringify({ title: "x", source: "x", claims, checks }), "x.json");
  return auditClaims(file).claims.find((claim) => claim.id === id)!.evidence;
}

const span = (m: number, n: number): Json => ({
  by: "span",
  estimate: "x",
  positives: m,
  negatives: n,
});

function leastSpan(x: Json, m: number, n: number): number {
  return Number(/span at least (\d+(?:\.\d+)?)/.exec(evidence([x], [span(m, n)], "x"))![1]);
}

test("law: no fitted variable spans less than its standard error says", () => {
  const random = seededRandom(11);
  for (let run = 0; run < 30; run++) {
    const values = Array.from({ length: 60 }, () => [
      run % 3 === 0 ? random.integer(2) : random.uniform(),
    ]);
    const outcome = values.map(([x]) => (random.uniform() < 0.2 + 0.5 * x! ? 1 : 0));
    const events = outcome.reduce((sum: number, y) => sum + y, 0);
    const [, row] = waldTable(_fitLogistic(featureTable(["x"], values), outcome));
    const x = ratio("x", row!.oddsRatio!, row!.oddsRatioLower!, row!.oddsRatioUpper!, 6);
    const found = values.map(([value]) => value!);
    const least = leastSpan(x, events, 60 - events);
    assert.ok(least <= Math.max(...found) - Math.min(...found) + 1e-4, `run ${run}: ${least}`);
    if (run % 3 === 0)
      assert.ok(least > 0.7, `run ${run}: ${least} of 1 for a variable of two levels`);
  }
});

test("by hand: 2 / (0.5 · √(20 · 80 / 100)) is 1, and the paper's Radi-score spans more than a probability", () => {
  const limit = Math.exp(0.5 * 1.959963984540054);
  assert.equal(leastSpan(ratio("x", 1, 1 / limit, limit, 6), 20, 80), 1);
  const score = ratio("x", 5.54, 2.814, 10.907);
  assert.match(
    evidence([score], [span(20, 96)], "x"),
    /0\.3456 to 0\.3457 with 20 and 96 patients takes values that span at least 1\.42\d+, so they are no probabilities/,
  );
});

test("an odds ratio that changes sides, and a standard error that doubles, are said; what proves nothing stays open", () => {
  const claims = [ratio("alone", 0.366, 0.136, 0.981), ratio("x", 1.211, 0.126, 11.677)];
  const check = [{ by: "adjustment", alone: "alone", together: "x" }];
  assert.equal(
    evidence(claims, check, "x"),
    "It changes sides, from 0.366 alone to 1.211 beside the others, and the standard error of its logarithm grows from 0.5041 to 1.1554, 2.3-fold, as happens where variables share what they tell.",
  );
  const still = [ratio("alone", 2.2, 1.35, 3.58), ratio("x", 2.94, 1.3, 6.6)];
  assert.equal(evidence(still, check, "x"), "No recipe and no check names it.");
});
