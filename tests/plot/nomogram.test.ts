import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rowsOf } from "dlrn/cohort/rows";
import { scoreModels } from "dlrn/evaluate/score-models";
import { nomogram } from "dlrn/model/nomogram";
import { nomogramFigure, nomogramLines } from "dlrn/plot/nomogram";
import { renderSvg } from "dlrn/plot/render";
import {
  nomogramOf,
  nomogramWords,
  termLabelsOf,
  workedPatient,
} from "dlrn/report/nomogram-findings";
import { openCohort } from "dlrn/runner/environment";
import { textBoxes, textFaults } from "./text-boxes.js";

describe("the nomogram of the twin", () => {
  const twin = openCohort("twin");
  const labels = termLabelsOf(twin);
  const { dlrn, rows } = scoreModels(twin, { exception: "test" });
  const training = rowsOf(rows, "training");
  const chart = nomogramOf(dlrn, training);

  test("every axis has its title and marks; nothing overlaps", async () => {
    const patient = workedPatient(chart, training);
    const svg = await renderSvg(nomogramFigure(nomogramWords(dlrn, labels), chart, patient), {
      constructed: true,
    });
    assert.deepEqual(textFaults(svg), []);
    assert.doesNotMatch(svg, / scale\(/);
    const texts = textBoxes(svg).boxes.map(({ text }) => text);
    for (const text of ["Points", "Radiomics score", "T-stage", "Total points", "0.01", "0.5"])
      assert.ok(texts.includes(text), text);
  });

  test("without a patient there is no risk in the title", async () => {
    const svg = await renderSvg(nomogramFigure(nomogramWords(dlrn, labels), chart, null), {
      constructed: true,
    });
    const texts = textBoxes(svg).boxes.map(({ text }) => text);
    assert.ok(texts.includes("Risk of metastasis"));
  });
});

test("marks have the digits a reader needs, whatever steps of 0.2 add up to", () => {
  const data = [-1.4, -0.3, 0.1, 0.8];
  const chart = nomogram(
    {
      intercept: 0,
      covariates: [{ name: "x", kind: "continuous", coefficient: 0.9, data }],
      link: { kind: "logistic" },
    },
    data.map((x) => 0.9 * x),
  );
  assert.ok(chart.linearPredictor.values.some((value) => String(value).length > 5));
  const words = { id: "f", title: "T", caption: "C", description: "D", labels: {}, risk: "Risk" };
  const long = nomogramLines(words, chart, null).flatMap(({ marks }) =>
    marks.filter(({ text }) => text.length > 4),
  );
  assert.deepEqual(long, []);
});

test("a patient stands where hand calculation puts him", () => {
  // Points 0 to 100 for x from 0 to 1: x = 0.25 is a quarter of the way.
  const chart = nomogram(
    {
      intercept: 0,
      covariates: [{ name: "x", kind: "continuous", coefficient: 4, data: [0, 0.5, 1] }],
      link: { kind: "logistic" },
    },
    [0, 4],
  );
  const words = { id: "f", title: "T", caption: "C", description: "D", labels: {}, risk: "Risk" };
  const { layer } = nomogramFigure(words, chart, { x: 0.25 }).specification as {
    layer: { data: { values: { x: number; x2?: number; y: number }[] } }[];
  };
  const [points] = layer[0]!.data.values;
  const [patient] = layer[3]!.data.values;
  assert.ok(Math.abs((patient!.x - points!.x) / (points!.x2! - points!.x) - 0.25) < 1e-12);
});
