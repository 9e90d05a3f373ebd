/** ROC curves, calibration curves and decision curves in the two sets of a study, side by side. */

import type { CalibrationBandPoint } from "../evaluate/calibration-band.js";
import type { RocPoint } from "../evaluate/roc.js";
import type { Figure } from "./figure.js";
import {
  panelTitle,
  panelWidth,
  quantity,
  type Series,
  seriesColour,
  seriesDash,
  sideBySide,
} from "./panels.js";
import { colours, palette } from "./theme.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

/** How each model is drawn in every figure. */
export const modelSeries: Readonly<
  Record<"dlrn" | "radiomics" | "clinical", Omit<Series, "name">>
> = {
  dlrn: { colour: colours.nomogram, dash: [] },
  radiomics: { colour: colours.signature, dash: [6, 3] },
  clinical: { colour: colours.clinical, dash: [2, 2] },
};

export interface RocPanel {
  readonly title: string;
  readonly curves: readonly { readonly series: Series; readonly points: readonly RocPoint[] }[];
}

/** ROC curves, a panel a set; chance is the grey diagonal. */
export function rocFigure(words: Words, panels: readonly RocPanel[]): Figure {
  const unit = [0, 1] as const;
  const drawn = panels.map(({ title, curves }) => {
    const series = curves.map((curve) => curve.series);
    const values = curves.flatMap(({ series: { name }, points }) =>
      points.map(({ sensitivity, specificity }, order) => ({
        series: name,
        order,
        x: 1 - specificity,
        y: sensitivity,
      })),
    );
    return {
      width: panelWidth,
      height: panelWidth,
      title: panelTitle(title),
      layer: [
        diagonal("1 − specificity", "Sensitivity"),
        {
          data: { values },
          mark: { type: "line" },
          encoding: {
            x: quantity("x", "1 − specificity", unit),
            y: quantity("y", "Sensitivity", unit),
            order: { field: "order", type: "quantitative" },
            color: seriesColour(series),
            strokeDash: seriesDash(series),
          },
        },
      ],
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}

export interface CalibrationPanel {
  readonly title: string;
  readonly curves: readonly {
    readonly series: Series;
    readonly points: readonly CalibrationBandPoint[];
  }[];
}

/** Observed against predicted risk with bands, a panel a set; a perfect model lies on the grey diagonal. */
export function calibrationFigure(words: Words, panels: readonly CalibrationPanel[]): Figure {
  const unit = [0, 1] as const;
  const drawn = panels.map(({ title, curves }) => {
    const series = curves.map((curve) => curve.series);
    const values = curves.flatMap(({ series: { name }, points }) =>
      points.map(({ predicted, observed, ci: [low, high] }) => ({
        series: name,
        x: predicted,
        y: observed,
        low,
        high,
      })),
    );
    return {
      width: panelWidth,
      height: panelWidth,
      title: panelTitle(title),
      data: { values },
      layer: [
        diagonal("Predicted risk", "Observed share"),
        ...bandAndLine(series, "Predicted risk", "Observed share", unit, unit),
      ],
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}

export interface DecisionPanel {
  readonly title: string;
  /** By name of the risk in the curve. */
  readonly series: Readonly<Record<string, Series>>;
  readonly curve: DecisionLines;
}

/** What is drawn of decision curves: a net benefit per threshold, null where there is none. */
export interface DecisionLines {
  readonly thresholds: readonly number[];
  /** Share of the patients with the outcome. */
  readonly prevalence: number;
  readonly models: Readonly<Record<string, { readonly netBenefit: ArrayLike<number | null> }>>;
  readonly treatAll: ArrayLike<number | null>;
  readonly bands: Readonly<
    Record<string, readonly { readonly netBenefit: readonly [number, number] | null }[]>
  > | null;
}

/** Net benefit against the threshold with bands, a panel a set, beside treating everybody and nobody. */
export function decisionFigure(words: Words, panels: readonly DecisionPanel[]): Figure {
  const all: Series = { name: "Treat all", colour: palette.grey, dash: [1, 2] };
  const none: Series = { name: "Treat none", colour: palette.black, dash: [] };
  const most = Math.max(...panels.map(({ curve }) => curve.prevalence));
  const y = [-0.05, Math.ceil(most * 20) / 20 + 0.05] as const;
  const drawn = panels.map(({ title, series, curve }) => {
    const { thresholds } = curve;
    const x = [0, Math.max(...thresholds)] as const;
    const values = Object.entries(series).flatMap(([name, { name: shown }]) =>
      thresholds.flatMap((threshold, i) => {
        const value = curve.models[name].netBenefit[i];
        const [low, high] = curve.bands?.[name][i].netBenefit ?? [value, value];
        return value === null ? [] : [{ series: shown, x: threshold, y: value, low, high }];
      }),
    );
    const fixedLines = thresholds.flatMap((threshold, i) => [
      { series: all.name, x: threshold, y: curve.treatAll[i] },
      { series: none.name, x: threshold, y: 0 },
    ]);
    const shown = [...Object.values(series), all, none];
    const lines = bandAndLine(shown, "Threshold risk", "Net benefit", x, y);
    return {
      width: panelWidth,
      height: panelWidth,
      title: panelTitle(title),
      data: { values: [...values, ...fixedLines] },
      layer: lines,
    };
  });
  return { ...words, specification: sideBySide(drawn) };
}

function bandAndLine(
  series: readonly Series[],
  xTitle: string,
  yTitle: string,
  xDomain: readonly [number, number],
  yDomain: readonly [number, number],
): object[] {
  return [
    {
      transform: [{ filter: "isValid(datum.low)" }],
      mark: { type: "area", opacity: 0.14, clip: true },
      encoding: {
        x: quantity("x", xTitle, xDomain),
        y: quantity("low", yTitle, yDomain),
        y2: { field: "high" },
        color: seriesColour(series),
      },
    },
    {
      mark: { type: "line", clip: true },
      encoding: {
        x: quantity("x", xTitle, xDomain),
        y: quantity("y", yTitle, yDomain),
        color: seriesColour(series),
        strokeDash: seriesDash(series),
      },
    },
  ];
}

function diagonal(xTitle: string, yTitle: string): object {
  return {
    data: {
      values: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    },
    mark: { type: "line", color: palette.light, strokeWidth: 1 },
    encoding: { x: quantity("x", xTitle, [0, 1]), y: quantity("y", yTitle, [0, 1]) },
  };
}
