/**
 * The flow of patients, from all that were identified to the groups that are compared, as STROBE asks for it: a tree
 * drawn from above, what was left out on the right of the step that left it out.
 */

import type { Figure, Specification } from "./figure.js";
import { textLines } from "./text-width.js";
import { figureWidth, palette, typeSize } from "./theme.js";

export interface FlowBox {
  readonly id: string;
  readonly label: string;
  readonly n: number;
  /** The box above it; null for the first. */
  readonly of: string | null;
  /** Whether it left the study here: it then stands to the right. */
  readonly leaves?: boolean;
}

interface Placed extends FlowBox {
  readonly lines: readonly string[];
  /** Centre, and top edge. */
  readonly x: number;
  readonly y: number;
}

const page = figureWidth - 16;
const boxWidth = 152;
const lineHeight = typeSize.label + 4;
const gap = 26;

/**
 * The flow as a figure.
 *
 * @param boxes each after the one it is part of
 * @throws RangeError if a box is part of one that does not stand before it
 */
export function flowFigure(
  words: Pick<Figure, "id" | "title" | "caption" | "description">,
  boxes: readonly FlowBox[],
): Figure {
  return { ...words, specification: specificationOf(placed(boxes)) };
}

/** Leaves of the tree share the width; each box stands above the middle of its parts. */
function placed(boxes: readonly FlowBox[]): Placed[] {
  boxes.forEach(({ id, of }, i) => {
    if (of !== null && !boxes.slice(0, i).some((box) => box.id === of))
      throw new RangeError(`a box must be part of one before it; "${id}" is part of "${of}"`);
  });
  const inside = boxes.filter(({ leaves }) => !leaves);
  const partsOf = (id: string): FlowBox[] => inside.filter(({ of }) => of === id);
  const ends = inside.filter(({ id }) => partsOf(id).length === 0);
  const middle = ({ id }: FlowBox): number => {
    const parts = partsOf(id);
    if (parts.length === 0)
      return ((ends.findIndex((end) => end.id === id) + 0.5) / ends.length) * page;
    return parts.reduce((sum, part) => sum + middle(part), 0) / parts.length;
  };
  const depth = ({ of }: FlowBox): number =>
    of === null ? 0 : 1 + depth(boxes.find(({ id }) => id === of)!);
  const withLines = boxes.map((box) => ({
    ...box,
    lines: [...textLines(box.label, boxWidth - 14, { size: typeSize.label }), `n = ${box.n}`],
  }));
  const rowHeight = (row: number): number =>
    Math.max(...withLines.filter((b) => depth(b) === row).map((b) => heightOf(b)));
  const rows = Math.max(...boxes.map(depth));
  const tops = [4];
  for (let row = 0; row < rows; row++) tops.push(tops[row]! + rowHeight(row) + gap);
  return withLines.map((box) => {
    const row = depth(box);
    if (!box.leaves) return { ...box, x: middle(box), y: tops[row]! };
    const above = boxes.find(({ id }) => id === box.of)!;
    return {
      ...box,
      x: middle(above) + 1.25 * boxWidth,
      y: tops[row]! - gap / 2 - heightOf(box) / 2,
    };
  });
}

function heightOf({ lines }: { readonly lines: readonly string[] }): number {
  return lines.length * lineHeight + 10;
}

function specificationOf(boxes: readonly Placed[]): Specification {
  const height = Math.max(...boxes.map((box) => box.y + heightOf(box))) + 4;
  const position = (field: string, size: number): object => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: field.startsWith("y") ? [size, 0] : [0, size], nice: false, zero: false },
  });
  const x = (field: string): object => position(field, page);
  const y = (field: string): object => position(field, height);
  const rectangles = boxes.map((box) => ({
    patients: `${box.label}: ${box.n}`,
    x: box.x - boxWidth / 2,
    x2: box.x + boxWidth / 2,
    y: box.y,
    y2: box.y + heightOf(box),
    fill: box.leaves ? "#F4F4F4" : "#FFFFFF",
  }));
  const texts = boxes.flatMap((box) =>
    box.lines.map((text, i) => ({
      text,
      weight: i === box.lines.length - 1 ? "bold" : "normal",
      x: box.x,
      y: box.y + 5 + (i + 0.5) * lineHeight,
    })),
  );
  return {
    width: page,
    height,
    layer: [
      {
        data: { values: linesBetween(boxes) },
        mark: { type: "rule", color: palette.black },
        encoding: { x: x("x"), x2: { field: "x2" }, y: y("y"), y2: { field: "y2" } },
      },
      {
        data: { values: rectangles },
        mark: { type: "rect", stroke: palette.black, strokeWidth: 1, cornerRadius: 2 },
        encoding: {
          x: x("x"),
          x2: { field: "x2" },
          y: y("y"),
          y2: { field: "y2" },
          fill: { field: "fill", type: "nominal", scale: null },
        },
      },
      ...["normal", "bold"].map((weight) => ({
        data: { values: texts.filter((text) => text.weight === weight) },
        mark: { type: "text", baseline: "middle", align: "center", fontWeight: weight },
        encoding: { x: x("x"), y: y("y"), text: { field: "text", type: "nominal" } },
      })),
    ],
  };
}

/** From each box down to half the gap, across, and down to its parts; to those that leave, across from the stem. */
function linesBetween(boxes: readonly Placed[]): object[] {
  return boxes.flatMap((box) => {
    const above = boxes.find(({ id }) => id === box.of);
    if (above === undefined) return [];
    const bottom = above.y + heightOf(above);
    if (box.leaves) {
      const level = box.y + heightOf(box) / 2;
      return [{ x: above.x, x2: box.x - boxWidth / 2, y: level, y2: level }];
    }
    const level = box.y - gap / 2;
    return [
      { x: above.x, x2: above.x, y: bottom, y2: level },
      { x: above.x, x2: box.x, y: level, y2: level },
      { x: box.x, x2: box.x, y: level, y2: box.y },
    ];
  });
}
