/** How batches show in features: patients along principal components, and how much of each feature a batch explains. */

import { quantile } from "../math/summary.js";
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
import { figureWidth, palette } from "./theme.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

export interface ComponentsPanel {
  readonly title: string;
  /** Titles of the axes: "PC1 (31.0%)". */
  readonly axes: readonly [x: string, y: string];
  readonly points: readonly { readonly batch: string; readonly x: number; readonly y: number }[];
}

const batchColours = [palette.blue, palette.vermilion, palette.green, palette.orange];
const batchShapes = ["circle", "triangle-up", "square", "diamond", "cross"];

/** Patients on two components, a panel a way of harmonising; colour and shape tell the batch. */
export function componentsFigure(
  words: Words,
  panels: readonly ComponentsPanel[],
  batches: readonly string[],
): Figure {
  const width = Math.floor(Math.min(panelWidth, figureWidth / panels.length - 78));
  const drawn = panels.map(({ title, axes, points }, i) => {
    const legend =
      i === 0 ? { title: null, orient: "bottom", direction: "vertical", rowPadding: -2 } : null;
    const scale = { domain: batches };
    const x = middleOf(points.map((point) => point.x));
    const y = middleOf(points.map((point) => point.y));
    const values = points.map((point) => ({
      batch: point.batch,
      x: within(x, point.x),
      y: within(y, point.y),
    }));
    return {
      width,
      height: width,
      title: panelTitle(title),
      data: { values },
      mark: { type: "point", filled: false, size: 22, strokeWidth: 1.1 },
      encoding: {
        x: quantity("x", axes[0], x, { tickCount: 4 }),
        y: quantity("y", axes[1], y, { tickCount: 4 }),
        color: {
          field: "batch",
          type: "nominal",
          scale: { ...scale, range: batches.map((_, b) => batchColours[b % batchColours.length]) },
          legend,
        },
        shape: {
          field: "batch",
          type: "nominal",
          scale: { ...scale, range: batches.map((_, b) => batchShapes[b % batchShapes.length]) },
          legend,
        },
      },
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}

export interface ExplainedPanel {
  readonly title: string;
  /** By way of harmonising: the share of each feature's variance that is explained. */
  readonly lines: readonly { readonly name: string; readonly explained: readonly number[] }[];
}

const looks: readonly Omit<Series, "name">[] = [
  { colour: palette.black, dash: [] },
  { colour: palette.vermilion, dash: [6, 3] },
  { colour: palette.blue, dash: [2, 2] },
];

/** How many features have at least so much of their variance explained: a line a way of harmonising. */
export function explainedFigure(words: Words, panels: readonly ExplainedPanel[]): Figure {
  const xTitle = "Share of a feature's variance (η²)";
  const drawn = panels.map(({ title, lines }) => {
    const most = Math.max(...lines.flatMap(({ explained }) => explained));
    const x = [0, Math.ceil(most * 20) / 20] as const;
    const series = lines.map(({ name }, i) => ({ name, ...looks[i % looks.length]! }));
    const values = lines.flatMap(({ name, explained }) =>
      Array.from({ length: 101 }, (_, step) => {
        const at = (step / 100) * x[1];
        const above = explained.filter((value) => value >= at).length;
        return { series: name, x: at, y: (100 * above) / explained.length };
      }),
    );
    return {
      width: panelWidth,
      height: 200,
      title: panelTitle(title),
      data: { values },
      mark: { type: "line", clip: true },
      encoding: {
        x: quantity("x", xTitle, x),
        y: quantity("y", "Features with at least so much (%)", [0, 100]),
        color: seriesColour(series),
        strokeDash: seriesDash(series),
      },
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}

/** The middle 95% of the values with a little room: some patients lie so far out that the others could not be seen. */
function middleOf(values: readonly number[]): [number, number] {
  const [low, high] = [quantile(values, 0.025), quantile(values, 0.975)];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

/** A value beyond the axis stands at its edge. */
function within([low, high]: readonly [number, number], value: number): number {
  return Math.max(low, Math.min(high, value));
}
