/** Golden cases of logistic regression: R's glm, profile limits, drop1; separation; refusals. */

import { type FeatureTable, featureTable } from "../../cohort/feature-table.js";
import { type DesignOptions, logisticDesign } from "../../model/design.js";
import { _fitLogistic, predictLogistic } from "../../model/logistic.js";
import { _profileIntervals } from "../../model/logistic-profile.js";
import { _dropTests, likelihoodRatioTest, pseudoRSquared } from "../../model/logistic-tests.js";
import { separation } from "../../model/separation.js";
import { waldTable } from "../../model/wald.js";
import type { GoldenCase } from "../golden.js";

export interface LogisticCase {
  readonly table: FeatureTable;
  readonly y: readonly number[];
  readonly options: DesignOptions;
  readonly confidence: number;
}

export function compute(goldenCase: GoldenCase): unknown {
  const { table, y, options, confidence } = logisticCase(goldenCase);
  const kind = goldenCase.options["kind"];
  if (kind === "separation") {
    const found = separation(logisticDesign(table, y, options));
    return {
      separation: found.kind,
      mleExists: found.kind === "none",
      limitingDeviance: found.limitingDeviance,
    };
  }
  if (kind !== "fit" && kind !== "degenerate")
    throw new TypeError(`unknown kind of logistic case: ${String(kind)}`);
  // The reference used glm.control(1e-10): R's errors belong to the iterate before the last, so the same epsilon is due.
  const reference = { ...options, epsilon: 1e-10 };
  const fit = _fitLogistic(table, y, reference);
  const rows = waldTable(fit, confidence);
  const pseudo = pseudoRSquared(fit);
  const overall = likelihoodRatioTest(fit);
  const profile = _profileIntervals(table, y, { ...options, confidence });
  const drops = fit.aliased.length === 0 ? _dropTests(table, y, reference) : [];
  return {
    nUsed: fit.n,
    nEvents: fit.events,
    terms: fit.terms,
    coef: fit.coefficients,
    se: fit.standardErrors,
    z: rows.map((row) => row.z),
    p: rows.map((row) => row.pValue),
    waldChisq: rows.map((row) => row.chiSquare),
    or: rows.map((row) => row.oddsRatio),
    orWaldLow: rows.map((row) => row.oddsRatioLower),
    orWaldHigh: rows.map((row) => row.oddsRatioUpper),
    vcov: fit.covariance,
    logLik: fit.logLikelihood,
    logLikNull: fit.logLikelihoodNull,
    deviance: fit.deviance,
    nullDeviance: fit.nullDeviance,
    dfResidual: fit.residualDf,
    aic: fit.aic,
    bic: fit.bic,
    lrChisq: overall.chiSquare,
    lrDf: overall.degreesOfFreedom,
    lrP: overall.pValue,
    coxSnellR2: pseudo.coxSnell,
    nagelkerkeR2: pseudo.nagelkerke,
    mcFaddenR2: pseudo.mcFadden,
    fitted: predictLogistic(fit, table, options.offset),
    profileLow: profile.map((interval) => interval.lower),
    profileHigh: profile.map((interval) => interval.upper),
    drop1LR: drops.map((drop) => drop.likelihoodRatio.chiSquare),
    drop1P: drops.map((drop) => drop.likelihoodRatio.pValue),
    drop1Score: drops.map((drop) => drop.score.chiSquare),
  };
}

/** The input without rows that miss a value, as `missing: "listwise"` asks. */
export function logisticCase({ input, options }: GoldenCase): LogisticCase {
  const x = input["x"] as readonly (readonly (number | null)[])[];
  const y = input["y"] as readonly (number | null)[];
  const columns = (input["columns"] ??
    (x[0] ?? []).map((_, j) => `x${j + 1}`)) as readonly string[];
  const extra = (name: string) => (input[name] ?? null) as readonly (number | null)[] | null;
  const weights = extra("weights");
  const offset = extra("offset");
  const kept = x
    .map((_, i) => i)
    .filter((i) => ![...x[i], y[i], weights?.[i] ?? 1, offset?.[i] ?? 0].includes(null));
  const pick = (values: readonly (number | null)[]) => kept.map((i) => values[i] as number);
  return {
    table: featureTable(
      columns,
      kept.map((i) => x[i] as readonly number[]),
    ),
    y: pick(y),
    options: {
      ...(weights && { weights: pick(weights) }),
      ...(offset && { offset: pick(offset) }),
    },
    confidence: (options["confLevel"] ?? 0.95) as number,
  };
}
