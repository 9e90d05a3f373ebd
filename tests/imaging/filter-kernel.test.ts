/**
 * The compiled filters beside their definitions, voxel by voxel and to the last bit: on lines of odd length, of one
 * voxel, and on images so large that they are worked off in parts.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gradientMagnitude } from "dlrn/imaging/filter/gradient";
import { laplacianOfGaussian } from "dlrn/imaging/filter/laplacian-of-gaussian";
import { localBinaryPattern2D } from "dlrn/imaging/filter/local-binary-pattern";
import { pointFilter } from "dlrn/imaging/filter/point";
import { waveletBands, waveletFilters } from "dlrn/imaging/filter/wavelet";
import { lineParts, readLines, writeLines } from "dlrn/imaging/line-parts";
import { IDENTITY_DIRECTION, type Triple, type Volume } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";

const sizes: readonly Triple[] = [
  [5, 7, 3],
  [4, 6, 2],
  [1, 9, 5],
  [300, 3, 301],
  [641, 411, 1],
];

function image(size: Triple, seed: number = 1): Volume {
  const { uniform } = seededRandom(seed);
  return {
    size,
    spacing: [0.7, 1.3, 3.1],
    origin: [0, 0, 0],
    direction: IDENTITY_DIRECTION,
    values: Float64Array.from({ length: size[0] * size[1] * size[2] }, () => 200 * uniform() - 100),
  };
}

type At = (x: number, y: number, z: number) => number;

/** Every voxel of an image made by a rule. */
function made({ size: [nx, ny, nz] }: Volume, rule: At): number[] {
  const out: number[] = [];
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) out.push(rule(x, y, z));
  return out;
}

const reader = ({ values, size: [nx, ny] }: Volume): At => {
  return (x, y, z) => values[x + nx * (y + ny * z)];
};

describe("agrees with the definition", () => {
  for (const size of sizes) {
    const volume = image(size);
    const at = reader(volume);

    test(`wavelet, ${size.join(" x ")}`, () => {
      const filters = waveletFilters("db2");
      const along = (source: Volume, axis: number, taps: Float64Array): Volume => {
        const n = size[axis];
        const period = n + (n % 2);
        const get = reader(source);
        const values = made(source, (...place) => {
          let sum = 0;
          for (let k = 0; k < taps.length; k++) {
            const i = (place[axis] + taps.length / 2 - k + 4 * period) % period;
            const from = [...place] as [number, number, number];
            from[axis] = i === n ? 0 : i;
            sum += taps[k] * get(...from);
          }
          return sum;
        });
        return { ...source, values: Float64Array.from(values) };
      };
      const bands = waveletBands(volume, { wavelet: "db2" });
      const some = volume.values.length < 1000 ? bands : [bands[3], bands[4]]; // HLL, HLH
      for (const { letters, volume: band } of some) {
        const wanted = [...letters].reduce(
          (source, letter, axis) =>
            along(source, axis, letter === "L" ? filters.low : filters.high),
          volume,
        );
        assert.deepEqual(band.values, wanted.values, letters);
      }
    });

    test(`gradient, ${size.join(" x ")}`, () => {
      const wanted = made(volume, (...place) => {
        const squares = place.map((c, axis) => {
          const [before, after] = [[...place], [...place]] as [typeof place, typeof place];
          before[axis] = Math.max(0, c - 1);
          after[axis] = Math.min(size[axis] - 1, c + 1);
          return ((at(...after) - at(...before)) * (0.5 / volume.spacing[axis])) ** 2;
        });
        return Math.sqrt(squares[0] + squares[1] + squares[2]);
      });
      assert.deepEqual(gradientMagnitude(volume).values, Float32Array.from(wanted));
    });

    test(`logarithm, ${size.join(" x ")}`, () => {
      const m = Math.max(...made(volume, (...place) => Math.abs(at(...place))).slice(0, 9));
      const wanted = made(volume, (...place) => {
        const level = at(...place);
        return Math.sign(level) * Math.log(Math.abs(level) + 1) * (m / Math.log(m + 1));
      });
      assert.deepEqual(pointFilter(volume, "logarithm", m).values, Float64Array.from(wanted));
    });

    test(`local binary pattern, ${size.join(" x ")}`, () => {
      const [nx, ny] = size;
      const inSlice = (x: number, y: number, z: number): number =>
        x < 0 || y < 0 || x >= nx || y >= ny ? 0 : at(x, y, z);
      const wanted = made(volume, (x, y, z) => {
        const bits = Array.from({ length: 12 }, (_, p) => {
          const row = y + Math.round(-1.5 * Math.sin((Math.PI * p) / 6) * 1e5) / 1e5;
          const column = x + Math.round(1.5 * Math.cos((Math.PI * p) / 6) * 1e5) / 1e5;
          const [x0, x1, y0, y1] = [column, column, row, row].map((c, i) =>
            i % 2 === 0 ? Math.floor(c) : Math.ceil(c),
          );
          const [right, down] = [column - x0, row - y0];
          const top = (1 - right) * inSlice(x0, y0, z) + right * inSlice(x1, y0, z);
          const bottom = (1 - right) * inSlice(x0, y1, z) + right * inSlice(x1, y1, z);
          return (1 - down) * top + down * bottom - at(x, y, z) >= 0 ? 1 : 0;
        });
        const changes = bits.filter((bit, p) => p > 0 && bit !== bits[p - 1]).length;
        return changes <= 2 ? bits.filter((bit) => bit === 1).length : 13;
      });
      assert.deepEqual(
        localBinaryPattern2D(volume, { samples: 12, radius: 1.5 }).values,
        Float64Array.from(wanted),
      );
    });
  }
});

describe("obeys the laws", () => {
  test("Laplacian of Gaussian: an image mirrored or turned gives its response mirrored or turned", () => {
    const volume: Volume = { ...image([300, 220, 5]), spacing: [1, 1, 1] };
    const [nx, ny] = volume.size;
    const at = reader(volume);
    const mirrored = made(volume, (x, y, z) => at(nx - 1 - x, y, z));
    const turned: Volume = { ...volume, size: [ny, nx, 5] };
    const swapped = made(turned, (x, y, z) => at(y, x, z));
    const response = reader(laplacianOfGaussian(volume, 2));
    const ofMirrored = reader(
      laplacianOfGaussian({ ...volume, values: Float64Array.from(mirrored) }, 2),
    );
    const ofTurned = reader(
      laplacianOfGaussian({ ...turned, values: Float64Array.from(swapped) }, 2),
    );
    let largest = 0;
    let [fromMirrored, fromTurned] = [0, 0];
    made(volume, (x, y, z) => {
      const value = response(x, y, z);
      largest = Math.max(largest, Math.abs(value));
      fromMirrored = Math.max(fromMirrored, Math.abs(value - ofMirrored(nx - 1 - x, y, z)));
      fromTurned = Math.max(fromTurned, Math.abs(value - ofTurned(y, x, z)));
      return value;
    });
    assert.ok(largest > 10);
    // Sums in 32-bit floats in another order.
    assert.ok(fromMirrored < 1e-5 * largest, `${fromMirrored} of ${largest}`);
    assert.ok(fromTurned < 1e-5 * largest, `${fromTurned} of ${largest}`);
  });

  test("the parts of a volume hold each voxel once, in whole lines", () => {
    for (const size of [...sizes, [1, 1, 1] as const, [700, 800, 4] as const])
      for (const axis of [0, 1, 2] as const) {
        const { values } = image(size);
        const back = new Float64Array(values.length);
        let voxels = 0;
        for (const part of lineParts(size, axis)) {
          const count = part.groups * part.width * size[axis];
          const levels = new Float64Array(count);
          readLines(values, size[axis], part, levels);
          writeLines(levels, size[axis], part, back);
          voxels += count;
        }
        assert.equal(voxels, values.length);
        assert.deepEqual(back, values);
      }
  });
});
