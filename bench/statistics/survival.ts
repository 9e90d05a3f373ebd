/** Kaplan-Meier curves of two groups and the log-rank test between them, 100,000 patients. */

import { kaplanMeier } from "dlrn/evaluate/kaplan-meier";
import { logRank } from "dlrn/evaluate/log-rank";
import type { Bench } from "dlrn/proof/bench";
import { uniform } from "../generator.js";

const n = 100000;
const hundredths = (value: number): number => Number(value.toFixed(2)); // by the exact decimal value, as R rounds

export const bench: Bench = {
  name: "survival-100000",
  work: "survfit(Surv(time, event) ~ group) and survdiff, 100,000 patients",
  peer: {
    software: "R 4.2.2, survival 3.5-3",
    seconds: 0.244,
    check: { chiSquare: 405.56119542, events: 58432 },
    tolerance: 1e-4, // R rounds a few of the 100,000 times to the other hundredth
    r: `library(survival)
t1 <- round(-log(uniform(1e5, 181)) * 20, 2) + .01; c1 <- round(uniform(1e5, 182) * 40, 2) + .01
group <- as.integer(uniform(1e5, 183) < .5); t1 <- t1 * ifelse(group == 1, .9, 1)
time <- round(pmin(t1, c1), 2); event <- as.integer(t1 <= c1)
work <- function() { survfit(Surv(time, event) ~ group); survdiff(Surv(time, event) ~ group) }`,
  },
  prepare() {
    const [u, v, w] = [181, 182, 183].map((seed) => uniform(n, seed));
    const group = Array.from(w, (value) => (value < 0.5 ? "1" : "0"));
    const events = new Uint8Array(n);
    const times = Float64Array.from({ length: n }, (_, i) => {
      const t = (hundredths(-Math.log(u[i]) * 20) + 0.01) * (group[i] === "1" ? 0.9 : 1);
      const c = hundredths(v[i] * 40) + 0.01;
      events[i] = t <= c ? 1 : 0;
      return hundredths(Math.min(t, c));
    });
    const members = ["0", "1"].map((name) =>
      Array.from({ length: n }, (_, i) => i).filter((i) => group[i] === name),
    );
    return () => {
      let total = 0;
      for (const rows of members)
        total += kaplanMeier(
          rows.map((i) => times[i]),
          rows.map((i) => events[i]),
        ).events;
      return { chiSquare: logRank(times, events, group).chiSquare, events: total };
    };
  },
};
