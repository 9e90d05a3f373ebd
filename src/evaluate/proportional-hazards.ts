/**
 * Do hazards stay proportional? A score test of each covariate's interaction with time.
 *
 * The coefficient is allowed to change with g(t), the share of patients who had the event before t; under proportional
 * hazards the score of that change is zero within chance.
 * Source: Grambsch & Therneau, Biometrika 81 (1994) 515–526; the score test of survival 3's `cox.zph`, transform "km".
 */

import { chiSquareUpperTail } from "../math/chi-square.js";
import { cholesky, inverseCholesky } from "../math/matrix.js";
import { _fitCox, type CoxOptions } from "../model/cox.js";
import { coxData } from "../model/cox-data.js";
import { linearPredictor, sweepDeaths, tieShares } from "../model/cox-likelihood.js";
import { kaplanMeier } from "./kaplan-meier.js";

export interface ProportionalHazardsTest {
  /** Covariate, or "GLOBAL" for all of them together. */
  readonly name: string;
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** One test a covariate and a global one. @throws RangeError as the fit does */
export function proportionalHazardsTest(
  times: readonly number[],
  events: readonly number[],
  x: readonly (readonly number[])[],
  options: CoxOptions = {},
): ProportionalHazardsTest[] {
  const fit = _fitCox(times, events, x, options);
  const names = options.names ?? (x[0] ?? []).map((_, j) => `x${j + 1}`);
  const kept = fit.terms.map(({ name }) => names.indexOf(name));
  const data = coxData(
    times,
    events,
    x.map((row) => kept.map((j) => row[j])),
    kept.map((j) => names[j]),
    options.strata,
    fit.ties,
  );
  const p = data.p;
  const g = timeShares(
    times,
    events,
    data.followUp.times.length,
    data.followUp.at,
    data.followUp.events,
  );
  const b = Float64Array.from(fit.terms, ({ coefficient }) => coefficient);
  const lp = linearPredictor(data, b);
  const score = new Float64Array(p);
  const information = new Float64Array(4 * p * p);
  const put = (j: number, l: number, v: number, time: number): void => {
    const q = 2 * p;
    information[j * q + l] += v;
    information[j * q + p + l] += time * v;
    information[(p + j) * q + l] += time * v;
    information[(p + j) * q + p + l] += time * time * v;
  };
  sweepDeaths(data, lp, true, ({ at, deaths, risk, dead }) => {
    for (const i of deaths) for (let j = 0; j < p; j++) score[j] += g[at] * data.x[i * p + j];
    for (const share of tieShares(data.ties, deaths.length)) {
      const s0 = risk.s0 - share * dead.s0;
      const mean = Float64Array.from(
        { length: p },
        (_, j) => (risk.s1[j] - share * dead.s1[j]) / s0,
      );
      for (let j = 0; j < p; j++) {
        score[j] -= g[at] * mean[j];
        for (let l = 0; l <= j; l++) {
          const v = (risk.s2[j * p + l] - share * dead.s2[j * p + l]) / s0 - mean[j] * mean[l];
          put(j, l, v, g[at]);
          if (l !== j) put(l, j, v, g[at]);
        }
      }
    }
  });
  const tests = fit.terms.map(({ name }, j) => testOf(name, [j], score, information, p));
  return [
    ...tests,
    testOf(
      "GLOBAL",
      Array.from({ length: p }, (_, j) => j),
      score,
      information,
      p,
    ),
  ];
}

/** 1 − S(t−) of all patients, about its mean over the events. */
function timeShares(
  times: readonly number[],
  events: readonly number[],
  m: number,
  at: Uint32Array,
  marks: Uint8Array,
): Float64Array {
  const { survival } = kaplanMeier(times, events);
  const share = Float64Array.from({ length: m }, (_, k) => (k === 0 ? 0 : 1 - survival[k - 1]));
  let [sum, deaths] = [0, 0];
  at.forEach((k, i) => {
    sum += marks[i] * share[k];
    deaths += marks[i];
  });
  return share.map((value) => value - sum / deaths);
}

/** (0, U)' I⁻¹ (0, U) with the information of all coefficients and of the changes that are tested. */
function testOf(
  name: string,
  changes: readonly number[],
  score: Float64Array,
  information: Float64Array,
  p: number,
): ProportionalHazardsTest {
  const rows = [...Array.from({ length: p }, (_, j) => j), ...changes.map((j) => p + j)];
  const q = rows.length;
  const part = Float64Array.from(rows.flatMap((r) => rows.map((c) => information[r * 2 * p + c])));
  const inverse = inverseCholesky(cholesky(part, q, 1e-13), q);
  let chiSquare = 0;
  changes.forEach((j, a) => {
    changes.forEach((l, c) => {
      chiSquare += score[j] * inverse[(p + a) * q + p + c] * score[l];
    });
  });
  return {
    name,
    chiSquare,
    degreesOfFreedom: changes.length,
    pValue: chiSquareUpperTail(chiSquare, changes.length),
  };
}
