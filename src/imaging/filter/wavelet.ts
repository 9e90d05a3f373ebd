/**
 * The stationary wavelet transform as PyRadiomics uses it: eight bands of the size of the image.
 *
 * Along each axis a low-pass (L) and a high-pass (H) filter run over the image, which is taken as periodic; an
 * axis of odd length is first lengthened by a copy of its first sample. The letters of a band name the filter along
 * x, y and z. Further levels repeat the same undilated filters on the LLL band.
 * Source: PyWavelets' `swtn` as PyRadiomics 3 calls it.
 */

import type { Triple, Volume } from "../../io/volume.js";
import { lowPassFilters } from "./wavelet-coefficients.js";

export interface WaveletFilters {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface WaveletOptions {
  /** haar, db1 … db20, sym2 … sym20, coif1 … coif10; defaults to coif1. */
  readonly wavelet?: string;
  /** Number of decompositions that are given; defaults to 1. */
  readonly levels?: number;
  /** Decompositions before the first that is given; defaults to 0. */
  readonly startLevel?: number;
  /** An axis (0 = x) that is left alone; names then have two letters. */
  readonly skipAxis?: 0 | 1 | 2;
}

/** One band, named as in PyRadiomics: `LLH`, with its level. */
export interface WaveletBand {
  readonly level: number;
  readonly letters: string;
  readonly volume: Volume;
}

/** @throws RangeError for a name that is not known */
export function waveletFilters(name: string): WaveletFilters {
  const text = lowPassFilters[name];
  if (text === undefined) {
    throw new RangeError(
      `the wavelet must be one of ${Object.keys(lowPassFilters).join(", ")}; it is "${name}"`,
    );
  }
  const low = Float64Array.from(text.split(" "), Number);
  const high = low.map((_, k) => (k % 2 === 0 ? -1 : 1) * low[low.length - 1 - k]);
  return { low, high };
}

/**
 * The bands in PyRadiomics' order: LLH … HHH of each level, and the LLL of the last.
 *
 * @throws RangeError for an unknown wavelet, or a number of levels that is not a positive whole number
 */
export function waveletBands(volume: Volume, options: WaveletOptions = {}): WaveletBand[] {
  const { wavelet = "coif1", levels = 1, startLevel = 0, skipAxis } = options;
  if (!Number.isInteger(levels) || levels < 1 || !Number.isInteger(startLevel) || startLevel < 0) {
    throw new RangeError(
      `wavelet levels must be whole numbers, at least 1; got ${levels}, starting at ${startLevel}`,
    );
  }
  const filters = waveletFilters(wavelet);
  const axes = ([0, 1, 2] as const).filter((axis) => axis !== skipAxis);
  let current = Float64Array.from(volume.values);
  for (let level = 0; level < startLevel; level++)
    current = decompose(current, volume.size, axes, filters).get("L".repeat(axes.length))!;
  const bands: WaveletBand[] = [];
  const add = (level: number, letters: string, values: Float64Array): void => {
    bands.push({ level, letters, volume: { ...volume, values } });
  };
  for (let level = startLevel + 1; level <= startLevel + levels; level++) {
    const all = decompose(current, volume.size, axes, filters);
    const lowest = "L".repeat(axes.length);
    for (const [letters, values] of all) if (letters !== lowest) add(level, letters, values);
    current = all.get(lowest)!;
    if (level === startLevel + levels) add(level, lowest, current);
  }
  return bands;
}

/** All bands of one level, by letters, L before H along each axis. */
function decompose(
  values: Float64Array,
  size: Triple,
  axes: readonly (0 | 1 | 2)[],
  { low, high }: WaveletFilters,
): Map<string, Float64Array<ArrayBuffer>> {
  let bands = new Map<string, Float64Array<ArrayBuffer>>([["", Float64Array.from(values)]]);
  for (const axis of axes) {
    const next = new Map<string, Float64Array<ArrayBuffer>>();
    for (const [letters, band] of bands) {
      next.set(`${letters}L`, convolvePeriodic(band, size, axis, low));
      next.set(`${letters}H`, convolvePeriodic(band, size, axis, high));
    }
    bands = next;
  }
  return bands;
}

/** out[n] = Σ filter[k] · x[(n + F/2 − k) mod N], N even after the lengthening. */
function convolvePeriodic(
  values: Float64Array,
  size: Triple,
  axis: 0 | 1 | 2,
  filter: Float64Array,
): Float64Array<ArrayBuffer> {
  const n = size[axis];
  const period = n % 2 === 0 ? n : n + 1;
  const inner = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const outer = values.length / (inner * n);
  const half = filter.length / 2;
  const out = new Float64Array(values.length);
  const from = new Int32Array(filter.length);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < filter.length; k++) {
      const at = (((i + half - k) % period) + period) % period;
      from[k] = (at === n ? 0 : at) * inner; // the copied sample is the first
    }
    for (let o = 0; o < outer; o++) {
      const base = o * n * inner;
      const to = base + i * inner;
      for (let q = 0; q < inner; q++) {
        let sum = 0;
        for (let k = 0; k < filter.length; k++) sum += filter[k] * values[base + from[k] + q];
        out[to + q] = sum;
      }
    }
  }
  return out;
}
