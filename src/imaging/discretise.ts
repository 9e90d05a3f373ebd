/**
 * Grey levels into numbered bins, the first being 1: PyRadiomics' edges and IBSI's formulas.
 * Source: IBSI reference manual 2.7 (discretisation), Image Biomarker Standardisation Initiative, Radiology 295 (2020) 328.
 */

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
export function discretise(levels: Float64Array | Float32Array, how: Discretisation): Discretised {
  if (levels.length === 0)
    throw new RangeError("a region must have a voxel to be discretised; it has none");
  const [low, high] = extent(levels);
  checkBins(how, low, high);
  const bins = new Int32Array(levels.length);
  if (how.kind === "pyradiomics-width")
    fillByEdges(bins, levels, widthEdges(low, high, how.width), low, how.width);
  else if (how.kind === "pyradiomics-count") {
    fillByEdges(bins, levels, countEdges(low, high, how.count), low, (high - low) / how.count);
  } else if (how.kind === "ibsi-size") {
    const minimum = how.minimum ?? low;
    for (let i = 0; i < bins.length; i++)
      bins[i] = Math.floor((levels[i] - minimum) / how.width) + 1;
  } else if (how.kind === "ibsi-number") {
    const range = high - low;
    for (let i = 0; i < bins.length; i++) {
      bins[i] =
        range === 0
          ? 1
          : Math.min(how.count, Math.floor((how.count * (levels[i] - low)) / range) + 1);
    }
  } else for (let i = 0; i < bins.length; i++) bins[i] = levels[i];
  let highest = 1;
  for (let i = 0; i < bins.length; i++) if (bins[i] > highest) highest = bins[i];
  return { bins, highest };
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

/** The number of edges at or below each level; the formula gives the first guess, the edges decide. */
function fillByEdges(
  bins: Int32Array,
  levels: ArrayLike<number>,
  edges: Float64Array,
  low: number,
  width: number,
): void {
  const n = edges.length;
  const perBin = width > 0 ? 1 / width : 0;
  const first = edges[0];
  for (let i = 0; i < bins.length; i++) {
    const level = levels[i];
    let bin = Math.min(
      n,
      Math.max(0, Math.floor((level - (perBin > 0 ? first : low)) * perBin) + 1),
    );
    while (bin < n && edges[bin] <= level) bin++;
    while (bin > 0 && edges[bin - 1] > level) bin--;
    bins[i] = bin;
  }
}

function extent(levels: ArrayLike<number>): [low: number, high: number] {
  let [low, high] = [levels[0], levels[0]];
  for (let i = 1; i < levels.length; i++) {
    if (levels[i] < low) low = levels[i];
    if (levels[i] > high) high = levels[i];
  }
  return [low, high];
}
