/** Golden topic `hosmer-lemeshow`: the test as R's ResourceSelection defines it. */

import { hosmerLemeshow } from "../../evaluate/hosmer-lemeshow.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const { y, p } = completeCases({ y: input["y"], p: input["p"] });
  const test = hosmerLemeshow(y, p, { groups: (options["g"] ?? 10) as number });
  return {
    chisq: test.chiSquare,
    df: test.degreesOfFreedom,
    p: test.pValue,
    pExternalDfG: test.externalPValue,
    groups: test.sizes.length,
    n: test.sizes,
    observed: test.observed,
    expected: test.expected,
    breaks: test.breaks,
    flag: test.flag,
  };
}
