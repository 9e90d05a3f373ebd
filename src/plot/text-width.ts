/**
 * How wide a text is in the font that the figures are set in, so that nothing is cut off or overlaps.
 *
 * The font travels with the project (`fonts/`); its widths are those of Arial, so a viewer that has only Arial or
 * Helvetica draws the same layout.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FontMetrics, fontMetrics } from "./true-type.js";

/** The shipped faces, for renderers that load fonts by file. */
export const fontFiles: Readonly<Record<"regular" | "bold", string>> = {
  regular: fileURLToPath(new URL("../../../fonts/LiberationSans-Regular.ttf", import.meta.url)),
  bold: fileURLToPath(new URL("../../../fonts/LiberationSans-Bold.ttf", import.meta.url)),
};

/** For `font-family`: the shipped font, then those of the same widths. */
export const fontFamily = "Liberation Sans, Arial, Helvetica, sans-serif";

export interface TextStyle {
  /** Font size; the width comes in the same unit. */
  readonly size: number;
  /** Defaults to false. */
  readonly bold?: boolean;
}

const loaded = new Map<string, FontMetrics>();

/**
 * Width of one line of text, in the unit of `size`. A character the font lacks counts as one em, the widest it can be.
 *
 * @example textWidth("P", { size: 10 }) // 6.67
 */
export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  const { unitsPerEm, advances } = metricsOf(bold ? fontFiles.bold : fontFiles.regular);
  let width = 0;
  for (const character of text) width += advances.get(character.codePointAt(0)!) ?? unitsPerEm;
  return (width / unitsPerEm) * size;
}

/** Break a text at its spaces into lines no wider than `limit`; a single word may be wider. */
export function textLines(text: string, limit: number, style: TextStyle): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, style) <= limit) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function metricsOf(file: string): FontMetrics {
  const known = loaded.get(file);
  if (known) return known;
  const metrics = fontMetrics(readFileSync(file));
  loaded.set(file, metrics);
  return metrics;
}
