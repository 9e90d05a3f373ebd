/** A random forest of 500 trees on the signature's size: 116 patients, 15 features. */

import { _fitForest } from "dlrn/model/random-forest";
import type { Bench } from "dlrn/proof/bench";
import { labels, normalMatrix } from "../generator.js";

export const bench: Bench = {
  name: "forest-116x15",
  work: "randomForest(X, factor(y), ntree = 500), 116 patients, 15 features",
  peer: {
    software: "R 4.2.2, randomForest 4.7-1.1",
    seconds: 0.04,
    check: { oob: 0.3362069 },
    tolerance: 0.15, // the draws are our own: the out-of-bag errors of two seeds differ by a few of 116 rows
    r: `suppressMessages(library(randomForest))
X <- normalMatrix(116, 15, 111); y <- labels(-1.4 + 1.2 * X[, 1] - X[, 2], 112)
work <- function() { set.seed(1); randomForest(X, factor(y), ntree = 500) }`,
  },
  prepare() {
    const values = normalMatrix(116, 15, 111);
    const x = Array.from({ length: 116 }, (_, i) => values.subarray(i * 15, (i + 1) * 15));
    const y = labels(
      Float64Array.from(x, (row) => -1.4 + 1.2 * row[0] - row[1]),
      112,
    );
    return () => ({ oob: _fitForest(x, y, { seed: 1 }).outOfBagError });
  },
};
