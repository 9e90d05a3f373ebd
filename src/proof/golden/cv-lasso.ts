/** Golden topic `cv-lasso`: cross-validation with given folds. */

import { coefficientsAt } from "../../select/lasso.js";
import { _fitLassoCv, type LassoCvOptions } from "../../select/lasso-cv.js";
import type { LassoMeasure } from "../../select/lasso-cv-loss.js";
import type { LassoPath } from "../../select/lasso-path.js";
import type { GoldenCase } from "../golden.js";
import { lassoOptionsOf } from "./lasso.js";

export function compute(goldenCase: GoldenCase): unknown {
  const { input, options } = goldenCase;
  const cvOptions: LassoCvOptions = {
    ...lassoOptionsOf(goldenCase),
    tolerance: 1e-14,
    ...(options["typeMeasure"] != null && { measure: options["typeMeasure"] as LassoMeasure }),
    ...(options["grouped"] != null && { grouped: options["grouped"] as boolean }),
  };
  const { path, cv } = _fitLassoCv(
    input["x"] as unknown as number[][],
    input["y"] as unknown as number[],
    input["foldid"] as unknown as number[],
    cvOptions,
  );
  return {
    nLambda: cv.lambda.length,
    lambda: cv.lambda,
    cvm: cv.mean,
    cvsd: cv.standardError,
    nzero: cv.nonzero,
    lambdaMin: cv.lambdaMin,
    lambda1se: cv.lambdaOneSe,
    indexMin0: cv.indexMin,
    index1se0: cv.indexOneSe,
    coefMin: sparse(path, cv.lambdaMin),
    coef1se: sparse(path, cv.lambdaOneSe),
  };
}

function sparse(path: LassoPath, lambda: number): unknown {
  const { intercept, coefficients } = coefficientsAt(path, lambda);
  const index0 = Array.from(coefficients.keys()).filter((j) => coefficients[j] !== 0);
  return { intercept, index0, value: index0.map((j) => coefficients[j]) };
}
