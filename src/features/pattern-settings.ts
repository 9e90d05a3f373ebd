/** The settings of local binary patterns, resolved. */

import {
  MOST_SAMPLES,
  PATTERN_METHODS,
  type PatternMethod,
} from "../imaging/filter/pattern-codes.js";
import { choice, numberOf, type Plain } from "./specification.js";

export interface PatternSettings {
  readonly lbp2DRadius: number;
  readonly lbp2DSamples: number;
  readonly lbp2DMethod: PatternMethod;
  /** The axis across the slices that patterns are looked at in, 0 = z; also where texture is not held to planes. */
  readonly lbp2DAcross: 0 | 1 | 2;
  readonly lbp3DLevels: number;
  readonly lbp3DRadius: number;
  readonly lbp3DSubdivision: number;
}

/**
 * @param across the axis of `force2Ddimension`
 * @throws RangeError for values that no pattern has
 */
export function patternSettings(s: Plain, across: 0 | 1 | 2): PatternSettings {
  const method = choice<PatternMethod>(s, "lbp2DMethod", PATTERN_METHODS, "uniform");
  return {
    lbp2DRadius: radiusOf(s, "lbp2DRadius"),
    lbp2DSamples: countOf(s, "lbp2DSamples", 8, 1, MOST_SAMPLES[method]),
    lbp2DMethod: method,
    lbp2DAcross: across,
    lbp3DLevels: countOf(s, "lbp3DLevels", 2, 1, 20),
    lbp3DRadius: radiusOf(s, "lbp3DIcosphereRadius"),
    lbp3DSubdivision: countOf(s, "lbp3DIcosphereSubdivision", 1, 0, 4), // 2562 points
  };
}

function countOf(s: Plain, key: string, otherwise: number, least: number, most: number): number {
  const count = numberOf(s, key, otherwise);
  if (!Number.isInteger(count) || count < least || count > most)
    throw new RangeError(`${key} must be a whole number from ${least} to ${most}; it is ${count}`);
  return count;
}

function radiusOf(s: Plain, key: string): number {
  const radius = numberOf(s, key, 1);
  if (!(radius > 0)) throw new RangeError(`${key} must be positive, in voxels; it is ${radius}`);
  return radius;
}
