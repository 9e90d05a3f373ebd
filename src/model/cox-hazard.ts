/** The baseline hazard of a Cox model, and what is left of each patient's events after it: martingale residuals. */

import { _fitCox, type CoxFit, type CoxOptions } from "./cox.js";
import { coxData } from "./cox-data.js";
import { type CoxData, sweepDeaths, tieShares } from "./cox-likelihood.js";

export interface BaselineHazard {
  /** Every observed time, ascending, one list a stratum. */
  readonly time: Float64Array;
  /** Cumulative hazard of a patient whose covariates are all 0. */
  readonly hazard: readonly Float64Array[];
  /** Names of the strata; one empty name without strata. */
  readonly strata: readonly string[];
}

export interface CoxResiduals {
  readonly baseline: BaselineHazard;
  /** Event mark minus the hazard accumulated until then, in the order of the patients. */
  readonly martingale: Float64Array;
}

/** Fit, baseline hazard and residuals of the same data. @throws RangeError as `_fitCox` */
export function coxHazard(
  times: readonly number[],
  events: readonly number[],
  x: readonly (readonly number[])[],
  options: CoxOptions = {},
): CoxFit & CoxResiduals {
  const fit = _fitCox(times, events, x, options);
  const names = options.names ?? (x[0] ?? []).map((_, j) => `x${j + 1}`);
  const kept = fit.terms.map(({ name }) => names.indexOf(name));
  const rows = x.map((row) => kept.map((j) => row[j]));
  const data = coxData(
    times,
    events,
    rows,
    kept.map((j) => names[j]),
    options.strata,
    fit.ties,
  );
  // On the covariates' own scale: the centre's part belongs to the baseline.
  const lp = Float64Array.from(rows, (row) =>
    row.reduce((sum, value, t) => sum + value * fit.terms[t].coefficient, 0),
  );
  return { ...fit, ...residuals(data, lp, options.strata) };
}

function residuals(
  data: CoxData,
  lp: Float64Array,
  strata: readonly string[] | undefined,
): CoxResiduals {
  const { followUp, stratum, ties } = data;
  const m = followUp.times.length;
  const increments = Array.from({ length: data.strata }, () => new Float64Array(m));
  const own = Array.from({ length: data.strata }, () => new Float64Array(m)); // what a tied death itself is exposed to
  sweepDeaths(data, lp, false, ({ stratum: s, at, deaths, risk, dead }) => {
    for (const share of tieShares(ties, deaths.length)) {
      const term = 1 / (risk.s0 - share * dead.s0);
      increments[s][at] += term;
      own[s][at] += (1 - share) * term;
    }
  });
  const hazard = increments.map((steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  });
  const martingale = Float64Array.from(followUp.at, (k, i) => {
    const s = stratum[i];
    const until = hazard[s][k] - (followUp.events[i] === 1 ? increments[s][k] - own[s][k] : 0);
    return followUp.events[i] - Math.exp(lp[i]) * until;
  });
  const names = strata === undefined ? [""] : [...new Set(strata)].sort((a, b) => (a < b ? -1 : 1));
  return { baseline: { time: followUp.times, hazard, strata: names }, martingale };
}
