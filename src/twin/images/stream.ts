/**
 * Randomness of one patient: a stream for each purpose that depends on the seed, the patient's id and the purpose
 * alone, so that no patient depends on the order of the others, and a change in one part leaves the others as they are.
 * Source: FNV-1a, two 32-bit hashes with different offsets (Fowler, Noll & Vo).
 */

import { type Random, seededRandom } from "../../math/random.js";

export type Streams = (purpose: string) => Random;

export function patientStreams(id: string, seed: number): Streams {
  return (purpose) => {
    const text = `${seed}/${id}/${purpose}`;
    return seededRandom(fnv(text, 0x811c9dc5) * 0x100000 + (fnv(text, 0x01234567) >>> 12));
  };
}

function fnv(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Uniform between two limits. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
