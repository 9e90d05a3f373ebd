/** Golden topic `roc-delong`: ROC curve and AUC of one score, paired and unpaired tests, bootstrap interval; as pROC. */

import { mannWhitneyTest } from "../../compare/mann-whitney.js";
import { areaUnderCurve } from "../../compare/placements.js";
import { bootstrapAuc } from "../../evaluate/bootstrap-auc.js";
import { delongAuc, delongTest } from "../../evaluate/delong.js";
import { delongUnpairedTest } from "../../evaluate/delong-unpaired.js";
import { hanleyMcNeilStandardError } from "../../evaluate/hanley-mcneil.js";
import { closestTopLeftPoints, youdenPoints } from "../../evaluate/operating-point.js";
import { type Direction, splitByOutcome } from "../../evaluate/outcome.js";
import { resamplesOf, stratifiedResamples } from "../../evaluate/resamples.js";
import { type RocPoint, rocCurve } from "../../evaluate/roc.js";
import { median } from "../../math/summary.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase } from "../golden.js";

export function compute(goldenCase: GoldenCase): unknown {
  const { options } = goldenCase;
  const direction = (options["direction"] ?? "<") as Direction;
  const confidence = (options["confLevel"] ?? 0.95) as number;
  switch (options["kind"]) {
    case "single":
      return single(goldenCase, direction, confidence);
    case "paired-test":
      return paired(goldenCase, direction, confidence);
    case "unpaired-test":
      return unpaired(goldenCase, direction);
    case "bootstrap-ci":
      return bootstrap(goldenCase, direction, confidence);
    default:
      throw new RangeError(
        `kind must be single, paired-test, unpaired-test or bootstrap-ci; got ${JSON.stringify(options["kind"])}`,
      );
  }
}

function single({ input }: GoldenCase, direction: Direction, confidence: number): unknown {
  const { y, score } = completeCases({ y: input["y"], score: input["score"] });
  const { events, nonEvents } = splitByOutcome(y, score, direction);
  const auc = areaUnderCurve(events, nonEvents);
  const points = rocCurve(y, score, { direction });
  const interval =
    events.length > 1 && nonEvents.length > 1
      ? delongAuc(y, score, { direction, confidence })
      : null;
  const plain = splitByOutcome(y, score);
  const automatic: Direction = median(plain.nonEvents) <= median(plain.events) ? "<" : ">";
  const plainAuc = areaUnderCurve(plain.events, plain.nonEvents);
  return {
    nPos: events.length,
    nNeg: nonEvents.length,
    auc,
    varDelong: interval?.variance ?? null,
    seDelong: interval?.standardError ?? null,
    ciLow: interval?.ci[0] ?? null,
    ciHigh: interval?.ci[1] ?? null,
    ciLogitLow: interval?.logitCi?.[0] ?? null,
    ciLogitHigh: interval?.logitCi?.[1] ?? null,
    seHanleyMcNeil: hanleyMcNeilStandardError(auc, events.length, nonEvents.length),
    proCAutoDirection: automatic,
    proCAutoAuc: automatic === "<" ? plainAuc : 1 - plainAuc,
    youden: youdenPoints(points).map(shown),
    closestTopLeft: closestTopLeftPoints(points).map(shown),
    mannWhitneyP: mannWhitneyP(plain.events, plain.nonEvents),
    thresholds: points.map(({ threshold }) => threshold),
    sensitivities: points.map(({ sensitivity }) => sensitivity),
    specificities: points.map(({ specificity }) => specificity),
    flag: interval === null ? "one patient of an outcome has no variance" : interval.flag,
  };
}

function paired({ input }: GoldenCase, direction: Direction, confidence: number): unknown {
  const { y, score1, score2 } = completeCases({
    y: input["y"],
    score1: input["score1"],
    score2: input["score2"],
  });
  const a = delongAuc(y, score1, { direction });
  const b = delongAuc(y, score2, { direction });
  const shared = { auc1: a.auc, auc2: b.auc, var1: a.variance, var2: b.variance };
  try {
    const test = delongTest(y, score1, score2, { direction, confidence });
    return {
      ...shared,
      cov: test.covariance,
      diff: test.difference,
      seDiff: test.standardError,
      z: test.z,
      p: test.pValue,
      diffLow: test.ci[0],
      diffHigh: test.ci[1],
    };
  } catch (error) {
    return notComparable(error, shared);
  }
}

function unpaired({ input }: GoldenCase, direction: Direction): unknown {
  const first = completeCases({ y: input["y1"], score: input["score1"] });
  const second = completeCases({ y: input["y2"], score: input["score2"] });
  const a = delongAuc(first.y, first.score, { direction });
  const b = delongAuc(second.y, second.score, { direction });
  const shared = { auc1: a.auc, auc2: b.auc, var1: a.variance, var2: b.variance };
  try {
    const test = delongUnpairedTest(
      { labels: first.y, scores: first.score },
      { labels: second.y, scores: second.score },
      { direction },
    );
    return {
      ...shared,
      diff: test.difference,
      D: test.statistic,
      df: test.degreesOfFreedom,
      p: test.pValue,
      pNormal: test.normalPValue,
    };
  } catch (error) {
    return notComparable(error, shared);
  }
}

/** AUCs without variance: what is known stays, the test is missing and says why. */
function notComparable(error: unknown, shared: { auc1: number; auc2: number }): unknown {
  if (!(error instanceof RangeError)) throw error;
  return {
    ...shared,
    diff: shared.auc1 - shared.auc2,
    cov: 0,
    seDiff: 0,
    z: null,
    D: null,
    df: null,
    p: null,
    diffLow: null,
    diffHigh: null,
    flag: error.message,
  };
}

function bootstrap(
  { input, options }: GoldenCase,
  direction: Direction,
  confidence: number,
): unknown {
  const { y, score } = completeCases({ y: input["y"], score: input["score"] });
  const drawn = { replicates: (options["replicates"] ?? 2000) as number, seed: 1 };
  const resamples =
    options["stratified"] === false ? resamplesOf(y.length, drawn) : stratifiedResamples(y, drawn);
  const found = bootstrapAuc(y, score, resamples, { direction, confidence });
  return {
    auc: found.auc,
    ciLow: found.ci[0],
    ciHigh: found.ci[1],
    sdBoot: found.standardDeviation,
  };
}

/** The normal test with ties and without a continuity correction; null when all scores tie. */
function mannWhitneyP(events: Float64Array, nonEvents: Float64Array): number | null {
  const first = events[0];
  if (events.every((x) => x === first) && nonEvents.every((x) => x === first)) return null;
  return mannWhitneyTest(events, nonEvents, { law: "normal", continuityCorrection: false }).pValue;
}

function shown({ threshold, sensitivity, specificity }: RocPoint): unknown {
  return { threshold, sensitivity, specificity };
}
