/** The marks of our figures as traces of plotly: curves with their bands, points, bars, and rules from low to high. */

import { fixed } from "../table/format.js";
import { palette } from "./theme.js";

/** A trace or a layout in plotly's own words. */
export type PlotlyObject = { readonly [key: string]: unknown };

export type Datum = Readonly<Record<string, unknown>>;

/** The parts of a channel that our figures use. */
export interface Channel {
  readonly field?: string;
  readonly type?: string;
  readonly title?: string | null;
  readonly datum?: unknown;
  readonly axis?: { readonly labelExpr?: string; readonly values?: readonly number[] } | null;
  readonly scale?: { readonly domain?: readonly unknown[]; readonly range?: readonly unknown[] };
}

export interface Mark {
  readonly type: string;
  readonly color?: string;
  readonly interpolate?: string;
  readonly opacity?: number;
  readonly strokeDash?: readonly number[];
  readonly strokeWidth?: number;
  readonly align?: string;
  readonly height?: number;
  readonly size?: number;
}

/** One mark with everything it inherits from the panels around it. */
export interface Layer {
  readonly mark: Mark;
  readonly encoding: Readonly<Record<string, Channel>>;
  readonly values: readonly Datum[];
}

interface Group {
  readonly name: string;
  readonly values: readonly Datum[];
}

/** A trace a curve: a name in the colour's field, or within it a name in `detail`. */
export function lineTraces(layer: Layer, named: Set<string>): PlotlyObject[] {
  const { mark, encoding } = layer;
  const { x, y, color, strokeDash, detail } = encoding;
  return groupsOf(layer, color).flatMap(({ name, values }) =>
    groupsOf({ ...layer, values }, detail).map((own) => {
      const points = inOrder(own.values, encoding["order"]?.field ?? x!.field!);
      return {
        type: "scatter",
        mode: "lines",
        ...legendOf(name, named),
        x: columnOf(points, x),
        y: columnOf(points, y),
        text: points.map((datum) => hoverText(layer, own.name || name, datum)),
        hovertemplate: "%{text}<extra></extra>",
        line: {
          color: colourOf(layer, name),
          width: mark.strokeWidth ?? 2,
          shape: shapeOf(layer),
          dash: dashOf(strokeDash, name),
        },
      };
    }),
  );
}

/** Two traces a band, its upper and its lower edge, filled between. */
export function bandTraces(layer: Layer): PlotlyObject[] {
  const { mark, encoding } = layer;
  const { x, y, y2, color } = encoding;
  return groupsOf(layer, color).flatMap(({ name, values }) => {
    const known = values.filter((datum) => datum[y!.field!] != null && datum[y2!.field!] != null);
    if (known.length === 0) return [];
    const points = inOrder(known, x!.field!);
    const edge = (channel: Channel | undefined): PlotlyObject => ({
      type: "scatter",
      mode: "lines",
      legendgroup: name,
      showlegend: false,
      hoverinfo: "skip",
      x: columnOf(points, x),
      y: columnOf(points, channel),
      line: { width: 0, shape: shapeOf(layer) },
    });
    const fillcolor = translucent(colourOf(layer, name), mark.opacity ?? 0.14);
    return [edge(y2), { ...edge(y), fill: "tonexty", fillcolor }];
  });
}

export function pointTraces(layer: Layer, named: Set<string>): PlotlyObject[] {
  const { mark, encoding } = layer;
  const { x, y, color } = encoding;
  const isTick = mark.type === "tick";
  return groupsOf(layer, color).map(({ name, values }) => ({
    type: "scatter",
    mode: "markers",
    ...legendOf(name, named),
    x: columnOf(values, x),
    y: columnOf(values, y),
    text: values.map((datum) => hoverText(layer, name, datum)),
    hovertemplate: "%{text}<extra></extra>",
    marker: {
      color: colourOf(layer, name),
      size: isTick ? 9 : 6,
      symbol: isTick ? "line-ns-open" : "circle",
    },
  }));
}

/** Horizontal bars, from zero or from `x` to `x2`. */
export function barTraces(layer: Layer, named: Set<string>): PlotlyObject[] {
  const { x, y, x2, color } = layer.encoding;
  return groupsOf(layer, color).map(({ name, values }) => {
    const from = x2 === undefined ? values.map(() => 0) : columnOf(values, x).map(Number);
    const to = columnOf(values, x2 ?? x).map(Number);
    return {
      type: "bar",
      orientation: "h",
      ...legendOf(name, named),
      base: from,
      x: to.map((end, i) => end - from[i]!),
      y: columnOf(values, y),
      text: values.map((datum) => hoverText(layer, name, datum)),
      textposition: "none",
      hovertemplate: "%{text}<extra></extra>",
      width: 0.6,
      marker: { color: colourOf(layer, name) },
    };
  });
}

/** Upright strokes from low to high. */
export function ruleTraces(layer: Layer): PlotlyObject[] {
  const { x, y, y2 } = layer.encoding;
  const [at, low, high] = [x, y, y2].map((channel) => columnOf(layer.values, channel));
  return [
    {
      type: "scatter",
      mode: "lines",
      showlegend: false,
      hoverinfo: "skip",
      x: at!.flatMap((value) => [value, value, null]),
      y: low!.flatMap((value, i) => [value, high![i], null]),
      line: { color: layer.mark.color ?? palette.grey, width: 1 },
    },
  ];
}

/** The values by name, in the order of the scale; one group without a name where there is no such channel. */
function groupsOf({ values }: Layer, channel: Channel | undefined): Group[] {
  const field = channel?.field;
  if (field === undefined) return [{ name: "", values }];
  const found = [...new Set(values.map((datum) => String(datum[field])))];
  const names = (channel?.scale?.domain?.map(String) ?? found).filter((name) =>
    found.includes(name),
  );
  return names.map((name) => ({
    name,
    values: values.filter((datum) => String(datum[field]) === name),
  }));
}

/** A name stands in the legend once, and switches all that bears it. */
function legendOf(name: string, named: Set<string>): PlotlyObject {
  const first = name !== "" && !named.has(name);
  if (first) named.add(name);
  return { name, legendgroup: name, showlegend: first };
}

function inOrder(values: readonly Datum[], field: string): Datum[] {
  return [...values].sort((a, b) => Number(a[field]) - Number(b[field]));
}

function columnOf(values: readonly Datum[], channel: Channel | undefined): unknown[] {
  return values.map((datum) => datum[channel!.field!]);
}

/** Name of the curve, both axes, and what else is known of the point. */
function hoverText({ encoding }: Layer, name: string, datum: Datum): string {
  const { x, y } = encoding;
  const shown = [x, y].flatMap((channel) => {
    const value = datum[channel?.field ?? ""];
    if (value === name || value === undefined) return [];
    return [channel?.title ? `${channel.title} ${worded(value)}` : worded(value)];
  });
  const drawn = new Set(Object.values(encoding).map((channel) => channel.field));
  const others = Object.entries(datum)
    .filter(([key, value]) => !drawn.has(key) && !silent.has(key) && value != null)
    .map(([key, value]) => `${labels[key] ?? key} ${worded(value)}`);
  return [...(name === "" ? [] : [`<b>${name}</b>`]), ...shown, ...others].join("<br>");
}

/** Fields that repeat the order of the points. */
const silent = new Set(["order", "series"]);

const labels: Readonly<Record<string, string>> = {
  low: "lower limit",
  high: "upper limit",
  atRisk: "at risk",
  count: "censored",
  nonzero: "features",
};

function worded(value: unknown): string {
  return typeof value === "number" && !Number.isInteger(value) ? fixed(value) : String(value);
}

function shapeOf({ mark }: Layer): string {
  return mark.interpolate === "step-after" ? "hv" : "linear";
}

function colourOf({ mark, encoding: { color } }: Layer, name: string): string {
  return String(rangeOf(color, name) ?? mark.color ?? palette.black);
}

function dashOf(channel: Channel | undefined, name: string): string {
  const dash = rangeOf(channel, name);
  return Array.isArray(dash) && dash.length > 0
    ? dash.map((pixels) => `${pixels}px`).join(",")
    : "solid";
}

function rangeOf(channel: Channel | undefined, name: string): unknown {
  const { domain, range } = channel?.scale ?? {};
  return range?.[domain?.indexOf(name) ?? -1];
}

/** A colour like #0072B2 that lets through what lies below. */
function translucent(colour: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}
