/**
 * What a network responds to: activation maps laid over the tumour's slice, with the outline of the region.
 *
 * A block a sequence, in it a row a patient and a column a map. Each column has one scale for all its patients, so that
 * rows can be compared: channels from 0 to the column's largest value, maps of both signs from −m to m around 0. Maps are
 * coarse (7 x 7 for 224 pixels); between their centres the colour is interpolated linearly. Values are rounded to 1/255
 * of the scale first, since a network's last digits depend on the processor. Drawn as SVG, since a slice is pixels.
 */

import type { ActivationMap } from "../features/deep/class-activation.js";
import type { ImageInput } from "../features/deep/image-input.js";
import type { DrawnFigure, FigureWords } from "./figure.js";
import {
  greyBytes,
  outlinePath,
  type Place,
  type Raster,
  rasterImage,
  round,
  smallText,
} from "./slice.js";
import { textLines } from "./text-width.js";
import { figureWidth, palette, typeSize } from "./theme.js";

export interface ActivationRow {
  /** "high risk" */
  readonly title: string;
  readonly image: Pick<ImageInput, "grey" | "region">;
  /** Height and width of the image in pixels; it is drawn as a square, as its box is stretched to it. */
  readonly size: readonly [number, number];
  /** One a column, in the order of the columns. */
  readonly maps: readonly ActivationMap[];
}

export interface ActivationColumn {
  /** "channel 17" */
  readonly title: string;
  /** Whether values of both signs have a meaning: a weighted sum. */
  readonly signed: boolean;
}

/** The images of one sequence. */
export interface ActivationBlock {
  /** Above the slices: "T1". */
  readonly title: string;
  readonly columns: readonly ActivationColumn[];
  readonly rows: readonly ActivationRow[];
}

export interface ActivationFigure extends FigureWords {
  /** The network by title and hash; printed below the panels. */
  readonly network: string;
  readonly blocks: readonly ActivationBlock[];
}

const left = 20;
const gap = 6;
const lineHeight = typeSize.label + 3;

/** @throws RangeError if there is no block, row or column, a row lacks a map, or an image is not of its size */
export function activationFigure({ network, blocks, ...words }: ActivationFigure): DrawnFigure {
  const most = Math.max(0, ...blocks.map(({ columns }) => columns.length));
  if (most === 0 || blocks.some(({ rows }) => rows.length === 0))
    throw new RangeError("an activation figure needs a patient and a channel; it has none");
  const side = Math.min(130, (figureWidth - left - 8) / (most + 1) - gap);
  const content: string[] = [];
  let y = 0;
  for (const [b, block] of blocks.entries()) {
    const drawn = drawnBlock(block, `${words.id}-${b + 1}`, y, side);
    content.push(drawn.content);
    y = drawn.bottom + 10;
  }
  content.push(smallText(left, y + typeSize.label, network));
  return { ...words, drawing: { width: figureWidth, height: y + 22, content: content.join("\n") } };
}

function drawnBlock(
  { title, columns, rows }: ActivationBlock,
  id: string,
  top: number,
  side: number,
): { content: string; bottom: number } {
  for (const { title: row, maps } of rows)
    if (maps.length !== columns.length)
      throw new RangeError(
        `each row must have one map per column; "${row}" has ${maps.length} for ${columns.length}`,
      );
  const x = (column: number): number => left + column * (side + gap);
  const heads = [title, ...columns.map((column) => column.title)].map((words) =>
    textLines(words, side, { size: typeSize.label }),
  );
  const first = top + Math.max(...heads.map((lines) => lines.length)) * lineHeight + 6;
  const y = (row: number): number => first + row * (side + gap);
  const scales = columns.map(({ signed }, c) => scaleOf(rows, c, signed));
  const content = [
    ...heads.flatMap((lines, c) =>
      lines.map((line, l) =>
        smallText(x(c) + side / 2, top + (l + 1) * lineHeight, line, {
          anchor: "middle",
          bold: c === 0,
        }),
      ),
    ),
    ...rows.flatMap((row, r) => [
      smallText(13, y(r) + side / 2, row.title, { anchor: "middle", upright: true }),
      sliceOnce(`${id}-${r + 1}`, row, side),
      ...[null, ...row.maps].map((map, c) =>
        panel(
          `${id}-${r + 1}`,
          { x: x(c), y: y(r), width: side, height: side },
          map,
          scales[c - 1],
        ),
      ),
    ]),
    ...scales.map((scale, c) => legend(x(c + 1), y(rows.length) + 2, side, scale)),
  ];
  return { content: content.join("\n"), bottom: y(rows.length) + 24 };
}

interface Scale {
  readonly signed: boolean;
  readonly largest: number;
}

function scaleOf(rows: readonly ActivationRow[], column: number, signed: boolean): Scale {
  const values = rows.flatMap(({ maps }) => [...maps[column].values]);
  const largest = Math.max(...values.map((value) => (signed ? Math.abs(value) : value)));
  return { signed, largest: largest > 0 ? largest : 1 };
}

/** Slice and outline, to be used by every panel of a row. */
function sliceOnce(
  id: string,
  { image: { grey, region }, size: [height, width] }: ActivationRow,
  side: number,
): string {
  if (grey.length !== height * width)
    throw new RangeError(`a slice must be ${height} x ${width}; it has ${grey.length} pixels`);
  const place: Place = { x: 0, y: 0, width: side, height: side };
  const image = rasterImage({ width, height, pixels: greyBytes(grey) }, place);
  const path = outlinePath({ width, height, values: region }, place);
  return `<defs><g id="${id}-slice">${image}</g><path id="${id}-outline" fill="none" stroke-linecap="square" d="${path}"/></defs>`;
}

function panel(
  id: string,
  place: Place,
  map: ActivationMap | null,
  scale: Scale | undefined,
): string {
  const use = (part: string, more = ""): string =>
    `<use href="#${id}-${part}" x="${round(place.x)}" y="${round(place.y)}"${more}/>`;
  return [
    use("slice"),
    ...(map === null || scale === undefined ? [] : [rasterImage(heatRaster(map, scale), place)]),
    use("outline", ' stroke="#ffffff" stroke-width="2.2"'),
    use("outline", ` stroke="${palette.vermilion}" stroke-width="1.1"`),
  ].join("\n");
}

/** Pixels of a map's colours; viewers interpolate between them. */
const heatSide = 56;

function heatRaster(map: ActivationMap, { signed, largest }: Scale): Raster {
  const values = map.values.map((value) => Math.round((255 * value) / largest) / 255);
  const pixels = new Uint8Array(4 * heatSide ** 2);
  for (let y = 0, i = 0; y < heatSide; y++)
    for (let x = 0; x < heatSide; x++, i++) {
      const value = between({ ...map, values }, (x + 0.5) / heatSide, (y + 0.5) / heatSide);
      const [colour, cover] = heat(value, signed);
      pixels.set([...colour.map(Math.round), Math.round(255 * cover)], 4 * i);
    }
  return { width: heatSide, height: heatSide, pixels };
}

/** Value of a map at (u, v) in [0, 1]: linear between the cells' centres, flat beyond. */
function between({ width, height, values }: ActivationMap, u: number, v: number): number {
  const clamp = (value: number, n: number): number => Math.min(n - 1, Math.max(0, value));
  const x = clamp(u * width - 0.5, width);
  const y = clamp(v * height - 0.5, height);
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
    smallText(x, y + 20, signed ? number(-largest) : "0"),
    smallText(x + side, y + 20, number(largest), { anchor: "end" }),
  ].join("\n");
}
