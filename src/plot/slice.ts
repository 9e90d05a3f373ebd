/** Parts of figures that show slices: pixels with a region's outline, and the words around them. Drawn as SVG directly. */

import { escapeXml } from "../io/escape-xml.js";
import { pngAddress } from "./raster.js";
import { fontFamily, textWidth } from "./text-width.js";
import { palette, typeSize } from "./theme.js";

/** A rectangle of the page, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a picture, row after row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1, 3 or 4 bytes a pixel, as {@link pngAddress} takes them. */
  readonly pixels: Uint8Array;
}

export function rasterImage({ width, height, pixels }: Raster, place: Place): string {
  const { x, y } = place;
  return `<image x="${round(x)}" y="${round(y)}" width="${round(place.width)}" height="${round(place.height)}" preserveAspectRatio="none" href="${pngAddress(width, height, pixels)}"/>`;
}

/** Levels of [0, 1] as bytes. */
export function greyBytes(grey: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(grey, (level) => Math.round(255 * Math.min(1, Math.max(0, level))));
}

/** A region by its pixels, 1 inside. */
export interface RegionPixels {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** The path along a region's pixel edges, as it lies on the page; a straight run is one stroke. */
export function outlinePath({ width, height, values }: RegionPixels, place: Place): string {
  const inside = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : values[y * width + x];
  const x = (column: number): string => round(place.x + (column * place.width) / width);
  const y = (row: number): string => round(place.y + (row * place.height) / height);
  const across = runs(height, width, (line, i) => inside(i, line - 1) !== inside(i, line));
  const down = runs(width, height, (line, i) => inside(line - 1, i) !== inside(line, i));
  return [
    ...across.map(([line, from, to]) => `M${x(from)} ${y(line)}H${x(to)}`),
    ...down.map(([line, from, to]) => `M${x(line)} ${y(from)}V${y(to)}`),
  ].join("");
}

/** Stretches of the lines 0 to `lines` between pixels on which `isEdge` holds. */
function runs(
  lines: number,
  length: number,
  isEdge: (line: number, i: number) => boolean,
): [line: number, from: number, to: number][] {
  const found: [number, number, number][] = [];
  for (let line = 0; line <= lines; line++)
    for (let i = 0; i < length; i++) {
      if (!isEdge(line, i)) continue;
      const from = i;
      while (i < length && isEdge(line, i)) i++;
      found.push([line, from, i]);
    }
  return found;
}

/** A line of colour with a white rim, so that it is seen on dark and on bright pixels. @param d of a `path` */
export function rimmedPath(d: string, colour: string): string {
  const line = (stroke: string, width: number): string =>
    `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="square"/>`;
  return `${line("#ffffff", 2.4)}\n${line(colour, 1.2)}`;
}

export interface TextPlace {
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  readonly colour?: string;
  /** Read from below. */
  readonly upright?: boolean;
}

/** One line of small type, in the width of the shipped font whatever the viewer has. */
export function smallText(
  x: number,
  y: number,
  words: string,
  { anchor = "start", bold = false, colour = palette.black, upright = false }: TextPlace = {},
): string {
  const place = upright
    ? `transform="translate(${round(x)},${round(y)}) rotate(-90)"`
    : `x="${round(x)}" y="${round(y)}"`;
  const length = round(textWidth(words, { size: typeSize.label, bold }));
  return `<text ${place} text-anchor="${anchor}" font-family="${fontFamily}" font-size="${typeSize.label}px"${bold ? ' font-weight="bold"' : ""} fill="${colour}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`;
}

/** At most two decimals: a hundredth of a pixel. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
