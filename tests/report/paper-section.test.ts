/** The paper's items in the report: each is shown, or says why it is not; printed beside regenerated. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Claim } from "dlrn/audit/claim";
import { readClaims } from "dlrn/audit/claims-file";
import { belongsTo, readPaperItems } from "dlrn/io/paper/items";
import { cellCode } from "dlrn/report/cell-code";
import type { LedgerRow } from "dlrn/report/ledger";
import { absenceReason, paperSection, recordedItems } from "dlrn/report/paper-section";
import { printedRows, printedSentence, printedTable } from "dlrn/report/printed-beside";
import { type Result, readResults } from "dlrn/report/results";

const items = readPaperItems(".");
const notebooks = readResults("reports/twin");
const codeOf = cellCode("reports/twin", notebooks);
const { claims } = readClaims("paper/claims.json", "paper/claims.json");

describe("the list of items", () => {
  test("names all of the paper's tables and figures, in order", () =>
    assert.equal(
      items.map(({ name }) => name).join(", "),
      "Table 1, Table 2, Table 3, Figure 1, Figure 2A, Figure 2B, Figure 2C, Figure 3A, Figures 3B and 3C, Figure 3D, Figures 3E and 3F, Figure S1, Table S1, Table S2, Table S3, Table S4, Table S5",
    ));

  for (const item of items) {
    test(`${item.name}: each name of claims is that of a claim`, () => {
      for (const name of item.claims)
        assert.ok(
          claims.some(({ id }) => belongsTo({ ...item, claims: [name] }, id)),
          name,
        );
    });

    test(`${item.name}: is in the twin's report, or its absence has a reason`, () => {
      const found = recordedItems(item, notebooks);
      if (found.length === 0) assert.match(absenceReason(item, notebooks), /^.{20,}\.$/);
      else assert.equal(found.length, item.shows.length);
    });
  }

  test("the report shows what it has and links to every item", () => {
    const section = paperSection(".", "reports/twin", notebooks, codeOf)!;
    for (const { id } of items) assert.ok(section.html.includes(`<article id="item-${id}"`), id);
    assert.match(section.html, /Code of cell <code>table-1<\/code>.*tableOne\(/s);
    assert.ok(section.shown.has("table-1") && section.shown.has("figure-3a-nomogram"));
  });

  test("its head names the paper, and counts the verdicts of the ledger", () => {
    const { summary } = paperSection(".", "reports/twin", notebooks, codeOf)!;
    assert.match(summary, /href="https:\/\/doi.org\/10.3389\/fonc.2022.897676"/);
    const ledger = JSON.parse(readFileSync("reports/twin/ledger.json", "utf8")) as LedgerRow[];
    const missing = ledger.filter(({ twin }) => twin?.status === "not reached").length;
    assert.match(summary, new RegExp(`; ${missing} <a href="#table-not-reached">`));
    const counted = notebooks.flatMap(({ results }) => results);
    for (const status of ["recomputed", "compatible", "not derivable"]) {
      const id = `ledger.numeric-results.${status.replace(" ", "-")}`;
      const count = counted.find((result) => result.id === id)!.value;
      assert.ok(summary.includes(` ${count} `), `${status}: ${count}`);
    }
  });

  test("a study without such a list has none", () =>
    assert.equal(paperSection("tests", "reports/twin", notebooks, codeOf), null));
});

describe("printed beside regenerated", () => {
  const claim = (id: string, printed: string): Claim =>
    ({ id, printed, statement: id, kind: "p", where: "here" }) as Claim;
  const result = (id: string, value: number, printed: string): Result => ({
    id: `r.${id}`,
    cell: "c",
    label: id,
    source: "patients",
    claim: id,
    value,
    printed,
  });

  test("counts those that print alike, and names those that do not", () => {
    const rows = printedRows(
      [claim("a", "0.002"), claim("b", "<0.001"), claim("c", "0.648")],
      [result("a", 0.00152, "0.002"), result("b", 0.0004, "<0.001"), result("c", 0.536, "0.648")],
      new Map(),
    );
    const sentence = printedSentence(rows, false);
    assert.match(sentence, /from the patients 2 of 3 agree/);
    assert.match(sentence, /Not so, from the patients: c\.$/);
    const { notes } = printedTable("printed-x", "X", rows, false);
    assert.deepEqual(notes, ["✗ From the patients, c: computed 0.536, printed 0.648."]);
  });

  test("a claim that nothing answers, and that no ledger judges, has no row", () =>
    assert.deepEqual(printedRows([claim("a", "0.1")], [], new Map()), []));
});
