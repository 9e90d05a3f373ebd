/** Golden topic `lasso`: the path, at glmnet's tight tolerance, and how far its default tolerance is from it. */

import type { LassoOptions } from "../../select/lasso-options.js";
import { _fitLasso, type LassoPath } from "../../select/lasso-path.js";
import type { GoldenCase } from "../golden.js";

/** The options of the path that a case carries; those it leaves out keep their defaults. */
export function lassoOptionsOf({ input, options }: GoldenCase): LassoOptions {
  return {
    ...(options["alpha"] != null && { alpha: options["alpha"] as number }),
    ...(options["standardize"] != null && { standardize: options["standardize"] as boolean }),
    ...(options["nlambda"] != null && { lambdaCount: options["nlambda"] as number }),
    ...(options["lambdaMinRatio"] != null && {
      lambdaMinRatio: options["lambdaMinRatio"] as number,
    }),
    ...(input["lambda"] != null && { lambda: input["lambda"] as unknown as number[] }),
    ...(input["weights"] != null && { weights: input["weights"] as unknown as number[] }),
    ...(input["penaltyFactor"] != null && {
      penaltyFactor: (input["penaltyFactor"] as unknown as (number | "Inf")[]).map((factor) =>
        factor === "Inf" ? Infinity : factor,
      ),
    }),
  };
}

export function compute(goldenCase: GoldenCase): unknown {
  const { input, expected } = goldenCase;
  const x = input["x"] as unknown as number[][];
  const y = input["y"] as unknown as number[];
  const lassoOptions = lassoOptionsOf(goldenCase);
  const path = _fitLasso(x, y, { ...lassoOptions, tolerance: 1e-14 });
  const shown = expected["lambdaIndex0"] as unknown as number[];
  return {
    lambda: path.lambda,
    lambdaMax: path.lambda[0],
    nLambda: path.lambda.length,
    a0: path.intercept,
    df: path.coefficients.map(({ index }) => index.length),
    devRatio: path.devianceRatio,
    nullDeviance: path.nullDeviance,
    lambdaIndex0: shown,
    coef: shown.map((l) => ({
      index0: path.coefficients[l]?.index,
      value: path.coefficients[l]?.value,
    })),
    defaultThreshMaxAbsCoefDiff: largestDifference(path, _fitLasso(x, y, lassoOptions)),
  };
}

/** The largest difference of a coefficient anywhere on the path; null if the paths differ in length. */
function largestDifference(a: LassoPath, b: LassoPath): number | null {
  if (a.lambda.length !== b.lambda.length) return null;
  let largest = 0;
  a.coefficients.forEach((at, l) => {
    const dense = new Float64Array(a.columnCount);
    at.index.forEach((j, k) => (dense[j] = at.value[k]));
    b.coefficients[l].index.forEach((j, k) => {
      dense[j] = dense[j] - b.coefficients[l].value[k];
    });
    for (const value of dense) largest = Math.max(largest, Math.abs(value));
  });
  return largest;
}
