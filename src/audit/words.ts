/**
 * What the printed numbers say to a claim in words.
 *
 * Each part of the claim holds, fails, or stays open where no printed number decides, or only one that these patients
 * cannot have. All hold: supported; some hold: supported in part; none holds and some fail: not supported; else undecided.
 */

import { proportionInterval } from "../evaluate/proportion.js";
import { binomialUpperTail } from "../math/binomial.js";
import { aucDifference } from "./auc-difference.js";
import type { Claim } from "./claim.js";
import { partRefs, refId } from "./claim-graph.js";
import { figureCounts } from "./confusion-solver.js";
import { isBelow } from "./evaluate-arithmetic.js";
import type { Readings } from "./evaluation.js";
import { sentence, shown } from "./evidence.js";
import { type McNemarBounds, mcNemarBounds, mcNemarBoundsOfTotals } from "./mcnemar-bounds.js";
import type { Part, Ref } from "./recipe.js";
import type { Verdict, WordsStatus } from "./verdict.js";

export interface PartOutcome {
  readonly outcome: "holds" | "fails" | "open";
  /** With numbers. */
  readonly evidence: string;
}

/** @param isImpossible whether a claim was found to be impossible as printed */
export function judgeWords(
  { note }: Claim,
  parts: readonly Part[],
  readings: Readings,
  isImpossible: (id: string) => boolean,
): Verdict {
  const remark = note === undefined ? "" : ` ${sentence(note)}`;
  const outcomes = parts.map((part) => {
    const found = outcomeOrReason(part, readings);
    const without = partRefs(part)
      .map(refId)
      .find((id) => id !== null && isImpossible(id));
    if (without === undefined) return { part, ...found };
    const evidence = `${found.evidence}; but ${without} is impossible as printed`;
    return { part, outcome: "open" as const, evidence };
  });
  const evidence = outcomes
    .map(({ part, outcome, evidence: why }) => sentence(`${part.says}: ${WORD[outcome]}, ${why}`))
    .join(" ");
  return {
    status: statusOf(outcomes.map(({ outcome }) => outcome)),
    value: null,
    method: null,
    evidence: `${evidence}${remark}`,
  };
}

const WORD: Readonly<Record<PartOutcome["outcome"], string>> = {
  holds: "yes",
  fails: "no",
  open: "open",
};

function statusOf(outcomes: readonly PartOutcome["outcome"][]): WordsStatus {
  if (outcomes.every((outcome) => outcome === "holds")) return "supported";
  if (outcomes.includes("holds")) return "supported in part";
  return outcomes.includes("fails") ? "not supported" : "undecided";
}

/** A part whose numbers are not known stays open, with the reason. */
function outcomeOrReason(part: Part, readings: Readings): PartOutcome {
  try {
    return partOutcome(part, readings);
  } catch (error) {
    if (error instanceof RangeError) return { outcome: "open", evidence: error.message };
    throw error;
  }
}

/** What the numbers say to one part. */
export function partOutcome(part: Part, readings: Readings): PartOutcome {
  switch (part.by) {
    case "compare":
      return compare(part, readings);
    case "count below":
      return countBelow(part, readings);
    case "computed by":
      return computedBy(part, readings);
    case "computed alike":
      return computedAlike(part, readings);
    case "higher AUC":
      return higherAuc(part, readings);
    case "more often right":
      return fromBounds(
        mcNemarBounds(readings.matrix(part.of[0]), readings.matrix(part.of[1])),
        readings.number(part.alpha).value,
      );
    case "higher accuracy":
      return higherAccuracy(part, readings);
    case "better than prevalence":
      return betterThanPrevalence(part, readings);
    case "figure above":
      return figureAbove(part, readings);
    case "net benefit":
      return netBenefit(part, readings);
    case "not printed":
      return { outcome: "open", evidence: `no number is printed; needed: ${part.needs}` };
  }
}

function compare(
  { left, relation, right }: Extract<Part, { by: "compare" }>,
  readings: Readings,
): PartOutcome {
  const [a, b] = [readings.number(left), readings.number(right)];
  const holds = {
    "<": isBelow(a, b.value),
    "<=": a.value <= b.value,
    "=": a.value === b.value,
    ">=": a.value >= b.value,
    ">": a.value > b.value,
  }[relation];
  const bound = a.low === -Infinity ? "<" : "";
  const evidence = `${bound}${shown(a.value)} against ${shown(b.value)}`;
  return { outcome: holds ? "holds" : "fails", evidence };
}

function countBelow(
  { of, limit, expected }: Extract<Part, { by: "count below" }>,
  readings: Readings,
): PartOutcome {
  const level = readings.number(limit).value;
  const below = of.filter((ref) => isBelow(readings.number(ref), level));
  const values = below.map((ref) => `${refName(ref)} ${shown(readings.number(ref).value)}`);
  const evidence = `${below.length} of ${of.length} lie below ${shown(level)}${below.length === 0 ? "" : ` (${values.join(", ")})`}`;
  return {
    outcome: below.length === readings.number(expected).value ? "holds" : "fails",
    evidence,
  };
}

function computedBy(
  { of, methods }: Extract<Part, { by: "computed by" }>,
  readings: Readings,
): PartOutcome {
  const found = of.map((id) => ({ id, method: readings.method(id) }));
  const known = found.filter(({ method }) => method !== null);
  const other = known.filter(({ method }) => !methods.includes(method!));
  const named = other.map(({ id, method }) => `${id}: ${method}`);
  const evidence = `${known.length - other.length} of ${known.length}${named.length === 0 ? "" : ` (${named.join(", ")})`}`;
  if (known.length === 0) return { outcome: "open", evidence: "no test was found for any" };
  return { outcome: other.length === 0 ? "holds" : "fails", evidence };
}

function computedAlike(
  { of }: Extract<Part, { by: "computed alike" }>,
  readings: Readings,
): PartOutcome {
  const found = of.map((id) => readings.method(id));
  const evidence = of.map((id, i) => `${id} ${found[i] ?? "by none that was found"}`).join(", ");
  if (found.includes(null)) return { outcome: "open", evidence };
  return { outcome: new Set(found).size === 1 ? "holds" : "fails", evidence };
}

function higherAuc(
  { of, alpha }: Extract<Part, { by: "higher AUC" }>,
  readings: Readings,
): PartOutcome {
  const level = readings.number(alpha).value;
  const [a, b] = of.map((id) => readings.estimate(id));
  const found = aucDifference(a!, b!);
  const aucs = `${shown(a!.estimate.value)} against ${shown(b!.estimate.value)}`;
  const unpaired = `P of independent AUCs ${shown(found.unpairedP)}`;
  if (found.difference <= 0) return { outcome: "fails", evidence: aucs };
  if (found.unpairedRange.high < level)
    return { outcome: "holds", evidence: `${aucs}, ${unpaired}, and less if they are correlated` };
  const needed = found.correlationsFor({ low: 0, high: level });
  if (needed === null)
    return {
      outcome: "fails",
      evidence: `${aucs}, and no correlation makes P less than ${shown(level)}`,
    };
  const from = correlationAt(found.pAt, level);
  return {
    outcome: "open",
    evidence: `${aucs}, ${unpaired}; no P is printed, and one below ${shown(level)} needs a correlation of the two AUCs above ${shown(from)}`,
  };
}

/** The correlation at which P reaches a level, by halving: P falls as the correlation rises. */
function correlationAt(pAt: (correlation: number) => number, level: number): number {
  let [low, high] = [-1, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (pAt(middle) < level) high = middle;
    else low = middle;
  }
  return high;
}

function higherAccuracy(
  { of, n, alpha }: Extract<Part, { by: "higher accuracy" }>,
  readings: Readings,
): PartOutcome {
  const total = readings.number(n).value;
  const [first, second] = of.map((ref) => Math.round(readings.number(ref).value * total));
  return fromBounds(
    mcNemarBoundsOfTotals(first!, second!, total),
    readings.number(alpha).value,
    `${first} against ${second} of ${total} right; `,
  );
}

/** Significant for all pairings, for none, or for some. */
function fromBounds(
  { fewest, most, smallestP, largestP }: McNemarBounds,
  alpha: number,
  start = "",
): PartOutcome {
  const pair = ([b, c]: readonly [number, number]): string => `${b} gained and ${c} lost`;
  const one = smallestP === largestP && fewest[0] === most[0];
  const evidence = one
    ? `${start}${pair(fewest)}, exact McNemar P ${shown(smallestP)}`
    : `${start}exact McNemar P from ${shown(smallestP)} (${pair(fewest)}) to ${shown(largestP)} (${pair(most)})`;
  const better = fewest[0] > fewest[1];
  if (!better || smallestP >= alpha) return { outcome: "fails", evidence };
  return { outcome: largestP < alpha ? "holds" : "open", evidence };
}

function betterThanPrevalence(
  { matrix, alpha }: Extract<Part, { by: "better than prevalence" }>,
  readings: Readings,
): PartOutcome {
  const counts = readings.matrix(matrix);
  const [right, n] = figureCounts(counts, "accuracy");
  const majority = Math.max(counts.tp + counts.fn, counts.tn + counts.fp);
  const p = binomialUpperTail(right, n, majority / n);
  const evidence = `${right} of ${n} right where calling all alike gives ${majority}; one-sided exact binomial P ${shown(p)}`;
  return { outcome: p < readings.number(alpha).value ? "holds" : "fails", evidence };
}

function figureAbove(
  { matrix, figure, least }: Extract<Part, { by: "figure above" }>,
  readings: Readings,
): PartOutcome {
  const [part, whole] = figureCounts(readings.matrix(matrix), figure);
  if (whole === 0) return { outcome: "fails", evidence: `${figure} 0 of 0` };
  const [low, high] = proportionInterval(part, whole);
  const evidence = `${figure} ${part} of ${whole} = ${shown(part / whole)}, exact 95 % interval ${shown(low)} to ${shown(high)}`;
  return { outcome: low > least ? "holds" : "fails", evidence };
}

function netBenefit(
  { of, threshold }: Extract<Part, { by: "net benefit" }>,
  readings: Readings,
): PartOutcome {
  const [first, second] = of.map((id) => {
    const { tp, fp, tn, fn } = readings.matrix(id);
    return (tp - (fp * threshold) / (1 - threshold)) / (tp + fp + tn + fn);
  });
  const evidence = `net benefit ${shown(first!)} against ${shown(second!)} at ${shown(threshold)}`;
  return { outcome: first! > second! ? "holds" : "fails", evidence };
}

function refName(ref: Ref): string {
  return String(ref);
}
