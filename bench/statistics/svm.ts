/** Support vector machine with a radial kernel, 2000 rows of 20 features. Ours is solved exactly, libsvm's to 0.001. */

import { _fitSvm } from "dlrn/model/svm-machine";
import type { Bench } from "dlrn/proof/bench";
import { labels, normalMatrix } from "../generator.js";

const [n, p] = [2000, 20];

export const bench: Bench = {
  name: "svm-rbf-2000x20",
  work: "svm(X, factor(y), kernel = 'radial', cost = 1, gamma = 1/20), n = 2000, p = 20",
  peer: {
    software: "R 4.2.2, e1071 1.7-13",
    seconds: 0.171,
    check: { supportVectors: 1370 },
    tolerance: 0,
    r: `suppressMessages(library(e1071))
X <- normalMatrix(2000, 20, 131); y <- factor(labels(1.5 * X[, 1] - X[, 2] + X[, 3] * X[, 4], 132))
work <- function() svm(X, y, kernel = "radial", cost = 1, gamma = 1/20)`,
  },
  prepare() {
    const values = normalMatrix(n, p, 131);
    const x = Array.from({ length: n }, (_, i) => values.subarray(i * p, (i + 1) * p));
    const y = labels(
      x.map(([a, b, c, d]) => 1.5 * a - b + c * d),
      132,
    );
    return () => ({ supportVectors: _fitSvm(x, y, { gamma: 1 / p }).supportIndex.length });
  },
};
