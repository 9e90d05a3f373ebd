/** Checks of whole numbers: sums, means of whole ages, proportions of patients; and of percentages and order. */

import { type CheckOutcome, outcome, type PrintedReadings } from "./check-outcome.js";
import { listed, shown } from "./evidence.js";
import { grim, grimmer, type Limits } from "./grim.js";
import type { BrokenSum, SumRule } from "./group-sums.js";
import { overlap } from "./known.js";
import { printsAs } from "./printed-number.js";
import type { Check } from "./recipe.js";

export function sumOutcomes(
  rules: readonly SumRule[],
  broken: readonly BrokenSum[],
  readings: PrintedReadings,
): CheckOutcome[] {
  const holds = rules
    .filter((rule) => !broken.some((other) => other.rule === rule))
    .flatMap(({ of, total }) => {
      const sum = of.map((id) => readings.count(id)).join(" + ");
      const evidence = `${sum} = ${readings.count(total)} (${total})`;
      return [...of, total].map((id) => outcome(id, "compatible", evidence));
    });
  const fails = broken.flatMap(({ rule, sum, total, tooLarge, repair }) => {
    const added = rule.of.map((id) => readings.count(id)).join(" + ");
    const wrong = `${added} = ${sum}, but ${rule.total} is ${total}`;
    const mended =
      repair === null
        ? ""
        : `; read as ${repair.readAs}, ${repair.id} would make the sum right, and nothing else would`;
    const impossible = repair === null ? tooLarge : [repair.id];
    const cells = [...rule.of, rule.total];
    return cells.map((id) => {
      if (impossible.includes(id)) {
        const large = tooLarge.includes(id) ? "; it alone exceeds the total" : "";
        return outcome(id, "impossible as printed", `${wrong}${large}${mended}`);
      }
      return outcome(id, repair === null ? "differs" : "compatible", `${wrong}${mended}`);
    });
  });
  return [...holds, ...fails];
}

export function wholeNumbers(
  check: Extract<Check, { by: "whole numbers" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const [mean, sd] = [readings.printed(check.mean), readings.printed(check.standardDeviation)];
  const n = readings.number(check.n).value;
  const { sums, nearest } = grim(mean, n);
  if (sums.length === 0) {
    const means = nearest.map(shown).join(" and ");
    const evidence = `no ${n} whole numbers have the mean ${mean.text}: the nearest are ${means} (GRIM)`;
    return [
      outcome(check.mean, "impossible as printed", evidence),
      outcome(check.standardDeviation, "open", evidence),
    ];
  }
  const sum = `${n} whole numbers that add up to ${listed(sums.map(String))} have the mean ${mean.text} (GRIM)`;
  const limits: Limits =
    check.smallest === undefined || check.largest === undefined
      ? {}
      : {
          smallest: readings.number(check.smallest).value,
          largest: readings.number(check.largest).value,
        };
  const found = grimmer(mean, sd, n, limits);
  const near = (squares: readonly { squares: number; standardDeviation: number }[]): string => {
    const texts = squares.map((s) => `${s.squares} (${shown(s.standardDeviation)})`);
    return texts.length > 4 ? `${texts[0]} to ${texts.at(-1)}` : listed(texts);
  };
  const passes = found.fitting.length > 0;
  const between =
    limits.largest === undefined ? "" : ` from ${limits.smallest} to ${limits.largest}`;
  const instead =
    found.nearest.length === 0
      ? `none comes near it`
      : `with the right parity, the nearest sums of squares are ${near(found.nearest)}`;
  const evidence = passes
    ? `squares that add up to ${near(found.fitting)} give the standard deviation ${sd.text} (GRIMMER)`
    : `no ${n} whole numbers${between} have the mean ${mean.text} and the standard deviation ${sd.text}: ${instead} (GRIMMER)`;
  return [
    outcome(check.mean, "compatible", sum),
    outcome(check.standardDeviation, passes ? "compatible" : "impossible as printed", evidence),
  ];
}

export function proportion(
  check: Extract<Check, { by: "proportion" }>,
  readings: PrintedReadings,
): CheckOutcome[] {
  const printed = readings.share(check.of);
  const n = readings.number(check.n).value;
  const counts: number[] = [];
  for (let count = 0; count <= n; count++) if (printsAs(count / n, printed)) counts.push(count);
  const below = Math.floor(printed.value * n);
  const evidence =
    counts.length > 0
      ? `${listed(counts.map((count) => `${count}/${n} = ${shown(count / n)}`))} prints so`
      : `no number of ${n} patients prints ${printed.text}: ${listed([below, below + 1].map((count) => `${count}/${n} = ${shown(count / n)}`))}`;
  return [outcome(check.of, counts.length > 0 ? "compatible" : "impossible as printed", evidence)];
}

export function shares(of: readonly string[], readings: PrintedReadings): CheckOutcome[] {
  const known = of.map((id) => readings.number(id));
  const sum = (part: "value" | "low" | "high"): number => known.reduce((a, b) => a + b[part], 0);
  const fits = overlap({ low: sum("low"), high: sum("high") }, { low: 100, high: 100 });
  const exact = sum("value") === 100;
  const added = `${known.map(({ value }) => shown(value)).join(" + ")} = ${shown(sum("value"))}`;
  const evidence = `${added}${exact ? "" : ", not 100"}${fits && !exact ? ", which rounding alone can explain" : ""}`;
  return of.map((id) => outcome(id, fits ? "compatible" : "differs", evidence));
}

/** Numbers in order prove nothing, so what holds leaves the claims open; what does not contradicts. */
export function order(of: readonly string[], readings: PrintedReadings): CheckOutcome[] {
  const known = of.map((id) => readings.number(id));
  const rises = known.every((next, i) => i === 0 || known[i - 1]!.low <= next.high);
  const chain = known.map(({ value }) => shown(value)).join(" ≤ ");
  const evidence = rises ? chain : `${chain} does not hold`;
  return of.map((id) => outcome(id, rises ? "open" : "differs", evidence));
}
