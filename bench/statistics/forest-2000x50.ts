/** A random forest of 500 trees on 2000 patients and 50 features. */

import { _fitForest } from "dlrn/model/random-forest";
import type { Bench } from "dlrn/proof/bench";
import { labels, normalMatrix } from "../generator.js";

export const bench: Bench = {
  name: "forest-2000x50",
  work: "randomForest(X, factor(y), ntree = 500), 2000 patients, 50 features",
  peer: {
    software: "R 4.2.2, randomForest 4.7-1.1",
    seconds: 3.122,
    check: { oob: 0.284 },
    tolerance: 0.1, // the draws are our own
    r: `suppressMessages(library(randomForest))
X <- normalMatrix(2000, 50, 121); y <- labels(1.2 * X[, 1] - X[, 2] + .5 * X[, 3] * X[, 4], 122)
work <- function() { set.seed(1); randomForest(X, factor(y), ntree = 500) }`,
  },
  prepare() {
    const values = normalMatrix(2000, 50, 121);
    const x = Array.from({ length: 2000 }, (_, i) => values.subarray(i * 50, (i + 1) * 50));
    const y = labels(
      Float64Array.from(x, (row) => 1.2 * row[0] - row[1] + 0.5 * row[2] * row[3]),
      122,
    );
    return () => ({ oob: _fitForest(x, y, { seed: 1 }).outOfBagError });
  },
};
