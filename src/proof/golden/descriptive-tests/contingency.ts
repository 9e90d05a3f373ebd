/** The part of `descriptive-tests` that compares counts. */

import {
  type ChiSquareTest,
  contingencyTable,
  cramersV,
  expectedCounts,
  likelihoodRatioTest,
  linearByLinearTest,
  pearsonChiSquareTest,
  yatesChiSquareTest,
} from "../../../compare/contingency.js";
import { fisherExactTest2x2, sampleOddsRatio } from "../../../compare/fisher-2x2.js";
import { fisherExactTest } from "../../../compare/fisher-rxc.js";
import { orNull } from "./not-computable.js";

/**
 * The reference has null where R's `fisher.test` ran out of its default workspace. That is about this many steps here
 * (of 60 random tables all that R computes lie below, and one that it refuses).
 */
const REACH_OF_R = 5e6;

export function contingency(table: readonly (readonly number[])[]): unknown {
  const checked = orNull(() => contingencyTable(table));
  if (checked === null) return { computable: false };
  const expected = expectedCounts(table);
  const ratio = likelihoodRatioTest(table);
  const isFourfold = checked.rowSums.length === 2 && checked.columnSums.length === 2;
  return {
    computable: true,
    pearson: withDegrees(pearsonChiSquareTest(table)),
    expectedCounts: expected,
    minExpected: Math.min(...expected.flat()),
    yates: isFourfold ? shown(yatesChiSquareTest(table)) : null,
    likelihoodRatio: { G2: ratio.chiSquare, p: ratio.pValue },
    linearByLinear: shown(linearByLinearTest(table)),
    cramersV: cramersV(table),
    fisherP: orNull(() => fisherExactTest(table, { maximumSteps: REACH_OF_R }).pValue),
    ...(isFourfold && { fisher: fisher(table), sampleOddsRatio: sampleOddsRatio(table) }),
  };
}

/** The reference is R's `fisher.test`, whose roots are coarse; `roots: "R"` repeats them. */
function fisher(table: readonly (readonly number[])[]): unknown {
  const { pValue, oddsRatio, ci } = fisherExactTest2x2(table, { roots: "R" });
  return {
    p: pValue,
    pLess: fisherExactTest2x2(table, { alternative: "less" }).pValue,
    pGreater: fisherExactTest2x2(table, { alternative: "greater" }).pValue,
    oddsRatioConditionalMLE: oddsRatio,
    ciLow: ci[0],
    ciHigh: ci[1],
  };
}

function shown({ chiSquare, pValue }: ChiSquareTest): unknown {
  return { chisq: chiSquare, p: pValue };
}

function withDegrees({ chiSquare, degreesOfFreedom, pValue }: ChiSquareTest): unknown {
  return { chisq: chiSquare, df: degreesOfFreedom, p: pValue };
}
