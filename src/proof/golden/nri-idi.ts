/** Golden topic `nri-idi`: net reclassification and integrated discrimination, as Hmisc's improveProb. */

import {
  categoricalNri,
  continuousNri,
  discriminationImprovement,
} from "../../evaluate/reclassification.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const { y, p1, p2 } = completeCases({ y: input["y"], p1: input["p1"], p2: input["p2"] });
  const continuous = continuousNri(y, p1, p2);
  const idi = discriminationImprovement(y, p1, p2);
  const cuts = options["cuts"] as unknown as number[] | undefined;
  return {
    continuous: {
      nri: continuous.nri,
      nriSe: continuous.standardError,
      z: continuous.z,
      p: continuous.pValue,
      nriEvents: continuous.events,
      nriEventsSe: continuous.eventsStandardError,
      nriNonevents: continuous.nonEvents,
      nriNoneventsSe: continuous.nonEventsStandardError,
    },
    idi: {
      idi: idi.idi,
      se: idi.standardError,
      z: idi.z,
      p: idi.pValue,
      seSampleVariance: idi.standardError,
    },
    ...(cuts && { categorical: categorical(y, p1, p2, cuts) }),
  };
}

function categorical(y: number[], p1: number[], p2: number[], cuts: number[]): unknown {
  const found = categoricalNri(y, p1, p2, cuts);
  return {
    nri: found.nri,
    events: found.events,
    nonevents: found.nonEvents,
    se: found.standardError,
    z: found.z,
    p: found.pValue,
    seMultinomial: found.multinomialStandardError,
    up: { events: found.up.events, nonevents: found.up.nonEvents },
    down: { events: found.down.events, nonevents: found.down.nonEvents },
  };
}
