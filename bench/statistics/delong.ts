/** DeLong's paired test of two scores of 5000 patients, and how its cost grows. */

import { delongTest } from "dlrn/evaluate/delong";
import type { Bench } from "dlrn/proof/bench";
import type { Growth } from "dlrn/proof/growth";
import { normal, uniform } from "../generator.js";

interface Scored {
  readonly outcome: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Two scores in which events lie higher by 1 and by 0.9. */
function scored(n: number): Scored {
  const outcome = uniform(n, 151).map((u) => (u < 0.2 ? 1 : 0));
  const score = (seed: number, gain: number): Float64Array =>
    normal(n, seed).map((z, i) => Math.round((z + gain * outcome[i]) * 1e4) / 1e4);
  return { outcome, first: score(152, 1), second: score(153, 0.9) };
}

export const bench: Bench = {
  name: "proc-delong-paired-5000",
  work: "roc.test(roc, roc, paired = TRUE, method = 'delong'), n = 5000",
  peer: {
    software: "R 4.2.2, pROC 1.18.0",
    seconds: 0.006,
    check: { z: 1.56497138, p: 0.11758962 },
    tolerance: 5e-8, // the stored figures have nine digits
    r: `suppressMessages(library(pROC))
y <- as.integer(uniform(5000, 151) < .2)
a <- round(normal(5000, 152) + 1 * y, 4); b <- round(normal(5000, 153) + .9 * y, 4)
curve <- function(x) roc(y, x, levels = c(0, 1), direction = "<", quiet = TRUE)
work <- function() roc.test(curve(a), curve(b), paired = TRUE, method = "delong")`,
  },
  prepare() {
    const { outcome, first, second } = scored(5000);
    return () => {
      const { z, pValue } = delongTest(outcome, first, second);
      return { z, p: pValue };
    };
  },
};

export const growth: Growth = {
  name: "delong-paired-growth",
  claim: "n log n",
  sizes: [1e3, 1e4, 1e5, 1e6],
  prepare(n) {
    const { outcome, first, second } = scored(n);
    return () => delongTest(outcome, first, second);
  },
};
