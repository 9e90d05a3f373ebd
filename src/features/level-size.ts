/**
 * Matrices of grey level against size: of a run, a zone, a dependence or a distance. One set of formulas serves all.
 * Sources: Galloway, Comput. Graph. Image Process. 4 (1975) 172–179; Thibault et al., IEEE Trans. Biomed. Eng. 61 (2014)
 * 630–637; Sun & Wee, Comput. Vis. Graph. Image Process. 23 (1983) 341–352; IBSI 3.7, 3.8, 3.9, 3.11.
 */

/** The cells that are not empty, those of one size together. */
export interface LevelSizeMatrix {
  readonly level: Float64Array;
  readonly size: Float64Array;
  readonly count: Float64Array;
}

/**
 * How often each pair of a level and a size occurs.
 *
 * @param places 1 + place of the level, of each thing counted
 * @param sizes its size
 * @param levels the level at each place
 */
export function countedCells(
  places: ArrayLike<number>,
  sizes: ArrayLike<number>,
  levels: Float64Array,
): LevelSizeMatrix {
  const keys = new Float64Array(places.length);
  for (let i = 0; i < keys.length; i++) keys[i] = sizes[i] * 65536 + places[i] - 1;
  keys.sort();
  let cells = 0;
  for (let i = 0; i < keys.length; i++) if (keys[i] !== keys[i - 1]) cells++;
  const [level, size, count] = [
    new Float64Array(cells),
    new Float64Array(cells),
    new Float64Array(cells),
  ];
  for (let i = 0, c = -1; i < keys.length; i++) {
    if (keys[i] !== keys[i - 1]) {
      c++;
      size[c] = Math.floor(keys[i] / 65536);
      level[c] = levels[keys[i] - size[c] * 65536];
    }
    count[c]++;
  }
  return { level, size, count };
}

/** Matrices added up, each times its weight. */
export function mergeLevelSizes(
  matrices: readonly LevelSizeMatrix[],
  weights?: readonly number[],
): LevelSizeMatrix {
  const cells = new Map<number, number>();
  matrices.forEach(({ level, size, count }, m) => {
    const weight = weights?.[m] ?? 1;
    for (let c = 0; c < count.length; c++) {
      const key = size[c] * 65536 + level[c];
      cells.set(key, (cells.get(key) ?? 0) + weight * count[c]);
    }
  });
  const keys = Float64Array.from(cells.keys()).sort();
  return {
    level: keys.map((key) => key % 65536),
    size: keys.map((key) => Math.floor(key / 65536)),
    count: keys.map((key) => cells.get(key) ?? 0),
  };
}

/** The formulas by their meaning, in the order of {@link levelSizeFeatures}; families give them their own names. */
export const levelSizeNames = [
  "smallSize",
  "largeSize",
  "lowLevel",
  "highLevel",
  "smallSizeLowLevel",
  "smallSizeHighLevel",
  "largeSizeLowLevel",
  "largeSizeHighLevel",
  "levelNonUniformity",
  "levelNonUniformityNormalized",
  "sizeNonUniformity",
  "sizeNonUniformityNormalized",
  "percentage", // entries per voxel
  "levelVariance",
  "sizeVariance",
  "entropy",
  "energy", // sum of squared shares (IBSI's dependence count energy)
] as const;

/** A family's names of the formulas that it has. */
export type SizeNames = Readonly<Partial<Record<(typeof levelSizeNames)[number], string>>>;

/** @param values in the order of {@link levelSizeNames} */
export function namedSizes(values: Float64Array, names: SizeNames): Record<string, number> {
  const features: Record<string, number> = {};
  levelSizeNames.forEach((formula, i) => {
    const name = names[formula];
    if (name !== undefined) features[name] = values[i];
  });
  return features;
}

/**
 * The formulas of {@link levelSizeNames}.
 *
 * @param voxels the divisor of `percentage`
 * @param epsilon inside the logarithm: PyRadiomics 2⁻⁵², IBSI 0
 */
export function levelSizeFeatures(
  { level, size, count }: LevelSizeMatrix,
  voxels: number,
  epsilon: number,
): Float64Array {
  let [n, highest] = [0, 0];
  for (let c = 0; c < count.length; c++) {
    n += count[c];
    if (level[c] > highest) highest = level[c];
  }
  const byLevel = new Float64Array(highest + 1);
  let [ofSize, sizeSquares] = [0, 0];
  let [small, large, low, high, smallLow, smallHigh, largeLow, largeHigh] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  let [meanLevel, meanSize, entropy, energy] = [0, 0, 0, 0];
  for (let c = 0; c < count.length; c++) {
    const p = count[c] / n;
    const [i2, j2] = [level[c] * level[c], size[c] * size[c]];
    small += p / j2;
    large += p * j2;
    low += p / i2;
    high += p * i2;
    smallLow += p / (i2 * j2);
    smallHigh += (p * i2) / j2;
    largeLow += (p * j2) / i2;
    largeHigh += p * i2 * j2;
    meanLevel += p * level[c];
    meanSize += p * size[c];
    entropy -= p * Math.log2(p + epsilon);
    energy += p * p;
    byLevel[level[c]] += count[c];
    ofSize += count[c];
    if (size[c + 1] !== size[c]) {
      sizeSquares += ofSize * ofSize;
      ofSize = 0;
    }
  }
  let [levelVariance, sizeVariance] = [0, 0];
  for (let c = 0; c < count.length; c++) {
    const p = count[c] / n;
    levelVariance += p * (level[c] - meanLevel) ** 2;
    sizeVariance += p * (size[c] - meanSize) ** 2;
  }
  let levelSquares = 0;
  for (let l = 0; l < byLevel.length; l++) levelSquares += byLevel[l] * byLevel[l];
  return Float64Array.of(
    small,
    large,
    low,
    high,
    smallLow,
    smallHigh,
    largeLow,
    largeHigh,
    levelSquares / n,
    levelSquares / (n * n),
    sizeSquares / n,
    sizeSquares / (n * n),
    n / voxels,
    levelVariance,
    sizeVariance,
    entropy,
    energy,
  );
}
