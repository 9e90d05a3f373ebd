/**
 * A nomogram: a model's linear predictor as points that a reader adds up.
 *
 * Each covariate has an axis. The one whose effect spans most is given 0 to 100 points and sets the scale for all;
 * the sum of a patient's points is his linear predictor, shifted and scaled, and so his risk.
 * Sources: Harrell, Regression Modeling Strategies (2015), 10.10 and rms' `nomogram`, whose axes these are.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { pretty } from "../math/pretty.js";

/** A covariate as the model uses it: effect = coefficient · value, or one effect a level. */
export type NomogramCovariate =
  | {
      readonly name: string;
      readonly kind: "continuous";
      readonly coefficient: number;
      readonly data: readonly number[];
    }
  | {
      readonly name: string;
      readonly kind: "levels";
      readonly levels: readonly string[];
      readonly effects: readonly number[];
    };

/** What turns a linear predictor into a risk. */
export type NomogramLink =
  | { readonly kind: "logistic" }
  /** Risk of the event by a horizon: 1 − S₀^exp(lp), S₀ the survival of a patient whose linear predictor is 0. */
  | { readonly kind: "cox"; readonly baselineSurvival: number };

export interface NomogramInput {
  /** 0 for a Cox model. */
  readonly intercept: number;
  readonly covariates: readonly NomogramCovariate[];
  readonly link: NomogramLink;
  /** Points of the longest axis; defaults to 100. */
  readonly maxPoints?: number;
  /** Risks to mark, in (0, 1). */
  readonly risks?: readonly number[];
}

export interface NomogramAxis {
  readonly name: string;
  /** Marks along the axis: numbers, or names of levels. */
  readonly values: readonly (number | string)[];
  readonly points: readonly number[];
  /** Effect on the linear predictor at each mark. */
  readonly effects: readonly number[];
  /** Effect per unit, for an axis of numbers; null for levels. */
  readonly coefficient: number | null;
}

export interface Nomogram {
  readonly axes: readonly NomogramAxis[];
  readonly maxPoints: number;
  readonly totalPoints: readonly number[];
  readonly linearPredictor: {
    readonly values: readonly number[];
    readonly points: readonly number[];
  };
  /** Marks of risk and where they stand among the total points, by rms' linear interpolation between 1000 points. */
  readonly risk: { readonly values: readonly number[]; readonly points: readonly number[] };
  readonly pointsPerUnit: number;
  /** Linear predictor at 0 points. */
  readonly origin: number;
  readonly link: NomogramLink;
}

/** Risk of a linear predictor, in (0, 1). */
export function riskOf(link: NomogramLink, linearPredictor: number): number {
  if (link.kind === "logistic") return 1 / (1 + Math.exp(-linearPredictor));
  return -Math.expm1(Math.log(link.baselineSurvival) * Math.exp(linearPredictor));
}

/**
 * @param fitted linear predictors of the patients, for the range of that axis
 * @throws RangeError without a covariate that has an effect, for a covariate without data, or a risk outside (0, 1)
 */
export function nomogram(input: NomogramInput, fitted: readonly number[]): Nomogram {
  const {
    intercept,
    covariates,
    link,
    maxPoints = 100,
    risks = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9],
    ...others
  } = input;
  requireNoOtherOptions("a nomogram", others);
  if (covariates.length === 0) throw new RangeError("a nomogram needs a covariate; got none");
  const bad = risks.find((risk) => !(risk > 0 && risk < 1));
  if (bad !== undefined) throw new RangeError(`risks to mark must lie in (0, 1); one is ${bad}`);
  const marks = covariates.map(marksOf);
  const spans = marks.map(({ effects }) => Math.max(...effects) - Math.min(...effects));
  const widest = Math.max(...spans);
  if (!(widest > 0))
    throw new RangeError("a nomogram needs a covariate with an effect; all coefficients are 0");
  const pointsPerUnit = maxPoints / widest;
  const axes = marks.map(({ name, values, effects, coefficient }): NomogramAxis => {
    const least = Math.min(...effects);
    return {
      name,
      values,
      effects,
      coefficient,
      points: effects.map((effect) => (effect - least) * pointsPerUnit),
    };
  });
  const origin = intercept + marks.reduce((sum, { effects }) => sum + Math.min(...effects), 0);
  const place = (lp: number): number => (lp - origin) * pointsPerUnit;
  const lps = pretty(Math.min(...fitted), Math.max(...fitted), 10);
  const highest = axes.length === 1 ? maxPoints : Math.max(maxPoints, Math.max(...lps.map(place)));
  const marked = markedRisks(link, lps, risks);
  return {
    axes,
    maxPoints,
    totalPoints: pretty(0, highest, 10),
    linearPredictor: { values: lps, points: lps.map(place) },
    risk: { values: marked.map(([risk]) => risk), points: marked.map(([, lp]) => place(lp)) },
    pointsPerUnit,
    origin,
    link,
  };
}

/** Points of one value on an axis: by the straight line, also between and beyond its marks. */
export function pointsOfValue(chart: Nomogram, name: string, value: number | string): number {
  const axis = chart.axes.find((one) => one.name === name);
  if (!axis)
    throw new RangeError(
      `the nomogram must have the axis "${name}"; it has ${chart.axes.map((one) => one.name).join(", ")}`,
    );
  if (axis.coefficient !== null && typeof value === "number") {
    return (axis.coefficient * value - Math.min(...axis.effects)) * chart.pointsPerUnit;
  }
  const at = axis.values.indexOf(value);
  if (at < 0)
    throw new RangeError(`${name} must be one of ${axis.values.join(", ")}; got ${value}`);
  return axis.points[at];
}

/** Risk at a sum of points. */
export function riskOfPoints(chart: Nomogram, points: number): number {
  return riskOf(chart.link, chart.origin + points / chart.pointsPerUnit);
}

/** What a reader finds for one patient: the points on each axis, in its order, their sum, and the risk below it. */
export interface NomogramReading {
  readonly points: readonly number[];
  readonly total: number;
  readonly risk: number;
}

/** @param patient a value for each axis, by its name; @throws RangeError as {@link pointsOfValue} */
export function readNomogram(
  chart: Nomogram,
  patient: Readonly<Record<string, number | string>>,
): NomogramReading {
  const points = chart.axes.map(({ name }) => pointsOfValue(chart, name, patient[name]));
  const total = points.reduce((sum, value) => sum + value, 0);
  return { points, total, risk: riskOfPoints(chart, total) };
}

/** How well points and model agree, over every combination of marks. */
export interface NomogramProof {
  /** Combinations of marks compared. */
  readonly combinations: number;
  /** Largest difference of risk between the model and the exact points: rounding of the machine. */
  readonly exactError: number;
  /** Largest difference of risk when each axis is read to the given number of points. */
  readonly readingError: number;
  readonly readTo: number;
}

/**
 * The proof that the chart is the model: its whole grid of marks, risk from points against risk from the model.
 *
 * @param readTo points to which a reader reads each axis; defaults to 1
 * @throws RangeError if the grid has more than five million combinations
 */
export function nomogramProof(
  chart: Nomogram,
  intercept: number,
  readTo: number = 1,
): NomogramProof {
  const combinations = chart.axes.reduce((count, { values }) => count * values.length, 1);
  if (combinations > 5e6)
    throw new RangeError(
      `a grid of at most 5000000 combinations can be proven; this one has ${combinations}; mark fewer values`,
    );
  let [exactError, readingError] = [0, 0];
  for (let c = 0; c < combinations; c++) {
    let [rest, lp, exact, read] = [c, intercept, 0, 0];
    for (const { effects, points } of chart.axes) {
      const mark = rest % effects.length;
      rest = Math.floor(rest / effects.length);
      lp += effects[mark];
      exact += points[mark];
      read += Math.round(points[mark] / readTo) * readTo;
    }
    const risk = riskOf(chart.link, lp);
    exactError = Math.max(exactError, Math.abs(riskOfPoints(chart, exact) - risk));
    readingError = Math.max(readingError, Math.abs(riskOfPoints(chart, read) - risk));
  }
  return { combinations, exactError, readingError, readTo };
}

interface Marks {
  readonly name: string;
  readonly values: readonly (number | string)[];
  readonly effects: readonly number[];
  readonly coefficient: number | null;
}

/** Up to ten distinct values are marked themselves; more are covered by round numbers. */
function marksOf(covariate: NomogramCovariate): Marks {
  const { name } = covariate;
  if (covariate.kind === "levels") {
    const { levels, effects } = covariate;
    if (levels.length === 0 || levels.length !== effects.length) {
      throw new RangeError(
        `each level must have an effect; ${name} has ${levels.length} levels and ${effects.length} effects`,
      );
    }
    return { name, values: levels, effects, coefficient: null };
  }
  const { coefficient, data } = covariate;
  if (data.length === 0 || !data.every(Number.isFinite))
    throw new RangeError(`a covariate must have finite data; ${name} has not`);
  const distinct = [...new Set(data)].sort((a, b) => a - b);
  const values =
    distinct.length <= 10 ? distinct : pretty(distinct[0], distinct[distinct.length - 1], 10);
  return { name, values, effects: values.map((value) => coefficient * value), coefficient };
}

/** The linear predictor of each risk by linear interpolation of the risk on 1000 points; those outside the axis are dropped. */
function markedRisks(
  link: NomogramLink,
  lps: readonly number[],
  risks: readonly number[],
): [risk: number, lp: number][] {
  const [low, high] = [lps[0], lps[lps.length - 1]];
  const grid = Array.from({ length: 1000 }, (_, i) => low + ((high - low) * i) / 999);
  const values = grid.map((lp) => riskOf(link, lp));
  return risks.flatMap((risk): [number, number][] => {
    const above = values.findIndex((value) => value >= risk);
    if (above < 0 || (above === 0 && values[0] > risk)) return [];
    if (above === 0) return [[risk, grid[0]]];
    const share = (risk - values[above - 1]) / (values[above] - values[above - 1]);
    return [[risk, grid[above - 1] + share * (grid[above] - grid[above - 1])]];
  });
}
