/** Golden topic `cox`: R's coxph, both ways of treating ties, with baseline hazard, residuals, concordance and cox.zph. */

import { concordanceIndex } from "../../evaluate/concordance.js";
import { proportionalHazardsTest } from "../../evaluate/proportional-hazards.js";
import { coxHazard } from "../../model/cox-hazard.js";
import type { CoxTies } from "../../model/cox-likelihood.js";
import type { GoldenCase } from "../golden.js";
import { type ObservedInput, observed } from "./survival-input.js";

export function compute({ input, expected }: GoldenCase): unknown {
  const data = observed(input);
  const names = (input["columns"] as string[] | undefined) ?? [];
  if (expected["flag"] !== undefined) {
    try {
      fitted(data, names, "efron");
    } catch (error) {
      return { flag: (error as Error).message };
    }
    return {};
  }
  const efron = fitted(data, names, "efron");
  return {
    nUsed: data.times.length,
    events: efron.events,
    efron: efron.result,
    breslow: fitted(data, names, "breslow").result,
  };
}

function fitted(
  { times, events, x, strata }: ObservedInput,
  names: readonly string[],
  ties: CoxTies,
): { events: number; result: object } {
  const options = { names, ties, ...(strata === null ? {} : { strata }) };
  const fit = coxHazard(times, events, x, options);
  const lp = x.map((row) =>
    fit.terms.reduce(
      (sum, { name, coefficient }) => sum + coefficient * row[names.indexOf(name)],
      0,
    ),
  );
  const zph = proportionalHazardsTest(times, events, x, options);
  const of = (value: (term: (typeof fit.terms)[number]) => number): (number | null)[] =>
    names.map((name) => {
      const term = fit.terms.find((one) => one.name === name);
      return term ? value(term) : null;
    });
  const test = ({ chiSquare, degreesOfFreedom, pValue }: typeof fit.wald): object => ({
    chisq: chiSquare,
    df: degreesOfFreedom,
    p: pValue,
  });
  return {
    events: fit.events,
    result: {
      coef: of(({ coefficient }) => coefficient),
      se: of(({ standardError }) => standardError),
      hr: of(({ hazardRatio }) => hazardRatio),
      hrLow: of(({ ci }) => ci[0]),
      hrHigh: of(({ ci }) => ci[1]),
      z: of(({ z }) => z),
      p: of(({ pValue }) => pValue),
      vcov: fit.covariance,
      logLikNull: fit.nullLogLikelihood,
      logLik: fit.logLikelihood,
      lrTest: test(fit.likelihoodRatio),
      // R's summary rounds this one statistic to two decimals, and not its P.
      waldTest: { ...test(fit.wald), chisq: Math.round(fit.wald.chiSquare * 100) / 100 },
      scoreTest: test(fit.score),
      martingale: fit.martingale,
      concordance: concordanceIndex(times, events, lp, strata ?? undefined).index,
      baselineHazard0: { time: fit.baseline.time, hazard: fit.baseline.hazard[0] },
      zphKm: { chisq: zph.map(({ chiSquare }) => chiSquare), p: zph.map(({ pValue }) => pValue) },
    },
  };
}
