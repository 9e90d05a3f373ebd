/**
 * Every public function of the statistics library that takes data, with how it is called on a small sound data set.
 *
 * A subject names the parts of the data that it reads, so that the table of faults can spoil each of them in turn.
 */

import { featureTable } from "dlrn/cohort/feature-table";
import { oneWayAnova, welchAnova } from "dlrn/compare/anova";
import {
  cramersV,
  expectedCounts,
  likelihoodRatioTest,
  linearByLinearTest,
  pearsonChiSquareTest,
  yatesChiSquareTest,
} from "dlrn/compare/contingency";
import { correlationCoefficient, pearsonCorrelation } from "dlrn/compare/correlation";
import { fisherExactTest2x2 } from "dlrn/compare/fisher-2x2";
import { fisherExactTest } from "dlrn/compare/fisher-rxc";
import { kruskalWallisTest } from "dlrn/compare/kruskal-wallis";
import { leveneTest } from "dlrn/compare/levene";
import { mannWhitneyStatistic, mannWhitneyTest } from "dlrn/compare/mann-whitney";
import { adjustedPValues } from "dlrn/compare/p-adjustment";
import { kendallCorrelation, spearmanCorrelation } from "dlrn/compare/rank-correlation";
import { sampleQuantile, sampleSummary } from "dlrn/compare/sample-summary";
import { shapiroWilkTest } from "dlrn/compare/shapiro-wilk";
import {
  standardisedCategoryDifference,
  standardisedMeanDifference,
} from "dlrn/compare/standardised-mean-difference";
import { pairedTTest, tTest } from "dlrn/compare/t-test";
import { wilcoxonSignedRankTest } from "dlrn/compare/wilcoxon-signed-rank";
import { bootstrapAuc, bootstrapAucTest } from "dlrn/evaluate/bootstrap-auc";
import { brierScore } from "dlrn/evaluate/brier";
import { calibrationFigures } from "dlrn/evaluate/calibration";
import { calibrationBand } from "dlrn/evaluate/calibration-band";
import { calibrationBins } from "dlrn/evaluate/calibration-bins";
import { calibrationCurve } from "dlrn/evaluate/calibration-curve";
import { concordanceIndex } from "dlrn/evaluate/concordance";
import { confusionFigures, confusionMatrix } from "dlrn/evaluate/confusion";
import { decisionCurve } from "dlrn/evaluate/decision-curve";
import { decisionCurveBand } from "dlrn/evaluate/decision-curve-band";
import { survivalDecisionCurve } from "dlrn/evaluate/decision-curve-survival";
import { delongAuc, delongTest } from "dlrn/evaluate/delong";
import { delongUnpairedTest } from "dlrn/evaluate/delong-unpaired";
import { hosmerLemeshow } from "dlrn/evaluate/hosmer-lemeshow";
import {
  kaplanMeier,
  restrictedMean,
  survivalAt,
  survivalQuantile,
} from "dlrn/evaluate/kaplan-meier";
import { logRank } from "dlrn/evaluate/log-rank";
import { maximallySelectedLogRank } from "dlrn/evaluate/maximally-selected";
import { closestTopLeftPoints, youdenPoints } from "dlrn/evaluate/operating-point";
import { _optimismCalibration } from "dlrn/evaluate/optimism-calibration";
import { _optimismValidation } from "dlrn/evaluate/optimism-validation";
import { bootstrapPartialAuc, partialAuc } from "dlrn/evaluate/partial-auc";
import { precisionRecall } from "dlrn/evaluate/precision-recall";
import { proportionalHazardsTest } from "dlrn/evaluate/proportional-hazards";
import { _fitRecalibration } from "dlrn/evaluate/recalibration";
import {
  categoricalNri,
  continuousNri,
  discriminationImprovement,
} from "dlrn/evaluate/reclassification";
import { resamplesOf, stratifiedResamples } from "dlrn/evaluate/resamples";
import { rocCurve } from "dlrn/evaluate/roc";
import { rocBand } from "dlrn/evaluate/roc-band";
import { valProb } from "dlrn/evaluate/val-prob";
import { _fitCombat } from "dlrn/harmonize/combat";
import { _fitZScore } from "dlrn/harmonize/z-score";
import { _fitAdaBoost } from "dlrn/model/adaboost";
import { _fitCart } from "dlrn/model/cart";
import { _fitCox } from "dlrn/model/cox";
import { coxHazard } from "dlrn/model/cox-hazard";
import { logisticDesign } from "dlrn/model/design";
import { _fitFirth } from "dlrn/model/firth";
import { _fitLogistic } from "dlrn/model/logistic";
import { _profileIntervals } from "dlrn/model/logistic-profile";
import { _dropTests } from "dlrn/model/logistic-tests";
import { _oddsRatios } from "dlrn/model/odds-ratios";
import { _fitPlatt } from "dlrn/model/platt";
import { _fitForest } from "dlrn/model/random-forest";
import { separation } from "dlrn/model/separation";
import { _smote } from "dlrn/model/smote";
import { _fitSvm } from "dlrn/model/svm-machine";
import { intraclassCorrelation } from "dlrn/select/icc";
import { _fitLassoCv } from "dlrn/select/lasso-cv";
import { _fitLasso } from "dlrn/select/lasso-path";
import { _fitMrmr } from "dlrn/select/mrmr";

/** 24 patients, one entry each in every part. */
export interface Data {
  /** 0 or 1. */
  readonly labels: number[];
  readonly scores: number[];
  readonly otherScores: number[];
  /** In [0, 1]. */
  readonly risks: number[];
  readonly otherRisks: number[];
  readonly times: number[];
  /** 0 or 1. */
  readonly events: number[];
  readonly groups: string[];
  /** 24 rows of three features. */
  readonly x: number[][];
  /** 24 rows of three readings. */
  readonly ratings: number[][];
}

export type Part = keyof Data;

export interface Subject {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Options as they are given, and what `surprise` adds to them; null where the function has none. */
  readonly options: object | null;
  /** Whether the parts belong together row by row, so that lengths that differ must be refused; defaults to true. */
  readonly paired?: boolean;
  call(data: Data, options: never): unknown;
}

const wave = (i: number, step: number): number =>
  Math.round(1000 * Math.sin(i * step + step)) / 1000;

/** Overlapping outcomes, no ties, four centres' worth of everything. */
export function soundData(): Data {
  const rows = Array.from({ length: 24 }, (_, i) => i);
  const labels = rows.map((i) => (wave(i, 1.7) + wave(i, 0.9) > 0.1 ? 1 : 0));
  const risk = (i: number, step: number): number =>
    Math.round(1000 * (0.5 + 0.2 * (labels[i] - 0.5) + 0.35 * wave(i, step))) / 1000;
  return {
    labels,
    scores: rows.map((i) => 2 * risk(i, 2.3) - 1),
    otherScores: rows.map((i) => 3 * risk(i, 0.7)),
    risks: rows.map((i) => risk(i, 2.3)),
    otherRisks: rows.map((i) => risk(i, 0.7)),
    times: rows.map((i) => Math.round(10 * (i + 3 + 5 * wave(i, 1.3))) / 10 + 3),
    events: rows.map((i) => (i % 3 === 0 ? 0 : 1)),
    groups: rows.map((i) => "ABC"[i % 3]),
    x: rows.map((i) => [risk(i, 2.3), wave(i, 0.4) + 0.3 * labels[i], wave(i, 3.1)]),
    ratings: rows.map((i) => [wave(i, 1), wave(i, 1) + 0.2 * wave(i, 5), wave(i, 1) + 0.1]),
  };
}

const names = ["a", "b", "c"];
const tableOf = (rows: number[][]) => featureTable(names.slice(0, rows[0]?.length ?? 3), rows);
const drawn = (labels: number[]) => stratifiedResamples(labels, { replicates: 20, seed: 1 });
const draws = (n: number) => resamplesOf(n, { replicates: 5, seed: 1 });
const byGroup = ({ groups, scores }: Data): number[][] =>
  [...new Set(groups)].map((name) => scores.filter((_, i) => groups[i] === name));
/** Two by three counts: outcome by group. */
const countsOf = ({ labels, groups }: Data): number[][] =>
  [0, 1].map((label) =>
    ["A", "B", "C"].map(
      (name) => groups.filter((g, i) => g === name && labels[i] === label).length,
    ),
  );
const fourfold = (data: Data): number[][] => countsOf(data).map(([a, b, c]) => [a, b + c]);
const thresholds = [0.1, 0.3, 0.5];

type Call<O> = (data: Data, options: O) => unknown;

function subject<O extends object>(
  name: string,
  parts: readonly Part[],
  options: O | null,
  call: Call<O>,
  paired = true,
): Subject {
  return { name, parts, options, call: call as Subject["call"], paired };
}

const sample: readonly Part[] = ["scores"];
const two: readonly Part[] = ["scores", "otherScores"];
const scored: readonly Part[] = ["labels", "scores"];
const risky: readonly Part[] = ["labels", "risks"];
const timed: readonly Part[] = ["times", "events"];
const learned: readonly Part[] = ["x", "labels"];

export const compareSubjects: readonly Subject[] = [
  subject("sampleSummary", sample, null, ({ scores }) => sampleSummary(scores)),
  subject("sampleQuantile", sample, null, ({ scores }) => sampleQuantile(scores, 0.3)),
  subject("shapiroWilkTest", sample, null, ({ scores }) => shapiroWilkTest(scores)),
  subject(
    "tTest",
    two,
    { variances: "equal" as const },
    (d, o) => tTest(d.scores, d.otherScores, o),
    false,
  ),
  subject(
    "tTest (Welch)",
    two,
    { variances: "unequal" as const },
    (d, o) => tTest(d.scores, d.otherScores, o),
    false,
  ),
  subject("pairedTTest", two, {}, (d, o) => pairedTTest(d.scores, d.otherScores, o)),
  subject(
    "mannWhitneyStatistic",
    two,
    null,
    (d) => mannWhitneyStatistic(d.scores, d.otherScores),
    false,
  ),
  subject(
    "mannWhitneyTest (exact)",
    two,
    { law: "exact" as const },
    (d, o) => mannWhitneyTest(d.scores, d.otherScores, o),
    false,
  ),
  subject(
    "mannWhitneyTest (normal)",
    two,
    { law: "normal" as const, continuityCorrection: true },
    (d, o) => mannWhitneyTest(d.scores, d.otherScores, o),
    false,
  ),
  subject(
    "wilcoxonSignedRankTest",
    two,
    { law: "normal" as const, continuityCorrection: true },
    (d, o) => wilcoxonSignedRankTest(d.scores, d.otherScores, o),
  ),
  subject(
    "leveneTest",
    ["scores", "groups"],
    { center: "mean" as const },
    (d, o) => leveneTest(byGroup(d), o),
    false,
  ),
  subject("oneWayAnova", ["scores", "groups"], null, (d) => oneWayAnova(byGroup(d)), false),
  subject("welchAnova", ["scores", "groups"], null, (d) => welchAnova(byGroup(d)), false),
  subject(
    "kruskalWallisTest",
    ["scores", "groups"],
    null,
    (d) => kruskalWallisTest(byGroup(d)),
    false,
  ),
  subject("pearsonCorrelation", two, {}, (d, o) => pearsonCorrelation(d.scores, d.otherScores, o)),
  subject("correlationCoefficient", two, null, (d) =>
    correlationCoefficient(d.scores, d.otherScores),
  ),
  subject("spearmanCorrelation", two, {}, (d, o) =>
    spearmanCorrelation(d.scores, d.otherScores, o),
  ),
  subject("kendallCorrelation", two, {}, (d, o) => kendallCorrelation(d.scores, d.otherScores, o)),
  subject("adjustedPValues", ["risks"], null, (d) => adjustedPValues(d.risks, "holm")),
  subject(
    "standardisedMeanDifference",
    two,
    null,
    (d) => standardisedMeanDifference(d.scores, d.otherScores),
    false,
  ),
  subject(
    "standardisedCategoryDifference",
    ["groups"],
    null,
    (d) => standardisedCategoryDifference(countsOf(d)[0], countsOf(d)[1]),
    false,
  ),
  subject(
    "pearsonChiSquareTest",
    ["groups"],
    null,
    (d) => pearsonChiSquareTest(countsOf(d)),
    false,
  ),
  subject(
    "likelihoodRatioTest of counts",
    ["groups"],
    null,
    (d) => likelihoodRatioTest(countsOf(d)),
    false,
  ),
  subject("linearByLinearTest", ["groups"], null, (d) => linearByLinearTest(countsOf(d)), false),
  subject("cramersV", ["groups"], null, (d) => cramersV(countsOf(d)), false),
  subject("expectedCounts", ["groups"], null, (d) => expectedCounts(countsOf(d)), false),
  subject("yatesChiSquareTest", ["groups"], null, (d) => yatesChiSquareTest(fourfold(d)), false),
  subject(
    "fisherExactTest2x2",
    ["groups"],
    {},
    (d, o) => fisherExactTest2x2(fourfold(d), o),
    false,
  ),
  subject("fisherExactTest", ["groups"], {}, (d, o) => fisherExactTest(countsOf(d), o), false),
];

export const evaluateSubjects: readonly Subject[] = [
  subject("rocCurve", scored, {}, (d, o) => rocCurve(d.labels, d.scores, o)),
  subject("youdenPoints", scored, {}, (d, o) => youdenPoints(rocCurve(d.labels, d.scores), o)),
  subject("closestTopLeftPoints", scored, {}, (d, o) =>
    closestTopLeftPoints(rocCurve(d.labels, d.scores), o),
  ),
  subject("partialAuc", scored, null, (d) =>
    partialAuc(rocCurve(d.labels, d.scores), { from: 0.8 }),
  ),
  subject("delongAuc", scored, {}, (d, o) => delongAuc(d.labels, d.scores, o)),
  subject("delongTest", [...scored, "otherScores"], {}, (d, o) =>
    delongTest(d.labels, d.scores, d.otherScores, o),
  ),
  subject("delongUnpairedTest", scored, {}, (d, o) =>
    delongUnpairedTest(
      { labels: d.labels, scores: d.scores },
      { labels: d.labels, scores: d.scores.map((s) => s / 2) },
      o,
    ),
  ),
  subject("bootstrapAuc", scored, {}, (d, o) =>
    bootstrapAuc(d.labels, d.scores, drawn(d.labels), o),
  ),
  subject("bootstrapAucTest", [...scored, "otherScores"], {}, (d, o) =>
    bootstrapAucTest(d.labels, d.scores, d.otherScores, drawn(d.labels), o),
  ),
  subject("bootstrapPartialAuc", scored, {}, (d, o) =>
    bootstrapPartialAuc(d.labels, d.scores, { from: 0.8 }, drawn(d.labels), o),
  ),
  subject("rocBand", scored, {}, (d, o) => rocBand(d.labels, d.scores, drawn(d.labels), o)),
  subject("precisionRecall", scored, {}, (d, o) => precisionRecall(d.labels, d.scores, o)),
  subject("confusionMatrix", scored, {}, (d, o) => confusionMatrix(d.labels, d.scores, 0.1, o)),
  subject("confusionFigures", scored, {}, (d, o) =>
    confusionFigures(confusionMatrix(d.labels, d.scores, 0.1), o),
  ),
  subject("brierScore", risky, null, (d) => brierScore(d.labels, d.risks)),
  subject("calibrationFigures", risky, {}, (d, o) => calibrationFigures(d.labels, d.risks, o)),
  subject("calibrationCurve", risky, {}, (d, o) => calibrationCurve(d.labels, d.risks, o)),
  subject("calibrationBins", risky, { bins: 3 }, (d, o) => calibrationBins(d.labels, d.risks, o)),
  subject("calibrationBand", risky, {}, (d, o) =>
    calibrationBand(d.labels, d.risks, drawn(d.labels), o),
  ),
  subject("hosmerLemeshow", risky, { groups: 4 }, (d, o) => hosmerLemeshow(d.labels, d.risks, o)),
  subject("valProb", risky, null, (d) => valProb(d.labels, d.risks)),
  subject("_fitRecalibration", risky, {}, (d, o) => _fitRecalibration(d.labels, d.risks, o)),
  subject("decisionCurve", risky, {}, (d, o) =>
    decisionCurve(d.labels, { m: d.risks }, thresholds, o),
  ),
  subject("decisionCurveBand", risky, {}, (d, o) =>
    decisionCurveBand(d.labels, d.risks, thresholds, drawn(d.labels), o),
  ),
  subject("continuousNri", [...risky, "otherRisks"], null, (d) =>
    continuousNri(d.labels, d.risks, d.otherRisks),
  ),
  subject("categoricalNri", [...risky, "otherRisks"], null, (d) =>
    categoricalNri(d.labels, d.risks, d.otherRisks, [0.3, 0.6]),
  ),
  subject("discriminationImprovement", [...risky, "otherRisks"], null, (d) =>
    discriminationImprovement(d.labels, d.risks, d.otherRisks),
  ),
  subject("_optimismCalibration", learned, null, (d) =>
    _optimismCalibration(d.x, d.labels, draws(d.labels.length), 10),
  ),
  subject("_optimismValidation", learned, null, (d) =>
    _optimismValidation(d.x, d.labels, draws(d.labels.length)),
  ),
  subject("kaplanMeier", timed, {}, (d, o) => kaplanMeier(d.times, d.events, o)),
  subject("survivalQuantile", timed, null, (d) =>
    survivalQuantile(kaplanMeier(d.times, d.events), 0.5),
  ),
  subject("survivalAt", timed, null, (d) => survivalAt(kaplanMeier(d.times, d.events), [0, 8])),
  subject("restrictedMean", timed, null, (d) => restrictedMean(kaplanMeier(d.times, d.events))),
  subject("logRank", [...timed, "groups"], {}, (d, o) => logRank(d.times, d.events, d.groups, o)),
  subject("maximallySelectedLogRank", [...timed, "scores"], { permutations: 10 }, (d, o) =>
    maximallySelectedLogRank(d.times, d.events, d.scores, o),
  ),
  subject("concordanceIndex", [...timed, "scores"], null, (d) =>
    concordanceIndex(d.times, d.events, d.scores),
  ),
  subject("survivalDecisionCurve", [...timed, "risks"], {}, (d, o) =>
    survivalDecisionCurve(d.times, d.events, { m: d.risks }, thresholds, 10, o),
  ),
  subject("proportionalHazardsTest", [...timed, "x"], {}, (d, o) =>
    proportionalHazardsTest(d.times, d.events, d.x, o),
  ),
];

export const learnSubjects: readonly Subject[] = [
  subject("_fitLogistic", learned, {}, (d, o) => _fitLogistic(tableOf(d.x), d.labels, o)),
  subject("_profileIntervals", learned, {}, (d, o) => _profileIntervals(tableOf(d.x), d.labels, o)),
  subject("_dropTests", learned, {}, (d, o) => _dropTests(tableOf(d.x), d.labels, o)),
  subject("_oddsRatios", learned, null, (d) => _oddsRatios(tableOf(d.x), d.labels)),
  subject("separation", learned, {}, (d, o) =>
    separation(logisticDesign(tableOf(d.x), d.labels, o)),
  ),
  subject("_fitFirth", learned, {}, (d, o) => _fitFirth(tableOf(d.x), d.labels, o)),
  subject("_fitLasso", learned, {}, (d, o) => _fitLasso(d.x, d.labels, o)),
  subject("_fitLassoCv", learned, {}, (d, o) =>
    _fitLassoCv(
      d.x,
      d.labels,
      d.x.map((_, i) => 1 + (i % 4)),
      o,
    ),
  ),
  subject("_fitMrmr", learned, { count: 2 }, (d, o) => _fitMrmr(d.x, d.labels, o)),
  subject("_fitCart", learned, { minSplit: 4 }, (d, o) => _fitCart(d.x, d.labels, o)),
  subject("_fitForest", learned, { trees: 10, seed: 1 }, (d, o) => _fitForest(d.x, d.labels, o)),
  subject("_fitSvm", learned, {}, (d, o) => _fitSvm(d.x, d.labels, o)),
  subject("_fitPlatt", ["scores", "labels"], null, (d) => _fitPlatt(d.scores, d.labels)),
  subject("_fitAdaBoost", learned, { rounds: 5 }, (d, o) => _fitAdaBoost(d.x, d.labels, o)),
  subject("_smote", learned, { seed: 1 }, (d, o) => _smote(d.x, d.labels, o)),
  subject("_fitZScore", ["x"], null, (d) => _fitZScore(tableOf(d.x))),
  subject("_fitCombat", ["x", "groups"], {}, (d, o) => _fitCombat(tableOf(d.x), d.groups, o)),
  subject("intraclassCorrelation", ["ratings"], null, (d) => intraclassCorrelation(d.ratings)),
  subject("_fitCox", [...timed, "x"], {}, (d, o) => _fitCox(d.times, d.events, d.x, o)),
  subject("coxHazard", [...timed, "x"], {}, (d, o) => coxHazard(d.times, d.events, d.x, o)),
];
