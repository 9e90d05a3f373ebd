/** Cross-validated LASSO of 116 patients with 1800 features. */

import type { Bench } from "dlrn/proof/bench";
import { _fitLassoCv } from "dlrn/select/lasso-cv";
import { labels, logOdds, normalMatrix } from "../generator.js";

const [n, p] = [116, 1800];

export const bench: Bench = {
  name: "cv.glmnet-116x1800",
  work: "cv.glmnet(X, y, family = 'binomial', foldid, nlambda = 100), 116 patients, 1800 features, 10 folds",
  peer: {
    software: "R 4.2.2, glmnet 4.1-6",
    seconds: 0.261,
    check: { lambdaMin: 0.09916925, lambda1se: 0.17330109 },
    tolerance: 1e-7, // the stored figures have eight decimals
    r: `suppressMessages(library(glmnet))
X <- normalMatrix(116, 1800, 101); y <- labels(-1.6 + 1.2 * X[, 1] - X[, 2] + .8 * X[, 3], 102)
foldid <- rep(1:10, length = 116)
work <- function() cv.glmnet(X, y, family = "binomial", alpha = 1, foldid = foldid, nlambda = 100)`,
  },
  prepare() {
    const values = normalMatrix(n, p, 101);
    const x = Array.from({ length: n }, (_, i) => values.subarray(i * p, (i + 1) * p));
    const y = labels(logOdds(values, n, p, -1.6, [1.2, -1, 0.8]), 102);
    const folds = Array.from({ length: n }, (_, i) => (i % 10) + 1);
    return () => {
      const { cv } = _fitLassoCv(x, y, folds);
      return { lambdaMin: cv.lambdaMin, lambda1se: cv.lambdaOneSe };
    };
  },
};
