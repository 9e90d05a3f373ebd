/**
 * Intraclass correlation: how much of the variation between measurements is variation between patients.
 *
 * n patients are each measured k times (by raters, or in two readings). Shrout and Fleiss's six forms differ in whether
 * raters are the same for all patients and drawn at random (2), the same and fixed (3) or different (1), and in
 * whether one measurement is to be trusted (·,1) or the mean of all k (·,k). All come from the mean squares of an
 * analysis of variance. Limits of the agreement forms (2) are McGraw and Wong's; those of ICC(2,k) are the
 * Spearman-Brown values of the limits of ICC(2,1), as in psych and SPSS. That formula has a pole: where ICC(2,1) or its
 * limit is below −1/(k − 1), because readings differ more than patients do, the value for the mean of k passes through
 * infinity and comes back from above. It is given as psych gives it, and flagged.
 *
 * Sources: Shrout & Fleiss, Psychol. Bull. 86 (1979) 420–428; McGraw & Wong, Psychol. Methods 1 (1996) 30–46.
 */

import { fQuantile, fUpperTail } from "../math/f.js";
import { type MeanSquares, meanSquares } from "./mean-squares.js";

export type IccForm = "icc11" | "icc21" | "icc31" | "icc1k" | "icc2k" | "icc3k";

export const iccForms: readonly IccForm[] = ["icc11", "icc21", "icc31", "icc1k", "icc2k", "icc3k"];

/** One form, with its limits and the F test that it is 0. null: not computable, e.g. for a constant feature. */
export interface Icc {
  readonly icc: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Infinity if the readings agree exactly. */
  readonly f: number | null;
  readonly df1: number;
  readonly df2: number;
  readonly pValue: number | null;
}

export interface IccTable extends Readonly<Record<IccForm, Icc>> {
  readonly n: number;
  readonly k: number;
  readonly meanSquares: MeanSquares;
  /** What a reader must know before using a value: nothing could be computed, or ICC(2,k) has passed its pole. */
  readonly flag: string | null;
}

/**
 * All six forms for one feature.
 *
 * @param ratings n patients x k measurements
 * @param confidence coverage of the limits, in (0, 1)
 * @throws RangeError for fewer than two patients or measurements, rows of unequal length, or a value not finite
 */
export function intraclassCorrelation(
  ratings: readonly ArrayLike<number>[],
  confidence = 0.95,
): IccTable {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie in (0, 1); got ${confidence}`);
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  const readings = Array.from({ length: k }, (_, rater) =>
    Float64Array.from(ratings, (row, i) => {
      if (row.length !== k)
        throw new RangeError(`each patient needs ${k} measurements; row ${i} has ${row.length}`);
      return typeof row[rater] === "number" ? row[rater] : Number.NaN;
    }),
  );
  const squares = meanSquares(readings, n, 1);
  const ms: MeanSquares = {
    subjects: squares.subjects[0],
    raters: squares.raters[0],
    error: squares.error[0],
    within: squares.within[0],
  };
  const constant = ms.subjects === 0 && ms.within === 0;
  const form = (name: IccForm): Icc =>
    constant ? notComputable(name, n, k) : iccForm(name, ms, n, k, confidence);
  return {
    n,
    k,
    meanSquares: ms,
    icc11: form("icc11"),
    icc21: form("icc21"),
    icc31: form("icc31"),
    icc1k: form("icc1k"),
    icc2k: form("icc2k"),
    icc3k: form("icc3k"),
    flag: constant
      ? "the feature is constant: it has no intraclass correlation"
      : pastPole(iccForm("icc21", ms, n, k, confidence), k)
        ? "readings differ more than patients: ICC(2,k) or a limit of it has no meaning"
        : null,
  };
}

/** The estimate of one form from its mean squares; NaN if it is 0/0. */
export function iccEstimate(form: IccForm, ms: MeanSquares, n: number, k: number): number {
  const { subjects, raters, error, within } = ms;
  switch (form) {
    case "icc11":
      return (subjects - within) / (subjects + (k - 1) * within);
    case "icc1k":
      return (subjects - within) / subjects;
    case "icc31":
      return (subjects - error) / (subjects + (k - 1) * error);
    case "icc3k":
      return (subjects - error) / subjects;
    case "icc21":
      return (subjects - error) / (subjects + (k - 1) * error + (k * (raters - error)) / n);
    case "icc2k":
      return (subjects - error) / (subjects + (raters - error) / n);
    default:
      throw new RangeError(`the form must be one of ${iccForms.join(", ")}; got "${String(form)}"`);
  }
}

/** One form with its limits and test. */
export function iccForm(
  form: IccForm,
  ms: MeanSquares,
  n: number,
  k: number,
  confidence: number,
): Icc {
  const oneWay = form === "icc11" || form === "icc1k";
  const noise = oneWay ? ms.within : ms.error;
  const [df1, df2] = degrees(form, n, k);
  const f = ms.subjects / noise;
  const p = f === Infinity ? 0 : fUpperTail(f, df1, df2);
  const [lower, upper] =
    form === "icc21" || form === "icc2k"
      ? agreementLimits(form, ms, n, k, confidence)
      : consistencyLimits(form, f, df1, df2, k, confidence);
  return {
    icc: orNull(iccEstimate(form, ms, n, k)),
    lower: orNull(lower),
    upper: orNull(upper),
    f: orNull(f),
    df1,
    df2,
    pValue: orNull(p),
  };
}

/** Limits from the F ratio alone: forms 1 and 3. */
function consistencyLimits(
  form: IccForm,
  f: number,
  df1: number,
  df2: number,
  k: number,
  confidence: number,
): [number, number] {
  const q = (1 + confidence) / 2;
  const low = f / fQuantile(q, df1, df2);
  const high = f * fQuantile(q, df2, df1);
  if (form === "icc1k" || form === "icc3k") return [1 - 1 / low, 1 - 1 / high];
  return [(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)];
}

/** McGraw and Wong's limits of ICC(2,1), with Satterthwaite's degrees of freedom; NaN if the readings agree exactly. */
function agreementLimits(
  form: IccForm,
  ms: MeanSquares,
  n: number,
  k: number,
  confidence: number,
): [number, number] {
  const { subjects, raters, error } = ms;
  const icc = iccEstimate("icc21", ms, n, k);
  const a = (k * icc) / (n * (1 - icc));
  const b = 1 + (k * icc * (n - 1)) / (n * (1 - icc));
  const df =
    (a * raters + b * error) ** 2 /
    ((a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)));
  if (!(df > 0 && df < Infinity)) return [Number.NaN, Number.NaN];
  const q = (1 + confidence) / 2;
  const spread = k * raters + (k * n - k - n) * error;
  const fLow = fQuantile(q, n - 1, df);
  const fHigh = fQuantile(q, df, n - 1);
  const lower = (n * (subjects - fLow * error)) / (fLow * spread + n * subjects);
  const upper = (n * (fHigh * subjects - error)) / (spread + n * fHigh * subjects);
  if (form === "icc21") return [lower, upper];
  return [(k * lower) / (1 + lower * (k - 1)), (k * upper) / (1 + upper * (k - 1))];
}

/** Whether the Spearman-Brown value of this ICC(2,1), or of its lower limit, has come back from above. */
function pastPole({ icc, lower }: Icc, k: number): boolean {
  return Math.min(icc ?? 0, lower ?? 0) < -1 / (k - 1);
}

function degrees(form: IccForm, n: number, k: number): [number, number] {
  return [n - 1, form === "icc11" || form === "icc1k" ? n * (k - 1) : (n - 1) * (k - 1)];
}

function notComputable(form: IccForm, n: number, k: number): Icc {
  const [df1, df2] = degrees(form, n, k);
  return { icc: null, lower: null, upper: null, f: null, df1, df2, pValue: null };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
