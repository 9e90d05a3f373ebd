/** What a check finds, and what it reads. */

import { refId } from "./claim-graph.js";
import type { Readings } from "./evaluation.js";
import type { PrintedNumber } from "./printed-number.js";

export interface CheckOutcome {
  /** The claim it speaks of. */
  readonly id: string;
  /** "open": the check says nothing either way, or could not be made. */
  readonly status: "compatible" | "differs" | "impossible as printed" | "open";
  readonly evidence: string;
}

/** What checks need beside the numbers: claims as they are printed. */
export interface PrintedReadings extends Readings {
  printed(id: string): PrintedNumber;
  /** The same as a share of one, if it is printed in percent. */
  share(id: string): PrintedNumber;
  /** A figure of a matrix; "undefined" where a word stands for it. */
  figure(id: string): PrintedNumber | "undefined";
  /** As printed, before any repair. */
  count(ref: string): number;
}

/** @param ref a claim, or a part of one */
export function outcome(
  ref: string,
  status: CheckOutcome["status"],
  evidence: string,
): CheckOutcome {
  return { id: refId(ref)!, status, evidence };
}
