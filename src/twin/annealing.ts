/**
 * Simulated annealing: a random walk that takes every change for the better, and one for the worse with a chance
 * that falls with the damage and with time. Source: Kirkpatrick, Gelatt & Vecchi, Science 220 (1983) 671-680.
 */

import type { Random } from "../math/random.js";

export interface AnnealingOptions {
  readonly steps: number;
  /** The damage that is taken with chance 1/e, at the start and at the end; it falls geometrically. */
  readonly from: number;
  readonly to: number;
  /** Told now and then which share of the steps is done, and the loss. */
  readonly progress?: (share: number, loss: number) => void;
}

/** A change that was made, and how to take it back. */
export interface Change {
  readonly loss: number;
  undo(): void;
}

/**
 * Walk until the loss is zero or the steps are used up.
 *
 * @param loss at the start
 * @param propose makes a change; `share` of the way is done. null if it was no change, or an impossible one
 * @returns the loss at the end
 */
export function anneal(
  loss: number,
  propose: (share: number) => Change | null,
  random: Random,
  { steps, from, to, progress }: AnnealingOptions,
): number {
  let current = loss;
  for (let step = 0; step < steps && current > 0; step++) {
    const share = step / steps;
    if (progress !== undefined && step % 1000 === 0) progress(share, current);
    const change = propose(share);
    if (change === null) continue;
    const damage = change.loss - current;
    const temperature = from * Math.exp(share * Math.log(to / from));
    if (damage <= 0 || random.uniform() < Math.exp(-damage / temperature)) current = change.loss;
    else change.undo();
  }
  return current;
}
