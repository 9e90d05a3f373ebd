/** Features that repeat against the cut of the intraclass correlation. */

import type { Figure } from "./figure.js";
import { quantity, type Series, seriesColour, seriesDash } from "./panels.js";
import { figureWidth, palette } from "./theme.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

export interface CutCurvePoint {
  readonly series: string;
  readonly cut: number;
  readonly kept: number;
}

const looks: readonly Omit<Series, "name">[] = [
  { colour: palette.blue, dash: [] },
  { colour: palette.blue, dash: [5, 3] },
  { colour: palette.vermilion, dash: [] },
  { colour: palette.vermilion, dash: [5, 3] },
];

/** A line a kind of features; the cut that is used stands as a rule. */
export function cutFigure(words: Words, points: readonly CutCurvePoint[], cut: number): Figure {
  const names = [...new Set(points.map(({ series }) => series))];
  const series = names.map((name, i) => ({ name, ...looks[i % looks.length]! }));
  const cuts = points.map((point) => point.cut);
  const x = [Math.min(...cuts), Math.max(...cuts)] as const;
  const most = Math.max(...points.map(({ kept }) => kept));
  const y = [0, Math.ceil(most / 100) * 100] as const;
  const xTitle = "Cut of the intraclass correlation";
  return {
    ...words,
    specification: {
      width: Math.floor(figureWidth - 90),
      height: 240,
      layer: [
        {
          data: { values: [{ cut }] },
          mark: { type: "rule", color: palette.grey, strokeDash: [2, 2] },
          encoding: { x: quantity("cut", xTitle, x) },
        },
        {
          data: { values: points },
          mark: { type: "line" },
          encoding: {
            x: quantity("cut", xTitle, x),
            y: quantity("kept", "Features above the cut", y),
            color: seriesColour(series),
            strokeDash: seriesDash(series),
          },
        },
      ],
    },
  };
}
