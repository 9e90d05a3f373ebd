/** Notebooks 03 to 06 in R, on features that are drawn for the twin's patients: no images needed. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { levelsOf } from "dlrn/cohort/cohort";
import { featureTable } from "dlrn/cohort/feature-table";
import type { ImageFeatures } from "dlrn/cohort/image-features";
import { seededRandom } from "dlrn/math/random";
import type { ExportedResult } from "dlrn/proof/r/results";
import { notebookExport, type RExport } from "dlrn/proof/r/script";
import { comparedModels, comparisonFindings } from "dlrn/report/comparison-findings";
import { confoundedVariables, confoundingFindings } from "dlrn/report/confounding-findings";
import { featureCountFindings, iccFindings, repeatedFeatures } from "dlrn/report/feature-findings";
import {
  armComponents,
  armEffects,
  armPerformances,
  armStudy,
} from "dlrn/report/harmonization-arms";
import {
  componentFindings,
  effectFindings,
  performanceFindings,
} from "dlrn/report/harmonization-findings";
import { coefficientFindings, selectionFindings } from "dlrn/report/signature-findings";
import { studyChain } from "dlrn/report/study-chain";
import { openCohort } from "dlrn/runner/environment";
import { tablesOfFeatures } from "dlrn/runner/r-export-images";

const twin = openCohort("twin");
const features = drawnFeatures();
const chain = studyChain(twin, features);
const arms = armStudy(twin, features);

const results: Readonly<Record<string, readonly unknown[]>> = {
  "03": [
    ...featureCountFindings(twin, chain),
    ...iccFindings(twin, repeatedFeatures(twin, features)!),
  ],
  "04": [
    ...confoundingFindings(arms, confoundedVariables(arms)),
    ...componentFindings(arms, armComponents(arms)),
    ...effectFindings(arms, armEffects(arms)),
    ...performanceFindings(arms, armPerformances(arms)),
  ],
  "05": [
    ...selectionFindings(twin, chain.selections),
    ...chain.selections.flatMap((own) => coefficientFindings(twin, own)),
  ],
  "06": comparisonFindings(twin, comparedModels(chain.selections)),
};

const folder = mkdtempSync(join(tmpdir(), "dlrn-r-images-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Handcrafted and deep features of two sequences; the centre shifts them, the outcome moves some, one in ten is null. */
function drawnFeatures(): ImageFeatures {
  const random = seededRandom(11);
  const centres = levelsOf(twin, "institution").map(Number);
  const names = ["T1", "FS"].flatMap((sequence) => [
    ...Array.from({ length: 20 }, (_, j) => `${sequence}_original_firstorder_Made${j}`),
    ...Array.from({ length: 10 }, (_, j) => `${sequence}_deep_${j}`),
  ]);
  const rows = twin.ids.map((_, i) =>
    names.map((name, j) => {
      const signal = random.normal() + (j % 6 === 0 ? 0.5 * twin.outcome[i]! : 0);
      if (name.includes("_deep_")) return j % 10 === 9 ? 0 : Math.max(0, signal);
      return 100 + 2 * centres[i]! + (1 + 0.3 * centres[i]!) * signal;
    }),
  );
  const twice = twin.ids.filter((_, i) => twin.roles[i] === "training").slice(0, 25);
  const again = twice.map((id) =>
    rows[twin.ids.indexOf(id)]!.map((value, j) => value + (j % 3) * 0.5 * random.normal()),
  );
  return {
    origin: "random numbers",
    network: "random numbers",
    sequences: ["T1", "FS"],
    first: { patients: twin.ids, table: featureTable(names, rows) },
    second: { patients: twice, table: featureTable(names, again) },
    leftOut: [],
    without: [],
    batchOnly: null,
  };
}

function exported(number: string): RExport {
  return notebookExport({
    number,
    cohort: twin,
    results: results[number] as readonly ExportedResult[],
    prefix: "twin.",
    printed: null,
    endpoint: null,
    synthetic: null,
    ranges: null,
    tables: tablesOfFeatures(number, twin, features),
    versions: [],
  });
}

/** Status and output of the script, after a change to it. */
function runR({ files }: RExport, change = (script: string): string => script) {
  const own = mkdtempSync(join(folder, "notebook-"));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(own, file), text);
  writeFileSync(join(own, "notebook.R"), change(files["notebook.R"]!));
  return spawnSync("Rscript", ["notebook.R"], { cwd: own, encoding: "utf8" });
}

const r = spawnSync("Rscript", [
  "-e",
  "library(pROC); library(sva); library(glmnet); library(e1071)",
]);
const skip = r.status === 0 ? false : "needs R with pROC, sva, glmnet and e1071";

describe("R finds the same from the features", { skip }, () => {
  for (const number of Object.keys(results))
    test(`every value of notebook ${number}`, () => {
      const script = exported(number);
      assert.ok(script.compared > 10);
      for (const { reason } of script.left) assert.equal(reason, "this model could not be fitted");
      for (const text of Object.values(script.files)) assert.doesNotMatch(text, /TWIN-\d/);
      const { status, stdout, stderr } = runR(script);
      assert.equal(status, 0, stderr + stdout.match(/^DIFFER.*$/gm)?.join("\n"));
      assert.match(stdout, new RegExp(`${script.compared} compared, 0 differ`));
    });

  test("and names a value that was changed", () => {
    const { status, stdout } = runR(exported("03"), (script) =>
      script.replace(/("twin\.icc\.t1\.handcrafted\.above-0\.75", )(\d+)/, "$11$2"),
    );
    assert.equal(status, 1);
    assert.deepEqual(stdout.match(/^DIFFER \S+/gm), ["DIFFER twin.icc.t1.handcrafted.above-0.75"]);
  });
});
