/** ComBat of 3000 features of 242 patients in three batches. */

import { _fitCombat } from "dlrn/harmonize/combat";
import { applyCombat } from "dlrn/harmonize/combat-apply";
import type { Bench } from "dlrn/proof/bench";
import { normalMatrix } from "../generator.js";

const [p, n] = [3000, 242];
const sizes = { A: 116, B: 70, C: 56 };
const scale = { A: 1, B: 1.4, C: 0.7 };
const shift = { A: 0, B: 0.6, C: -0.4 };

export const bench: Bench = {
  name: "combat-3000x242x3",
  work: "ComBat(D, batch), 3000 features, 242 patients, batches of 116, 70 and 56",
  peer: {
    software: "R 4.2.2, sva 3.46.0",
    seconds: 0.168,
    check: { sum: 3687844.58460926, first: 1.34677979, last: 3.73579021 },
    tolerance: 1e-8,
    r: `suppressMessages({ library(sva); library(BiocParallel) }); register(SerialParam())
batch <- rep(c("A", "B", "C"), c(116, 70, 56)); at <- match(batch, LETTERS)
D <- normalMatrix(3000, 242, 141)
D <- D * matrix(c(1, 1.4, .7)[at], 3000, 242, byrow = TRUE) + matrix(c(0, .6, -.4)[at], 3000, 242, byrow = TRUE) + 5
work <- function() suppressMessages(ComBat(D, batch))`,
  },
  prepare() {
    const batch = (["A", "B", "C"] as const).flatMap((name) =>
      Array<typeof name>(sizes[name]).fill(name),
    );
    const z = normalMatrix(p, n, 141); // a feature a row
    const values = new Float64Array(n * p);
    for (let j = 0; j < p; j++)
      for (let i = 0; i < n; i++)
        values[i * p + j] = z[j * n + i] * scale[batch[i]] + shift[batch[i]] + 5;
    const table = {
      names: Array.from({ length: p }, (_, j) => `feature${j + 1}`),
      rowCount: n,
      values,
    };
    return () => {
      const adjusted = applyCombat(_fitCombat(table, batch), table, batch).values;
      return {
        sum: adjusted.reduce((sum, value) => sum + value, 0),
        first: adjusted[0],
        last: adjusted[n * p - 1],
      };
    };
  },
};
