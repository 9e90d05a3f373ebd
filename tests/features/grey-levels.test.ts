/** The compiled loops over grey levels against plain ones, on small regions and on one that is worked on in parts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { binnedRegion, regionFrame } from "dlrn/features/binned-region";
import { EPSILON, firstOrder } from "dlrn/features/first-order";
import { discretise } from "dlrn/imaging/discretise";
import { partVoxels } from "dlrn/imaging/region-kernel";
import { IDENTITY_DIRECTION, type Mask } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import { quantile } from "dlrn/math/summary";

function levelsOf(count: number): Float64Array {
  const random = seededRandom(count);
  return Float64Array.from({ length: count }, () => 50 + 40 * random.normal());
}

for (const count of [1, 2, 3, 500, 2 * partVoxels + 77]) {
  test(`first order of ${count} levels, bit for bit`, () => {
    const levels = levelsOf(count);
    const binned = discretise(levels, { kind: "pyradiomics-width", width: 7 });
    const found = firstOrder(levels, binned, { voxelArrayShift: 30, voxelVolume: 2 });
    const total = (of: (level: number) => number): number =>
      levels.reduce((sum, level) => sum + of(level), 0);
    const mean = total((level) => level) / count;
    const [p10, p90] = [quantile(levels, 0.1), quantile(levels, 0.9)];
    const robust = levels.filter((level) => level >= p10 && level <= p90);
    const robustMean = robust.reduce((sum, level) => sum + level, 0) / robust.length;
    const m2 = total((level) => (level - mean) ** 2) / count;
    const m3 = total((level) => (level - mean) ** 2 * (level - mean)) / count;
    const m4 = total((level) => (level - mean) ** 2 * (level - mean) ** 2) / count;
    const counts = new Map<number, number>();
    for (const bin of binned.bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    const shares = Array.from(counts)
      .sort(([a], [b]) => a - b)
      .map(([, often]) => often / count);
    const energy = total((level) => (level + 30) ** 2);
    const expected = {
      "10Percentile": p10,
      "90Percentile": p90,
      Energy: energy,
      Entropy: shares.reduce((sum, p) => sum - p * Math.log2(p + EPSILON), 0),
      InterquartileRange: quantile(levels, 0.75) - quantile(levels, 0.25),
      Kurtosis: m2 === 0 ? 0 : m4 / (m2 * m2),
      Maximum: levels.reduce((a, b) => Math.max(a, b)),
      Mean: mean,
      MeanAbsoluteDeviation: total((level) => Math.abs(level - mean)) / count,
      Median: quantile(levels, 0.5),
      Minimum: levels.reduce((a, b) => Math.min(a, b)),
      RobustMeanAbsoluteDeviation:
        robust.reduce((sum, level) => sum + Math.abs(level - robustMean), 0) / robust.length,
      RootMeanSquared: Math.sqrt(energy / count),
      Skewness: m2 === 0 ? 0 : m3 / (m2 * Math.sqrt(m2)),
      TotalEnergy: 2 * energy,
      Uniformity: shares.reduce((sum, p) => sum + p * p, 0),
      Variance: m2,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(found[name], value, name);
  });
}

for (const size of [
  [7, 5, 3],
  [90, 80, 50],
] as const) {
  test(`places of levels in a region of ${size.join(" x ")}`, () => {
    const random = seededRandom(size[0]);
    const n = size[0] * size[1] * size[2];
    const values = Uint8Array.from({ length: n }, () => (random.uniform() < 0.8 ? 1 : 0));
    const mask: Mask = {
      size,
      spacing: [1, 1, 1],
      origin: [0, 0, 0],
      direction: IDENTITY_DIRECTION,
      values,
    };
    const frame = regionFrame(mask, 2);
    const bins = Int32Array.from(frame.voxels, () => 3 + 4 * Math.floor(9 * random.uniform()));
    const { places, levels, highest } = binnedRegion(frame, { bins, highest: 35 });
    assert.deepEqual(Array.from(levels), [3, 7, 11, 15, 19, 23, 27, 31, 35]);
    assert.equal(highest, 35);
    const expected = new Uint16Array((size[0] + 4) * (size[1] + 4) * (size[2] + 4));
    let voxel = 0;
    for (const [at, inside] of values.entries()) {
      if (inside === 0) continue;
      const [x, y, z] = [
        at % size[0],
        Math.floor(at / size[0]) % size[1],
        Math.floor(at / (size[0] * size[1])),
      ];
      expected[x + 2 + (size[0] + 4) * (y + 2 + (size[1] + 4) * (z + 2))] =
        1 + (bins[voxel++] - 3) / 4;
    }
    assert.deepEqual(places, expected);
  });
}
