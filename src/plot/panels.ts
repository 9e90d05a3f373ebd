/** What the figures of two sets share: two square panels side by side, each with its own legend below. */

import { figureWidth, typeSize } from "./theme.js";

/** A curve's name, colour and dash, the same in the line, its band and the legend. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** In pixels, on and off; empty for a solid line. */
  readonly dash: readonly number[];
}

export const panelWidth: number = Math.floor(figureWidth / 2 - 92);

export function panelTitle(text: string): object {
  return { text, fontSize: typeSize.title, frame: "group" };
}

/** Colour of lines and bands by the field `series`, with a legend below the panel. */
export function seriesColour(series: readonly Series[]): object {
  return {
    field: "series",
    type: "nominal",
    scale: { domain: series.map(({ name }) => name), range: series.map(({ colour }) => colour) },
    legend: bottomLegend,
  };
}

/** Dash of lines by the field `series`; its legend is that of the colour. */
export function seriesDash(series: readonly Series[]): object {
  return {
    field: "series",
    type: "nominal",
    scale: { domain: series.map(({ name }) => name), range: series.map(({ dash }) => dash) },
    legend: bottomLegend,
  };
}

/** An axis of numbers over a fixed range. */
export function quantity(
  field: string,
  title: string | null,
  domain: readonly [low: number, high: number],
  axis: object = {},
): object {
  return {
    field,
    type: "quantitative",
    title,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 5, ...axis },
  };
}

/** Two panels as one drawing. */
export function sideBySide(panels: readonly object[]): { readonly [key: string]: unknown } {
  return {
    hconcat: panels,
    spacing: 26,
    resolve: { scale: { color: "independent", strokeDash: "independent", shape: "independent" } },
  };
}

const bottomLegend = {
  title: null,
  orient: "bottom",
  direction: "vertical",
  symbolType: "stroke",
  symbolSize: 400, // long enough to show a dash
  rowPadding: -3,
  symbolOpacity: 1,
  symbolStrokeWidth: 2,
};
