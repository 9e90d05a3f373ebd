/**
 * The way from images to a signature as boxes, read from above: what enters a step, what leaves it, and by which rule.
 * Columns stand side by side where kinds of features go their own way.
 */

import type { Figure, Specification } from "./figure.js";
import { textLines } from "./text-width.js";
import { figureWidth, palette, typeSize } from "./theme.js";

export interface PipelineBox {
  readonly title: string;
  /** What the step does and leaves. */
  readonly text: string;
}

/** Boxes that stand beside one another; each takes an equal part of the width. */
export type PipelineRow = readonly PipelineBox[];

interface Placed {
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly title: string;
  readonly lines: readonly string[];
}

const page = figureWidth - 16;
const lineHeight = typeSize.label + 4;
const gapDown = 20;
const gapAcross = 16;

/** @throws RangeError for no rows, or a row without a box */
export function pipelineFigure(
  words: Pick<Figure, "id" | "title" | "caption" | "description">,
  rows: readonly PipelineRow[],
): Figure {
  if (rows.length === 0 || rows.some((row) => row.length === 0))
    throw new RangeError("a pipeline needs rows, and each row a box");
  return { ...words, specification: specificationOf(placed(rows)) };
}

function placed(rows: readonly PipelineRow[]): Placed[] {
  const found: Placed[] = [];
  let top = 2;
  rows.forEach((row, r) => {
    const width = (page - gapAcross * (row.length - 1)) / row.length;
    const withLines = row.map(({ title, text }) => ({
      title,
      lines: textLines(text, width - 20, { size: typeSize.label }),
    }));
    const height = Math.max(...withLines.map(({ lines }) => (lines.length + 1) * lineHeight + 12));
    withLines.forEach(({ title, lines }, i) => {
      const left = i * (width + gapAcross);
      const box = { row: r, left, right: left + width, top, bottom: top + height };
      found.push({ ...box, title, lines });
    });
    top += height + gapDown;
  });
  return found;
}

/** An arrow from every box to every box of the next row; where one row has a single box, all meet there. */
function arrows(boxes: readonly Placed[]): { x: number; y: number; x2: number; y2: number }[] {
  return boxes.flatMap((box) => {
    const below = boxes.filter(({ row }) => row === box.row + 1);
    const middle = (box.left + box.right) / 2;
    const own = boxes.filter(({ row }) => row === box.row);
    return below
      .filter((_, i) => below.length !== own.length || own.indexOf(box) === i)
      .map((next) => ({
        x: middle,
        y: box.bottom,
        x2: below.length === 1 ? middle : (next.left + next.right) / 2,
        y2: next.top,
      }));
  });
}

function specificationOf(boxes: readonly Placed[]): Specification {
  const height = Math.max(...boxes.map(({ bottom }) => bottom)) + 2;
  const position = (field: string, domain: readonly number[]): object => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain, nice: false, zero: false },
  });
  const x = (field: string): object => position(field, [0, page]);
  const y = (field: string): object => position(field, [height, 0]);
  const texts = boxes.flatMap(({ left, top, title, lines }) =>
    [title, ...lines].map((text, i) => ({
      text,
      weight: i === 0 ? "bold" : "normal",
      x: left + 10,
      y: top + 6 + (i + 0.5) * lineHeight,
    })),
  );
  const lines = arrows(boxes);
  return {
    width: page,
    height,
    layer: [
      {
        data: { values: lines },
        mark: { type: "rule", color: palette.black },
        encoding: { x: x("x"), x2: { field: "x2" }, y: y("y"), y2: { field: "y2" } },
      },
      {
        data: { values: lines.map(({ x2, y2 }) => ({ x: x2, y: y2 - 3 })) },
        mark: { type: "point", shape: "triangle-down", size: 40, color: palette.black },
        encoding: { x: x("x"), y: y("y") },
      },
      {
        data: {
          values: boxes.map(({ left, right, top, bottom, title }) => ({
            step: title,
            x: left,
            x2: right,
            y: top,
            y2: bottom,
          })),
        },
        mark: {
          type: "rect",
          stroke: palette.black,
          strokeWidth: 1,
          cornerRadius: 2,
          fill: "#FFFFFF",
        },
        encoding: { x: x("x"), x2: { field: "x2" }, y: y("y"), y2: { field: "y2" } },
      },
      ...["normal", "bold"].map((weight) => ({
        data: { values: texts.filter((text) => text.weight === weight) },
        mark: { type: "text", baseline: "middle", align: "left", fontWeight: weight },
        encoding: { x: x("x"), y: y("y"), text: { field: "text", type: "nominal" } },
      })),
    ],
  };
}
