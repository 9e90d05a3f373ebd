/** The figures of notebooks 03 and 05: no text cut or overlapping, drawn in their own size. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cutFigure } from "dlrn/plot/feature-figures";
import { pipelineFigure } from "dlrn/plot/pipeline";
import { renderSvg } from "dlrn/plot/render";
import { coefficientFigure, cvFigure, pathFigure } from "dlrn/plot/signature-figures";
import { textFaults } from "./text-boxes.js";

const words = { id: "figure-test", title: "Title", caption: "Caption", description: "Description" };
const curve = Array.from({ length: 40 }, (_, l) => ({
  logLambda: -1 - l / 8,
  mean: 1 + (l - 20) ** 2 / 1000,
  low: 0.9 + (l - 20) ** 2 / 1000,
  high: 1.1 + (l - 20) ** 2 / 1000,
  nonzero: Math.floor(l / 3),
}));
const figures = {
  pipeline: pipelineFigure(words, [
    [{ title: "Images", text: "116 training and 126 validation patients; T1 and FS" }],
    [
      { title: "Handcrafted", text: "T1: 1379, FS: 1379" },
      { title: "Deep", text: "T1: 512, FS: 512" },
    ],
    [
      {
        title: "Classifiers",
        text: "logistic regression, decision tree, random forest, SVM, AdaBoost",
      },
    ],
  ]),
  cut: cutFigure(
    words,
    ["T1 handcrafted", "FS deep"].flatMap((series) =>
      [0.5, 0.75, 0.95].map((cut) => ({ series, cut, kept: Math.round(1000 * (1 - cut)) })),
    ),
    0.75,
  ),
  coefficients: coefficientFigure(words, [
    {
      feature: "wavelet-LLL, GLSZM: HighGrayLevelZoneEmphasis (T1)",
      coefficient: 0.5,
      kind: "handcrafted",
    },
    { feature: "network, channel 456 (T1)", coefficient: -4, kind: "deep" },
  ]),
  paths: pathFigure(
    words,
    curve.map(({ logLambda }, l) => ({
      feature: "a",
      kind: "deep",
      logLambda,
      coefficient: l / 10,
    })),
    { counts: curve, chosen: -3 },
  ),
  cv: cvFigure(words, curve, { best: -3.5, oneSe: -2 }),
};

describe("figures of the chain from images", () => {
  for (const [name, figure] of Object.entries(figures))
    test(name, async () => {
      const svg = await renderSvg(figure, { constructed: true });
      assert.deepEqual(textFaults(svg), []);
      assert.doesNotMatch(svg.slice(0, 3000), / scale\(/, "it is too wide for the page");
    });

  test("a pipeline without rows, or with an empty row, is refused", () => {
    assert.throws(() => pipelineFigure(words, []), /a pipeline needs rows/);
    assert.throws(() => pipelineFigure(words, [[]]), /a pipeline needs rows/);
  });
});
