/**
 * A figure for plotly: the panels of one of our Vega-Lite specifications as traces, from the data that it carries, so
 * that a reader can zoom, hover and hide a curve. Only the part of Vega-Lite that our figures use is known: panels side
 * by side, layers, lines, bands, points, ticks, bars, rules and texts on axes of numbers, bars also on names.
 *
 * Bands belong to their curve: hiding one in the legend hides the other.
 */

import type { Specification } from "./figure.js";
import {
  bandTraces,
  barTraces,
  type Channel,
  type Datum,
  type Layer,
  lineTraces,
  type Mark,
  type PlotlyObject,
  pointTraces,
  ruleTraces,
} from "./plotly-traces.js";
import { fontFamily } from "./text-width.js";
import { palette, typeSize } from "./theme.js";

export interface PlotlyPanel {
  readonly traces: readonly PlotlyObject[];
  readonly layout: PlotlyObject;
}

/**
 * The panels of a figure, from left to right.
 *
 * @returns null for a drawing without axes of numbers: a flow, a nomogram, a table of dots
 */
export function plotlyPanels(specification: Specification): PlotlyPanel[] | null {
  const panels = panelsOf(specification);
  const drawn = panels.filter(({ layers }) => layers.some(({ mark }) => mark.type !== "text"));
  if (drawn.length === 0 || !drawn.every(({ layers }) => layers.every(isMovable))) return null;
  return drawn.map(panelOf);
}

interface Panel {
  readonly title: string;
  readonly layers: readonly Layer[];
}

interface Node {
  readonly [key: string]: unknown;
  readonly title?: string | { readonly text: string };
  readonly data?: { readonly values: readonly Datum[] } | undefined;
  readonly encoding?: Readonly<Record<string, Channel>>;
  readonly mark?: Mark | string;
  readonly layer?: readonly Node[];
  readonly hconcat?: readonly Node[];
  readonly vconcat?: readonly Node[];
}

function panelsOf(node: Node): Panel[] {
  const inside = node.hconcat ?? node.vconcat;
  if (inside !== undefined) return inside.flatMap((one) => panelsOf({ data: node.data, ...one }));
  const title = typeof node.title === "object" ? node.title.text : "";
  return [{ title, layers: layersOf(node, [], {}) }];
}

function layersOf(
  node: Node,
  inherited: readonly Datum[],
  around: Readonly<Record<string, Channel>>,
): Layer[] {
  const values = node.data?.values ?? inherited;
  const encoding = { ...around, ...node.encoding };
  if (node.layer !== undefined) return node.layer.flatMap((one) => layersOf(one, values, encoding));
  const mark = typeof node.mark === "string" ? { type: node.mark } : node.mark!;
  return [{ mark, encoding, values }];
}

/** Both axes are of numbers, or a bar's names; none is hidden or lettered by a program. */
function isMovable({ mark, encoding }: Layer): boolean {
  if (mark.type === "text") return true;
  const { x, y } = encoding;
  if (x?.axis === null || y?.axis === null) return false;
  if (y?.type === "nominal" && (mark.type === "line" || y.axis?.labelExpr !== undefined))
    return false;
  if (mark.type !== "rule" && (x?.field === undefined || y?.field === undefined)) return false;
  return x?.type === "quantitative";
}

function panelOf({ title, layers }: Panel): PlotlyPanel {
  const first = (channel: "x" | "y"): Channel | undefined =>
    layers.find(({ mark, encoding }) => mark.type !== "text" && encoding[channel] !== undefined)
      ?.encoding[channel];
  const [x, y] = [first("x"), first("y")];
  const named = new Set<string>(); // each name stands in the legend once
  const traces = layers.flatMap((layer) => tracesOf(layer, named));
  const names = y?.type === "nominal" ? [...new Set(layers.flatMap(namesOf))] : null;
  return {
    traces,
    layout: {
      title: { text: title, x: 0, xref: "paper", xanchor: "left", font: { size: typeSize.panel } },
      font: { family: fontFamily, size: typeSize.title, color: palette.black },
      xaxis: axisOf(x),
      yaxis:
        names === null
          ? axisOf(y)
          : { type: "category", categoryarray: names, autorange: "reversed", automargin: true },
      shapes: layers.flatMap(shapesOf),
      annotations: layers.flatMap(annotationsOf),
      showlegend: named.size > 0,
      legend: { orientation: "h", y: -0.18, yanchor: "top" },
      hovermode: "closest",
      margin: { l: 60, r: 12, t: 48, b: 48 },
      plot_bgcolor: "#ffffff",
      paper_bgcolor: "#ffffff",
    },
  };
}

function tracesOf(layer: Layer, named: Set<string>): PlotlyObject[] {
  const { mark, encoding } = layer;
  if (mark.type === "area") return bandTraces(layer);
  if (mark.type === "line") return lineTraces(layer, named);
  if (mark.type === "bar") return barTraces(layer, named);
  if (mark.type === "point" || mark.type === "tick") return pointTraces(layer, named);
  if (mark.type === "rule" && encoding["y2"] !== undefined) return ruleTraces(layer);
  return [];
}

function namesOf({ encoding: { y }, values }: Layer): string[] {
  return y?.type === "nominal" && y.field !== undefined
    ? values.map((datum) => String(datum[y.field!]))
    : [];
}

function axisOf(channel: Channel | undefined): PlotlyObject {
  const values = channel?.axis?.values;
  return {
    title: { text: channel?.title ?? "" },
    ...(channel?.scale?.domain === undefined ? {} : { range: channel.scale.domain }),
    ...(values === undefined ? {} : { tickvals: values }),
    zeroline: false,
    linecolor: palette.black,
    gridcolor: "#ECECEC",
    ticks: "outside",
  };
}

/** A rule across the whole panel. */
function shapesOf({ mark, encoding, values }: Layer): PlotlyObject[] {
  const { x, y } = encoding;
  if (mark.type !== "rule" || encoding["y2"] !== undefined || y != null) return [];
  const places = x!.field === undefined ? [x!.datum] : values.map((datum) => datum[x!.field!]);
  const dash = mark.strokeDash === undefined ? "solid" : "dash";
  const line = { color: mark.color ?? palette.grey, width: 1, dash };
  return places.map((at) => ({ type: "line", x0: at, x1: at, y0: 0, y1: 1, yref: "paper", line }));
}

/** Texts inside the panel, or above it. */
function annotationsOf({ mark, encoding: { x, y, text }, values }: Layer): PlotlyObject[] {
  if (mark.type !== "text") return [];
  return values.map((datum) => ({
    text: String(datum[text!.field!]),
    x: datum[x!.field!],
    ...(y === undefined ? { y: 1, yref: "paper" } : { y: datum[y.field!] }),
    yanchor: "bottom",
    xanchor: mark.align ?? "center",
    font: { size: typeSize.label },
    showarrow: false,
  }));
}
