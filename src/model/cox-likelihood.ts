/**
 * Cox's partial likelihood: at each death, how likely it was this patient among those at risk.
 *
 * One sweep from the last time to the first keeps the sums over the patients at risk; each death adds its term, its score
 * and its information. Tied deaths are treated as Efron's average over their orders, or as Breslow's simpler bound.
 * Sources: Cox, J. R. Stat. Soc. B 34 (1972) 187–220; Efron, J. Am. Stat. Assoc. 72 (1977) 557–565; Breslow, ibid. 1974.
 */

import type { FollowUp } from "../cohort/follow-up.js";

export type CoxTies = "efron" | "breslow";

export interface CoxData {
  readonly followUp: FollowUp;
  /** n x p covariates, row-major, centred. */
  readonly x: Float64Array;
  readonly p: number;
  /** Place of each patient's stratum, 0 to strata − 1. */
  readonly stratum: Uint32Array;
  readonly strata: number;
  readonly ties: CoxTies;
  /** Patients by stratum, in each from the last time to the first. */
  readonly order: Uint32Array;
}

export interface CoxLikelihood {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  /** p x p. */
  readonly information: Float64Array;
}

/** What is known at one time with deaths, for those who sum over them. */
export interface DeathTime {
  readonly stratum: number;
  /** Place of the time in the follow-up. */
  readonly at: number;
  readonly deaths: readonly number[];
  /** Σ over patients at risk of the risk, of risk · x, and of risk · x x'. */
  readonly risk: { readonly s0: number; readonly s1: Float64Array; readonly s2: Float64Array };
  /** The same over the deaths. */
  readonly dead: { readonly s0: number; readonly s1: Float64Array; readonly s2: Float64Array };
}

/** Order for the sweep: by stratum, then time from the last to the first (a counting sort). */
export function sweepOrder(
  { at, times }: FollowUp,
  stratum: Uint32Array,
  strata: number,
): Uint32Array {
  const m = times.length;
  const key = (i: number): number => stratum[i] * m + (m - 1 - at[i]);
  const start = new Uint32Array(strata * m + 1);
  for (let i = 0; i < at.length; i++) start[key(i) + 1]++;
  for (let k = 1; k < start.length; k++) start[k] += start[k - 1];
  const order = new Uint32Array(at.length);
  for (let i = 0; i < at.length; i++) order[start[key(i)]++] = i;
  return order;
}

/**
 * Visit every time with deaths, in each stratum from the last to the first.
 *
 * @param lp linear predictor of each patient
 * @param second whether sums of x x' are wanted
 */
export function sweepDeaths(
  data: CoxData,
  lp: Float64Array,
  second: boolean,
  visit: (time: DeathTime) => void,
): void {
  const { p, x, order, stratum } = data;
  const { at, events } = data.followUp;
  const risk = sums(p, second);
  for (let start = 0; start < order.length; ) {
    const [s, k] = [stratum[order[start]], at[order[start]]];
    if (start === 0 || stratum[order[start - 1]] !== s) clear(risk);
    const dead = sums(p, second);
    const deaths: number[] = [];
    let end = start;
    for (; end < order.length && stratum[order[end]] === s && at[order[end]] === k; end++) {
      const i = order[end];
      const r = Math.exp(lp[i]);
      add(risk, r, x, i, p);
      if (events[i] === 0) continue;
      add(dead, r, x, i, p);
      deaths.push(i);
    }
    if (deaths.length > 0) visit({ stratum: s, at: k, deaths, risk, dead });
    start = end;
  }
}

/** The shares of the deaths taken out of the risk set, one a death: Efron 0, 1/d, 2/d, …; Breslow none. */
export function tieShares(ties: CoxTies, deaths: number): number[] {
  return Array.from({ length: deaths }, (_, k) => (ties === "efron" ? k / deaths : 0));
}

/** At coefficients b. */
export function coxLikelihood(data: CoxData, b: Float64Array): CoxLikelihood {
  const { p, x, ties } = data;
  const lp = linearPredictor(data, b);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  const mean = new Float64Array(p);
  let logLikelihood = 0;
  sweepDeaths(data, lp, true, ({ deaths, risk, dead }) => {
    for (const i of deaths) {
      logLikelihood += lp[i];
      for (let j = 0; j < p; j++) score[j] += x[i * p + j];
    }
    for (const share of tieShares(ties, deaths.length)) {
      const s0 = risk.s0 - share * dead.s0;
      logLikelihood -= Math.log(s0);
      for (let j = 0; j < p; j++) {
        mean[j] = (risk.s1[j] - share * dead.s1[j]) / s0;
        score[j] -= mean[j];
        for (let l = 0; l <= j; l++) {
          const v = (risk.s2[j * p + l] - share * dead.s2[j * p + l]) / s0 - mean[j] * mean[l];
          information[j * p + l] += v;
          if (l !== j) information[l * p + j] += v;
        }
      }
    }
  });
  return { logLikelihood, score, information };
}

export function linearPredictor({ x, p }: CoxData, b: Float64Array): Float64Array {
  return Float64Array.from({ length: x.length / p }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += x[i * p + j] * b[j];
    return sum;
  });
}

interface Sums {
  s0: number;
  readonly s1: Float64Array;
  readonly s2: Float64Array;
}

function sums(p: number, second: boolean): Sums {
  return { s0: 0, s1: new Float64Array(p), s2: new Float64Array(second ? p * p : 0) };
}

function clear(s: Sums): void {
  s.s0 = 0;
  s.s1.fill(0);
  s.s2.fill(0);
}

function add(s: Sums, r: number, x: Float64Array, i: number, p: number): void {
  s.s0 += r;
  for (let j = 0; j < p; j++) {
    const rx = r * x[i * p + j];
    s.s1[j] += rx;
    if (s.s2.length > 0) for (let l = 0; l <= j; l++) s.s2[j * p + l] += rx * x[i * p + l];
  }
}
