/** An atlas of slices: a column a patient, a row a sequence, the outline of each reading in its colour, a scale bar each. */

import type { TumourSlice } from "../features/tumour-slice.js";
import type { DrawnFigure, FigureWords } from "./figure.js";
import {
  greyBytes,
  outlinePath,
  type Place,
  rasterImage,
  rimmedPath,
  round,
  smallText,
} from "./slice.js";
import { textLines, textWidth } from "./text-width.js";
import { figureWidth, palette, typeSize } from "./theme.js";

export interface AtlasFigure extends FigureWords {
  /** Above the columns: "A, metastasis". */
  readonly patients: readonly string[];
  readonly rows: readonly AtlasRow[];
}

export interface AtlasRow {
  /** The sequence. */
  readonly title: string;
  /** One per patient. */
  readonly slices: readonly TumourSlice[];
}

/** Of the first and the second reading. */
const readingColours = [palette.vermilion, palette.sky];

const left = 20;
const gap = 6;
const lineHeight = typeSize.label + 3;

/** @throws RangeError if there is no patient or row, or a row lacks a slice or has one of three readings or more */
export function atlasFigure({ patients, rows, ...words }: AtlasFigure): DrawnFigure {
  if (patients.length === 0 || rows.length === 0)
    throw new RangeError("an atlas needs a patient and a sequence; it has none");
  for (const { title, slices } of rows) {
    if (slices.length !== patients.length)
      throw new RangeError(
        `each row must have one slice per patient; "${title}" has ${slices.length} for ${patients.length}`,
      );
    const many = slices.find(({ regions }) => regions.length > readingColours.length);
    if (many !== undefined)
      throw new RangeError(
        `an atlas shows ${readingColours.length} readings; "${title}" has a slice of ${many.regions.length}`,
      );
  }
  const side = Math.min(130, (figureWidth - left - 8) / patients.length - gap);
  const heads = patients.map((title) => textLines(title, side, { size: typeSize.label }));
  const top = Math.max(...heads.map((lines) => lines.length)) * lineHeight + 6;
  const x = (column: number): number => left + column * (side + gap);
  const y = (row: number): number => top + row * (side + gap);
  const content = [
    ...heads.flatMap((lines, c) =>
      lines.map((line, l) =>
        smallText(x(c) + side / 2, (l + 1) * lineHeight, line, { anchor: "middle" }),
      ),
    ),
    ...rows.flatMap(({ title, slices }, r) => [
      smallText(13, y(r) + side / 2, title, { anchor: "middle", upright: true }),
      ...slices.map((slice, c) => panel(slice, { x: x(c), y: y(r), width: side, height: side })),
    ]),
    legend(
      y(rows.length) + 14,
      Math.max(...rows.flatMap(({ slices }) => slices.map(({ regions }) => regions.length))),
    ),
  ];
  const height = y(rows.length) + 22;
  return { ...words, drawing: { width: figureWidth, height, content: content.join("\n") } };
}

function panel(slice: TumourSlice, place: Place): string {
  const { width, height, grey, regions } = slice;
  return [
    rasterImage({ width, height, pixels: greyBytes(grey) }, place),
    ...regions.map((values, reading) =>
      rimmedPath(outlinePath({ width, height, values }, place), readingColours[reading]),
    ),
    scaleBar(slice, place),
  ].join("\n");
}

/** A bar of 1, 2, 5, 10 or 20 cm: the longest that is at most 40% of the panel. */
function scaleBar({ width, spacing }: TumourSlice, { x, y, width: side, height }: Place): string {
  const field = width * spacing[0];
  const lengths = [0.5, 1, 2, 5, 10, 20].filter((cm) => 10 * cm <= 0.4 * field);
  const cm = lengths.at(-1) ?? 0.5;
  const long = (10 * cm * side) / field;
  const words = `${cm} cm`;
  const box = Math.max(long, textWidth(words, { size: typeSize.label })) + 8;
  const [right, bottom] = [x + side, y + height];
  return [
    `<rect x="${round(right - box)}" y="${round(bottom - 22)}" width="${round(box)}" height="22" fill="#000000" fill-opacity="0.55"/>`,
    `<path d="M${round(right - 4 - long)} ${round(bottom - 5)}H${round(right - 4)}" stroke="#ffffff" stroke-width="2"/>`,
    smallText(right - 4, bottom - 10, words, { anchor: "end", colour: "#ffffff" }),
  ].join("\n");
}

function legend(y: number, readings: number): string {
  const names = readings < 2 ? ["outline"] : ["first reading", "second reading"];
  let x = left;
  return names
    .map((name, reading) => {
      const key = `<path d="M${round(x)} ${round(y - 4)}h18" stroke="${readingColours[reading]}" stroke-width="2"/>`;
      const words = smallText(x + 24, y, name);
      x += 24 + textWidth(name, { size: typeSize.label }) + 24;
      return `${key}\n${words}`;
    })
    .join("\n");
}
