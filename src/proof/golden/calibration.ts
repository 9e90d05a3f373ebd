/** Golden topic `calibration`: calibration of given risks, and rms's bootstrap correction of a fitted model. */

import { brierScore } from "../../evaluate/brier.js";
import { calibrationFigures } from "../../evaluate/calibration.js";
import { calibrationCurve } from "../../evaluate/calibration-curve.js";
import { _optimismCalibration } from "../../evaluate/optimism-calibration.js";
import { _optimismValidation } from "../../evaluate/optimism-validation.js";
import { valProb } from "../../evaluate/val-prob.js";
import { lowess } from "../../math/lowess.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  switch (options["kind"]) {
    case "assess": {
      const { y, p } = completeCases({ y: input["y"], p: input["p"] });
      return assessed(y, p);
    }
    case "bootstrap-corrected":
      return corrected(
        input["x"] as unknown as number[][],
        input["y"] as unknown as number[],
        input["resamples0"] as unknown as number[][],
      );
    default:
      throw new RangeError(
        `kind must be "assess" or "bootstrap-corrected"; got ${JSON.stringify(options["kind"])}`,
      );
  }
}

function assessed(y: number[], p: number[]): unknown {
  const figures = calibrationFigures(y, p);
  const brier = brierScore(y, p);
  const indices = valProb(y, p);
  const curve = (smoother: "loess-direct" | "loess-interpolate"): unknown => {
    const { ici, e50, e90, emax, fitted } = calibrationCurve(y, p, { smoother });
    return { ici, e50, e90, emax, fitted };
  };
  return {
    n: figures.n,
    meanPredicted: figures.meanPredicted,
    prevalence: figures.prevalence,
    oeRatio: figures.observedExpectedRatio,
    brier: brier.brier,
    brierScaled: brier.scaled,
    intercept: figures.intercept,
    slope: figures.slope,
    slopeSe: figures.slopeStandardError,
    slopeWaldLow: figures.slopeCi?.[0] ?? null,
    slopeWaldHigh: figures.slopeCi?.[1] ?? null,
    calibrationInTheLarge: figures.inTheLarge,
    citlSe: figures.inTheLargeStandardError,
    spiegelhalterZ: brier.spiegelhalterZ,
    spiegelhalterP: brier.spiegelhalterP,
    valProb: {
      Dxy: indices.dxy,
      C__ROC_: indices.c,
      R2: indices.r2,
      D: indices.d,
      D_Chi_sq: indices.dChiSquare,
      D_p: null,
      U: indices.u,
      U_Chi_sq: indices.uChiSquare,
      U_p: indices.uPValue,
      Q: indices.q,
      Brier: indices.brier,
      Intercept: indices.intercept,
      Slope: indices.slope,
      Emax: indices.emax,
      E90: indices.e90,
      Eavg: indices.eavg,
      S_z: indices.spiegelhalterZ,
      S_p: indices.spiegelhalterP,
    },
    lowessIter0: lowess(p, y),
    loessDirect: curve("loess-direct"),
    loessInterpolate: curve("loess-interpolate"),
  };
}

function corrected(x: number[][], y: number[], resamples: number[][]): unknown {
  const curve = _optimismCalibration(x, y, resamples);
  const { indices } = _optimismValidation(x, y, resamples);
  return {
    predy: curve.predicted,
    apparent: curve.apparent,
    corrected: curve.corrected,
    optimism: curve.optimism,
    n: curve.reached,
    meanAbsError: curve.meanAbsoluteError,
    meanSquaredError: curve.meanSquaredError,
    q90AbsError: curve.q90AbsoluteError,
    validate: Object.fromEntries(
      Object.entries(indices).map(([name, index]) => [
        name,
        {
          "index.orig": index.apparent,
          training: index.training,
          test: index.test,
          optimism: index.optimism,
          "index.corrected": index.corrected,
        },
      ]),
    ),
  };
}
