/** Golden topic `t-tests`: Student, Welch and paired t, from data and from summaries, with Levene's test beside them. */

import type { Alternative } from "../../compare/alternative.js";
import { leveneTest } from "../../compare/levene.js";
import { type Measured, presentPairs, presentValues } from "../../compare/sample.js";
import {
  type GroupSummary,
  pairedTTest,
  type TTest,
  type TTestOptions,
  tTest,
  tTestFromSummaries,
} from "../../compare/t-test.js";
import type { GoldenCase, JsonObject } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const chosen: TTestOptions = {
    alternative: alternativeOf(options["alternative"] ?? "two.sided"),
    confidence: (options["confLevel"] ?? 0.95) as number,
  };
  switch (options["kind"]) {
    case "two-sample":
      return options["paired"] === true ? paired(input, chosen) : twoSample(input, chosen);
    case "from-summary": {
      const [x, y] = [summaryOf(input, 1), summaryOf(input, 2)];
      return {
        student: shown(() => tTestFromSummaries(x, y, { ...chosen, variances: "equal" })),
        welch: shown(() => tTestFromSummaries(x, y, { ...chosen, variances: "unequal" })),
      };
    }
    default:
      throw new RangeError(
        `kind must be "two-sample" or "from-summary"; got ${JSON.stringify(options["kind"])}`,
      );
  }
}

function paired(input: JsonObject, options: TTestOptions): unknown {
  const { x, y } = presentPairs(input["x"] as Measured[], input["y"] as Measured[]);
  return { paired: shown(() => pairedTTest(x, y, options)) };
}

function twoSample(input: JsonObject, options: TTestOptions): unknown {
  const x = presentValues(input["x"] as Measured[]).values;
  const y = presentValues(input["y"] as Measured[]).values;
  return {
    student: shown(() => tTest(x, y, { ...options, variances: "equal" })),
    welch: shown(() => tTest(x, y, { ...options, variances: "unequal" })),
    leveneMean: levene([x, y], "mean"),
    leveneMedian: levene([x, y], "median"),
  };
}

function levene(groups: readonly Float64Array[], center: "mean" | "median"): unknown {
  const df1 = groups.length - 1;
  const df2 = groups.reduce((sum, group) => sum + group.length, -groups.length);
  try {
    const { f, pValue } = leveneTest(groups, { center });
    return { F: f, df1, df2, p: pValue };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { F: null, df1, df2, p: null, flag: error.message };
  }
}

function summaryOf(input: JsonObject, group: 1 | 2): GroupSummary {
  return {
    n: input[`n${group}`] as number,
    mean: input[`mean${group}`] as number,
    standardDeviation: input[`sd${group}`] as number,
  };
}

/** A test, or the sentence of its refusal. */
function shown(test: () => TTest): unknown {
  try {
    const { t, degreesOfFreedom, pValue, difference, standardError, ci } = test();
    return {
      t,
      df: degreesOfFreedom,
      p: pValue,
      ciLow: ci[0],
      ciHigh: ci[1],
      stderr: standardError,
      meanDiff: difference,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { error: error.message };
  }
}

function alternativeOf(word: unknown): Alternative {
  return (word === "two.sided" ? "two-sided" : word) as Alternative;
}
