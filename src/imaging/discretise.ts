/**
 * Grey levels into numbered bins, the first being 1: PyRadiomics' edges and IBSI's formulas.
 * Source: IBSI reference manual 2.7 (discretisation), Image Biomarker Standardisation Initiative, Radiology 295 (2020) 328.
 */

import { partVoxels, regionMemory } from "./region-kernel.js";

export interface Discretised {
  /** Bin of each voxel of the region, 1 to `highest`. */
  readonly bins: Int32Array;
  /** The highest bin that is present: Ng of the texture formulas. */
  readonly highest: number;
}

export type Discretisation =
  /** PyRadiomics' binWidth: edges at multiples of the width. */
  | { readonly kind: "pyradiomics-width"; readonly width: number }
  /** PyRadiomics' binCount: equal bins from minimum to maximum. */
  | { readonly kind: "pyradiomics-count"; readonly count: number }
  /** IBSI's fixed bin size from `minimum` (the lower bound of the resegmentation range; else the region's minimum). */
  | { readonly kind: "ibsi-size"; readonly width: number; readonly minimum?: number }
  /** IBSI's fixed bin number. */
  | { readonly kind: "ibsi-number"; readonly count: number }
  /** The levels are whole numbers already and are used as they are. */
  | { readonly kind: "none" };

/**
 * @param levels grey levels of the region, finite, at least one
 * @throws RangeError for a width or count that is not positive, or more than 65,535 bins
 */
export function discretise(levels: Float64Array, how: Discretisation): Discretised {
  if (levels.length === 0)
    throw new RangeError("a region must have a voxel to be discretised; it has none");
  const [low, high] = extent(levels);
  checkBins(how, low, high);
  switch (how.kind) {
    case "pyradiomics-width":
      return byEdges(levels, widthEdges(low, high, how.width), low, how.width);
    case "pyradiomics-count":
      return byEdges(levels, countEdges(low, high, how.count), low, (high - low) / how.count);
    case "ibsi-size": {
      const minimum = how.minimum ?? low;
      return byFormula(levels, (level) => Math.floor((level - minimum) / how.width) + 1);
    }
    case "ibsi-number": {
      const range = high - low;
      return byFormula(levels, (level) =>
        range === 0 ? 1 : Math.min(how.count, Math.floor((how.count * (level - low)) / range) + 1),
      );
    }
    case "none":
      return byFormula(levels, (level) => level);
  }
}

function byFormula(levels: Float64Array, binOf: (level: number) => number): Discretised {
  const bins = Int32Array.from(levels, binOf);
  return { bins, highest: bins.reduce((highest, bin) => Math.max(highest, bin), 1) };
}

function checkBins(how: Discretisation, low: number, high: number): void {
  if (how.kind === "none") {
    if (low < 1)
      throw new RangeError(`levels that are used as bins must be at least 1; the lowest is ${low}`);
    return;
  }
  const [name, size] =
    "width" in how ? (["width", how.width] as const) : (["count", how.count] as const);
  if (!(size > 0) || (name === "count" && !Number.isInteger(size))) {
    throw new RangeError(`a bin ${name} must be positive; it is ${size}`);
  }
  const bins = name === "width" ? (high - low) / size : size;
  if (bins > 65535) {
    throw new RangeError(
      `there must be at most 65535 bins; levels from ${low} to ${high} with a bin width of ${size} give ${Math.ceil(bins)}; choose a wider bin`,
    );
  }
}

/** numpy.arange(low, high + 2 width, width) with low moved down to a multiple of the width. */
function widthEdges(minimum: number, maximum: number, width: number): Float64Array {
  const low = minimum - (((minimum % width) + width) % width);
  const step = low + width - low;
  return Float64Array.from(
    { length: Math.ceil((maximum + 2 * width - low) / width) },
    (_, i) => low + i * step,
  );
}

/** numpy.histogram's edges, the last raised by one so that the maximum falls into the last bin. */
function countEdges(minimum: number, maximum: number, count: number): Float64Array {
  const [a, b] = minimum === maximum ? [minimum - 0.5, maximum + 0.5] : [minimum, maximum];
  const step = (b - a) / count;
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => a + i * step);
  edges[count] = b + 1;
  return edges;
}

/** The bin of a level is the number of edges at or below it. @param width about what a bin is wide, 0 of a flat region */
function byEdges(
  levels: Float64Array,
  edges: Float64Array,
  low: number,
  width: number,
): Discretised {
  const bins = new Int32Array(levels.length);
  const [anchor, perBin] = width > 0 ? [edges[0], 1 / width] : [low, 0];
  const room = regionMemory.open(12 * partVoxels + 8 * edges.length);
  const part = room.take(Float64Array, partVoxels);
  const into = room.take(Int32Array, partVoxels);
  const all = room.copy(edges).byteOffset;
  let highest = 1;
  for (let start = 0; start < levels.length; start += partVoxels) {
    const some = levels.subarray(start, start + partVoxels);
    const n = some.length;
    part.set(some);
    const [from, to] = [part.byteOffset, into.byteOffset];
    const most = room.kernel.binsByEdges(from, n, all, edges.length, anchor, perBin, to);
    highest = Math.max(highest, most);
    bins.set(into.subarray(0, n), start);
  }
  return { bins, highest };
}

function extent(levels: Float64Array): [low: number, high: number] {
  const room = regionMemory.open(8 * partVoxels + 16);
  const part = room.take(Float64Array, partVoxels);
  const ends = room.copy(Float64Array.of(levels[0], levels[0]));
  for (let start = 0; start < levels.length; start += partVoxels) {
    const some = levels.subarray(start, start + partVoxels);
    part.set(some);
    room.kernel.extent(part.byteOffset, some.length, ends.byteOffset);
  }
  return [ends[0], ends[1]];
}
