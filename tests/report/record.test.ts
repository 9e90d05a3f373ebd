import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  type NotebookRecord,
  recordFigure,
  recordTable,
  recordText,
  recordValues,
  saveRecord,
  startRecord,
} from "dlrn/report/record";
import { parseResults, readResults } from "dlrn/report/results";
import { buildReport } from "dlrn/report/site";
import { makeTable } from "dlrn/table/table";

const root = mkdtempSync(join(tmpdir(), "dlrn-record-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** A small notebook's record: a sentence, a table, a figure and two values. */
async function recordOf(auc: number, cohort = "twin", text = "0.750"): Promise<NotebookRecord> {
  const record = startRecord("01-cohort", { id: cohort, constructed: cohort === "twin" });
  recordText(record, "answer", "**Three** patients, `n` < 4.");
  const table = makeTable({
    id: "table-1",
    title: "Table 1",
    columns: [
      { key: "name", title: "" },
      { key: "auc", title: "AUC" },
    ],
    rows: [{ cells: { name: "Score", auc: text } }],
    notes: [],
  });
  recordTable(record, "table", table);
  await recordFigure(record, "figure", {
    id: "figure-1",
    title: "A point",
    caption: "One point.",
    description: "One point in the middle.",
    specification: {
      data: { values: [{ x: auc }] },
      mark: "point",
      encoding: { x: { field: "x", type: "quantitative" } },
    },
  });
  recordValues(record, "table", [
    {
      id: "score.auc",
      value: auc,
      label: "Score: AUC",
      source: "patients",
      n: 4,
      events: 2,
      test: "DeLong",
      tolerance: { absolute: 1e-6 },
    },
    {
      id: "score.se",
      value: null,
      notComputable: "one event only",
      label: "Score: SE",
      source: "patients",
    },
  ]);
  return record;
}

/** Saves, and says which files were written. */
function written(record: NotebookRecord, folder: string): string[] {
  const old = new Date(1e12);
  const before = saveRecord(record, folder); // makes sure they are there
  for (const file of before) utimesSync(join(folder, file), old, old);
  return saveRecord(record, folder).filter(
    (file) => statSync(join(folder, file)).mtimeMs !== old.getTime(),
  );
}

describe("a saved record", () => {
  const folder = join(root, "saved");

  test("is read back value by value, with its facts", async () => {
    saveRecord(await recordOf(0.75), folder);
    const [results] = readResults(folder);
    assert.equal(results!.data, "constructed data");
    assert.deepEqual(results!.results[0], {
      id: "score.auc",
      value: 0.75,
      cell: "table",
      label: "Score: AUC",
      source: "patients",
      n: 4,
      events: 2,
      test: "DeLong",
      tolerance: { absolute: 1e-6 },
    });
    assert.equal(results!.results[1]!.notComputable, "one event only");
    assert.deepEqual(
      results!.items.map(({ kind }) => kind),
      ["text", "table", "figure"],
    );
  });

  test("has one line a value", () => {
    const lines = readFileSync(join(folder, "results/01.json"), "utf8").split("\n");
    assert.equal(lines.filter((line) => line.includes('"id":"score.')).length, 2);
  });

  test("writes each table three times and each figure with its data", () => {
    for (const file of [
      "tables/table-1.csv",
      "tables/table-1.html",
      "tables/table-1.md",
      "figures/figure-1.svg",
    ])
      assert.ok(existsSync(join(folder, file)), file);
    const specification = JSON.parse(
      readFileSync(join(folder, "figures/figure-1.vl.json"), "utf8"),
    );
    assert.deepEqual(specification.data, { values: [{ x: 0.75 }] });
  });

  test("every file of constructed patients says so; of real ones, none does", async () => {
    for (const [cohort, marked] of [
      ["twin", true],
      ["sts-tcia", false],
    ] as const) {
      const own = join(root, "marked", cohort);
      for (const file of saveRecord(await recordOf(0.75, cohort), own))
        assert.equal(/constructed data/i.test(readFileSync(join(own, file), "utf8")), marked, file);
    }
  });
});

describe("files that say the same are left alone", () => {
  test("the same record again writes nothing", async () => {
    assert.deepEqual(written(await recordOf(0.75), join(root, "again")), []);
  });

  test("a value within its tolerance keeps the results; one beyond it does not", async () => {
    const folder = join(root, "near");
    saveRecord(await recordOf(0.75), folder);
    const text = readFileSync(join(folder, "results/01.json"), "utf8");
    saveRecord(await recordOf(0.75 + 5e-7), folder);
    assert.equal(readFileSync(join(folder, "results/01.json"), "utf8"), text);
    saveRecord(await recordOf(0.75 + 5e-6), folder);
    assert.match(readFileSync(join(folder, "results/01.json"), "utf8"), /"value":0\.750005/);
  });

  test("another printed digit writes the table and the results", async () => {
    const folder = join(root, "digit");
    saveRecord(await recordOf(0.75), folder);
    saveRecord(await recordOf(0.75, "twin", "0.751"), folder);
    assert.match(readFileSync(join(folder, "tables/table-1.csv"), "utf8"), /0\.751/);
    assert.match(readFileSync(join(folder, "results/01.json"), "utf8"), /0\.751/);
  });
});

describe("the page", () => {
  const report = join(root, "site");
  const folder = join(report, "reports/twin");

  test("shows sentences, tables, figures and values, and says that data are constructed", async () => {
    saveRecord(await recordOf(0.75), folder);
    const page = readFileSync(await buildReport(report, "twin", folder), "utf8");
    assert.ok(page.includes("<strong>Three</strong> patients, <code>n</code> &lt; 4."));
    assert.ok(page.includes('<table id="table-1" class="paper">'));
    assert.ok(page.includes('<title id="figure-1-title">A point</title>'));
    assert.ok(page.includes("not computable: one event only"));
    assert.ok(page.includes('class="banner"'));
    assert.match(page, /<title>[^<]*\(constructed data\)<\/title>/);
  });

  test("comes with each figure as PNG", () => {
    const png = readFileSync(join(folder, "figures/figure-1.png"));
    assert.equal(png.subarray(1, 4).toString(), "PNG");
  });

  test("is whole without a network, and every link leads to a file or a place in it", async () => {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    assert.doesNotMatch(page, /<script|<link|src=|@import/);
    for (const [, target] of page.matchAll(/href="([^"]+)"/g)) {
      if (target!.startsWith("#")) assert.ok(page.includes(`id="${target!.slice(1)}"`), target);
      else assert.ok(existsSync(join(folder, target!)), target);
    }
  });

  test("each id stands once", () => {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
  });

  test("tables and figures that no notebook records any more are taken away", async () => {
    const record = await recordOf(0.75);
    record.files.set("tables/old.csv", "a\n");
    saveRecord(record, folder);
    assert.ok(existsSync(join(folder, "tables/old.csv")));
    await buildReport(report, "twin", folder);
    assert.ok(!existsSync(join(folder, "tables/old.csv")));
    assert.ok(existsSync(join(folder, "tables/table-1.csv")));
  });
});

describe("refuses", () => {
  const value = { label: "", source: "patients" } as const;
  const start = (): NotebookRecord => startRecord("01-cohort", { id: "twin", constructed: true });

  test("an id twice", () => {
    const record = start();
    recordValues(record, "a", [{ id: "x", value: 1, ...value }]);
    assert.throws(() => recordValues(record, "b", [{ id: "x", value: 2, ...value }]), {
      name: "RangeError",
      message: 'ids of results must be unique; "x" comes twice',
    });
  });

  test("a value that is not finite", () =>
    assert.throws(() => recordValues(start(), "a", [{ id: "x", value: NaN, ...value }]), {
      name: "RangeError",
      message:
        'a result must be finite, or null with a reason; "x" is NaN; say why it is not computable',
    }));

  test("a notebook without a number", () =>
    assert.throws(() => startRecord("cohort", { id: "twin", constructed: true }), {
      message: 'a notebook\'s name must be like 01-cohort; got "cohort"',
    }));

  test("a file that is no results file", () => {
    assert.throws(() => parseResults("{", "x.json"), {
      name: "InputError",
      message: /^x\.json: a results file must be JSON/,
    });
    assert.throws(() => parseResults("null", "x.json"), {
      name: "InputError",
      message: "x.json: a results file must have notebook, items and results",
    });
  });

  test("a folder without results", () =>
    assert.throws(() => readResults(join(root, "nowhere")), {
      name: "InputError",
      message: /the report must have results; run: npx dlrn reproduce$/,
    }));
});
