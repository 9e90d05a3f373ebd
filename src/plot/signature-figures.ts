/** The three parts of a LASSO figure: coefficients, their paths, and the choice of the penalty. */

import type { Figure } from "./figure.js";
import { quantity } from "./panels.js";
import { figureWidth, palette, typeSize } from "./theme.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;
type FeatureKind = "handcrafted" | "deep";

export interface CoefficientBar {
  readonly feature: string;
  readonly coefficient: number;
  readonly kind: FeatureKind;
}

export interface PathPoint {
  readonly feature: string;
  readonly kind: FeatureKind;
  readonly logLambda: number;
  readonly coefficient: number;
}

export interface CvPoint {
  readonly logLambda: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Features with a coefficient. */
  readonly nonzero: number;
}

const kinds: readonly FeatureKind[] = ["handcrafted", "deep"];
const kindColours = [palette.blue, palette.vermilion];
const inner = Math.floor(figureWidth - 90);

/** Horizontal bars, the largest on top. */
export function coefficientFigure(words: Words, bars: readonly CoefficientBar[]): Figure {
  const most = Math.max(...bars.map(({ coefficient }) => Math.abs(coefficient)));
  const end = niceAbove(most);
  return {
    ...words,
    specification: {
      width: Math.floor(figureWidth - 380),
      height: { step: 20 },
      data: { values: bars },
      mark: { type: "bar", height: 11 },
      encoding: {
        y: {
          field: "feature",
          type: "nominal",
          sort: null,
          title: null,
          axis: { domain: false, ticks: false, labelLimit: 0 },
        },
        x: quantity("coefficient", "Coefficient", [-end, end]),
        color: kindColour(bars),
      },
    },
  };
}

/** A line a feature against ln λ; the number of features that have a coefficient stands on top. */
export function pathFigure(
  words: Words,
  points: readonly PathPoint[],
  { counts, chosen }: { readonly counts: readonly CvPoint[]; readonly chosen: number },
): Figure {
  const domain = domainOf(points.map(({ logLambda }) => logLambda));
  const values = points.map(({ coefficient }) => coefficient);
  const y = padded(Math.min(0, ...values), Math.max(0, ...values));
  return {
    ...words,
    specification: {
      width: inner,
      height: 280,
      layer: [
        {
          data: { values: [{ x: chosen }] },
          mark: { type: "rule", color: palette.grey, strokeDash: [3, 3] },
          encoding: { x: quantity("x", "ln λ", domain) },
        },
        {
          data: { values: points },
          mark: { type: "line", strokeWidth: 1.3 },
          encoding: {
            x: quantity("logLambda", "ln λ", domain),
            y: quantity("coefficient", "Coefficient", y),
            detail: { field: "feature", type: "nominal" },
            color: kindColour(points, "stroke"),
          },
        },
        countsOnTop(counts, domain),
      ],
    },
  };
}

/** Mean loss with its standard error, and the two penalties. */
export function cvFigure(
  words: Words,
  points: readonly CvPoint[],
  { best, oneSe }: { readonly best: number; readonly oneSe: number },
): Figure {
  const domain = domainOf(points.map(({ logLambda }) => logLambda));
  const y = padded(
    Math.min(...points.map(({ low }) => low)),
    Math.max(...points.map(({ high }) => high)),
  );
  const x = quantity("logLambda", "ln λ", domain);
  return {
    ...words,
    specification: {
      width: inner,
      height: 280,
      layer: [
        {
          data: { values: [{ x: best }, { x: oneSe }] },
          mark: { type: "rule", color: palette.grey, strokeDash: [3, 3] },
          encoding: { x: quantity("x", "ln λ", domain) },
        },
        {
          data: { values: points },
          mark: { type: "rule", color: palette.grey },
          encoding: { x, y: quantity("low", "Binomial deviance", y), y2: { field: "high" } },
        },
        {
          data: { values: points },
          mark: { type: "point", color: palette.vermilion, size: 18 },
          encoding: { x, y: quantity("mean", "Binomial deviance", y) },
        },
        countsOnTop(points, domain),
      ],
    },
  };
}

/** A dozen of the counts, above the panel. */
function countsOnTop(points: readonly CvPoint[], domain: readonly [number, number]): object {
  const step = Math.max(1, Math.ceil(points.length / 14));
  return {
    data: { values: points.filter((_, i) => i % step === 0) },
    mark: { type: "text", y: -9, fontSize: typeSize.label },
    encoding: {
      x: quantity("logLambda", "ln λ", domain),
      text: { field: "nonzero", type: "quantitative" },
    },
  };
}

function kindColour(
  values: readonly { readonly kind: FeatureKind }[],
  symbolType: "square" | "stroke" = "square",
): object {
  const used = kinds.filter((kind) => values.some((value) => value.kind === kind));
  return {
    field: "kind",
    type: "nominal",
    scale: { domain: used, range: used.map((kind) => kindColours[kinds.indexOf(kind)]) },
    legend: { title: null, orient: "bottom", symbolType, symbolOpacity: 1 },
  };
}

function domainOf(values: readonly number[]): readonly [number, number] {
  return padded(Math.min(...values), Math.max(...values));
}

function padded(low: number, high: number): readonly [number, number] {
  const room = (high - low) * 0.03 || 0.5;
  return [low - room, high + room];
}

/** The next of 1, 2 and 5 times a power of ten. */
function niceAbove(value: number): number {
  if (!(value > 0)) return 1;
  let unit = 1;
  while (unit > value) unit /= 10;
  while (unit * 10 <= value) unit *= 10;
  return unit * ([1, 2, 5, 10].find((factor) => factor * unit >= value) ?? 10);
}
