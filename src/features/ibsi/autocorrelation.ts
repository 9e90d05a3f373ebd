/**
 * Moran's I and Geary's C: whether near voxels are alike, every pair weighted by its inverse distance. IBSI 3.1.
 * All pairs of one offset share a weight, so the double sum is a sum over offsets of weight times correlation; by
 * Parseval's theorem that is a sum over frequencies, and two real images share one complex Fourier transform.
 */

import { regionBox } from "../../imaging/region.js";
import type { Mask, Volume } from "../../io/volume.js";
import { type Complex, fastLength, transform3 } from "../../math/fft.js";

export function spatialAutocorrelation(
  volume: Volume,
  mask: Mask,
): { moran: number; geary: number } {
  const { first, length } = regionBox(mask);
  const size = length.map((n) => fastLength(2 * n - 1)) as [number, number, number];
  const cells = size[0] * size[1] * size[2];
  const at = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);
  let [n, sum] = [0, 0];
  forEachVoxel(mask, first, length, (source) => {
    n++;
    sum += volume.values[source];
  });
  const mean = sum / n;
  // deviations with the region's indicator, squared deviations with the weights
  const one: Complex = { re: new Float64Array(cells), im: new Float64Array(cells) };
  const two: Complex = { re: new Float64Array(cells), im: new Float64Array(cells) };
  let squares = 0;
  forEachVoxel(mask, first, length, (source, i, j, k) => {
    const d = volume.values[source] - mean;
    const to = at(i, j, k);
    one.re[to] = d;
    one.im[to] = 1;
    two.re[to] = d * d;
    squares += d * d;
  });
  setWeights(two.im, volume.spacing, length, size);
  transform3(one, size);
  transform3(two, size);

  let [weights, products, crossed] = [0, 0, 0];
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++) {
        const f = at(i, j, k);
        const g = at((size[0] - i) % size[0], (size[1] - j) % size[1], (size[2] - k) % size[2]);
        const levelRe = (one.re[f] + one.re[g]) / 2;
        const levelIm = (one.im[f] - one.im[g]) / 2;
        const insideRe = (one.im[f] + one.im[g]) / 2;
        const insideIm = (one.re[g] - one.re[f]) / 2;
        const squareRe = (two.re[f] + two.re[g]) / 2;
        const squareIm = (two.im[f] - two.im[g]) / 2;
        const w = (two.im[f] + two.im[g]) / 2; // the weights are even, so their transform is real
        weights += w * (insideRe * insideRe + insideIm * insideIm);
        products += w * (levelRe * levelRe + levelIm * levelIm);
        crossed += w * (squareRe * insideRe + squareIm * insideIm);
      }
    }
  }
  return {
    moran: ((n / weights) * products) / squares,
    geary: (((n - 1) / weights) * (crossed - products)) / squares,
  };
}

/** 1 / distance in mm of every offset that two voxels of the box can have. */
function setWeights(
  to: Float64Array,
  spacing: readonly number[],
  length: readonly number[],
  size: readonly [number, number, number],
): void {
  const [nx, ny, nz] = size;
  for (let k = 1 - length[2]; k < length[2]; k++) {
    for (let j = 1 - length[1]; j < length[1]; j++) {
      const row = nx * (((j + ny) % ny) + ny * ((k + nz) % nz));
      for (let i = 1 - length[0]; i < length[0]; i++) {
        const [x, y, z] = [i * spacing[0], j * spacing[1], k * spacing[2]];
        to[row + ((i + nx) % nx)] = 1 / Math.sqrt(x * x + y * y + z * z);
      }
    }
  }
  to[0] = 0; // a voxel is no pair with itself
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
