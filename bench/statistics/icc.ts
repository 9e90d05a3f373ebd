/** The intraclass correlation of 2758 features in two readings of 30 patients. */

import type { Bench } from "dlrn/proof/bench";
import { _iccOfFeatures } from "dlrn/select/icc-filter";
import { normalMatrix } from "../generator.js";

const [p, n] = [2758, 30];

export const bench: Bench = {
  name: "icc-vectorised-R-2758x30x2",
  work: "ICC(2,1) by vectorised analysis of variance, 2758 features, 30 patients, 2 readings",
  peer: {
    software: "R 4.2.2",
    seconds: 0.003,
    check: { n75: 2758, mean: 0.95422055 },
    tolerance: 1e-8,
    r: `x <- normalMatrix(2758, 30, 201); y <- x + normalMatrix(2758, 30, 202) * .3
work <- function() {
  n <- ncol(x); m <- (x + y) / 2; g <- rowMeans(m)
  msr <- 2 * rowSums((m - g)^2) / (n - 1)
  msc <- n * ((rowMeans(x) - g)^2 + (rowMeans(y) - g)^2)
  mse <- rowSums((x - m - rowMeans(x) + g)^2 + (y - m - rowMeans(y) + g)^2) / (n - 1)
  (msr - mse) / (msr + mse + 2 * (msc - mse) / n)
}`,
  },
  prepare() {
    const first = normalMatrix(p, n, 201); // a feature a row
    const noise = normalMatrix(p, n, 202);
    const names = Array.from({ length: p }, (_, j) => `feature${j + 1}`);
    const table = (value: (at: number) => number) => {
      const values = new Float64Array(n * p);
      for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) values[i * p + j] = value(j * n + i);
      return { names, rowCount: n, values };
    };
    const readings = [table((at) => first[at]), table((at) => first[at] + noise[at] * 0.3)];
    return () => {
      const { icc } = _iccOfFeatures(readings);
      return {
        n75: icc.filter((value) => value > 0.75).length,
        mean: icc.reduce((sum, value) => sum + value, 0) / p,
      };
    };
  },
};
