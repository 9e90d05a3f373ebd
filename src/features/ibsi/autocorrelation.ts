/**
 * Moran's I and Geary's C: whether near voxels are alike, every pair weighted by its inverse distance. IBSI 3.1.
 * All pairs of one offset share a weight, so the double sum is a sum over offsets of autocorrelations, by Fourier transform.
 */

import { regionBox } from "../../imaging/region.js";
import type { Mask, Volume } from "../../io/volume.js";
import { type Complex, nextPowerOfTwo, transform3 } from "../../math/fft.js";

export function spatialAutocorrelation(
  volume: Volume,
  mask: Mask,
): { moran: number; geary: number } {
  const { first, length } = regionBox(mask);
  const size = length.map((n) => nextPowerOfTwo(2 * n - 1)) as [number, number, number];
  const cells = size[0] * size[1] * size[2];
  const [inside, level, square] = [0, 1, 2].map(
    (): Complex => ({ re: new Float64Array(cells), im: new Float64Array(cells) }),
  );
  const at = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);
  let [n, sum] = [0, 0];
  forEachVoxel(mask, first, length, (source) => {
    n++;
    sum += volume.values[source];
  });
  const mean = sum / n;
  let squares = 0;
  forEachVoxel(mask, first, length, (source, i, j, k) => {
    const d = volume.values[source] - mean;
    inside.re[at(i, j, k)] = 1;
    level.re[at(i, j, k)] = d;
    square.re[at(i, j, k)] = d * d;
    squares += d * d;
  });
  for (const image of [inside, level, square]) transform3(image, size);
  const levels = correlation(level, level);
  const squaresWith = correlation(square, inside);
  const pairs = correlation(inside, inside);
  for (const image of [levels, squaresWith, pairs]) transform3(image, size, true);
  let [weights, products, differences] = [0, 0, 0];
  const steps = volume.spacing;
  for (let k = 1 - length[2]; k < length[2]; k++) {
    for (let j = 1 - length[1]; j < length[1]; j++) {
      for (let i = 1 - length[0]; i < length[0]; i++) {
        if (i === 0 && j === 0 && k === 0) continue;
        const w = 1 / Math.sqrt((i * steps[0]) ** 2 + (j * steps[1]) ** 2 + (k * steps[2]) ** 2);
        const c = at((i + size[0]) % size[0], (j + size[1]) % size[1], (k + size[2]) % size[2]);
        weights += w * pairs.re[c];
        products += w * levels.re[c];
        differences += 2 * w * (squaresWith.re[c] - levels.re[c]);
      }
    }
  }
  return {
    moran: ((n / weights) * products) / squares,
    geary: (((n - 1) / (2 * weights)) * differences) / squares,
  };
}

/** The transform of the cross-correlation of two images, from theirs. */
function correlation(a: Complex, b: Complex): Complex {
  const re = a.re.map((_, i) => a.re[i] * b.re[i] + a.im[i] * b.im[i]);
  const im = a.re.map((_, i) => a.re[i] * b.im[i] - a.im[i] * b.re[i]);
  return { re, im };
}

function forEachVoxel(
  mask: Mask,
  first: readonly number[],
  length: readonly number[],
  visit: (source: number, i: number, j: number, k: number) => void,
): void {
  const [nx, ny] = mask.size;
  for (let k = 0; k < length[2]; k++) {
    for (let j = 0; j < length[1]; j++) {
      for (let i = 0; i < length[0]; i++) {
        const source = first[0] + i + nx * (first[1] + j + ny * (first[2] + k));
        if (mask.values[source] === 1) visit(source, i, j, k);
      }
    }
  }
}
