/**
 * Keeping the features that repeat: those whose intraclass correlation between readings exceeds a cut.
 *
 * Each reading holds the same patients and features, delineated again by the same or another reader. A feature that is
 * constant has no intraclass correlation and is not kept.
 *
 * Source: Koo & Li, J. Chiropr. Med. 15 (2016) 155–163 (what 0.75 means, and why its lower limit is the stricter rule).
 */

import { type FeatureTable, selectFeatures, selectTableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { type IccForm, iccEstimate, iccForm, iccForms } from "./icc.js";
import { meanSquares } from "./mean-squares.js";

export interface IccOfFeatures {
  readonly features: readonly string[];
  /** NaN where not computable: for a constant feature, and where ICC(2,k) is above 1, past its pole. */
  readonly icc: Float64Array;
  /** Limits, if a confidence was asked for. */
  readonly limits: { readonly lower: Float64Array; readonly upper: Float64Array } | null;
}

export interface IccFilterOptions extends FitPermission {
  /** Defaults to ICC(2,1): readers drawn at random, one reading to be trusted. */
  readonly form?: IccForm;
  /** A feature is kept if its value is above this; defaults to 0.75. */
  readonly cut?: number;
  /** Whether the estimate or its lower 95 % limit must exceed the cut; defaults to the estimate. */
  readonly rule?: "estimate" | "lower limit";
}

/** Which features repeat. Survives JSON. */
export interface IccFilter {
  readonly kind: "icc-filter";
  readonly form: IccForm;
  readonly cut: number;
  readonly rule: "estimate" | "lower limit";
  readonly patientCount: number;
  readonly readingCount: number;
  readonly features: readonly string[];
  /** One value per feature; null if not computable. */
  readonly icc: readonly (number | null)[];
  readonly kept: readonly string[];
  readonly notComputable: readonly string[];
  readonly exception: string | null;
}

/**
 * @param readings two or more, each with one row per patient; rows may be in any order
 * @throws RangeError for rows of another role without a written exception, patients that differ between readings or
 *   come twice in one, features that differ, or an unknown option
 */
export function fitIccFilter(readings: readonly Rows[], options: IccFilterOptions = {}): IccFilter {
  const { form = "icc21", cut = 0.75, rule = "estimate", ...permission } = options;
  if (!(cut >= -1 && cut < 1)) throw new RangeError(`cut must lie in [-1, 1); got ${cut}`);
  if (rule !== "estimate" && rule !== "lower limit")
    throw new RangeError(`rule must be "estimate" or "lower limit"; got "${String(rule)}"`);
  if (readings.length < 2)
    throw new RangeError(
      `an intraclass correlation needs two readings or more; got ${readings.length}`,
    );
  const exceptions = readings.map((rows) => requireTraining(rows, "the ICC filter", permission));
  const tables = alignByPatient(readings);
  const found = _iccOfFeatures(tables, rule === "estimate" ? { form } : { form, confidence: 0.95 });
  const decisive = found.limits === null ? found.icc : found.limits.lower;
  return Object.freeze({
    kind: "icc-filter",
    form,
    cut,
    rule,
    patientCount: tables[0].rowCount,
    readingCount: tables.length,
    features: found.features,
    icc: Array.from(found.icc, (value) => (Number.isNaN(value) ? null : value)),
    kept: found.features.filter((_, j) => decisive[j] > cut),
    notComputable: found.features.filter((_, j) => Number.isNaN(found.icc[j])),
    exception: exceptions.find((exception) => exception !== null) ?? null,
  });
}

/** The features that were kept. @throws RangeError if the table lacks one */
export function applyIccFilter(filter: IccFilter, table: FeatureTable): FeatureTable {
  return selectFeatures(table, filter.kept);
}

/**
 * The intraclass correlation of every feature at once; limits take longer, and only come when asked for.
 *
 * @param readings k tables with the same patients in the same order and the same features
 * @throws RangeError if rows or features differ, or a value is not finite
 */
export function _iccOfFeatures(
  readings: readonly FeatureTable[],
  { form = "icc21", confidence }: { form?: IccForm; confidence?: number } = {},
): IccOfFeatures {
  if (!iccForms.includes(form))
    throw new RangeError(`the form must be one of ${iccForms.join(", ")}; got "${String(form)}"`);
  const { names: features, rowCount: n } = readings[0];
  for (const [r, { names, rowCount }] of readings.entries()) {
    const differs = names.findIndex((name, j) => name !== features[j]);
    if (differs >= 0 || names.length !== features.length || rowCount !== n)
      throw new RangeError(
        `readings must have the same patients and features; reading ${r} differs from the first ${differs >= 0 ? `at feature ${differs} ("${names[differs]}" for "${features[differs]}")` : `in size (${rowCount} x ${names.length} for ${n} x ${features.length})`}`,
      );
  }
  const k = readings.length;
  const p = features.length;
  const squares = meanSquares(
    readings.map(({ values }) => values),
    n,
    p,
  );
  const of = (j: number) => ({
    subjects: squares.subjects[j],
    raters: squares.raters[j],
    error: squares.error[j],
    within: squares.within[j],
  });
  const icc = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const estimate = iccEstimate(form, of(j), n, k);
    icc[j] = estimate <= 1 ? estimate : Number.NaN;
  }
  if (confidence === undefined) return { features, icc, limits: null };
  const lower = new Float64Array(p).fill(Number.NaN);
  const upper = new Float64Array(p).fill(Number.NaN);
  for (let j = 0; j < p; j++) {
    if (Number.isNaN(icc[j])) continue;
    if (icc[j] === 1) {
      lower[j] = upper[j] = 1; // the readings agree exactly
      continue;
    }
    const limits = iccForm(form, of(j), n, k, confidence);
    lower[j] = (limits.lower ?? Infinity) <= icc[j] ? (limits.lower as number) : Number.NaN;
    upper[j] = limits.upper ?? Number.NaN;
  }
  return { features, icc, limits: { lower, upper } };
}

/** The tables of all readings in the patient order of the first. */
function alignByPatient(readings: readonly Rows[]): FeatureTable[] {
  const order = readings[0].patients;
  return readings.map((rows, r) => {
    const place = new Map<string, number>();
    rows.patients.forEach((patient, i) => {
      if (place.has(patient))
        throw new RangeError(
          `a reading has one row per patient; ${patient} comes twice in reading ${r}`,
        );
      place.set(patient, i);
    });
    const absent = order.filter((patient) => !place.has(patient));
    const extra = rows.patients.filter((patient) => !order.includes(patient));
    if (absent.length > 0 || extra.length > 0)
      throw new RangeError(
        `readings must share their patients; reading ${r} lacks ${absent.join(", ") || "nobody"} and adds ${extra.join(", ") || "nobody"}`,
      );
    return selectTableRows(
      rows.features,
      order.map((patient) => place.get(patient) as number),
    );
  });
}
