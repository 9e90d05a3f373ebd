/**
 * The stationary wavelet transform as PyRadiomics uses it: eight bands of the size of the image.
 *
 * Along each axis a low-pass (L) and a high-pass (H) filter run over the image, which is taken as periodic; an
 * axis of odd length is first lengthened by a copy of its first sample. The letters of a band name the filter along
 * x, y and z. Further levels repeat the same undilated filters on the LLL band, as long as it is: only the bands that
 * are given are cut to the size of the image. An image of 32-bit floats is filtered in 32 bits.
 * Source: PyWavelets' `swtn` as PyRadiomics 3 calls it.
 */

import type { Triple, Volume, VoxelArray } from "../../io/volume.js";
import { lineParts, readLines, writeLines } from "../line-parts.js";
import { filterKernel } from "./filter-kernel.js";
import { biorthogonalFilters, lowPassFilters } from "./wavelet-coefficients.js";

export interface WaveletFilters {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface WaveletOptions {
  /** haar, db1 … db38, sym2 … sym20, coif1 … coif17, dmey, bior1.1 … bior6.8, rbio1.1 … rbio6.8; defaults to coif1. */
  readonly wavelet?: string;
  /** Number of decompositions that are given; defaults to 1. */
  readonly levels?: number;
  /** Decompositions before the first that is given; defaults to 0. */
  readonly startLevel?: number;
  /** An axis (0 = x) that is left alone; names then have two letters. */
  readonly skipAxis?: 0 | 1 | 2;
}

/** One band, named as in PyRadiomics: `LLH`, with its level: 1 is the first that is given, wherever they start. */
export interface WaveletBand {
  readonly level: number;
  readonly letters: string;
  readonly volume: Volume;
}

/**
 * Filters of decomposition; the high-pass one is the low-pass one of reconstruction with every other sign turned.
 *
 * @throws RangeError for a name that is not known
 */
export function waveletFilters(name: string): WaveletFilters {
  const { low, reconstruction } = lowPass(name);
  return { low, high: reconstruction.map((c, k) => (k % 2 === 0 ? -1 : 1) * c) };
}

/** The filters in 32 bits. PyWavelets keeps those of coiflets without their factor √2, and multiplies in 32 bits too. */
function singleFilters(name: string): WaveletFilters {
  const { low, high } = waveletFilters(name);
  const single = (c: number): number =>
    name.startsWith("coif")
      ? Math.fround(Math.fround(c / Math.SQRT2) * Math.fround(Math.SQRT2))
      : Math.fround(c);
  return { low: low.map(single), high: high.map(single) };
}

/** Every name that `waveletFilters` knows. */
export function waveletNames(): string[] {
  const pairs = Object.keys(biorthogonalFilters);
  return [
    ...Object.keys(lowPassFilters),
    ...["bior", "rbio"].flatMap((family) => pairs.map((pair) => family + pair)),
  ];
}

/** The low-pass filters of decomposition and reconstruction. */
function lowPass(name: string): { low: Float64Array; reconstruction: Float64Array } {
  const numbers = (text: string): Float64Array => Float64Array.from(text.split(" "), Number);
  const family = name.slice(0, 4);
  if (Object.hasOwn(lowPassFilters, name)) {
    const low = numbers(lowPassFilters[name]);
    return { low, reconstruction: low.slice().reverse() };
  }
  if (
    (family === "bior" || family === "rbio") &&
    Object.hasOwn(biorthogonalFilters, name.slice(4))
  ) {
    const [first, second] = biorthogonalFilters[name.slice(4)].map(numbers);
    return family === "bior"
      ? { low: first, reconstruction: second }
      : { low: second.reverse(), reconstruction: first.reverse() };
  }
  throw new RangeError(
    "the wavelet must be one of haar, db1 … db38, sym2 … sym20, coif1 … coif17, dmey, " +
      `bior or rbio with ${Object.keys(biorthogonalFilters).join(", ")}; it is "${name}"`,
  );
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
  const single = volume.values instanceof Float32Array;
  const filters = single ? singleFilters(wavelet) : waveletFilters(wavelet);
  const axes = ([0, 1, 2] as const).filter((axis) => axis !== skipAxis);
  const lowest = "L".repeat(axes.length);
  // One level alone reads the copied samples where they are; further levels filter what the first made of them.
  const size = startLevel + levels === 1 ? volume.size : evenSize(volume.size, axes);
  let current: VoxelArray = resized(volume.values, volume.size, size);
  for (let level = 0; level < startLevel; level++)
    current = decompose(current, size, axes, filters, single).get(lowest)!;
  const bands: WaveletBand[] = [];
  const add = (level: number, letters: string, band: Float64Array): void => {
    const values = resized(band, size, volume.size);
    bands.push({ level, letters, volume: { ...volume, values } });
  };
  for (let level = 1; level <= levels; level++) {
    const all = decompose(current, size, axes, filters, single);
    for (const [letters, values] of all) if (letters !== lowest) add(level, letters, values);
    if (level === levels) add(level, lowest, all.get(lowest)!);
    current = all.get(lowest)!;
  }
  return bands;
}

/** The size with each of these axes lengthened to an even number of samples. */
function evenSize(size: Triple, axes: readonly number[]): Triple {
  const [x, y, z] = size.map((n, axis) => (axes.includes(axis) ? n + (n % 2) : n));
  return [x, y, z];
}

/** The values of a size cut to another, or lengthened by copies of the first samples; the same array where nothing changes. */
function resized<A extends VoxelArray>(values: A, from: Triple, to: Triple): A | Float64Array {
  if (from.every((n, axis) => n === to[axis])) return values;
  const made = new Float64Array(to[0] * to[1] * to[2]);
  for (let z = 0, at = 0; z < to[2]; z++)
    for (let y = 0; y < to[1]; y++) {
      const row = ((z % from[2]) * from[1] + (y % from[1])) * from[0];
      for (let x = 0; x < to[0]; x++) made[at++] = values[row + (x % from[0])];
    }
  return made;
}

/** All bands of one level, by letters, L before H along each axis. */
function decompose(
  values: VoxelArray,
  size: Triple,
  axes: readonly (0 | 1 | 2)[],
  filters: WaveletFilters,
  single: boolean,
): Map<string, Float64Array> {
  let bands = new Map<string, VoxelArray>([["", values]]);
  for (const axis of axes) {
    const next = new Map<string, Float64Array>();
    for (const [letters, band] of bands) {
      const low = new Float64Array(values.length);
      // What has been filtered along an axis is not needed any more.
      const high = letters === "" ? new Float64Array(values.length) : (band as Float64Array);
      bothBands(band, size, axis, { ...filters, single }, low, high);
      next.set(`${letters}L`, low);
      next.set(`${letters}H`, high);
    }
    bands = next;
  }
  return bands as Map<string, Float64Array>;
}

/**
 * Both filters along one axis: out[n] = Σ filter[k] · x[(n + F/2 − k) mod N], N even after the lengthening.
 *
 * @param low where they go; `high` may be the values themselves
 */
function bothBands(
  values: VoxelArray,
  size: Triple,
  axis: 0 | 1 | 2,
  filters: WaveletFilters & { readonly single: boolean },
  low: Float64Array,
  high: Float64Array,
): void {
  const n = size[axis];
  const taps = filters.low.length;
  const places = periodicPlaces(n, taps);
  for (const part of lineParts(size, axis)) {
    const count = part.groups * part.width * n;
    const { kernel, take, copy } = filterKernel.open(8 * (3 * count + 2 * n + 8 * taps));
    const levels = take(Float64Array, count + 2);
    const from = copy(places);
    const weights = take(Float64Array, 2 * taps);
    weights.set(filters.low);
    weights.set(filters.high, taps);
    const [lows, highs] = [take(Float64Array, count + 2), take(Float64Array, count + 2)];
    const line = take(Float64Array, n + taps);
    const sources = take(Uint32Array, taps);
    readLines(values, n, part, levels);
    kernel.waveletPair(
      levels.byteOffset,
      part.groups,
      n,
      part.width,
      from.byteOffset,
      weights.byteOffset,
      taps,
      lows.byteOffset,
      highs.byteOffset,
      line.byteOffset,
      sources.byteOffset,
      filters.single,
    );
    writeLines(lows, n, part, low);
    writeLines(highs, n, part, high);
  }
}

/** Where the samples lie that a line of n needs: the j-th is at j − F/2 + 1, taken as periodic. */
function periodicPlaces(n: number, taps: number): Int32Array {
  const period = n % 2 === 0 ? n : n + 1;
  return Int32Array.from({ length: n + taps - 1 }, (_, j) => {
    const at = (((j - taps / 2 + 1) % period) + period) % period;
    return at === n ? 0 : at; // the copied sample is the first
  });
}
