/**
 * Who the patients are, at one glance: for every level of every variable the share of the patients without and with
 * the outcome, one panel a set; and beside them how far the two groups lie apart, as standardised mean differences.
 */

import type { Figure, Specification } from "./figure.js";
import { textWidth } from "./text-width.js";
import { colours, figureWidth, palette, typeSize } from "./theme.js";

export interface CompositionRow {
  readonly variable: string;
  /** Null for the variable's own line. */
  readonly level: string | null;
  /** By set: percent of the group at this level; empty on a variable's own line. */
  readonly shares: readonly {
    readonly set: string;
    readonly group: string;
    readonly percent: number;
  }[];
  /** By set, on a variable's own line: the size of the standardised mean difference. */
  readonly differences: readonly { readonly set: string; readonly difference: number }[];
}

export interface CompositionWords extends Pick<Figure, "id" | "title" | "caption" | "description"> {
  /** Names of the two groups, that without the outcome first. */
  readonly groups: readonly [nonEvent: string, event: string];
}

const rowHeight = 15;
const panelHeightOf = (rows: readonly CompositionRow[]): number => rows.length * rowHeight;

/** The composition as a figure: a panel for each set, and one for the differences. */
export function compositionFigure(
  words: CompositionWords,
  rows: readonly CompositionRow[],
): Figure {
  const { groups, ...figure } = words;
  const sets = [...new Set(rows.flatMap(({ differences }) => differences.map(({ set }) => set)))];
  return { ...figure, specification: specificationOf(rows, sets, groups) };
}

function specificationOf(
  rows: readonly CompositionRow[],
  sets: readonly string[],
  groups: readonly string[],
): Specification {
  const names = rows.map(nameOf);
  const bold = "indexof(datum.value, '|') < 0";
  const y = (axis: boolean): object => ({
    field: "row",
    type: "nominal",
    sort: null,
    scale: { domain: names },
    title: null,
    axis: axis
      ? {
          labelExpr: "indexof(datum.value, '|') < 0 ? datum.value : split(datum.value, '|')[1]",
          labelFontWeight: { condition: { test: bold, value: "bold" }, value: "normal" },
          labelPadding: 10,
          ticks: false,
          domain: false,
        }
      : null,
  });
  const panelWidth = panelWidthOf(rows, sets.length + 1);
  const size = { width: panelWidth, height: panelHeightOf(rows) };
  const shares = rows.flatMap((row) => row.shares.map((share) => ({ row: nameOf(row), ...share })));
  const differences = rows.flatMap((row) =>
    row.differences.map((entry) => ({ row: nameOf(row), ...entry })),
  );
  const sharePanel = (set: string, first: boolean): object => ({
    ...size,
    title: panelTitle(set),
    data: { values: shares.filter((share) => share.set === set) },
    encoding: { y: y(first) },
    layer: [
      {
        mark: { type: "line", color: palette.light, strokeWidth: 3 },
        encoding: { x: percentAxis, detail: { field: "row" } },
      },
      {
        mark: { type: "point" },
        encoding: {
          x: percentAxis,
          color: {
            field: "group",
            type: "nominal",
            scale: { domain: groups, range: [colours.nonMetastasis, colours.metastasis] },
            legend: first ? bottomLegend : null,
          },
          shape: {
            field: "group",
            type: "nominal",
            scale: { domain: groups, range: ["circle", "diamond"] },
            legend: first ? bottomLegend : null,
          },
        },
      },
    ],
  });
  const differencePanel = {
    ...size,
    title: panelTitle("Difference of groups"),
    data: { values: differences },
    encoding: { y: y(false) },
    layer: [
      {
        data: { values: [{ at: 0.1 }] },
        mark: { type: "rule", color: palette.grey, strokeDash: [4, 3] },
        encoding: { x: { datum: 0.1, type: "quantitative" }, y: null },
      },
      {
        mark: { type: "point" },
        encoding: {
          x: {
            field: "difference",
            type: "quantitative",
            title: "SMD",
            scale: { zero: true, nice: true },
            axis: { tickCount: 4 },
          },
          color: {
            field: "set",
            type: "nominal",
            scale: { domain: sets, range: [colours.training, colours.validation] },
            legend: sets.length > 1 ? bottomLegend : null,
          },
          shape: {
            field: "set",
            type: "nominal",
            scale: { domain: sets, range: ["square", "triangle-up"] },
            legend: sets.length > 1 ? bottomLegend : null,
          },
        },
      },
    ],
  };
  return {
    hconcat: [...sets.map((set, i) => sharePanel(set, i === 0)), differencePanel],
    spacing,
    resolve: { scale: { color: "independent", shape: "independent" } },
  };
}

/** What is left of the page beside the row labels, divided among the panels. */
function panelWidthOf(rows: readonly CompositionRow[], panels: number): number {
  const labels = rows.map(({ variable, level }) =>
    textWidth(level ?? variable, { size: typeSize.label, bold: level === null }),
  );
  const left = figureWidth - Math.max(...labels) - spacing * (panels - 1) - 58; // padding, and half a tick label at both ends
  return Math.floor(Math.min(220, left / panels));
}

const spacing = 30;
const bottomLegend = { title: null, orient: "bottom", direction: "vertical" };

function panelTitle(text: string): object {
  return { text, fontSize: typeSize.title, frame: "group" };
}

const percentAxis = {
  field: "percent",
  type: "quantitative",
  title: "Share of group (%)",
  scale: { domain: [0, 100] },
  axis: { values: [0, 50, 100] },
};

/** Unique among all rows: the variable's own line by its label, a level behind a bar. */
function nameOf({ variable, level }: CompositionRow): string {
  return level === null ? variable : `${variable}|${level}`;
}
