/** A target: one quantity that the builder was told to meet, what is printed, and what the cohort gives. */

import { type PrintedNumber, printsAs } from "../audit/printed-number.js";
import { printedNumber } from "./printed.js";

export interface Target {
  readonly id: string;
  /** The printed claim it belongs to; null if none prints it. */
  readonly claim: string | null;
  /** As it is printed; null for a count that the paper's figures imply but do not print. */
  readonly printed: string | null;
  /** The number that is printed, or its limit; null for a median that is not reached. */
  readonly value: number | null;
  readonly relation: PrintedNumber["relation"] | "not reached";
  /** How far from `value` a quantity may lie and still print so; null where there is nothing to be near to. */
  readonly tolerance: number | null;
  readonly obtained: number | null;
  readonly met: boolean;
}

/** What the builder is to meet, before any cohort. */
export interface Quantity {
  readonly id: string;
  readonly claim: string | null;
}

/** A count: met exactly or not. */
export function countTarget(
  quantity: Quantity,
  wanted: number,
  obtained: number,
  printed: string | null = String(wanted),
): Target {
  const met = obtained === wanted;
  return { ...quantity, printed, value: wanted, relation: "=", tolerance: 0, obtained, met };
}

/** A printed number: met if the obtained one prints the same. */
export function printedTarget(quantity: Quantity, text: string, obtained: number | null): Target {
  const printed = printedNumber(text);
  return {
    ...quantity,
    printed: text,
    value: printed.value,
    relation: printed.relation,
    tolerance:
      printed.relation === "=" ? Number(((printed.high - printed.low) / 2).toPrecision(6)) : null,
    obtained,
    met: obtained !== null && printsAs(obtained, printed),
  };
}

/** The targets that a cohort misses, in words: `t3.val.dlrn.auc is 0.831, printed 0.833`. */
export function missedTargets(targets: readonly Target[]): string[] {
  return targets
    .filter(({ met }) => !met)
    .map(
      ({ id, obtained, printed, value, relation }) =>
        `${id} is ${obtained === null ? "not reached" : Number(obtained.toPrecision(6))}, ${printed === null ? `wanted ${value}` : `printed ${relation === "not reached" ? "not reached" : printed}`}`,
    );
}
