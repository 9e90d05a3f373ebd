/** Logistic regression of 100,000 rows on 10 terms. */

import { _fitLogistic } from "dlrn/model/logistic";
import type { Bench } from "dlrn/proof/bench";
import { labels, logOdds, normalMatrix } from "../generator.js";

export const bench: Bench = {
  name: "glm.fit-logistic-1e5x10",
  work: "glm.fit(cbind(1, X), y, family = binomial()), n = 100,000, p = 10",
  peer: {
    software: "R 4.2.2",
    seconds: 0.191,
    check: {
      coefficients: [
        -0.99486714, 0.51363319, -0.30163037, -0.00380225, 0.00712074, -0.00250402, -0.00107116,
        -0.00763901, 0.00678369, 0.00237869, 0.00658511,
      ],
    },
    tolerance: 5e-6, // the stored figures have eight decimals
    r: `X <- normalMatrix(1e5, 10, 191); y <- labels(-1 + .5 * X[, 1] - .3 * X[, 2], 192)
work <- function() glm.fit(cbind(1, X), y, family = binomial())`,
  },
  prepare() {
    const values = normalMatrix(1e5, 10, 191);
    const table = {
      names: Array.from({ length: 10 }, (_, j) => `x${j + 1}`),
      rowCount: 1e5,
      values,
    };
    const y = labels(logOdds(values, 1e5, 10, -1, [0.5, -0.3]), 192);
    return () => ({
      coefficients: _fitLogistic(table, y).coefficients.map((b) => b ?? Number.NaN),
    });
  },
};
