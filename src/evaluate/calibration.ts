/**
 * Calibration by a logistic model: do predicted risks mean what they say?
 *
 * The outcome is regressed on the log odds of the predicted risk. A slope below 1 says that the risks are too
 * extreme (overfitting), above 1 too timid. Calibration in the large fixes the slope at 1 and asks whether the
 * risks are too high (negative) or too low (positive) on the whole.
 * Sources: Cox, Biometrika 45 (1958) 562–565; Van Calster et al., BMC Med. 17 (2019) 230.
 */

import { featureTable } from "../cohort/feature-table.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { logit } from "../math/logit.js";
import { normalQuantile } from "../math/normal.js";
import { mean } from "../math/summary.js";
import { _fitLogistic } from "../model/logistic.js";
import { countEventsWithRisks, requireConfidence } from "./outcome.js";

export interface CalibrationFigures {
  readonly n: number;
  readonly meanPredicted: number;
  readonly prevalence: number;
  /** Events observed over events expected; below 1 the risks are too high on the whole. */
  readonly observedExpectedRatio: number;
  /** Of the recalibration model, with the slope free. */
  readonly intercept: number;
  /** 1 is ideal, below 1 too extreme; null when all risks are equal. */
  readonly slope: number | null;
  readonly slopeStandardError: number | null;
  readonly slopeCi: readonly [lower: number, upper: number] | null;
  /** Intercept with the slope held at 1; 0 is ideal. */
  readonly inTheLarge: number;
  readonly inTheLargeStandardError: number;
  readonly inTheLargeCi: readonly [lower: number, upper: number];
}

/** As R's `glm(epsilon = 1e-10)`. Its standard errors are those of the last round but one: within 1e-5 of the limit's. */
const glmEpsilon = 1e-10;

/**
 * @param labels n outcomes: 1 = event, 0 = non-event
 * @param risks n predicted risks strictly between 0 and 1
 * @throws RangeError on invalid input, a risk of 0 or 1 (it has no log odds), or when the risks separate the outcomes
 */
export function calibrationFigures(
  labels: ArrayLike<number>,
  risks: ArrayLike<number>,
  { confidence = 0.95, ...others }: { confidence?: number } = {},
): CalibrationFigures {
  requireNoOtherOptions("calibration", others);
  const events = countEventsWithRisks(labels, risks);
  const quantile = normalQuantile((1 + requireConfidence(confidence)) / 2);
  const logits = logitsOf(risks);
  const n = labels.length;
  const free = _fitLogistic(
    featureTable(
      ["logit"],
      Array.from(logits, (value) => [value]),
    ),
    labels,
    { epsilon: glmEpsilon },
  );
  const fixed = _fitLogistic(
    featureTable(
      [],
      Array.from(logits, () => []),
    ),
    labels,
    { offset: logits, epsilon: glmEpsilon },
  );
  const [intercept, slope] = free.coefficients;
  const slopeError = free.standardErrors[1];
  const inTheLarge = fixed.coefficients[0];
  const inTheLargeError = fixed.standardErrors[0];
  if (intercept === null || inTheLarge === null || inTheLargeError === null)
    throw new RangeError("the recalibration model must have an intercept; it was aliased");
  return {
    n,
    meanPredicted: mean(risks),
    prevalence: events / n,
    observedExpectedRatio: events / n / mean(risks),
    intercept,
    slope,
    slopeStandardError: slopeError,
    slopeCi:
      slope === null || slopeError === null
        ? null
        : [slope - quantile * slopeError, slope + quantile * slopeError],
    inTheLarge,
    inTheLargeStandardError: inTheLargeError,
    inTheLargeCi: [
      inTheLarge - quantile * inTheLargeError,
      inTheLarge + quantile * inTheLargeError,
    ],
  };
}

/** Log odds of the risks. @throws RangeError naming the first risk of 0 or 1 */
export function logitsOf(risks: ArrayLike<number>): Float64Array {
  return Float64Array.from(risks, (risk, i) => {
    if (risk <= 0 || risk >= 1) {
      throw new RangeError(
        `risks must lie strictly between 0 and 1 to have log odds; risks[${i}] is ${risk}; leave such patients out, or assess the risks without the logistic model`,
      );
    }
    return logit(risk);
  });
}
