/** The ledger: what each column says, that values round to the printed digits, and that rows fall when patients change. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { auditClaims } from "dlrn/audit/audit";
import { type ClaimValue, isNumericResult } from "dlrn/audit/claim";
import { claimNamed, readClaims } from "dlrn/audit/claims-file";
import { readNotebook } from "dlrn/io/notebook";
import { decimal } from "dlrn/math/decimal";
import { type LedgerRow, ledger, ledgerText } from "dlrn/report/ledger";
import { readResults } from "dlrn/report/results";
import { projectRoot } from "dlrn/runner/environment";
import { parseCohort } from "dlrn/twin/cohort-table";
import type { ConstructedCohort } from "dlrn/twin/constructed-cohort";
import { measuredTargets } from "dlrn/twin/measured-targets";
import { readSpecification } from "dlrn/twin/specification-file";
import { cohortTargets } from "dlrn/twin/targets";
import { assertNear } from "../near.js";

const root = projectRoot();
const file = readClaims(join(root, "paper/claims.json"), "paper/claims.json");
const audit = auditClaims(file);
const targets = measuredTargets(root);
const here = {
  notebook: "10-audit",
  words: "words",
  contradicted: "contradicted",
  missing: "missing",
  aggregates: "aggregates",
};
const results = readResults(join(root, "reports/twin"));
const rows = ledger(file, audit, { targets, results, here });
const alone = ledger(file, audit, { targets, results: [], here });
const reachable = file.claims.filter(
  (claim) => isNumericResult(claim) && claim.beyondTwin === undefined,
);

function row(found: readonly LedgerRow[], id: string): LedgerRow {
  const own = found.find((entry) => entry.id === id);
  assert.ok(own, id);
  return own;
}

/** How often the twin's column agrees with the paper. */
function agreeing(found: readonly LedgerRow[]): string[] {
  return found
    .filter(({ twin }) => twin?.status === "target" || twin?.status === "implied")
    .map(({ id }) => id);
}

/** The numbers of a value in the order of print. */
function numbersIn(value: ClaimValue): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" ? Object.values(value as object) : [];
}

const WORDS = ["zero", "one", "two", "three", "four", "five", "six"];

/** By hand, not by the audit's own reading: each number of the printed text, and its value rounded to as many digits. */
function assertRounds(id: string, printed: string, value: ClaimValue): void {
  const texts = printed.match(/(?:^-)?\d+(?:\.\d+)?/g) ?? [];
  if (WORDS.includes(printed)) assert.equal(value, WORDS.indexOf(printed), id);
  else if (typeof value === "string") assert.equal(value, printed, id);
  else if (/<|less than/.test(printed)) assert.ok((value as number) < Number(texts[0]), id);
  else {
    const numbers = numbersIn(value);
    assert.equal(numbers.length, typeof value === "number" ? 1 : texts.length, id);
    numbers.forEach((number, i) => {
      const digits = texts[i]!.split(".")[1]?.length ?? 0;
      assert.equal(decimal(number, digits), texts[i], `${id}: ${number}`);
    });
  }
}

test("a row for each claim, in their order, with the columns that the contract names", () => {
  assert.deepEqual(
    rows.map(({ id }) => id),
    file.claims.map(({ id }) => id),
  );
  const columns = ["id", "printed", "kind", "aggregates", "twin", "images", "where"];
  for (const entry of JSON.parse(ledgerText(rows)) as LedgerRow[]) {
    assert.deepEqual(Object.keys(entry), columns);
    assert.match(entry.where.notebook, /^\d\d-/);
    assert.notEqual(entry.where.cell, "");
    for (const column of [entry.aggregates, entry.twin, entry.images])
      if (column !== null) assert.deepEqual(Object.keys(column), ["status", "value", "evidence"]);
  }
});

test("every recomputed value rounds to the printed digits", () => {
  let checked = 0;
  for (const { id, printed, aggregates } of rows) {
    if (aggregates?.status !== "recomputed" || printed === null) continue;
    assertRounds(id, printed, aggregates.value!);
    checked++;
  }
  assert.equal(checked, 101);
});

test("every numeric result has a verdict, and the twin gives all that are marked as reachable", () => {
  assert.equal(reachable.length, 250);
  for (const found of [rows, alone]) {
    const agree = new Set(agreeing(found));
    for (const claim of reachable) {
      assert.notEqual(row(found, claim.id).aggregates, null, claim.id);
      assert.ok(agree.has(claim.id), `${claim.id}: ${row(found, claim.id).twin?.evidence}`);
      const value = row(found, claim.id).twin!.value!;
      if (claim.id !== "t1.val.depth.m.0" && claim.printed !== null)
        assertRounds(claim.id, claim.printed, value);
    }
    const missed = found.filter(({ twin }) => twin?.status === "not reached");
    assert.deepEqual(
      missed.map(({ id }) => id),
      file.claims.filter(({ beyondTwin }) => beyondTwin !== undefined).map(({ id }) => id),
    );
  }
});

test("each row names the notebook and cell that show it", () => {
  for (const { where, id } of rows) {
    const notebook = readNotebook(`notebooks/${where.notebook}.ipynb`);
    assert.ok(
      notebook.cells.some((cell) => cell.id === where.cell),
      `${id}: ${where.notebook}, ${where.cell}`,
    );
  }
  assert.deepEqual(row(rows, "w.abs.accurate").where, { notebook: "10-audit", cell: "words" });
  assert.deepEqual(row(rows, "m.identified").where, { notebook: "10-audit", cell: "missing" });
  assert.deepEqual(row(rows, "f2.lambda").where, { notebook: "05-signature", cell: "selection" });
});

test("the misprinted count is a target as it is read", () => {
  const { printed, aggregates, twin } = row(rows, "t1.val.depth.m.0");
  assert.equal(printed, "55");
  assert.equal(aggregates!.status, "impossible as printed");
  assert.deepEqual([twin!.status, twin!.value], ["target", 5]);
  assert.match(twin!.evidence, /the printed 55 is read as 5/);
});

test("the columns are never mixed", () => {
  for (const { id, aggregates, twin, images } of rows) {
    for (const column of [twin, images])
      assert.doesNotMatch(column?.evidence ?? "", /reproduc|recomputed/i, id);
    assert.ok(images === null || images.status === "shape only", id);
    assert.deepEqual(aggregates, row(alone, id).aggregates, id);
  }
  const without = ledger(file, audit, { targets: [], results: [], here });
  assert.deepEqual(
    without.map(({ aggregates }) => aggregates),
    rows.map(({ aggregates }) => aggregates),
  );
  assert.deepEqual(agreeing(without), []);
});

test("what notebooks found on the patients is what is measured on them", () => {
  let compared = 0;
  for (const { id, twin } of rows) {
    const measured = row(alone, id).twin;
    if (twin?.value == null || measured?.value == null) continue;
    assert.equal(twin.status, measured.status, id);
    assertNear(twin.value, measured.value, 1e-6, { absolute: 1e-9, at: id });
    compared++;
  }
  assert.ok(compared > 250, `${compared}`);
});

test("what notebooks found from the printed numbers is what the audit finds", () => {
  let compared = 0;
  for (const { results: own } of results)
    for (const { claim, source, value, id } of own) {
      if (claim === undefined || source !== "printed aggregates" || typeof value !== "number")
        continue;
      const [name, part] = claim.split("#") as [string, string?];
      const { aggregates } = row(rows, name);
      if (aggregates?.status !== "recomputed" || aggregates.value === null) continue;
      const ours =
        typeof aggregates.value === "number"
          ? aggregates.value
          : (aggregates.value as unknown as Record<string, number>)[part ?? "estimate"];
      assertNear(ours, value, 1e-6, { absolute: 1e-9, at: id });
      compared++;
    }
  assert.ok(compared > 20, `${compared}`);
});

const specification = readSpecification(join(root, "paper/twin.json"), "paper/twin.json");
const read = (name: string) => ({
  text: readFileSync(join(root, "cohorts/twin", name), "utf8"),
  place: name,
});
const twin = parseCohort(specification, read("patients.csv"), read("smote-scores.csv"));

test("two patients of the twin exchange their outcomes, and rows fall", () => {
  const positions = (set: string, outcome: number, tStage: number): number =>
    twin.sets.findIndex(
      (own, i) =>
        own === set && twin.outcome[i] === outcome && twin.values["t_stage"]![i] === tStage,
    );
  for (const [set, short] of [
    ["training", "train"],
    ["validation", "val"],
  ] as const) {
    const [healthy, ill] = [positions(set, 0, 0), positions(set, 1, 3)];
    const outcome = [...twin.outcome];
    outcome[healthy] = 1;
    outcome[ill] = 0;
    const changed: ConstructedCohort = { ...twin, outcome };
    const measured = cohortTargets(specification, changed);
    const found = ledger(file, audit, { targets: measured, results: [], here });
    const before = agreeing(alone);
    const after = new Set(agreeing(found));
    const fallen = before.filter((id) => !after.has(id));
    assert.ok(fallen.length >= 10, `${set}: only ${fallen.join(", ")}`);
    for (const id of [
      `t1.${short}.tstage.nm.0`,
      `t1.${short}.tstage.m.3`,
      `t1.${short}.tstage.p`,
      `t3.${short}.clin.auc`,
    ])
      assert.ok(fallen.includes(id), `${id} must fall`);
    assert.equal(row(found, `t1.${short}.tstage.nm.0`).twin!.status, "not reached");
    assert.ok(
      after.has(`t1.${short === "train" ? "val" : "train"}.gender.nm.0`),
      "the other set stays",
    );
  }
});

test("one patient's depth changes, and the count that was read from a misprint falls", () => {
  const at = twin.sets.findIndex(
    (set, i) => set === "validation" && twin.outcome[i] === 1 && twin.values["depth"]![i] === 0,
  );
  const depth = Array.from(twin.values["depth"]!, (level, i) => (i === at ? 1 : level));
  const changed = { ...twin, values: { ...twin.values, depth } };
  const measured = cohortTargets(specification, changed);
  const found = ledger(file, audit, { targets: measured, results: [], here });
  assert.deepEqual(
    [row(found, "t1.val.depth.m.0").twin!.status, row(found, "t1.val.depth.m.0").twin!.value],
    ["not reached", 4],
  );
});

test("the committed ledger is that of the committed results; if not: npx dlrn reproduce --only 10", () => {
  const committed = JSON.parse(
    readFileSync(join(root, "reports/twin/ledger.json"), "utf8"),
  ) as LedgerRow[];
  const statuses = (found: readonly LedgerRow[]) =>
    found.map(({ id, printed, aggregates, twin: own, images }) =>
      [id, printed, aggregates?.status, own?.status, images?.status].join(" | "),
    );
  assert.deepEqual(statuses(committed), statuses(rows));
  for (const { id, printed, aggregates } of committed)
    if (aggregates?.status === "recomputed" && printed !== null)
      assertRounds(id, claimNamed(file, id).printed!, aggregates.value!);
});
