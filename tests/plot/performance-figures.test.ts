import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { comparedPerformance, pairedCorrectness } from "dlrn/evaluate/compared-models";
import { scoreModels } from "dlrn/evaluate/score-models";
import type { Figure } from "dlrn/plot/figure";
import { calibrationFigure, decisionFigure, rocFigure } from "dlrn/plot/performance-figures";
import { renderSvg } from "dlrn/plot/render";
import { agreesWithPrinted } from "dlrn/report/findings-table";
import { calibrationPanels, decisionPanels, rocPanels } from "dlrn/report/performance-of-models";
import { calibrationWords, decisionWords, rocWords } from "dlrn/report/performance-words";
import { publishedTableThree, tableThreeFindings } from "dlrn/report/table-three-findings";
import { openCohort, openSyntheticRows, projectRoot } from "dlrn/runner/environment";
import { textBoxes, textFaults } from "./text-boxes.js";

const twin = openCohort("twin");
const { rows } = scoreModels(twin, { exception: "test" });
const found = comparedPerformance(rows, openSyntheticRows("twin"), "test");

async function textsOf(figure: Figure): Promise<string[]> {
  const svg = await renderSvg(figure, { constructed: true });
  assert.deepEqual(textFaults(svg), []);
  assert.doesNotMatch(svg, / scale\(/);
  return textBoxes(svg).boxes.map(({ text }) => text);
}

describe("the figures of performance fit their page", () => {
  test("ROC curves, the AUC of each in its legend", async () => {
    const texts = await textsOf(rocFigure(rocWords(), rocPanels(rows, found)));
    assert.ok(texts.includes("DLRN, AUC 0.936 (0.874–0.999)"));
    assert.ok(texts.includes("Clinical model, AUC 0.664 (0.523–0.805)"));
  });

  test("calibration, a panel a set", async () => {
    const texts = await textsOf(calibrationFigure(calibrationWords(null), calibrationPanels(rows)));
    assert.equal(texts.filter((text) => text === "Predicted risk").length, 2);
  });

  test("decision curves, with treating all and none", async () => {
    const texts = await textsOf(decisionFigure(decisionWords(null), decisionPanels(rows)));
    assert.equal(texts.filter((text) => text === "Treat none").length, 2);
  });
});

describe("Table 3", () => {
  const published = publishedTableThree(twin, projectRoot());
  const findings = tableThreeFindings("twin", found, published);

  test("all printed values come out but the accuracy and error rate that no matrix gives", () => {
    const differing = findings.filter((finding) => agreesWithPrinted(finding) === false);
    assert.deepEqual(
      differing.map(({ claim }) => claim),
      ["t3.train.rad.acc", "t3.train.rad.er"],
    );
    assert.equal(findings.filter((finding) => agreesWithPrinted(finding) === true).length, 53);
  });

  test("the line with synthetic rows has no interval and no P", () => {
    const line = findings.filter(({ id }) => id.includes("radiomics-smote"));
    assert.equal(line.find(({ id }) => id.endsWith("auc.lower"))!.value, null);
    assert.equal(
      line.find(({ id }) => id.endsWith(".p")),
      undefined,
    );
  });

  test("who is right alone adds up with the confusion matrices", () => {
    for (const { role, model, onlyDlrn, onlyOther } of pairedCorrectness(rows)) {
      const right = (name: string): number => {
        const { counts } = found.find(
          (entry) => entry.role === role && entry.model === name && !entry.synthetic,
        )!.figures;
        return counts.truePositives + counts.trueNegatives;
      };
      assert.equal(onlyDlrn - onlyOther, right("dlrn") - right(model));
    }
  });
});
