/** A whole study of small notebooks, in a folder of its own. */

import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { notebookText, readNotebook } from "dlrn/io/notebook";
import { resultsText } from "dlrn/report/results";
import type { Progress } from "dlrn/runner/progress";
import { reproduce, type Study } from "dlrn/runner/reproduce";
import { fixture, outputsOf, told } from "./fixture.js";

const cache = mkdtempSync(join(tmpdir(), "dlrn-test-"));
process.env["DLRN_CACHE"] = cache;
const folders: string[] = [cache];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A study of these notebooks: file name to fixture and what it reads. */
function study(notebooks: Record<string, [fixture: string, ...reads: string[]]>): Study {
  const root = mkdtempSync(join(tmpdir(), "dlrn-test-"));
  folders.push(root);
  mkdirSync(join(root, "notebooks"));
  for (const [name, [source, ...reads]] of Object.entries(notebooks)) {
    const notebook = fixture(source);
    const metadata = { ...notebook.metadata, dlrn: { reads } };
    writeFileSync(
      join(root, "notebooks", `${name}.ipynb`),
      notebookText({ ...notebook, metadata }),
    );
  }
  const report = join(root, "reports", "twin");
  return { root, report, cohort: "twin", jobs: 2, timeLimit: 60, anew: true };
}

interface Told extends Progress {
  readonly lines: string[];
}

function listen(): Told {
  const lines: string[] = [];
  return {
    lines,
    started: () => {},
    cell: () => {},
    step: () => {},
    ended: (name, outcome) => lines.push(`${name} ${outcome}`),
    note: (text) => lines.push(text),
    close: () => {},
  };
}

const executed = ({ root }: Study, name: string): string =>
  join(root, "reports", "twin", "notebooks", `${name}.ipynb`);

describe("a study that succeeds", () => {
  const names = ["01-parameters", "02-language", "03-mime", "04-streams"];
  const whole = study({
    "01-parameters": ["parameters"],
    "02-language": ["language", "01"],
    "03-mime": ["mime-types", "01"],
    "04-streams": ["streams", "02", "03"],
  });

  test("the same bytes with 1, 2 and 4 jobs", async () => {
    const bytes: string[][] = [];
    for (const jobs of [1, 2, 4]) {
      rmSync(join(whole.root, "reports"), { recursive: true, force: true });
      const progress = listen();
      assert.ok(await reproduce({ ...whole, jobs }, progress), progress.lines.join("\n"));
      bytes.push(names.map((name) => readFileSync(executed(whole, name), "utf8")));
      assert.deepEqual(progress.lines.toSorted(), [
        "01-parameters 3 cells",
        "02-language 9 cells",
        "03-mime 5 cells",
        "04-streams 4 cells",
      ]);
    }
    assert.deepEqual(bytes[1], bytes[0]);
    assert.deepEqual(bytes[2], bytes[0]);
  });

  test("a file whose values agree is left alone, another is written anew", async () => {
    const path = executed(whole, "01-parameters");
    const text = readFileSync(path, "utf8");
    const only = ["01"];
    const agreeing = text.replace("0.5;", "0.50000000000001;");
    assert.notEqual(agreeing, text);
    writeFileSync(path, agreeing);
    assert.ok(await reproduce({ ...whole, only }, listen()));
    assert.equal(readFileSync(path, "utf8"), agreeing);

    writeFileSync(path, text.replace("0.5;", "0.6;"));
    assert.ok(await reproduce({ ...whole, only }, listen()));
    assert.equal(readFileSync(path, "utf8"), text);
    const then = new Date(2020, 0);
    utimesSync(path, then, then);
    assert.ok(await reproduce({ ...whole, only }, listen()));
    assert.equal(statSync(path).mtimeMs, then.getTime());
  });

  test("the cohort is a parameter, and has a folder of its own", async () => {
    const report = join(whole.root, "reports", "sts-tcia");
    assert.ok(await reproduce({ ...whole, report, cohort: "sts-tcia", only: ["01"] }, listen()));
    const path = join(whole.root, "reports", "sts-tcia", "notebooks", "01-parameters.ipynb");
    assert.deepEqual(told(outputsOf(readNotebook(path)).at(-1) ?? []), [
      "text/plain: sts-tcia at 0.5",
    ]);
    assert.ok(
      !existsSync(join(whole.root, "reports", "sts-tcia", "notebooks", "02-language.ipynb")),
    );
  });
});

describe("what a run leaves", () => {
  const recording = study({ "01-parameters": ["parameters"] });
  const folder = join(recording.root, "reports", "twin");
  const results = { items: [], exceptions: [], results: [] };
  const head = { notebook: "01-parameters", cohort: "twin", data: "constructed data" as const };

  test("the report's page, if the notebooks recorded results; no executed notebook and no results without their source", async () => {
    mkdirSync(join(folder, "results"), { recursive: true });
    writeFileSync(join(folder, "results", "01.json"), resultsText({ ...head, ...results }));
    mkdirSync(join(folder, "notebooks"));
    writeFileSync(join(folder, "notebooks", "02-gone.ipynb"), "{}");
    writeFileSync(join(folder, "results", "02.json"), "{}");
    const progress = listen();
    assert.ok(await reproduce(recording, progress));
    assert.deepEqual(progress.lines, [
      "01-parameters 3 cells",
      "the report is reports/twin/index.html",
    ]);
    assert.match(readFileSync(join(folder, "index.html"), "utf8"), /constructed data/);
    assert.ok(!existsSync(join(folder, "notebooks", "02-gone.ipynb")));
    assert.ok(!existsSync(join(folder, "results", "02.json")));
  });
});

describe("a study with a notebook that fails", () => {
  const broken = study({
    "01-rejection": ["rejection"],
    "02-waits": ["streams", "01"],
    "03-free": ["parameters"],
    "04-waits": ["streams", "02"],
  });

  test("what depends on it does not run, the rest does, and it is told and kept", async () => {
    const progress = listen();
    assert.equal(await reproduce({ ...broken, jobs: 1 }, progress), false);
    assert.deepEqual(progress.lines, [
      "01-rejection failed in cell 3 of 4",
      `
01-rejection failed in cell 3 of 4 (cell-02):

  1 | void Promise.reject(new Error("nobody handles this"));
  2 | console.log("the cell itself went on");

stdout:
  the cell itself went on
Error: nobody handles this
    at cell
`,
      "02-waits not run: it reads 01-rejection",
      "04-waits not run: it reads 02-waits",
      "03-free 3 cells",
    ]);
    assert.deepEqual(outputsOf(readNotebook(executed(broken, "01-rejection"))).map(told), [
      [], // the injected parameters
      ["stdout: before\n"],
      ["stdout: the cell itself went on\n", "Error: nobody handles this"],
      [],
    ]);
    assert.ok(existsSync(executed(broken, "03-free")));
    assert.ok(!existsSync(executed(broken, "02-waits")));
  });
});

describe("refuses", () => {
  const refused: [string, Study, RegExp][] = [
    [
      "a study without notebooks",
      study({}),
      /^there must be notebooks to run; notebooks\/ has no NN-name\.ipynb$/,
    ],
    [
      "a number that no notebook has",
      { ...study({ "01-a": ["streams"], "02-b": ["streams"] }), only: ["01", "3"] },
      /^a notebook must be one of 01, 02; got "3"$/,
    ],
    [
      "a notebook that reads one that is not there",
      study({ "01-a": ["streams", "07"] }),
      /01-a\.ipynb: dlrn\.reads must name notebooks of .*; there is no notebook 07$/,
    ],
    [
      "a notebook that reads itself",
      study({ "01-a": ["streams", "01"] }),
      /01-a\.ipynb: a notebook must not read its own results$/,
    ],
    [
      "reads that are no numbers",
      study({ "01-a": ["streams", "1"] }),
      /01-a\.ipynb: dlrn\.reads must be a list of notebook numbers such as \["01", "02"\]; it is \["1"\]$/,
    ],
    [
      "a number given twice",
      study({ "01-a": ["streams"], "01-b": ["streams"] }),
      /01-b\.ipynb: each notebook must have its own number; 01-a has 01 too$/,
    ],
  ];
  for (const [what, of, message] of refused) {
    test(what, () => assert.rejects(reproduce(of, listen()), { message }));
  }

  test("a source that is no notebook, before anything runs", async () => {
    const of = study({ "01-a": ["streams"] });
    copyFileSync("package.json", join(of.root, "notebooks", "02-b.ipynb"));
    await assert.rejects(reproduce(of, listen()), { name: "InputError" });
    assert.ok(!existsSync(join(of.root, "reports")));
  });
});
