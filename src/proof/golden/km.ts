/** Golden topic `km`: R's survfit. */

import {
  kaplanMeier,
  medianSurvival,
  restrictedMean,
  survivalAt,
  survivalQuantile,
} from "../../evaluate/kaplan-meier.js";
import type { GoldenCase } from "../golden.js";
import { observed } from "./survival-input.js";

export function compute({ input, options, expected }: GoldenCase): unknown {
  const { times, events } = observed(input);
  const confidence = Number(options["confLevel"] ?? 0.95);
  const curve = kaplanMeier(times, events, { confidence });
  const { mean, standardError } = restrictedMean(curve);
  const at = expected["at"] as { times: number[] } | undefined;
  const atTimes = at ? survivalAt(curve, at.times) : [];
  const scale = (interval: "log" | "log-log" | "plain"): object => {
    const own = kaplanMeier(times, events, { confidence, interval });
    const quantiles = [0.25, 0.5, 0.75].map((prob) => {
      const { time, lower, upper } = survivalQuantile(own, prob);
      return { prob, estimate: time, lower, upper };
    });
    return { lower: own.lower, upper: own.upper, quantiles };
  };
  return {
    n: curve.patients,
    events: curve.events,
    time: curve.time,
    nRisk: curve.atRisk,
    nEvent: curve.eventCount,
    nCensor: curve.censoredCount,
    surv: curve.survival,
    cumHazGreenwoodSe: curve.logStandardError,
    seSurv: curve.survival.map((s, k) => s * curve.logStandardError[k]),
    nelsonAalen: curve.cumulativeHazard,
    rmean: mean,
    rmeanSe: standardError,
    median: medianSurvival(curve),
    log: scale("log"),
    logLog: scale("log-log"),
    plain: scale("plain"),
    at: {
      times: at?.times,
      surv: atTimes.map(({ survival }) => survival),
      lower: atTimes.map(({ lower }) => lower),
      upper: atTimes.map(({ upper }) => upper),
      nRisk: atTimes.map(({ atRisk }) => atRisk),
    },
  };
}
