/** Specifications with fewer targets, for cohorts of which only the rest is asked. */

import type { Specification } from "./specification.js";

/** Without the interval of an AUC that was measured with synthetic rows: the hardest target, and none about patients. */
export function withoutSyntheticInterval(specification: Specification): Specification {
  return {
    ...specification,
    performance: specification.performance.map((row) => {
      if (row.augmented !== true) return row;
      const { lower: _lower, upper: _upper, ...rest } = row;
      return rest;
    }),
  };
}
