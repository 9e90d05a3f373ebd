/** IBSI's processing as a settings file: a YAML mapping under the one key `ibsi`. */

import {
  choice,
  flag,
  isNamed,
  knownKeys,
  nullable,
  numbersOf,
  numeric,
  objectOf,
  type Plain,
  shareOf,
} from "../specification.js";
import type { IbsiSettings } from "./extract.js";

/**
 * `dimensions: 2D | 3D | both`, `spacing: [x, y, z]`, `interpolator: linear | b-spline | nearest`, `antiAliasing: 0.98` (none without it), `round: true`,
 * `range: [low, high]` (`.inf`: no limit), `outliers: 3`, `binSize: 25` or `binNumber: 32`, `volumeHistogramBinSize` or `volumeHistogramBinNumber`.
 *
 * @throws RangeError for an unknown key, or neither or both of bin size and number
 */
export function resolveIbsiSettings(specification: unknown): IbsiSettings {
  const s = objectOf(specification, "ibsi");
  knownKeys(s, KEYS, "ibsi");
  const range = s["range"] == null ? null : limitsOf(s["range"]);
  if (range !== null && range.length !== 2)
    throw new RangeError(`range must have two numbers; it has ${range.length}`);
  const spacing = s["spacing"] == null ? null : numbersOf(s, "spacing", []);
  if (spacing !== null && spacing.length !== 3)
    throw new RangeError(`spacing must have three numbers; it has ${spacing.length}`);
  if (spacing?.some((s) => !(s >= 0)))
    throw new RangeError(
      `spacing must be positive, or 0 to keep an axis; it is ${spacing.join(", ")}`,
    );
  return {
    dimensions: choice(s, "dimensions", ["2D", "3D", "both"], "3D"),
    spacing: spacing === null ? null : [spacing[0], spacing[1], spacing[2]],
    interpolator: choice(s, "interpolator", ["linear", "b-spline", "nearest"], "linear"),
    antiAliasing: shareOf(s, "antiAliasing"),
    round: flag(s, "round", false),
    range: range === null ? null : [range[0], range[1]],
    outliers: nullable(s, "outliers"),
    discretisation: binsOf(s, "binSize", "binNumber") ?? { kind: "none" },
    volumeHistogram: binsOf(s, "volumeHistogramBinSize", "volumeHistogramBinNumber") ?? {
      kind: "none",
    },
  };
}

const KEYS = [
  "dimensions",
  "spacing",
  "interpolator",
  "antiAliasing",
  "round",
  "range",
  "outliers",
  "binSize",
  "binNumber",
  "volumeHistogramBinSize",
  "volumeHistogramBinNumber",
] as const;

/** Two numbers, of which the upper may be infinite. */
function limitsOf(value: unknown): number[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((item, i) =>
    i === 1 && isNamed(item) && /^\+?\.inf$/i.test(item.text) ? Infinity : numeric(item, "range"),
  );
}

function binsOf(
  s: Plain,
  size: string,
  number: string,
): { kind: "ibsi-size"; width: number } | { kind: "ibsi-number"; count: number } | null {
  const [width, count] = [nullable(s, size), nullable(s, number)];
  if (width !== null && count !== null)
    throw new RangeError(`either ${size} or ${number} may be given; both are`);
  if (width !== null && !(width > 0))
    throw new RangeError(`${size} must be positive; it is ${width}`);
  if (count !== null && !(Number.isInteger(count) && count > 0))
    throw new RangeError(`${number} must be a positive whole number; it is ${count}`);
  if (width !== null) return { kind: "ibsi-size", width };
  return count === null ? null : { kind: "ibsi-number", count };
}
