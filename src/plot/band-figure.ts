/** Curves with bands, a panel a set: the middle of many curves, and the band from the lowest to the highest. */

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

export interface BandPanel {
  readonly title: string;
  readonly curves: readonly {
    readonly series: Series;
    readonly points: readonly {
      readonly x: number;
      readonly y: number;
      readonly low: number;
      readonly high: number;
    }[];
  }[];
}

/** @param step between the ticks of time */
export function survivalBandFigure(
  words: Pick<Figure, "id" | "title" | "caption" | "description">,
  panels: readonly BandPanel[],
  {
    endpoint,
    unit,
    step,
  }: { readonly endpoint: string; readonly unit: string; readonly step: number },
): Figure {
  const longest = Math.max(
    ...panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map(({ x }) => x))),
  );
  const end = Math.ceil(longest / step) * step;
  const ticks = Array.from({ length: end / step + 1 }, (_, i) => i * step);
  const drawn = panels.map(({ title, curves }) => {
    const series = curves.map((curve) => curve.series);
    const x = quantity("x", `Time (${unit})`, [0, end], { values: ticks, labelOverlap: false });
    const color = seriesColour(series);
    return {
      width: panelWidth,
      height: 210,
      title: panelTitle(title),
      data: {
        values: curves.flatMap(({ series: { name }, points }) =>
          points.map((point) => ({ series: name, ...point })),
        ),
      },
      layer: [
        {
          mark: { type: "area", opacity: 0.18 },
          encoding: {
            x,
            y: quantity("low", endpoint, [0, 1]),
            y2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "line" },
          encoding: {
            x,
            y: quantity("y", endpoint, [0, 1]),
            color,
            strokeDash: seriesDash(series),
          },
        },
      ],
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}
