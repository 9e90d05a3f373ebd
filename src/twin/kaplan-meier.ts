/**
 * Kaplan and Meier's median and the log-rank test of two groups: what the survival targets need.
 * Sources: Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; Mantel, Cancer Chemother. Rep. 50 (1966) 163-170.
 */

import { chiSquareUpperTail } from "../math/chi-square.js";

/**
 * The time by which half have had the event; null if that is not reached. Where the curve is exactly 1/2 over a
 * span, its middle, as R's survfit.
 *
 * @param events 1 = event, 0 = censored; one censored at a time of an event is still at risk then
 */
export function kaplanMeierMedian(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
): number | null {
  let halfSince: number | null = null;
  for (const { time, surviving } of kaplanMeierSteps(times, events)) {
    if (halfSince !== null) return (halfSince + time) / 2;
    if (Math.abs(surviving - 0.5) < 1e-9) halfSince = time;
    else if (surviving < 0.5) return time;
  }
  return halfSince;
}

/** The curve's steps down, one per time with an event. */
export function kaplanMeierSteps(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
): { readonly time: number; readonly surviving: number }[] {
  const steps = [];
  let surviving = 1;
  for (const { time, deaths, atRisk } of eventTimes(times, events)) {
    surviving *= 1 - deaths / atRisk;
    steps.push({ time, surviving });
  }
  return steps;
}

/** Two-sided P of the log-rank test between the rows where `inGroup` holds and the others. */
export function logRankP(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  inGroup: readonly boolean[],
): number {
  const at = (wanted: boolean): number[] =>
    inGroup.flatMap((member, i) => (member === wanted ? [i] : []));
  const group = at(true).map((i) => times[i]!);
  let excess = 0;
  let spread = 0;
  for (const { time, deaths, atRisk } of eventTimes(times, events)) {
    const groupAtRisk = group.filter((t) => t >= time).length;
    const groupDeaths = at(true).filter((i) => times[i] === time && events[i] === 1).length;
    const share = groupAtRisk / atRisk;
    excess += groupDeaths - deaths * share;
    if (atRisk > 1) spread += (deaths * share * (1 - share) * (atRisk - deaths)) / (atRisk - 1);
  }
  return spread === 0 ? 1 : chiSquareUpperTail(excess ** 2 / spread, 1);
}

function eventTimes(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
): { time: number; deaths: number; atRisk: number }[] {
  const order = Array.from({ length: times.length }, (_, i) => i).sort(
    (i, j) => times[i]! - times[j]!,
  );
  const found = [];
  for (let start = 0, end = 0; start < order.length; start = end) {
    const time = times[order[start]!]!;
    let deaths = 0;
    for (; end < order.length && times[order[end]!] === time; end++) deaths += events[order[end]!]!;
    if (deaths > 0) found.push({ time, deaths, atRisk: order.length - start });
  }
  return found;
}
