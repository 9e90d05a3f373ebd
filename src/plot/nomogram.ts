/**
 * A nomogram as rms draws it: the points above, an axis for each covariate, and below them the total points, the
 * linear predictor and the risk. One patient may be marked on every axis.
 */

import { type Nomogram, pointsOfValue, riskOfPoints } from "../model/nomogram.js";
import { fixed } from "../table/format.js";
import type { Figure, Specification } from "./figure.js";
import { textWidth } from "./text-width.js";
import { colours, figureWidth, palette, typeSize } from "./theme.js";

export interface NomogramWords extends Pick<Figure, "id" | "title" | "caption" | "description"> {
  /** What a reader calls each covariate. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the risk is of: "Risk of lung metastasis". */
  readonly risk: string;
}

/** A value for each covariate of the nomogram. */
export type NomogramPatient = Readonly<Record<string, number>>;

/** How a reader sets one covariate: by choosing among values, or by sliding between two. */
export type NomogramControl = { readonly name: string; readonly label: string } & (
  | { readonly choices: readonly number[] }
  | { readonly from: number; readonly to: number; readonly step: number }
);

/** A nomogram whose values can be moved, with the patient at whom it starts. */
export interface MovableNomogram {
  readonly kind: "nomogram";
  /** What the risk is of. */
  readonly risk: string;
  readonly chart: Nomogram;
  readonly controls: readonly NomogramControl[];
  readonly patient: NomogramPatient;
}

/** An axis of the drawing, from left to right in pixels. */
export interface NomogramLine {
  readonly title: string;
  readonly marks: readonly { readonly x: number; readonly text: string }[];
  /** Where the marked patient stands. */
  readonly patient: number | null;
}

const page = figureWidth - 16;
const left = 172;
const right = page - 22;

/** Where the axes begin and end, in pixels of a drawing of the given width. */
export const nomogramPlace: {
  readonly left: number;
  readonly right: number;
  readonly width: number;
} = { left, right, width: page };
const rowHeight = 46;

/**
 * @param patient marked on every axis; null for none
 * @param movable the same nomogram for the page on which it moves; null for none
 */
export function nomogramFigure(
  words: NomogramWords,
  chart: Nomogram,
  patient: NomogramPatient | null,
  movable: MovableNomogram | null = null,
): Figure {
  const { labels: _, risk: __, ...figure } = words;
  const specification = specificationOf(nomogramLines(words, chart, patient));
  return { ...figure, specification, ...(movable === null ? {} : { data: movable }) };
}

/** The axes from top to bottom: points, the covariates, total points, linear predictor, risk. */
export function nomogramLines(
  { labels, risk }: NomogramWords,
  chart: Nomogram,
  patient: NomogramPatient | null,
): NomogramLine[] {
  const across = (points: number, most: number): number => left + (points / most) * (right - left);
  const most = chart.totalPoints[chart.totalPoints.length - 1];
  const own = chart.axes.map(({ name }) =>
    patient === null ? null : pointsOfValue(chart, name, patient[name]),
  );
  const total = own.reduce<number | null>(
    (sum, points) => (sum === null || points === null ? null : sum + points),
    0,
  );
  const onPoints = (points: number | null): number | null =>
    points === null ? null : across(points, chart.maxPoints);
  const onTotal = (
    title: string,
    values: readonly string[],
    points: readonly number[],
  ): NomogramLine => ({
    title,
    marks: points.map((point, i) => ({ x: across(point, most), text: values[i] })),
    patient: total === null ? null : across(total, most),
  });
  // Steps of 0.2 add up to 0.6000000000000001: a mark has no more digits than a reader can use.
  const words = (values: readonly (number | string)[]): string[] =>
    values.map((value) =>
      String(typeof value === "number" ? Number(value.toPrecision(12)) : value).replace("-", "−"),
    );
  const points = Array.from({ length: 11 }, (_, i) => (i * chart.maxPoints) / 10);
  return [
    {
      title: "Points",
      marks: points.map((point) => ({ x: across(point, chart.maxPoints), text: String(point) })),
      patient: null,
    },
    ...chart.axes.map(({ name, values, points: places }, a) => ({
      title: labels[name] ?? name,
      marks: places.map((point, i) => ({
        x: across(point, chart.maxPoints),
        text: words(values)[i],
      })),
      patient: onPoints(own[a]),
    })),
    onTotal("Total points", words(chart.totalPoints), chart.totalPoints),
    onTotal("Linear predictor", words(chart.linearPredictor.values), chart.linearPredictor.points),
    onTotal(
      total === null ? risk : `${risk} (${fixed(riskOfPoints(chart, total), 2)})`,
      words(chart.risk.values),
      chart.risk.points,
    ),
  ];
}

function specificationOf(lines: readonly NomogramLine[]): Specification {
  const height = lines.length * rowHeight + 4;
  const position = (field: string, size: number): object => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: field.startsWith("y") ? [size, 0] : [0, size], nice: false, zero: false },
  });
  const x = (field: string): object => position(field, page);
  const y = (field: string): object => position(field, height);
  const level = (row: number): number => row * rowHeight + 14;
  const rules = lines.flatMap(({ marks }, row) => {
    const places = marks.map((mark) => mark.x);
    return [
      { x: Math.min(...places), x2: Math.max(...places), y: level(row), y2: level(row) },
      ...places.map((place) => ({ x: place, x2: place, y: level(row), y2: level(row) + 5 })),
    ];
  });
  const texts = lines.flatMap(({ marks }, row) =>
    withoutOverlap(marks).map(({ x: at, text }) => ({ text, x: at, y: level(row) + 14 })),
  );
  const titles = lines.map(({ title }, row) => ({ text: title, x: 0, y: level(row) + 3 }));
  const patients = lines.flatMap(({ patient }, row) =>
    patient === null ? [] : [{ patient: "worked patient", x: patient, y: level(row) }],
  );
  const textMark = { type: "text", baseline: "middle" };
  return {
    width: page,
    height,
    layer: [
      {
        data: { values: rules },
        mark: { type: "rule", color: palette.black },
        encoding: { x: x("x"), x2: { field: "x2" }, y: y("y"), y2: { field: "y2" } },
      },
      {
        data: { values: texts },
        mark: { ...textMark, align: "center" },
        encoding: { x: x("x"), y: y("y"), text: { field: "text", type: "nominal" } },
      },
      {
        data: { values: titles },
        mark: { ...textMark, align: "left", fontWeight: "bold" },
        encoding: { x: x("x"), y: y("y"), text: { field: "text", type: "nominal" } },
      },
      {
        data: { values: patients },
        mark: { type: "point", shape: "diamond", size: 70, color: colours.nomogram },
        encoding: { x: x("x"), y: y("y") },
      },
    ],
  };
}

/** Texts from left to right, without those that would touch the one before. */
export function withoutOverlap(marks: NomogramLine["marks"]): { x: number; text: string }[] {
  const kept: { x: number; text: string }[] = [];
  let end = -Infinity;
  for (const mark of [...marks].sort((a, b) => a.x - b.x)) {
    const half = textWidth(mark.text, { size: typeSize.label }) / 2;
    if (mark.x - half < end + 4) continue;
    kept.push(mark);
    end = mark.x + half;
  }
  return kept;
}
