/** The paper's claims: complete, each found in the text, and agreeing with the tables. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Claim, isNumericResult } from "dlrn/audit/claim";
import { claimNamed, readClaims } from "dlrn/audit/claims-file";
import type { PublishedGroup, PublishedSet } from "dlrn/io/paper/table";
import { readTable1 } from "dlrn/io/paper/table-1";
import { readTable2 } from "dlrn/io/paper/table-2";
import { readTable3 } from "dlrn/io/paper/table-3";
import { projectRoot } from "dlrn/runner/environment";

const root = projectRoot();
const file = readClaims(join(root, "paper/claims.json"), "paper/claims.json");
const { claims } = file;
const textPath = join(root, "../shared/paper/liang-2022.txt");
const skip = existsSync(textPath) ? false : "the paper's text is not at ../shared/paper";

/** Without mark-up and line ends. */
function plainText(text: string): string {
  return text
    .replaceAll("**", "")
    .replace(/\\text\{([^}]*)\}/g, "$1")
    .replaceAll("\\leq", "≤")
    .replaceAll("\\ln", "ln")
    .replaceAll("\\lambda", "λ")
    .replaceAll("^3", "3")
    .replaceAll("$", "")
    .replace(/\s+/g, " ");
}

test("314 printed claims with a value, 10 derived ones, 31 in words", () => {
  const words = claims.filter(({ kind }) => kind === "words");
  const derived = claims.filter(({ printed }) => printed === null);
  assert.deepEqual([claims.length, derived.length, words.length], [355, 10, 31]);
  assert.deepEqual(
    derived.map(({ id }) => id),
    [
      "m.excluded",
      "m.variants",
      "t3.train.dlrn.conf",
      "t3.train.rad.conf",
      "t3.train.clin.conf",
      "t3.val.dlrn.conf",
      "t3.val.rad.conf",
      "t3.val.clin.conf",
      "r.hcr.sum",
      "r.pool",
    ],
  );
});

test("269 claims are numeric results; every other printed one says why it is none", () => {
  assert.equal(claims.filter(isNumericResult).length, 269);
  const reasons = new Map<string, number>();
  for (const { notResult } of claims)
    if (notResult !== undefined) reasons.set(notResult, (reasons.get(notResult) ?? 0) + 1);
  assert.deepEqual(Object.fromEntries(reasons), {
    "from the literature, not from the study": 9,
    "a choice of the design": 7,
    "a date of the design": 3,
    "a method, as the authors chose it": 15,
    "a limit that the authors chose": 4,
    "the reference of the comparisons, not a number": 2,
    "about the article, not from the study": 5,
  });
});

test("the aggregates reach 126 of them by a recipe; each of the others says what it would need", () => {
  const results = claims.filter(isNumericResult);
  assert.equal(results.filter(({ recompute }) => recompute !== undefined).length, 126);
  for (const { id, recompute, needs } of results)
    assert.ok(recompute !== undefined || needs !== undefined, id);
});

test("a twin can reach 250 of them; each of the 19 others says why not", () => {
  const beyond = claims.filter(({ beyondTwin }) => beyondTwin !== undefined);
  assert.deepEqual(
    beyond.map(({ id }) => id),
    "m.identified m.hcr m.dl m.dl.t1 m.dl.t2 t1.train.location.p t3.train.rad.acc t3.train.rad.er r.hcr.t1 r.hcr.t2 r.sel.hcr r.sel.dl r.sel f2.lambda f2.lnlambda r.svm.auc r.svm.acc d.lm.multi d.smote".split(
      " ",
    ),
  );
  assert.ok(beyond.every(isNumericResult));
});

test("every printed claim and its surroundings stand in the paper's text", { skip }, () => {
  const text = plainText(readFileSync(textPath, "utf8"));
  for (const { id, printed, quote } of claims) {
    if (printed === null) continue;
    assert.ok(text.includes(printed), `${id}: "${printed}"`);
    assert.ok(quote === undefined || text.includes(quote), `${id}: "${quote}"`);
  }
});

test("every quote holds what is printed as a word of its own", () => {
  for (const { id, printed, quote, kind } of claims) {
    if (printed === null || quote === undefined || kind === "words") continue;
    const at = quote.indexOf(printed);
    assert.ok(at >= 0, id);
    const places = [...quote.matchAll(/./gsu)]
      .map((_, i) => i)
      .filter((i) => quote.startsWith(printed, i))
      .filter((i) => !/[\d.]/.test(quote[i - 1] ?? " "))
      .filter((i) => !/^\d|^\.\d/.test(quote.slice(i + printed.length)));
    assert.ok(places.length > 0, `${id}: "${printed}" in "${quote}"`);
  }
});

const sets: readonly (readonly [PublishedSet, string])[] = [
  ["training", "train"],
  ["validation", "val"],
];
const groups: readonly (readonly [PublishedGroup, string])[] = [
  ["nonMetastasis", "nm"],
  ["metastasis", "m"],
];
const claimVariable = (name: string): string =>
  name.replace("_", "").replace("radiscore", "radiscore");

test("claims of Table 1 are the cells of the printed table", () => {
  const table = readTable1(root);
  let cells = 0;
  const same = (id: string, text: string): void => {
    assert.equal(claimNamed(file, id).printed, text, id);
    cells++;
  };
  for (const [set, s] of sets) {
    for (const row of table.rows) {
      const at = `t1.${s}.${claimVariable(row.variable)}`;
      same(`${at}.p`, row[set].p.text);
      for (const [group, g] of groups) {
        if (row.kind === "mean") {
          same(`${at}.${g}.mean`, row[set][group].mean.text);
          same(`${at}.${g}.sd`, row[set][group].standardDeviation.text);
        } else row[set][group].forEach(({ text }, l) => same(`${at}.${g}.${l}`, text));
      }
    }
  }
  assert.equal(cells, 104 + 8 + 22);
  assert.equal(cells, claims.filter(({ id }) => id.startsWith("t1.")).length);
});

test("claims of Table 2 are the cells of the printed table", () => {
  let cells = 0;
  for (const { variable, univariate, multivariate } of readTable2(root).rows) {
    for (const [part, cell] of [
      ["uni", univariate],
      ["mul", multivariate],
    ] as const) {
      if (cell === null) continue;
      const at = `t2.${part}.${claimVariable(variable)}`;
      assert.equal(claimNamed(file, `${at}.or`).printed, cell.oddsRatio.text);
      assert.equal(claimNamed(file, `${at}.p`).printed, cell.p.text);
      cells += 2;
    }
  }
  assert.equal(cells, claims.filter(({ id }) => /^t2\.(uni|mul)\./.test(id)).length);
});

test("claims of Table 3 are the cells of the printed table", () => {
  const short = { dlrn: "dlrn", radiomics: "rad", clinical: "clin" };
  let cells = 0;
  const same = (id: string, text: string): void => {
    assert.equal(claimNamed(file, id).printed?.replace("< ", "<"), text, id);
    cells++;
  };
  for (const row of readTable3(root).rows) {
    const at = `t3.${row.set === "training" ? "train" : "val"}.${short[row.model]}`;
    same(`${at}.auc`, row.auc.text);
    same(`${at}.acc`, row.accuracy.text);
    same(`${at}.er`, row.errorRate.text);
    same(`${at}.sen`, row.sensitivity.text);
    same(`${at}.spe`, row.specificity.text);
    same(`${at}.ppv`, row.ppv?.text ?? "NA");
    same(`${at}.npv`, row.npv.text);
    same(`${at}.p`, row.p?.text.replace("< ", "<") ?? "Reference");
  }
  const printed = claims.filter(
    ({ id, printed }: Claim) => id.startsWith("t3.") && printed !== null,
  );
  assert.equal(cells, printed.length);
});
