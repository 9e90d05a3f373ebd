/** A calibration curve corrected for optimism by 1000 refits of a model of 242 patients. */

import { _optimismCalibration } from "dlrn/evaluate/optimism-calibration";
import { resamplesOf } from "dlrn/evaluate/resamples";
import type { Bench } from "dlrn/proof/bench";
import { labels, logOdds, normalMatrix } from "../generator.js";

const [n, p] = [242, 3];

export const bench: Bench = {
  name: "rms-calibrate-242-B1000",
  work: "calibrate(lrm(y ~ x1 + x2 + x3), B = 1000), n = 242",
  peer: {
    software: "R 4.2.2, rms 6.5.0",
    seconds: 1.579,
    // Where the curve is read off, and its apparent height there: first, 25th and last of 50 points. The corrected
    // heights depend on each side's own resamples; with given resamples they are a golden case.
    check: {
      predicted: [0.0249143016816216, 0.3791436514679204, 0.748132557495315],
      apparent: [0.07301656975927, 0.443032722431914, 0.76921162648927],
    },
    tolerance: 1e-10,
    r: `suppressMessages(library(rms))
X <- normalMatrix(242, 3, 171); y <- labels(-1.5 + X[, 1] + .5 * X[, 2], 172)
d <- data.frame(y = y, X); fit <- lrm(y ~ X1 + X2 + X3, d, x = TRUE, y = TRUE)
work <- function() { set.seed(1); calibrate(fit, B = 1000) }`,
  },
  prepare() {
    const values = normalMatrix(n, p, 171);
    const outcome = labels(logOdds(values, n, p, -1.5, [1, 0.5, 0]), 172);
    const x = Array.from({ length: n }, (_, i) => values.slice(i * p, i * p + p));
    return () => {
      const resamples = resamplesOf(n, { replicates: 1000, seed: 1 });
      const { predicted, apparent } = _optimismCalibration(x, outcome, resamples);
      const pick = (curve: readonly number[]): number[] => [curve[0], curve[24], curve[49]];
      return { predicted: pick(predicted), apparent: pick(apparent) };
    };
  },
};
