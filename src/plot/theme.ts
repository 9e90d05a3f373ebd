/**
 * One look for every figure: as wide as a journal's page, small plain type, thin axes, colours that readers with any
 * colour vision tell apart and that keep their order in grey.
 *
 * Colours: Okabe & Ito, Color Universal Design (2008).
 */

import { fontFamily } from "./text-width.js";

/** Width of every figure: 180 mm, in CSS pixels of 1/96 inch. */
export const figureWidth: number = (180 / 25.4) * 96;

export const palette = {
  blue: "#0072B2",
  vermilion: "#D55E00",
  green: "#009E73",
  sky: "#56B4E9",
  orange: "#E69F00",
  purple: "#CC79A7",
  black: "#222222",
  grey: "#767676",
  light: "#D9D9D9",
} as const;

/** What a colour stands for, the same in every figure. */
export const colours: Readonly<Record<ColouredThing, string>> = {
  nonMetastasis: palette.blue,
  metastasis: palette.vermilion,
  training: palette.black,
  validation: palette.green,
  nomogram: palette.vermilion,
  signature: palette.blue,
  clinical: palette.green,
  reference: palette.grey,
};

type ColouredThing =
  | "nonMetastasis"
  | "metastasis"
  | "training"
  | "validation"
  | "nomogram"
  | "signature"
  | "clinical"
  | "reference";

/** Sizes in CSS pixels: 11 px are 8.25 pt, the smallest type in any figure. */
export const typeSize = { label: 11, title: 12, panel: 13 } as const;

/** The `config` of every specification. */
export const themeConfig: { readonly [key: string]: unknown } = {
  font: fontFamily,
  background: null,
  padding: 6,
  view: { stroke: null },
  range: {
    category: [
      palette.blue,
      palette.vermilion,
      palette.green,
      palette.sky,
      palette.orange,
      palette.purple,
      palette.black,
    ],
    ramp: { scheme: "viridis" },
    heatmap: { scheme: "viridis" },
    diverging: { scheme: "purpleorange" },
  },
  axis: {
    labelFontSize: typeSize.label,
    titleFontSize: typeSize.title,
    titleFontWeight: "normal",
    labelFlush: false,
    labelLimit: 0,
    titleLimit: 0,
    labelColor: palette.black,
    titleColor: palette.black,
    domainColor: palette.black,
    tickColor: palette.black,
    gridColor: "#ECECEC",
    tickSize: 4,
    labelPadding: 4,
    titlePadding: 8,
  },
  axisY: { titlePadding: 10 },
  legend: {
    labelFontSize: typeSize.label,
    titleFontSize: typeSize.label,
    titleFontWeight: "normal",
    labelLimit: 0,
    titleLimit: 0,
    labelColor: palette.black,
    titleColor: palette.black,
    symbolSize: 60,
  },
  header: {
    labelFontSize: typeSize.title,
    labelFontWeight: "bold",
    titleFontSize: typeSize.title,
    labelLimit: 0,
    titleLimit: 0,
  },
  title: {
    fontSize: typeSize.panel,
    fontWeight: "bold",
    anchor: "start",
    color: palette.black,
    limit: 0,
    offset: 8,
  },
  text: { fontSize: typeSize.label, color: palette.black, limit: 0 },
  line: { strokeWidth: 1.8 },
  rule: { strokeWidth: 1 },
  point: { size: 45, filled: true, opacity: 1 },
  bar: { opacity: 1 },
};
