import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { csvTable } from "dlrn/table/csv";
import { htmlTable } from "dlrn/table/html";
import { markdownTable } from "dlrn/table/markdown";
import { makeTable, type Table } from "dlrn/table/table";

const table: Table = makeTable({
  id: "table-x",
  title: "Patients & tumours",
  columns: [
    { key: "name", title: "" },
    { key: "no", title: "Non-metastasis", group: "Training (n = 3)" },
    { key: "yes", title: "Metastasis", group: "Training (n = 3)" },
    { key: "p", title: "P" },
  ],
  rows: [
    { kind: "heading", cells: { name: "Clinical" } },
    {
      cells: {
        name: "Depth, superficial | deep",
        p: { text: "0.036", mark: "agrees", why: "chi-square gives 0.0365" },
      },
    },
    { kind: "level", cells: { name: 'Deep "below fascia"', no: "1 (50.0%)", yes: "−0.5, <1" } },
  ],
  notes: ["SD, standard deviation"],
});

describe("a table as CSV", () => {
  test("each row whole, groups in the titles, agreement in its own column, the report named", () => {
    assert.equal(
      csvTable(table, "twin (constructed data)"),
      [
        ",Training (n = 3): Non-metastasis,Training (n = 3): Metastasis,P,P: agreement,report",
        "Clinical,,,,,twin (constructed data)",
        '"Depth, superficial | deep",,,0.036,agrees,twin (constructed data)',
        '"Deep ""below fascia""",1 (50.0%),"-0.5, <1",,,twin (constructed data)',
        "",
      ].join("\n"),
    );
  });
});

describe("a table as Markdown", () => {
  test("bars are escaped, numbers stand right, marks follow the value", () => {
    assert.equal(
      markdownTable(table, { constructed: false }),
      [
        "**Patients & tumours**",
        "",
        "|  | Training (n = 3): Non-metastasis | Training (n = 3): Metastasis | P |",
        "| --- | ---: | ---: | ---: |",
        "| **Clinical** |  |  |  |",
        "| Depth, superficial \\| deep |  |  | 0.036 ✓ |",
        '| \u2002Deep "below fascia" | 1 (50.0%) | −0.5, &lt;1 |  |',
        "",
        "SD, standard deviation",
        "",
      ].join("\n"),
    );
  });
});

describe("a table as HTML", () => {
  const html = htmlTable(table, { constructed: false });

  test("has a caption, and headings with their scope", () => {
    assert.ok(html.includes("<caption>Patients &amp; tumours</caption>"));
    assert.ok(
      html.includes(
        '<th scope="colgroup" class="group" colspan="2" style="text-align: center">Training (n\u00a0=\u00a03)</th>',
      ),
    );
    assert.ok(html.includes('<th scope="col" rowspan="2" class="number">P</th>'));
    assert.ok(
      html.includes(
        '<th scope="row" class="level" style="text-align: left; padding-left: 1.8em">Deep &quot;below fascia&quot;</th>',
      ),
    );
    assert.ok(
      html.includes('<th scope="rowgroup" colspan="4" style="text-align: left">Clinical</th>'),
    );
  });

  test("says the mark in words and gives its reason", () => {
    assert.ok(html.includes('aria-label="agrees: chi-square gives 0.0365"'));
  });

  test("says that data are constructed, only if they are", () => {
    const marked = htmlTable(table, { constructed: true });
    assert.ok(
      marked.includes(
        '<span class="constructed">Constructed data: no real patients</span></caption>',
      ),
    );
    assert.ok(!html.includes("onstructed"));
    assert.match(
      markdownTable(table, { constructed: true }),
      /^\*\*.*\*\* \(Constructed data: no real patients\)\n/,
    );
  });

  test("escapes text", () => assert.ok(html.includes("−0.5, &lt;1")));

  test("each row spans as many columns as there are", () => {
    for (const row of html.split("<tbody>")[1]!.match(/<tr.*<\/tr>/g)!) {
      const spans = [...row.matchAll(/<t[hd]([^>]*)>/g)].map(([, attributes]) =>
        Number(/colspan="(\d+)"/.exec(attributes!)?.[1] ?? 1),
      );
      assert.equal(
        spans.reduce((sum, span) => sum + span, 0),
        4,
      );
    }
  });
});

describe("refuses", () => {
  const columns = [{ key: "a", title: "A" }];
  const base = { id: "t", title: "", notes: [] };
  test("a key twice", () =>
    assert.throws(() => makeTable({ ...base, columns: [...columns, ...columns], rows: [] }), {
      name: "RangeError",
      message: 'column keys of t must be unique; "a" comes twice',
    }));
  test("a cell of no column", () =>
    assert.throws(() => makeTable({ ...base, columns, rows: [{ cells: { b: "1" } }] }), {
      name: "RangeError",
      message: 'each cell of t must belong to a column; rows[0] has "b"',
    }));
});
