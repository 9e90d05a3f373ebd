/**
 * A figure as SVG: the same bytes for the same figure, without a browser or a canvas.
 *
 * Vega lays the figure out with the widths of the shipped font; the drawing is then set on a page of 180 mm, which
 * carries the title and description for screen readers and, for constructed patients, a line that says so. A drawing
 * wider than the page is scaled down as a whole. Vega is loaded at the first call, since it may not be loaded by a
 * notebook's own `import`.
 */

import { escapeXml, unescapeXml } from "../io/escape-xml.js";
import { constructedMark } from "../table/table.js";
import type { Drawing, Figure, FigureWords } from "./figure.js";
import { textWidth } from "./text-width.js";
import { figureWidth, palette, themeConfig, typeSize } from "./theme.js";

export interface RenderOptions {
  /** Whether the patients are constructed: the figure then says so. Never left to a default. */
  readonly constructed: boolean;
}

/**
 * @returns a complete SVG document
 * @throws RangeError if the specification is not valid, in Vega-Lite's words, or refers to data by address
 */
export async function renderSvg(figure: Figure, options: RenderOptions): Promise<string> {
  return svgPage(figure, await draw(figure), options);
}

/** A drawing on its page, with title, description and mark: for what is not drawn by Vega too. */
export function svgPage(
  figure: Omit<FigureWords, "caption">,
  drawing: Drawing,
  { constructed }: RenderOptions,
): string {
  const scale = Math.min(1, figureWidth / drawing.width);
  const top = constructed ? typeSize.label + 14 : 0;
  const height = top + drawing.height * scale;
  const left = (figureWidth - drawing.width * scale) / 2;
  const mm = (pixels: number): string => number((pixels / 96) * 25.4);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(figureWidth)}mm" height="${mm(height)}mm" viewBox="0 0 ${number(figureWidth)} ${number(height)}" role="img" aria-labelledby="${figure.id}-title ${figure.id}-description">`,
    `<title id="${figure.id}-title">${escapeXml(figure.title)}</title>`,
    `<desc id="${figure.id}-description">${escapeXml(constructed ? `${constructedMark(figure)}. ${figure.description}` : figure.description)}</desc>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...(constructed ? [markOf(figure)] : []),
    `<g transform="translate(${number(left)},${number(top)})${scale < 1 ? ` scale(${scale.toFixed(4)})` : ""}">`,
    drawing.content,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** The part of Vega that its types leave out: how it measures text. */
interface TextMeasure {
  readonly textMetrics: {
    width(
      item: { readonly fontSize?: number; readonly fontWeight?: unknown },
      text: unknown,
    ): number;
  };
}

async function draw(figure: Figure): Promise<Drawing> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const complaints: string[] = [];
  const complain = (...words: readonly unknown[]): void => {
    complaints.push(words.map(String).join(" "));
  };
  const logger = {
    level: () => logger,
    error: complain,
    warn: complain,
    info: () => logger,
    debug: () => logger,
  };
  const loader = {
    load: () => Promise.reject("data must be inline"),
  };
  (vega as unknown as TextMeasure).textMetrics.width = ({ fontSize, fontWeight }, text) =>
    textWidth(String(text ?? "").trim(), {
      size: fontSize ?? typeSize.label,
      bold: isBold(fontWeight),
    });
  const specification = { ...figure.specification, config: themeConfig };
  const compiled = vegaLite.compile(specification as never, { logger: logger as never });
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: "none",
    logger: logger as never,
    loader: loader as never,
  });
  const svg = await view.toSVG();
  view.finalize();
  if (complaints.length > 0)
    throw new RangeError(
      `the specification of figure "${figure.id}" must be valid; ${complaints.join("; ")}`,
    );
  const [, width, height, content] =
    /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>(.*)<\/svg>$/s.exec(svg)!;
  return {
    width: Number(width),
    height: Number(height),
    content: fixedWidths(ownNames(content, figure.id)),
  };
}

/**
 * Clip paths and gradients are named after the figure and numbered from 1: several figures can stand in one page, and
 * a figure does not depend on those that were drawn before it.
 */
function ownNames(svg: string, id: string): string {
  const names = new Map<string, string>();
  const ownName = (name: string): string => {
    if (!names.has(name)) names.set(name, `${id}-${names.size + 1}`);
    return names.get(name)!;
  };
  return svg.replace(
    /( id="|url\(#)([A-Za-z]+_?\d+)(?="|\))/g,
    (_, before: string, name: string) => before + ownName(name),
  );
}

/**
 * Every text states its width, so that a viewer without the font or its metric twins sets it in the same space.
 * Vega writes a text's lines as `tspan`s, or the text itself.
 */
function fixedWidths(svg: string): string {
  return svg.replace(/<text([^>]*)>(.*?)<\/text>/gs, (_, attributes: string, inside: string) => {
    const size = Number(/ font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? typeSize.label);
    const style = { size, bold: isBold(/ font-weight="([^"]+)"/.exec(attributes)?.[1]) };
    const lengthOf = (text: string): string =>
      text.trim() === ""
        ? ""
        : ` textLength="${number(textWidth(unescapeXml(text), style))}" lengthAdjust="spacingAndGlyphs"`;
    if (!inside.includes("<tspan")) return `<text${attributes}${lengthOf(inside)}>${inside}</text>`;
    const lines = inside.replace(
      /<tspan([^>]*)>([^<]*)<\/tspan>/g,
      (__, own: string, text: string) => `<tspan${own}${lengthOf(text)}>${text}</tspan>`,
    );
    return `<text${attributes}>${lines}</text>`;
  });
}

/** A badge above the drawing; amber where it shows constructed patients. */
function markOf(figure: Pick<FigureWords, "from">): string {
  const words = constructedMark(figure);
  const ofPatients =
    figure.from === undefined || figure.from === "patients" || figure.from === "both";
  const [fill, stroke] = ofPatients ? ["#FFF1D6", palette.orange] : ["#F6F8FA", palette.grey];
  const style = { size: typeSize.label, bold: true };
  const length = textWidth(words, style);
  const width = length + 16;
  const left = figureWidth - width - 6;
  return [
    `<rect x="${number(left)}" y="4" width="${number(width)}" height="${typeSize.label + 7}" rx="3" fill="${fill}" stroke="${stroke}"/>`,
    `<text x="${number(left + 8)}" y="${typeSize.label + 6}" font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="${typeSize.label}px" font-weight="bold" fill="${palette.black}" textLength="${number(length)}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`,
  ].join("\n");
}

function isBold(weight: unknown): boolean {
  return weight === "bold" || Number(weight) >= 600;
}

/** At most two decimals: a hundredth of a pixel. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
