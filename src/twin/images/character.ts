/**
 * The character of a tumour: eight properties of shape, signal and texture, each of which carries the score in part.
 *
 * The standardised score z and one independent normal number make the tumour's latent aggressiveness
 * l = strength · z + √(1 − strength²) · e, so that `strength` is the correlation of l with the score. Each property
 * follows l with the correlation `SHARE` and varies by itself otherwise: no single feature gives l, many together do.
 */

import { between, type Streams } from "./stream.js";

/** Properties of one sequence, in standard deviations of their population. */
export interface SequenceCharacter {
  /** Mean grey level of the solid tumour. */
  readonly signal: number;
  /** Amplitude of the texture. */
  readonly contrast: number;
  /** From fine to coarse texture. */
  readonly coarseness: number;
}

export interface Character {
  /** What the images carry of the score, SD 1. */
  readonly latent: number;
  /** Depth of the clefts between lobes. */
  readonly lobulation: number;
  /** Number of dark foci (vessels, old blood). */
  readonly foci: number;
  readonly t1: SequenceCharacter;
  readonly fs: SequenceCharacter;
}

/** Mean and standard deviation of the score over the constructed cohort. */
const SCORE = { mean: -2.62, standardDeviation: 1.84 } as const;
/** Correlation of each property with the latent character. */
const SHARE = 0.8;

/**
 * @param strength share of the score in the images, 0 to 1: their correlation
 * @throws RangeError for a strength outside 0 to 1
 */
export function tumourCharacter(score: number, strength: number, streams: Streams): Character {
  if (!(strength >= 0 && strength <= 1))
    throw new RangeError(`the strength must lie between 0 and 1; got ${strength}`);
  const random = streams("character");
  const normal = (): number => Math.max(-2.5, Math.min(2.5, random.normal()));
  const z = (score - SCORE.mean) / SCORE.standardDeviation;
  const rest = normal();
  const latent = Math.max(-2.5, Math.min(2.5, strength * z + Math.sqrt(1 - strength ** 2) * rest));
  const property = (): number => SHARE * latent + Math.sqrt(1 - SHARE ** 2) * normal();
  const sequence = (): SequenceCharacter => ({
    signal: property(),
    contrast: property(),
    coarseness: property(),
  });
  return { latent, lobulation: property(), foci: property(), t1: sequence(), fs: sequence() };
}

/** Share of the tumour that is necrotic, by the table's level. */
export function necroticShare(
  level: "0" | "1%-50%" | ">50% of tumor volume",
  streams: Streams,
): number {
  const random = streams("necrosis share");
  if (level === "0") return 0;
  return level === "1%-50%" ? between(random, 0.06, 0.4) : between(random, 0.53, 0.7);
}
