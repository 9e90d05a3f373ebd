/** 2000 stratified bootstrap AUCs of 242 patients. */

import { bootstrapAuc } from "dlrn/evaluate/bootstrap-auc";
import { stratifiedResamples } from "dlrn/evaluate/resamples";
import type { Bench } from "dlrn/proof/bench";
import { normal, uniform } from "../generator.js";

export const bench: Bench = {
  name: "proc-bootstrap-auc-242x2000",
  work: "ci.auc(roc, method = 'bootstrap', boot.n = 2000, boot.stratified = TRUE), n = 242",
  peer: {
    software: "R 4.2.2, pROC 1.18.0",
    seconds: 0.435,
    check: { ci: [0.70859236, 0.79553181, 0.87356322] },
    tolerance: 0.02, // each side draws its own resamples: two Monte-Carlo errors of 0.3 to 0.4 %
    r: `suppressMessages(library(pROC))
y <- as.integer(uniform(242, 161) < .17); s <- round(normal(242, 162) + 1.2 * y, 4)
work <- function() { set.seed(1); ci.auc(roc(y, s, levels = c(0, 1), direction = "<", quiet = TRUE),
  method = "bootstrap", boot.n = 2000, progress = "none") }`,
  },
  prepare() {
    const outcome = uniform(242, 161).map((u) => (u < 0.17 ? 1 : 0));
    const score = normal(242, 162).map((z, i) => Math.round((z + 1.2 * outcome[i]) * 1e4) / 1e4);
    return () => {
      const resamples = stratifiedResamples(outcome, { replicates: 2000, seed: 1 });
      const { ci, median } = bootstrapAuc(outcome, score, resamples);
      return { ci: [ci[0], median, ci[1]] };
    };
  },
};
