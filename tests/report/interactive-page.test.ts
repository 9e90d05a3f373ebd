/** The page of figures to move: the library's own arithmetic inside it, its traces, and the page in a browser. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import vm from "node:vm";
import { type Nomogram, type NomogramReading, readNomogram } from "dlrn/model/nomogram";
import type { MovableNomogram } from "dlrn/plot/nomogram";
import { inlineModules } from "dlrn/report/inline-modules";
import { interactivePage } from "dlrn/report/interactive-page";
import { readResults } from "dlrn/report/results";

const folder = "reports/twin";
const livePage = new URL("../../src/report/live-page.js", import.meta.url);
const text = (path: string): string => readFileSync(path, "utf8");
const movable = JSON.parse(text(`${folder}/figures/figure-3a-nomogram.json`)) as MovableNomogram;
const results = readResults(folder);
const page = interactivePage(folder, "twin", results)!;
const printed = results
  .flatMap(({ items }) => items)
  .find((item) => item.kind === "text" && item.text.startsWith("**A worked patient.**"));

interface Inside {
  readNomogram(chart: Nomogram, patient: Record<string, number>): NomogramReading;
  readingWords(reading: NomogramReading): { points: string[]; total: string; risk: string };
}

/** The modules as the page carries them, in a world that has nothing else. */
function inside(): Inside {
  const script = `${inlineModules(livePage.href)}; ({ readNomogram, readingWords });`;
  return vm.runInNewContext(script) as Inside;
}

describe("the arithmetic inside the page", () => {
  const { readNomogram: read, readingWords } = inside();

  test("is that of src/model/nomogram.ts, bit for bit over a grid", () => {
    let compared = 0;
    for (let score = -7; score <= 3; score += 0.037)
      for (const stage of [1, 2, 3, 4]) {
        const patient = { radi_score: score, t_stage: stage };
        const [own, library] = [read(movable.chart, patient), readNomogram(movable.chart, patient)];
        assert.deepEqual([...own.points], library.points);
        assert.deepEqual([own.total, own.risk], [library.total, library.risk]);
        compared++;
      }
    assert.equal(compared, 4 * 271);
  });

  test("the worked patient reads as notebook 07 prints him", () => {
    const { points, total, risk } = readingWords(read(movable.chart, { ...movable.patient }));
    const words = printed?.kind === "text" ? printed.text : "";
    for (const shown of points)
      assert.ok(words.includes(`: ${shown} points`), `${shown} in ${words}`);
    assert.ok(words.includes(`together ${total} points, a risk of ${risk}.`), words);
  });

  test("refuses a module that imports a package, by its name", () =>
    assert.throws(() => inlineModules(new URL("./site.js", livePage).href), {
      name: "RangeError",
      message: /must import files alone; .*\.js imports "node:/,
    }));
});

describe("the page", () => {
  test("says that data are constructed, and names no patient", () => {
    const own = page.replace(text("node_modules/plotly.js/plotly.min.js"), "");
    assert.ok(own.length < page.length / 4, "plotly is inside");
    assert.match(own, /<strong>Constructed data: no real patients/);
    assert.doesNotMatch(own, /TWIN-\d/);
  });

  test("loads nothing from elsewhere", () => {
    const own = page.replace(text("node_modules/plotly.js/plotly.min.js"), "");
    assert.doesNotMatch(own, /(src|href)="(?!index\.html")/);
  });

  test("has each figure that a reader wants to move, with a panel a set", () => {
    for (const id of ["roc", "3bc-calibration", "3d-decision", "3ef-survival"])
      for (const panel of [1, 2])
        assert.ok(page.includes(`<div id="figure-${id}-${panel}" class="panel">`), id);
    assert.ok(!page.includes('<div id="figure-flow-1"'), "a flow has no axes");
  });

  test("a study whose figures cannot be moved has no such page", () =>
    assert.equal(interactivePage(folder, "twin", []), null));
});

const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

describe("in a browser", {
  skip: browser === undefined ? "there is no chromium here" : false,
}, () => {
  const scratch = mkdtempSync(join(tmpdir(), "dlrn-page-"));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** The page's own end, after a script was run in it. */
  function run(script: string): Record<string, unknown> {
    const before = `<script>const faults = []; addEventListener("error", ({ message }) => faults.push(message)); console.error = (...words) => faults.push(words.join(" "));</script>`;
    const end = `<script>addEventListener("load", () => { const say = { faults, ...(() => { ${script} })() }; const out = document.createElement("pre"); out.id = "said"; out.textContent = JSON.stringify(say); document.body.append(out); });</script>`;
    const path = join(scratch, "page.html");
    writeFileSync(
      path,
      page
        .replace("<head>", () => `<head>${before}`)
        .replace(/<\/body>\s*<\/html>\s*$/, () => `${end}</body></html>`),
    );
    const options = [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${scratch}/profile`,
      "--virtual-time-budget=5000",
      "--dump-dom",
    ];
    const { stdout, stderr } = spawnSync(browser!, [...options, `file://${path}`], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      timeout: 120_000,
    });
    const said = /<pre id="said">(.*?)<\/pre>/s.exec(stdout)?.[1];
    assert.ok(said !== undefined, `the page did not load: ${stderr.slice(-500)}`);
    return JSON.parse(
      said.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
    ) as Record<string, unknown>;
  }

  test("loads without an error, draws, and the slider moves the risk", () => {
    const said = run(`
      const shown = (id) => document.getElementById("nomogram-" + id).textContent;
      const diamonds = () => [...document.getElementById("nomogram-drawing").data.at(-1).x];
      const before = { risk: shown("risk"), total: shown("total"), diamonds: diamonds() };
      const slider = document.getElementById("nomogram-radi_score-slider");
      slider.value = "1.5";
      slider.dispatchEvent(new Event("input"));
      const after = { risk: shown("risk"), total: shown("total"), diamonds: diamonds(), number: document.getElementById("nomogram-radi_score").value };
      document.getElementById("nomogram-reset").click();
      const drawn = [...document.querySelectorAll(".panel")].map(({ id, data }) => [id, data?.length ?? 0]);
      return { before, after, back: shown("risk"), drawn };
    `) as {
      faults: string[];
      before: { risk: string; total: string; diamonds: number[] };
      after: { risk: string; total: string; diamonds: number[]; number: string };
      back: string;
      drawn: [string, number][];
    };
    const { readingWords } = inside();
    const wordsAt = (patient: Record<string, number>): { total: string; risk: string } =>
      readingWords(readNomogram(movable.chart, patient));
    const start = wordsAt({ ...movable.patient });
    const moved = wordsAt({ ...movable.patient, radi_score: 1.5 });
    assert.deepEqual(said.faults, []);
    assert.deepEqual([said.before.total, said.before.risk], [start.total, start.risk]);
    assert.deepEqual(
      [said.after.total, said.after.risk, said.after.number],
      [moved.total, moved.risk, "1.5"],
    );
    assert.notEqual(moved.risk, start.risk);
    assert.ok(said.after.diamonds[0]! > said.before.diamonds[0]!);
    assert.equal(said.after.diamonds[1], said.before.diamonds[1], "the stage stays");
    assert.equal(said.back, start.risk);
    assert.ok(
      said.drawn.length >= 8 && said.drawn.every(([, traces]) => traces > 0),
      JSON.stringify(said.drawn),
    );
  });
});
