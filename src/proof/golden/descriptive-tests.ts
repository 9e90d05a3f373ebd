/** Golden topic `descriptive-tests`: summaries, rank tests, tables of counts, k groups, correlations, adjusted P values. */

import { oneWayAnova, welchAnova } from "../../compare/anova.js";
import { pearsonCorrelation } from "../../compare/correlation.js";
import { kruskalWallisTest } from "../../compare/kruskal-wallis.js";
import { mannWhitneyStatistic, mannWhitneyTest } from "../../compare/mann-whitney.js";
import { mcNemarTest } from "../../compare/mcnemar.js";
import { adjustedPValues, type PAdjustment } from "../../compare/p-adjustment.js";
import { kendallCorrelation, spearmanCorrelation } from "../../compare/rank-correlation.js";
import { type Measured, presentPairs, presentValues } from "../../compare/sample.js";
import { sampleQuantile, sampleSummary } from "../../compare/sample-summary.js";
import { shapiroWilkTest } from "../../compare/shapiro-wilk.js";
import { wilcoxonSignedRankTest } from "../../compare/wilcoxon-signed-rank.js";
import type { GoldenCase, JsonObject } from "../golden.js";
import { contingency } from "./descriptive-tests/contingency.js";
import { orNull, reasonOf } from "./descriptive-tests/not-computable.js";

export function compute({ input, options }: GoldenCase): unknown {
  switch (options["kind"]) {
    case "summary":
      return summary(input["x"] as Measured[], (options["probs"] ?? []) as number[]);
    case "mann-whitney":
      return mannWhitney(input["x"] as Measured[], input["y"] as Measured[]);
    case "contingency":
      return contingency(input["table"] as number[][]);
    case "k-groups":
      return kGroups(input["groups"] as Measured[][]);
    case "correlation":
      return correlation(input["x"] as Measured[], input["y"] as Measured[]);
    case "mcnemar":
      return mcNemar(input["b"] as number, input["c"] as number);
    case "p-adjust":
      return pAdjust(input["p"] as Measured[]);
    case "wilcoxon-signed-rank":
      return signedRank(input);
    default:
      throw new RangeError(
        `kind must be one of the schema's for descriptive tests; got ${JSON.stringify(options["kind"])}`,
      );
  }
}

function summary(x: readonly Measured[], probabilities: readonly number[]): unknown {
  const { values, missing } = presentValues(x);
  const found = orNull(() => sampleSummary(values));
  const quantiles = (type: 6 | 7) =>
    probabilities.map((p) => orNull(() => sampleQuantile(values, p, type)));
  const normality = orNull(() => shapiroWilkTest(values));
  return {
    n: values.length,
    missing,
    mean: found?.mean ?? null,
    sd: found?.standardDeviation ?? null,
    median: found?.median ?? null,
    quantileType7: quantiles(7),
    quantileType6: quantiles(6),
    fivenum: found?.fiveNumbers ?? [null, null, null, null, null],
    mad: found?.medianAbsoluteDeviation ?? null,
    iqrType7: found?.interquartileRange ?? null,
    skewnessG1: found?.skewness ?? null,
    kurtosisG2: found?.kurtosis ?? null,
    shapiro: normality
      ? { W: normality.w, p: normality.pValue }
      : { error: reasonOf(() => shapiroWilkTest(values)) },
  };
}

/** R computes its exact law for fewer than 50 values in each group; the same holds for the law with ties here. */
const EXACT_BELOW = 50;

function mannWhitney(inputX: readonly Measured[], inputY: readonly Measured[]): unknown {
  const x = presentValues(inputX).values;
  const y = presentValues(inputY).values;
  const { u, rankSum, auc, ties } = mannWhitneyStatistic(x, y);
  const normal = (continuityCorrection: boolean) =>
    orNull(() => mannWhitneyTest(x, y, { law: "normal", continuityCorrection }));
  const small = x.length < EXACT_BELOW && y.length < EXACT_BELOW;
  const exact = small ? orNull(() => mannWhitneyTest(x, y, { law: "exact" }).pValue) : null;
  return {
    W: u,
    U: u,
    ties,
    zNoCorrection: normal(false)?.z ?? null,
    pExactNoTies: ties ? null : exact,
    pNormalCorrected: normal(true)?.pValue ?? null,
    pNormalUncorrected: normal(false)?.pValue ?? null,
    pExactPermutation: exact,
    aucXgreaterY: auc,
    rankSumX: rankSum,
  };
}

function kGroups(input: readonly (readonly Measured[])[]): unknown {
  const groups = input.map((group) => presentValues(group).values);
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const df1 = groups.length - 1;
  const anova = orNull(() => oneWayAnova(groups));
  const welch = orNull(() => welchAnova(groups));
  const kruskal = orNull(() => kruskalWallisTest(groups));
  return {
    kruskal: { H: kruskal?.h ?? null, df: df1, p: kruskal?.pValue ?? null },
    anova: { F: anova?.f ?? null, df1, df2: n - groups.length, p: anova?.pValue ?? null },
    welch: { F: welch?.f ?? null, df1, df2: welch?.df2 ?? null, p: welch?.pValue ?? null },
  };
}

function correlation(inputX: readonly Measured[], inputY: readonly Measured[]): unknown {
  const { x, y } = presentPairs(inputX, inputY);
  const pearson = orNull(() => pearsonCorrelation(x, y));
  const spearman = orNull(() => spearmanCorrelation(x, y));
  const kendall = orNull(() => kendallCorrelation(x, y));
  return {
    n: x.length,
    pearson: {
      r: pearson?.r ?? null,
      t: pearson?.t ?? null,
      p: pearson?.pValue ?? null,
      ciLow: pearson?.ci?.[0] ?? null,
      ciHigh: pearson?.ci?.[1] ?? null,
    },
    spearman: { rho: spearman?.rho ?? null, p: spearman?.pValue ?? null },
    kendall: { tauB: kendall?.tauB ?? null, z: kendall?.z ?? null, p: kendall?.pValue ?? null },
  };
}

function mcNemar(b: number, c: number): unknown {
  const found = orNull(() => mcNemarTest(b, c));
  return {
    pExact: found?.exactP ?? null,
    chisqCorrected: found?.correctedChiSquare ?? null,
    pCorrected: found?.correctedP ?? null,
    chisq: found?.chiSquare ?? null,
    p: found?.pValue ?? null,
  };
}

function pAdjust(p: readonly Measured[]): unknown {
  const by = (method: PAdjustment) => adjustedPValues(p, method);
  return {
    bonferroni: by("bonferroni"),
    holm: by("holm"),
    hochberg: by("hochberg"),
    BH: by("benjamini-hochberg"),
    BY: by("benjamini-yekutieli"),
  };
}

function signedRank(input: JsonObject): unknown {
  const { x, y } = presentPairs(input["x"] as Measured[], input["y"] as Measured[]);
  const normal = (continuityCorrection: boolean) =>
    orNull(() => wilcoxonSignedRankTest(x, y, { law: "normal", continuityCorrection }));
  return {
    V: normal(true)?.v ?? 0,
    pCorrected: normal(true)?.pValue ?? null,
    pUncorrected: normal(false)?.pValue ?? null,
  };
}
