/** The committed report of the twin, file by file. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { printsAs } from "dlrn/audit/printed-number";
import { readNotebook } from "dlrn/io/notebook";
import { parsePrinted } from "dlrn/io/paper/printed";
import { readResults } from "dlrn/report/results";
import { reportPage } from "dlrn/report/site";
import { textBoxes, textFaults } from "../plot/text-boxes.js";

const folder = "reports/twin";
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".png")) // made beside, not committed
  .map((entry) => join(entry.parentPath, entry.name));
const text = (file: string): string => readFileSync(file, "utf8");

describe("every file under reports/twin", () => {
  test("there are some", () => assert.ok(files.length > 10, `${files.length}`));
  for (const file of files) {
    test(`${file} says that data are constructed, and names no patient`, () => {
      assert.match(text(file), /constructed data/i);
      assert.doesNotMatch(text(file), /TWIN-\d/);
    });
  }
});

describe("every figure", () => {
  for (const file of files.filter((name) => name.endsWith(".svg"))) {
    test(`${file}: every text fits, none overlaps`, () => {
      assert.ok(textBoxes(text(file)).boxes.length > 0);
      assert.deepEqual(textFaults(text(file)), []);
    });

    test(`${file}: 180 mm wide, drawn in its own size`, () => {
      assert.match(text(file), /^<svg [^>]*width="180mm"/);
      assert.doesNotMatch(
        text(file),
        / scale\(/,
        "it is too wide for the page, and was scaled down",
      );
    });
  }
});

describe("every result", () => {
  for (const { notebook, results, items, exceptions } of readResults(folder)) {
    const cells = new Set(readNotebook(`notebooks/${notebook}.ipynb`).cells.map(({ id }) => id));

    test(`${notebook}: comes from a cell of the notebook`, () => {
      for (const { cell } of [...results, ...items, ...exceptions])
        assert.ok(cells.has(cell), cell);
    });

    test(`${notebook}: has a value, or the reason why not`, () => {
      for (const { id, value, notComputable } of results)
        assert.equal(
          value === null,
          typeof notComputable === "string" && notComputable.length > 5,
          id,
        );
    });

    test(`${notebook}: every table and figure it names is a file`, () => {
      for (const item of items) {
        if (item.kind === "table")
          for (const ending of ["csv", "html", "md"])
            assert.ok(files.includes(`${folder}/tables/${item.table.id}.${ending}`), item.table.id);
        if (item.kind === "figure")
          assert.ok(files.includes(`${folder}/figures/${item.id}.svg`), item.id);
      }
    });
  }
});

describe("Table 1, claim by claim", () => {
  const answers = readResults(folder)
    .flatMap(({ results }) => results)
    .filter(({ claim, source }) => claim?.startsWith("t1.") && source === "patients");

  test("104 counts, 8 means and standard deviations, 22 P values", () =>
    assert.equal(answers.length, 104 + 8 + 22));

  test("all print as printed but the count that is misprinted and the P that no test gives", () => {
    const differing = answers.filter(
      ({ value, printed }) => !printsAs(value as number, parsePrinted(printed!, "the report")),
    );
    assert.deepEqual(
      differing.map(({ claim, printed }) => [claim, printed]),
      [
        ["t1.train.location.p", "0.648"],
        ["t1.val.depth.m.0", "55"],
      ],
    );
  });
});

describe("Table 2 and the clinical model, claim by claim", () => {
  const answers = readResults(folder)
    .filter(({ notebook }) => notebook === "02-clinical-model")
    .flatMap(({ results }) => results)
    .filter(
      ({ claim, printed }) => /^(t2|t3\..*\.clin)\./.test(claim ?? "") && printed !== undefined,
    );
  const differing = answers.filter(({ value, printed, id }) =>
    printed === "NA"
      ? value !== null
      : value === null || !printsAs(value as number, parsePrinted(printed!, id)),
  );

  test("12 univariate and 5 multivariate rows from the twin, 10 from the printed counts", () => {
    const rows = (source: string): number =>
      new Set(
        answers
          .filter((answer) => answer.source === source && answer.claim?.startsWith("t2."))
          .map(({ claim }) => claim!.split(".").slice(0, 3).join(".")),
      ).size;
    assert.deepEqual([rows("patients"), rows("printed aggregates")], [12 + 5, 10]);
  });

  test("the clinical model: AUC with its limits and six figures in two sets, from both", () => {
    const figures = answers.filter(({ claim }) => claim?.startsWith("t3."));
    assert.equal(figures.filter(({ source }) => source === "patients").length, 2 * 9);
    assert.equal(figures.filter(({ source }) => source !== "patients").length, 2 * 9);
  });

  test("all print as printed", () => assert.deepEqual(differing, []));
});

describe("the page", () => {
  test("is what the committed results give", () =>
    assert.equal(
      text(`${folder}/index.html`),
      reportPage(".", "twin", folder, readResults(folder)),
    ));
});

describe("dlrn verify", () => {
  const fresh = mkdtempSync(join(tmpdir(), "dlrn-fresh-"));
  after(() => rmSync(fresh, { recursive: true, force: true }));
  const verify = (): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, ["bin/dlrn.mjs", "verify", "--fresh", fresh], { encoding: "utf8" });

  test("agrees with a copy, and names a value that was changed, one that is gone and one that is new", () => {
    cpSync(join(folder, "results"), join(fresh, "results"), { recursive: true });
    const same = verify();
    assert.equal(same.status, 0);
    assert.match(same.stdout, /^twin: all \d+ values agree$/m);

    const path = join(fresh, "results/01.json");
    const changed = text(path)
      .replace(
        '"id":"twin.table1.training.age.nm.mean","value":51.3125',
        '"id":"twin.table1.training.age.nm.mean","value":51.3126',
      )
      .replace(
        '"id":"twin.table1.training.gender.nm.0"',
        '"id":"twin.table1.training.gender.nm.zero"',
      );
    writeFileSync(path, changed);
    const other = verify();
    assert.equal(other.status, 1);
    assert.match(
      other.stdout,
      /^01-cohort, cell table-1: twin\.table1\.training\.age\.nm\.mean was 51\.3125, is 51\.3126; off by /m,
    );
    assert.match(other.stdout, /gender\.nm\.0 is missing in the fresh run/);
    assert.match(other.stdout, /gender\.nm\.zero is new in the fresh run/);
    assert.match(other.stdout, /^twin: 3 differences among \d+ values$/m);
  });
});
