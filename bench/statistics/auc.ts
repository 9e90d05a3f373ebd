/** How the cost of the area under the ROC curve grows. */

import { areaUnderCurve } from "dlrn/compare/placements";
import { splitByOutcome } from "dlrn/evaluate/outcome";
import type { Growth } from "dlrn/proof/growth";
import { normal, uniform } from "../generator.js";

export const growth: Growth = {
  name: "auc-growth",
  claim: "n log n",
  sizes: [1e3, 1e4, 1e5, 1e6],
  prepare(n) {
    const outcome = uniform(n, 151).map((u) => (u < 0.2 ? 1 : 0));
    const score = normal(n, 152).map((z, i) => z + outcome[i]);
    return () => {
      const { events, nonEvents } = splitByOutcome(outcome, score);
      return areaUnderCurve(events, nonEvents);
    };
  },
};
