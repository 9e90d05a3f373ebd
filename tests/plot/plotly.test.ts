/** Figures as traces: what a specification draws is what plotly is given. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Specification } from "dlrn/plot/figure";
import { quantity, seriesColour, seriesDash, sideBySide } from "dlrn/plot/panels";
import { type PlotlyPanel, plotlyPanels } from "dlrn/plot/plotly";

const committed = (id: string): Specification =>
  JSON.parse(readFileSync(`reports/twin/figures/${id}.vl.json`, "utf8")) as Specification;

const series = [
  { name: "A", colour: "#0072B2", dash: [] },
  { name: "B", colour: "#D55E00", dash: [6, 3] },
];
const values = [
  { series: "B", x: 2, y: 0.3, low: 0.1, high: 0.4 },
  { series: "B", x: 1, y: 0.5, low: null, high: null },
  { series: "A", x: 1, y: 0.7, low: 0.6, high: 0.9 },
];
const x = quantity("x", "Time", [0, 4]);
const panel = {
  title: { text: "Training set" },
  data: { values },
  layer: [
    {
      mark: { type: "area", interpolate: "step-after", opacity: 0.2 },
      encoding: {
        x,
        y: quantity("low", "Share", [0, 1]),
        y2: { field: "high" },
        color: seriesColour(series),
      },
    },
    {
      mark: { type: "line", interpolate: "step-after" },
      encoding: {
        x,
        y: quantity("y", "Share", [0, 1]),
        color: seriesColour(series),
        strokeDash: seriesDash(series),
      },
    },
  ],
};

describe("a panel by hand", () => {
  const [only] = plotlyPanels(sideBySide([panel])) as [PlotlyPanel];
  const traces = only.traces as Record<string, unknown>[];

  test("two edges a band, then a line a curve, in the order of the scale", () =>
    assert.deepEqual(
      traces.map(({ legendgroup, fill, showlegend }) => [legendgroup, fill, showlegend]),
      [
        ["A", undefined, false],
        ["A", "tonexty", false],
        ["B", undefined, false],
        ["B", "tonexty", false],
        ["A", undefined, true],
        ["B", undefined, true],
      ],
    ));

  test("a curve goes from left to right in steps, with its colour and dash", () => {
    const { x, y, line } = traces[5]!;
    assert.deepEqual(
      [x, y],
      [
        [1, 2],
        [0.5, 0.3],
      ],
    );
    assert.deepEqual(line, { color: "#D55E00", width: 2, shape: "hv", dash: "6px,3px" });
  });

  test("a band leaves out points without limits", () =>
    assert.deepEqual(
      [traces[2]!["y"], traces[3]!["y"], traces[3]!["fillcolor"]],
      [[0.4], [0.1], "rgba(213,94,0,0.2)"],
    ));

  test("a point says its curve, its values and its limits", () =>
    assert.deepEqual(traces[4]!["text"], [
      "<b>A</b><br>Time 1<br>Share 0.700<br>lower limit 0.600<br>upper limit 0.900",
    ]));

  test("axes keep their range and title", () => {
    const { xaxis } = only.layout as { xaxis: { range: unknown; title: unknown } };
    assert.deepEqual([xaxis.range, xaxis.title], [[0, 4], { text: "Time" }]);
  });
});

describe("committed figures", () => {
  test("a ROC curve has all of its points", () => {
    const specification = committed("figure-roc") as {
      hconcat: { layer: { data: { values: unknown[] } }[] }[];
    };
    const panels = plotlyPanels(specification as unknown as Specification)!;
    specification.hconcat.forEach(({ layer }, p) => {
      const count = (panels[p]!.traces as { x: unknown[] }[]).reduce(
        (sum, { x }) => sum + x.length,
        0,
      );
      assert.equal(
        count,
        layer.reduce((sum, { data }) => sum + data.values.length, 0),
      );
    });
  });

  test("survival: curves and marks of the censored; the counts below are no panel of their own", () => {
    const panels = plotlyPanels(committed("figure-3ef-survival"))!;
    assert.equal(panels.length, 2);
    for (const { traces } of panels)
      assert.ok((traces as { mode: string }[]).some(({ mode }) => mode === "markers"));
  });

  for (const id of ["figure-flow", "figure-3a-nomogram", "figure-cohort"])
    test(`${id} has no axes of numbers`, () => assert.equal(plotlyPanels(committed(id)), null));
});
