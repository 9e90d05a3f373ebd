/** Kaplan-Meier curves of two risk groups with their numbers at risk below, a panel a set. */

import { type KaplanMeierCurve, survivalAt } from "../evaluate/kaplan-meier.js";
import type { RiskGroupSurvival } from "../evaluate/risk-group-survival.js";
import { pValue } from "../table/format.js";
import type { Figure } from "./figure.js";
import {
  panelTitle,
  panelWidth,
  quantity,
  type Series,
  seriesColour,
  seriesDash,
  sideBySide,
} from "./panels.js";
import { colours, palette, typeSize } from "./theme.js";

const groupSeries: Readonly<Record<"high" | "low", Series>> = {
  high: { name: "High risk", colour: colours.metastasis, dash: [] },
  low: { name: "Low risk", colour: colours.nonMetastasis, dash: [6, 3] },
};

/**
 * @param unit of the times: "months"
 * @param step between the times at which the patients at risk are counted
 */
export function survivalFigure(
  words: Pick<Figure, "id" | "title" | "caption" | "description">,
  panels: readonly { readonly title: string; readonly survival: RiskGroupSurvival }[],
  {
    endpoint,
    unit,
    step,
  }: { readonly endpoint: string; readonly unit: string; readonly step: number },
): Figure {
  const longest = Math.max(
    ...panels.flatMap(({ survival }) => survival.groups.map(({ curve }) => lastOf(curve.time))),
  );
  const end = Math.ceil(longest / step) * step;
  const ticks = Array.from({ length: end / step + 1 }, (_, i) => i * step);
  const drawn = panels.map(({ title, survival }) => ({
    vconcat: [
      curvesPanel(title, survival, end, ticks, endpoint, unit),
      countsPanel(survival, end, ticks),
    ],
    spacing: 6,
    resolve: { scale: { color: "independent", strokeDash: "independent" } },
  }));
  return { ...words, specification: sideBySide(drawn) };
}

function curvesPanel(
  title: string,
  { groups, test }: RiskGroupSurvival,
  end: number,
  ticks: readonly number[],
  endpoint: string,
  unit: string,
): object {
  const series = groups.map(({ group }) => groupSeries[group]);
  const steps = groups.flatMap(({ group, curve }) => stepsOf(groupSeries[group].name, curve));
  const censored = groups.flatMap(({ group, curve }) =>
    Array.from(curve.time, (time, i) => ({
      series: groupSeries[group].name,
      x: time,
      y: curve.survival[i],
      count: curve.censoredCount[i],
    })).filter(({ count }) => count > 0),
  );
  const time = { values: ticks, labelOverlap: false, tickCount: ticks.length };
  const x = quantity("x", `Time (${unit})`, [0, end], time);
  const y = quantity("y", endpoint, [0, 1]);
  const colour = seriesColour(series);
  const p =
    test === null ? "no test" : `log-rank P ${pValue(test.pValue).replace(/^(?=\d)/, "= ")}`;
  return {
    width: panelWidth,
    height: 210,
    title: panelTitle(title),
    layer: [
      {
        data: { values: steps },
        mark: { type: "area", interpolate: "step-after", opacity: 0.14 },
        encoding: {
          x,
          y: quantity("low", endpoint, [0, 1]),
          y2: { field: "high" },
          color: colour,
        },
      },
      {
        data: { values: steps },
        mark: { type: "line", interpolate: "step-after" },
        encoding: { x, y, color: colour, strokeDash: seriesDash(series) },
      },
      {
        data: { values: censored },
        mark: { type: "tick", orient: "vertical", size: 7, thickness: 1 },
        encoding: { x, y, color: colour },
      },
      {
        data: { values: [{ x: end, y: 0.02, text: p }] },
        mark: { type: "text", align: "right", baseline: "bottom", fontSize: typeSize.label },
        encoding: { x, y, text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

function countsPanel({ groups }: RiskGroupSurvival, end: number, ticks: readonly number[]): object {
  const names = groups.map(({ group }) => groupSeries[group].name);
  const values = groups.flatMap(({ group, curve }) =>
    survivalAt(curve, ticks).map(({ time, atRisk }) => ({
      series: groupSeries[group].name,
      x: time,
      text: String(atRisk),
    })),
  );
  return {
    width: panelWidth,
    height: 18 * names.length,
    title: {
      text: "Number at risk",
      fontSize: typeSize.label,
      fontWeight: "normal",
      frame: "group",
      offset: 4,
    },
    data: { values },
    mark: { type: "text", color: palette.black },
    encoding: {
      x: { ...quantity("x", null, [0, end]), axis: null },
      y: {
        field: "series",
        type: "nominal",
        title: null,
        scale: { domain: names },
        axis: { ticks: false, domain: false, labelPadding: 18 },
      },
      text: { field: "text", type: "nominal" },
    },
  };
}

/** The curve with its pointwise limits and the patients at risk, from 1 at time 0; where there is no limit the band closes on the curve. */
function stepsOf(series: string, curve: KaplanMeierCurve): object[] {
  return [
    { series, x: 0, y: 1, low: 1, high: 1, atRisk: curve.patients },
    ...Array.from(curve.time, (x, i) => {
      const [y, atRisk] = [curve.survival[i], curve.atRisk[i]];
      return { series, x, y, low: curve.lower[i] ?? y, high: curve.upper[i] ?? y, atRisk };
    }),
  ];
}

function lastOf(times: Float64Array): number {
  return times[times.length - 1] ?? 0;
}
