/**
 * What a network responds to: activation maps laid over the tumour's slice, with the outline of the region.
 *
 * A row a patient, a column a channel, and the signature's weighted sum of maps at the end. Each column has one scale for all
 * patients, so that rows can be compared: channels from 0 to the column's largest value, the weighted sum from −m to m
 * around 0. Maps are coarse (7 x 7 for 224 pixels); between their centres the colour is interpolated linearly. Drawn as
 * SVG directly, since a slice is pixels.
 */

import type { ActivationMap } from "../features/deep/class-activation.js";
import type { ImageInput } from "../features/deep/image-input.js";
import { escapeXml } from "../io/escape-xml.js";
import type { Figure } from "./figure.js";
import { pngAddress } from "./raster.js";
import { type RenderOptions, svgPage } from "./render.js";
import { textLines } from "./text-width.js";
import { figureWidth, palette, typeSize } from "./theme.js";

export interface ActivationRow {
  /** "high risk (TWIN-001)" */
  readonly title: string;
  readonly image: Pick<ImageInput, "grey" | "region">;
  /** One a column, in the order of the columns. */
  readonly maps: readonly ActivationMap[];
}

export interface ActivationColumn {
  /** "deep_017" */
  readonly title: string;
  /** Whether values of both signs have a meaning: a weighted sum. */
  readonly signed: boolean;
}

export interface ActivationFigure extends Omit<Figure, "specification"> {
  /** The network by title and hash; printed below the panels. */
  readonly network: string;
  readonly columns: readonly ActivationColumn[];
  readonly rows: readonly ActivationRow[];
}

const left = 20;
const gap = 6;
const font = `font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="${typeSize.label}px" fill="${palette.black}"`;

/**
 * @returns a complete SVG document
 * @throws RangeError if there is no row or column, a row lacks a map, or an image is not square
 */
export function activationMapSvg(figure: ActivationFigure, options: RenderOptions): string {
  const { columns, rows } = figure;
  if (rows.length === 0 || columns.length === 0)
    throw new RangeError("an activation figure needs a patient and a channel; it has none");
  rows.forEach(({ title, maps }) => {
    if (maps.length !== columns.length)
      throw new RangeError(
        `each row must have one map per column; "${title}" has ${maps.length} for ${columns.length}`,
      );
  });
  const side = Math.min(130, (figureWidth - left - 8) / (columns.length + 1) - gap);
  const x = (column: number): number => left + column * (side + gap);
  const heads = ["slice", ...columns.map(({ title }) => title)].map((title) =>
    textLines(title, side, { size: typeSize.label }),
  );
  const headHeight = Math.max(...heads.map((lines) => lines.length)) * (typeSize.label + 3) + 6;
  const y = (row: number): number => headHeight + row * (side + gap);
  const scales = columns.map(({ signed }, c) => {
    const values = rows.flatMap(({ maps }) => [...maps[c].values]);
    const largest = Math.max(...values.map((value) => (signed ? Math.abs(value) : value)));
    return { signed, largest: largest > 0 ? largest : 1 };
  });
  const content = [
    ...heads.flatMap((lines, c) =>
      lines.map((line, l) => text(x(c) + side / 2, (l + 1) * (typeSize.label + 3), line)),
    ),
    ...rows.flatMap((row, r) => [
      `<text transform="translate(13,${round(y(r) + side / 2)}) rotate(-90)" text-anchor="middle" ${font}>${escapeXml(row.title)}</text>`,
      panel(x(0), y(r), side, row, null, null),
      ...scales.map((scale, c) => panel(x(c + 1), y(r), side, row, row.maps[c], scale)),
    ]),
    ...scales.map((scale, c) => legend(x(c + 1), y(rows.length) + 2, side, scale)),
    `<text x="${left}" y="${round(y(rows.length) + 44)}" ${font}>${escapeXml(figure.network)}</text>`,
  ].join("\n");
  return svgPage(figure, { width: figureWidth, height: y(rows.length) + 52, content }, options);
}

interface Scale {
  readonly signed: boolean;
  readonly largest: number;
}

function panel(
  x: number,
  y: number,
  side: number,
  { image: { grey, region } }: ActivationRow,
  map: ActivationMap | null,
  scale: Scale | null,
): string {
  const n = Math.sqrt(grey.length);
  if (!Number.isInteger(n))
    throw new RangeError(`a slice must be square; it has ${grey.length} pixels`);
  const rgb = new Uint8Array(3 * grey.length);
  for (let i = 0; i < grey.length; i++) {
    const value =
      map && scale ? between(map, (i % n) / n, Math.floor(i / n) / n, 1 / n) / scale.largest : 0;
    const [colour, cover] = map && scale ? heat(value, scale.signed) : [[0, 0, 0], 0];
    for (let c = 0; c < 3; c++)
      rgb[3 * i + c] = Math.round(255 * grey[i] * (1 - cover) + colour[c] * cover);
  }
  const place = `x="${round(x)}" y="${round(y)}" width="${round(side)}" height="${round(side)}"`;
  return [
    `<image ${place} preserveAspectRatio="none" href="${pngAddress(n, n, rgb)}"/>`,
    `<path transform="translate(${round(x)},${round(y)}) scale(${(side / n).toFixed(5)})" d="${outline(region, n)}" fill="none" stroke="#ffffff" stroke-width="2.5"/>`,
    `<path transform="translate(${round(x)},${round(y)}) scale(${(side / n).toFixed(5)})" d="${outline(region, n)}" fill="none" stroke="${palette.vermilion}" stroke-width="1.3"/>`,
  ].join("\n");
}

/** Edges between region and surroundings, in pixels; straight runs in one stroke. */
export function outline(region: Uint8Array, n: number): string {
  const inside = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= n || y >= n ? 0 : region[y * n + x];
  const strokes: string[] = [];
  for (const [letter, differs] of [
    ["h", (run: number, line: number) => inside(run, line - 1) !== inside(run, line)],
    ["v", (run: number, line: number) => inside(line - 1, run) !== inside(line, run)],
  ] as const) {
    for (let line = 0; line <= n; line++) {
      for (let run = 0; run < n; run++) {
        if (!differs(run, line)) continue;
        const start = run;
        while (run < n && differs(run, line)) run++;
        const [x, y] = letter === "h" ? [start, line] : [line, start];
        strokes.push(`M${x} ${y}${letter}${run - start}`);
      }
    }
  }
  return strokes.join("");
}

/** Value of a map at a pixel whose corner is (u, v) in [0, 1]: linear between the cells' centres, flat beyond. */
function between(
  { width, height, values }: ActivationMap,
  u: number,
  v: number,
  pixel: number,
): number {
  const clamp = (value: number, n: number): number => Math.min(n - 1, Math.max(0, value));
  const x = clamp((u + pixel / 2) * width - 0.5, width);
  const y = clamp((v + pixel / 2) * height - 0.5, height);
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number =>
    values[clamp(row, height) * width + clamp(column, width)];
  const top = at(i, j) + (x - i) * (at(i + 1, j) - at(i, j));
  const bottom = at(i, j + 1) + (x - i) * (at(i + 1, j + 1) - at(i, j + 1));
  return top + (y - j) * (bottom - top);
}

/** Colour of a value (0 to 1, signed −1 to 1) and how much it covers. */
function heat(value: number, signed: boolean): readonly [readonly number[], number] {
  const size = Math.min(1, Math.abs(value));
  if (signed) return [value > 0 ? [230, 97, 1] : [44, 123, 182], 0.75 * size];
  const [low, middle, high] = [
    [68, 1, 84],
    [33, 145, 140],
    [253, 231, 37],
  ];
  const [from, to, share] = size < 0.5 ? [low, middle, 2 * size] : [middle, high, 2 * size - 1];
  return [from.map((level, c) => level + share * (to[c] - level)), 0.15 + 0.5 * size];
}

function legend(x: number, y: number, side: number, { signed, largest }: Scale): string {
  const steps = 24;
  const cells = Array.from({ length: steps }, (_, s) => {
    const share = (s + 0.5) / steps;
    const [colour, cover] = heat(signed ? 2 * share - 1 : share, signed);
    const rgb = colour.map((level) => Math.round(127 * (1 - cover) + level * cover)).join(",");
    return `<rect x="${round(x + (s * side) / steps)}" y="${round(y)}" width="${round(side / steps + 0.3)}" height="7" fill="rgb(${rgb})"/>`;
  });
  const number = (value: number): string => value.toPrecision(2).replace("-", "−");
  return [
    ...cells,
    text(x, y + 20, signed ? number(-largest) : "0", "start"),
    text(x + side, y + 20, number(largest), "end"),
  ].join("\n");
}

function text(x: number, y: number, words: string, anchor: string = "middle"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" ${font}>${escapeXml(words)}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
