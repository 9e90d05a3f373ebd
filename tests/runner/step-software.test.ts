/** Table S2: every package stands at a step, every module is loaded where it is said to be. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { readClaims } from "dlrn/audit/claims-file";
import { softwareTable, studySteps } from "dlrn/report/study-steps";
import { stepSoftware } from "dlrn/runner/step-software";
import { cellText } from "dlrn/table/table";

const { claims } = readClaims("paper/claims.json", "paper/claims.json");
const software = stepSoftware(studySteps);
const table = softwareTable(software, claims);
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

describe("the software of each step", () => {
  test("each package of the product stands at one step, with the version that package.json fixes", () => {
    const named = table.rows
      .flatMap(({ cells }) => cellText(cells["packages"]).split(", "))
      .filter((words) => words !== "");
    const pinned = Object.entries(dependencies)
      .filter(([name]) => name !== "typescript") // the build's, which no module loads
      .map(([name, version]) => `${name} ${version.replace(/^npm:.*@/, "")}`);
    assert.deepEqual(named.sort(), pinned.sort());
  });

  test("the network is loaded by the deep features, DICOM by the images", () => {
    const packagesOf = (name: string): string[] =>
      Object.keys(software.find((step) => step.name === name)!.packages);
    assert.deepEqual(packagesOf("Deep features"), ["onnxruntime-node"]);
    assert.ok(packagesOf("Images and regions of interest").includes("dicom-parser"));
    assert.deepEqual(packagesOf("ComBat"), []);
  });

  test("the paper's programs with their printed versions", () => {
    const words = table.rows.map(({ cells }) => cellText(cells["paper"]));
    for (const program of ["R 3.4.4", "SPSS 25.0", "ITK-SNAP 3.8.0", "PyTorch 1.4.0"])
      assert.ok(words.includes(program), program);
  });
});

describe("refuses", () => {
  test("a module that the step's notebook does not load", () =>
    assert.throws(() => stepSoftware([{ name: "Cox", notebook: "02", modules: ["model/cox"] }]), {
      name: "RangeError",
      message: /notebook 02 does not load model\/cox \(Cox\)$/,
    }));

  test("software without a printed claim", () =>
    assert.throws(
      () =>
        softwareTable(
          [{ name: "S", notebook: "01", modules: [], packages: {}, paper: [["R", "m.none"]] }],
          claims,
        ),
      { name: "RangeError", message: /there is no "m\.none"$/ },
    ));
});
