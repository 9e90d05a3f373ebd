/** A study of small notebooks in a copy of the project: what runs again after a change, what does not, and what is said. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { notebookText } from "dlrn/io/notebook";
import { projectCopy } from "../cohort/project-copy.js";

const copy = projectCopy(["fonts"]);
after(() => copy.remove());
const at = (path: string): string => join(copy.root, path);
const read = (path: string): string => readFileSync(at(path), "utf8");
const report = "reports/twin";

/** Notebooks as they are at first: cells by their ids; a text that begins with # is markdown. */
const NOTEBOOKS: Record<string, { reads: string[]; cells: Record<string, string> }> = {
  "01-numbers": {
    reads: [],
    cells: {
      question: "# How large are the numbers?",
      parameters: 'const cohort: string = "twin";',
      record: [
        'import { readText } from "dlrn/io/checked-json";',
        'import { mean } from "dlrn/math/summary";',
        'import { recordValues, saveRecord, startRecord } from "dlrn/report/record";',
        'import { openCohort, reportFolder } from "dlrn/runner/environment";',
        'const record = startRecord("01-numbers", openCohort(cohort));',
      ].join("\n"),
      mean: [
        'const numbers: number[] = JSON.parse(readText("paper/numbers.json", "numbers"));',
        "const value = Math.round(mean(numbers));",
        'recordValues(record, "mean", [{ id: "mean", label: "Mean", source: "patients", value }]);',
        "value",
      ].join("\n"),
      save: "saveRecord(record, reportFolder(cohort))",
    },
  },
  "02-logit": {
    reads: ["01"],
    cells: {
      parameters: 'const cohort: string = "twin";',
      logit: [
        'import { logit } from "dlrn/math/logit";',
        'import { readResults } from "dlrn/report/results";',
        'import { reportFolder } from "dlrn/runner/environment";',
        "const { results } = readResults(reportFolder(cohort))[0];",
        "console.log(logit(1 / (1 + Number(results[0].value))));",
      ].join("\n"),
    },
  },
  "03-free": {
    reads: [],
    cells: {
      parameters: 'const cohort: string = "twin";',
      free: [
        'import { readText } from "dlrn/io/checked-json";',
        'import { inputPath } from "dlrn/io/input-file";',
        'import { inputFolders } from "dlrn/runner/environment";',
        'const there = (path: string) => inputPath({ root: "repository", path }, inputFolders());',
        'if (there("paper/fail") !== null) throw new RangeError("a number must be there");',
        'const wait = there("paper/wait") === null ? 0 : Number(readText("paper/wait", "wait"));',
        "await new Promise<void>((resolve) => setTimeout(resolve, 1000 * wait));",
        '"free"',
      ].join("\n"),
    },
  },
};

/** A notebook of one test. */
const FURTHER: typeof NOTEBOOKS = {
  "04-reader": {
    reads: [],
    cells: {
      parameters: 'const cohort: string = "twin";',
      reader: [
        'import { readText } from "dlrn/io/checked-json";',
        'import { inputPath } from "dlrn/io/input-file";',
        'import { inputFolders } from "dlrn/runner/environment";',
        'const table = inputPath({ root: "data", path: "table.csv" }, inputFolders());',
        'const texts = ["notebooks/01-numbers.ipynb", "dist/src/math/beta.js"].map((path) => readText(path, path));',
        'texts.concat(readText(table!, "table")).map(({ length }) => length)',
      ].join("\n"),
    },
  },
};

function writeNotebook(name: string, change: Record<string, string> = {}): void {
  const { reads, cells } = { ...NOTEBOOKS, ...FURTHER }[name]!;
  const path = at(`notebooks/${name}.ipynb`);
  mkdirSync(at("notebooks"), { recursive: true });
  const text = notebookText({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { dlrn: { reads } },
    cells: Object.entries({ ...cells, ...change }).map(([id, source]) => {
      const metadata = id === "parameters" ? { tags: ["parameters"] } : {};
      return source.startsWith("#")
        ? { cell_type: "markdown", id, metadata, source }
        : { cell_type: "code", id, metadata, source, outputs: [], execution_count: null };
    }),
  });
  writeFileSync(path, text);
}

/** Run the study; what `--explain` says of each notebook. */
function explained(...args: string[]): Record<string, string> {
  const { output, error } = copy.dlrn("reproduce", "--explain", ...args);
  const lines = output.split("\n").filter((line) => /^\d\d-[a-z]+ (?! )/.test(line));
  assert.ok(lines.length > 0, output + error);
  return Object.fromEntries(lines.map((line) => [line.slice(0, 2), line.replace(/^\S+ /, "")]));
}

/** Run the study, and do something as soon as it has said this. */
async function watched(
  said: RegExp,
  act: (child: ChildProcess) => void,
): Promise<{ code: number | null; output: string }> {
  mkdirSync(at("temporary"), { recursive: true });
  const call = 'import("./dist/src/cli/main.js").then(({ main }) => main(process.argv.slice(1)))';
  const child = spawn(process.execPath, ["-e", call, "reproduce", "--jobs", "2"], {
    cwd: copy.root,
    env: { ...process.env, DLRN_CACHE: at(".cache"), TMPDIR: at("temporary") },
  });
  let output = "";
  let isDone = false;
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (isDone || !said.test(output)) return;
    isDone = true;
    act(child);
  });
  const code = await new Promise<number | null>((ended) => child.on("close", ended));
  assert.ok(isDone, output);
  return { code, output };
}

const KEPT = "kept: nothing it depends on changed";
const allKept = { "01": KEPT, "02": KEPT, "03": KEPT };

/** Every file of the report but pictures of pixels. */
function reportFiles(): Map<string, string> {
  const files = readdirSync(at(report), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(files.sort().map((file) => [file, readFileSync(file, "utf8")]));
}

before(() => {
  mkdirSync(at("paper"), { recursive: true });
  writeFileSync(at("paper/numbers.json"), "[1, 2, 3]");
  for (const name of Object.keys(NOTEBOOKS)) writeNotebook(name);
});

describe("nothing changed", () => {
  test("at first all run, then none does, and a report that was taken away is there again, byte for byte", () => {
    const never = "ran: nothing is kept of it";
    assert.deepEqual(explained(), { "01": never, "02": never, "03": never });
    const fresh = reportFiles();
    assert.ok(fresh.has(at(`${report}/results/01.json`)));
    assert.match(read(`${report}/notebooks/02-logit.ipynb`), /-0\.69314718/);
    assert.deepEqual(explained(), allKept);
    assert.deepEqual(reportFiles(), fresh);
    rmSync(at("reports"), { recursive: true });
    assert.deepEqual(explained(), allKept);
    assert.deepEqual(reportFiles(), fresh);
  });

  test("markdown is that of the source, with the outputs that were kept", () => {
    writeNotebook("01-numbers", { question: "# How small are the numbers?" });
    const before = read(`${report}/notebooks/01-numbers.ipynb`);
    assert.deepEqual(explained(), allKept);
    const now = read(`${report}/notebooks/01-numbers.ipynb`);
    assert.equal(now, before.replace("How large", "How small"));
    assert.match(read(`${report}/index.html`), /How small are the numbers\?/);
    writeNotebook("01-numbers");
  });

  test("no kernel starts, and it takes less than 5 s of the processor", () => {
    mkdirSync(at("temporary"), { recursive: true });
    const call =
      'import("./dist/src/cli/main.js").then(({ main }) => main(["reproduce"])).then(() => console.log(JSON.stringify(process.cpuUsage())))';
    const { stdout } = spawnSync(process.execPath, ["-e", call], {
      cwd: copy.root,
      encoding: "utf8",
      env: { ...process.env, DLRN_CACHE: at(".cache"), TMPDIR: at("no such folder") },
    });
    const { user, system } = JSON.parse(stdout.trim().split("\n").at(-1)!);
    assert.ok((user + system) / 1e6 < 5, stdout);
    assert.equal(stdout.match(/ {2}kept$/gm)?.length, 3);
  });

  test("another cohort has its own; a new entry of the manifest runs nothing for the others", () => {
    const manifestText = read("data-manifest.json");
    const manifest = JSON.parse(manifestText);
    const twin = manifest.cohorts[0];
    manifest.cohorts.push({ ...twin, id: "other", title: "The same patients again" });
    writeFileSync(at("data-manifest.json"), JSON.stringify(manifest));
    assert.deepEqual(explained("--cohort", "other", "--only", "03"), {
      "03": "ran: nothing is kept of it",
    });
    assert.deepEqual(explained(), allKept);
    twin.title = "Another title";
    writeFileSync(at("data-manifest.json"), JSON.stringify(manifest));
    assert.equal(explained("--only", "03")["03"], "ran: the manifest's entry twin changed");
    writeFileSync(at("data-manifest.json"), manifestText);
  });
});

describe("what changed, and what depends on it, runs", () => {
  test("a cell; nothing that reads its results if these are the same", () => {
    writeNotebook("01-numbers", { mean: `${NOTEBOOKS["01-numbers"]!.cells["mean"]} + 0` });
    assert.deepEqual(explained(), { ...allKept, "01": "ran: cell 4 changed" });
    writeNotebook("01-numbers");
    assert.deepEqual(explained(), allKept); // the run before it is still kept
    writeNotebook("03-free", { more: '"a cell more"' });
    assert.deepEqual(explained(), { ...allKept, "03": "ran: cell 4 is new" });
    writeNotebook("03-free");
  });

  test("a module, for the notebooks that reach it", () => {
    const module = at("dist/src/math/logit.js");
    writeFileSync(module, `${readFileSync(module, "utf8")}\n// changed\n`);
    assert.deepEqual(explained(), { ...allKept, "02": "ran: src/math/logit.ts changed" });
  });

  test("data, for the notebooks that read it, and those that read their results", () => {
    const same = { "01": "ran: paper/numbers.json changed", "02": KEPT, "03": KEPT };
    writeFileSync(at("paper/numbers.json"), "[1, 2, 3.1]"); // the rounded mean is the same
    assert.deepEqual(explained(), same);
    writeFileSync(at("paper/numbers.json"), "[10, 20, 30]");
    assert.deepEqual(explained(), { ...same, "02": "ran: the results of 01-numbers changed" });
    assert.match(read(`${report}/notebooks/02-logit.ipynb`), /-2\.995732/);
    writeFileSync(at("paper/numbers.json"), "[1, 2, 3]");
    assert.deepEqual(explained(), allKept);
    assert.match(read(`${report}/notebooks/02-logit.ipynb`), /-0\.69314718/);
  });

  test("a file of the data folder; code that was read; of a notebook that was read the code, not the markdown", () => {
    mkdirSync(copy.data, { recursive: true });
    const table = join(copy.data, "table.csv");
    const module = at("dist/src/math/beta.js");
    const text = readFileSync(module, "utf8");
    writeFileSync(table, "a,b\n1,2\n");
    writeNotebook("04-reader");
    const said = (): string => explained("--only", "04")["04"]!;
    assert.equal(said(), "ran: nothing is kept of it");
    assert.equal(said(), KEPT);
    writeFileSync(table, "a,b\n1,3\n");
    assert.equal(said(), "ran: data: table.csv changed");
    writeFileSync(module, `${text}\n// changed\n`);
    assert.equal(said(), "ran: src/math/beta.ts changed");
    writeNotebook("01-numbers", { question: "# How small are the numbers?" });
    assert.equal(said(), KEPT);
    writeNotebook("01-numbers", { mean: `${NOTEBOOKS["01-numbers"]!.cells["mean"]} + 0` });
    assert.equal(said(), "ran: notebooks/01-numbers.ipynb changed");
    writeNotebook("01-numbers");
    writeFileSync(module, text);
    rmSync(at("notebooks/04-reader.ipynb"));
  });

  test("a file that appears where a notebook has looked for one", () => {
    writeFileSync(at("paper/wait"), "0");
    assert.deepEqual(explained(), { ...allKept, "03": "ran: paper/wait is there now" });
    rmSync(at("paper/wait"));
    assert.deepEqual(explained(), allKept);
  });

  test("the network in use", () => {
    process.env["DLRN_NETWORK"] = "mobilenet";
    try {
      assert.equal(explained("--only", "03")["03"], "ran: the network in use changed");
    } finally {
      delete process.env["DLRN_NETWORK"];
    }
  });
});

describe("what is not used", () => {
  test("a damaged file counts as absent", () => {
    const folder = at(".cache/notebooks/twin/01-numbers");
    for (const name of readdirSync(folder)) {
      if (name === "latest") continue;
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length - 9]! ^= 1;
      writeFileSync(join(folder, name), bytes);
    }
    const damaged = "ran: what was kept of it is damaged";
    assert.deepEqual(explained(), { ...allKept, "01": damaged });
    assert.deepEqual(explained(), allKept);
  });

  test("--force runs everything", () => {
    const forced = "ran: --force";
    assert.deepEqual(explained("--force"), { "01": forced, "02": forced, "03": forced });
    assert.deepEqual(explained(), allKept);
  });

  test("a notebook that failed is never kept, and leaves the results of the last good run", () => {
    const results = read(`${report}/results/01.json`);
    writeFileSync(at("paper/fail"), "");
    const failed = "ran: paper/fail is there now; it failed";
    assert.equal(explained()["03"], failed);
    assert.equal(explained()["03"], failed);
    assert.match(read(`${report}/notebooks/03-free.ipynb`), /RangeError: a number must be there/);
    assert.equal(read(`${report}/results/01.json`), results);
    rmSync(at("paper/fail"));
    assert.deepEqual(explained(), allKept);
    assert.doesNotMatch(
      read(`${report}/notebooks/03-free.ipynb`),
      /RangeError: a number must be there/,
    );
  });

  test("what was changed while it ran is told, and not kept", async () => {
    writeFileSync(at("paper/wait"), "2");
    const { output } = await watched(/01-numbers {2}kept/, () =>
      writeFileSync(at("paper/wait"), "1"),
    );
    assert.match(output, /03-free: its results are not kept: paper\/wait changed while it ran/);
    assert.equal(explained()["03"], "ran: paper/wait is there now");
    rmSync(at("paper/wait"));
  });
});

test("an interruption keeps what has finished, and leaves no folder behind", async () => {
  rmSync(at("reports"), { recursive: true });
  rmSync(at(".cache"), { recursive: true });
  writeFileSync(at("paper/wait"), "600");
  const { code } = await watched(/02-logit {2}3 cells/, (child) => {
    child.kill("SIGINT");
  });
  assert.equal(code, 130);
  assert.deepEqual(readdirSync(at("temporary")), []);
  writeFileSync(at("paper/wait"), "0");
  const never = "ran: nothing is kept of it";
  assert.deepEqual(explained(), { ...allKept, "03": never });
});

test("reports go where DLRN_REPORTS says", () => {
  cpSync(at(report), at("before"), { recursive: true });
  process.env["DLRN_REPORTS"] = at("elsewhere");
  try {
    assert.deepEqual(explained(), allKept);
  } finally {
    delete process.env["DLRN_REPORTS"];
  }
  for (const file of ["notebooks/01-numbers.ipynb", "results/01.json", "index.html"])
    assert.equal(read(`elsewhere/twin/${file}`), read(`before/${file}`));
  assert.ok(existsSync(at(report)));
});
