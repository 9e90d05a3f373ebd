/** Golden topic `logrank`: R's survdiff, ρ = 0 and ρ = 1. */

import { logRank } from "../../evaluate/log-rank.js";
import type { GoldenCase } from "../golden.js";
import { observed } from "./survival-input.js";

export function compute({ input }: GoldenCase): unknown {
  const { times, events, group, strata } = observed(input);
  const options = strata === null ? {} : { strata };
  const test = logRank(times, events, group, options);
  const peto = logRank(times, events, group, { ...options, rho: 1 });
  return {
    groups: test.groups,
    n: test.patients,
    observed: test.observed,
    expected: test.expected,
    variance: test.variance,
    chisq: test.chiSquare,
    df: test.degreesOfFreedom,
    p: test.pValue,
    petoPeto: { chisq: peto.chiSquare, p: peto.pValue },
  };
}
