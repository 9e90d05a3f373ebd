/** The compiled loops over a region's voxels against plain ones, on small regions and on one that is worked on in parts. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Discretisation, discretise } from "dlrn/imaging/discretise";
import { loadMask } from "dlrn/imaging/load";
import { regionBox, regionIndices, regionLevels, regionSize } from "dlrn/imaging/region";
import { partVoxels } from "dlrn/imaging/region-kernel";
import { saveNifti } from "dlrn/io/nifti-write";
import { IDENTITY_DIRECTION, type Mask, type Triple, type VoxelArray } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import fc from "fast-check";

interface Seed {
  readonly size: Triple;
  readonly filled: number;
  readonly seed: number;
}

const seeds: fc.Arbitrary<Seed> = fc.record({
  size: fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 7 }),
  ),
  filled: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
});

const large: Seed = { size: [80, 70, 61], filled: 0.9, seed: 1 };
const oneLargeSlice: Seed = { size: [500, 301, 2], filled: 0.5, seed: 2 };

function regionOf({ size, filled, seed }: Seed): Mask {
  const random = seededRandom(seed);
  const n = size[0] * size[1] * size[2];
  const values = Uint8Array.from({ length: n }, () => (random.uniform() < filled ? 1 : 0));
  values[Math.floor(random.uniform() * n)] = 1;
  return { size, spacing: [1, 1, 1], origin: [0, 0, 0], direction: IDENTITY_DIRECTION, values };
}

function levelsOf<A extends VoxelArray>({ values }: Mask, kind: { from(a: number[]): A }): A {
  const random = seededRandom(values.length);
  return kind.from(Array.from(values, () => 100 + 40 * random.normal()));
}

/** For every region of the property, and for those of more than one part. */
function holds(property: (mask: Mask) => void): void {
  fc.assert(fc.property(seeds.map(regionOf), property));
  for (const seed of [large, oneLargeSlice]) {
    const mask = regionOf(seed);
    assert.ok(regionSize(mask) > partVoxels);
    property(mask);
  }
}

function voxelsOf({ values }: Mask): number[] {
  return Array.from(values.keys()).filter((at) => values[at] === 1);
}

describe("agrees with plain loops", () => {
  test("box and number of voxels", () => {
    holds((mask) => {
      const [nx, ny] = mask.size;
      const voxels = voxelsOf(mask);
      const range = (of: (at: number) => number): [number, number] => {
        const all = voxels.map(of);
        const [low, high] = [
          all.reduce((a, b) => Math.min(a, b)),
          all.reduce((a, b) => Math.max(a, b)),
        ];
        return [low, high - low + 1];
      };
      const [x, y, z] = [
        range((at) => at % nx),
        range((at) => Math.floor(at / nx) % ny),
        range((at) => Math.floor(at / (nx * ny))),
      ];
      assert.deepEqual(regionBox(mask), {
        first: [x[0], y[0], z[0]],
        length: [x[1], y[1], z[1]],
        voxels: voxels.length,
      });
    });
  });

  test("indices, in the mask's own grid and in a larger one", () => {
    holds((mask) => {
      const voxels = voxelsOf(mask);
      assert.deepEqual(Array.from(regionIndices(mask)), voxels);
      const [nx, ny, nz] = mask.size;
      const size: Triple = [nx + 3, ny + 2, nz + 5];
      assert.deepEqual(
        Array.from(regionIndices(mask, size, [2, 1, 4])),
        voxels.map((at) => {
          const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
          return x + 2 + size[0] * (y + 1 + size[1] * (z + 4));
        }),
      );
    });
  });

  test("grey levels of every kind of number", () => {
    holds((mask) => {
      for (const kind of [Float64Array, Float32Array, Int16Array, Uint8Array]) {
        const values = levelsOf<VoxelArray>(mask, kind);
        assert.deepEqual(
          Array.from(regionLevels({ ...mask, values }, mask)),
          voxelsOf(mask).map((at) => values[at]),
        );
      }
    });
  });

  test("bins between edges", () => {
    const ways: Discretisation[] = [
      { kind: "pyradiomics-width", width: 25 },
      { kind: "pyradiomics-width", width: 0.3 },
      { kind: "pyradiomics-count", count: 16 },
    ];
    holds((mask) => {
      const levels = levelsOf(mask, Float64Array);
      const low = levels.reduce((a, b) => Math.min(a, b));
      const high = levels.reduce((a, b) => Math.max(a, b));
      for (const how of ways) {
        const width = how.kind === "pyradiomics-width" ? how.width : (high - low) / 16;
        const start =
          how.kind === "pyradiomics-width" ? low - (((low % width) + width) % width) : low;
        const step = how.kind === "pyradiomics-width" ? start + width - start : width;
        const { bins, highest } = discretise(levels, how);
        assert.equal(
          highest,
          bins.reduce((a, b) => Math.max(a, b)),
        );
        if (low === high && how.kind === "pyradiomics-count") continue; // one voxel: its edges lie around it
        assert.ok(
          bins.every(
            (bin, i) =>
              start + (bin - 1) * step <= levels[i] &&
              (levels[i] < start + bin * step || levels[i] === high),
          ),
        );
      }
    });
  });
});

describe("a region is the voxels of a label in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-labels-"));
  after(() => rmSync(folder, { recursive: true }));
  const { values: _, ...place } = regionOf(large);
  const random = seededRandom(4);
  const labels = Array.from({ length: 80 * 70 * 61 }, () => 5 * random.uniform() - 1);
  for (const kind of [Float32Array, Int16Array, Uint8Array])
    test(kind.name, async () => {
      const image = { ...place, values: kind.from(labels.map((label) => Math.max(0, label))) };
      const path = join(folder, `${kind.name}.nii`);
      saveNifti(path, image);
      const { values } = await loadMask(path, image, { label: 3 });
      assert.deepEqual(
        values,
        Uint8Array.from(image.values, (label) => (Math.trunc(label) === 3 ? 1 : 0)),
      );
      await assert.rejects(loadMask(path, image, { label: 4 }), {
        name: "InputError",
        message: /must have voxels of label 4; it has (?=.*1)(?=.*2)(?=.*3)[123], [123], [123]$/,
      });
    });
});

test("a level that is not finite is refused with its place, in a later part too", () => {
  const mask = regionOf(large);
  const values = levelsOf(mask, Float64Array);
  const at = voxelsOf(mask)[partVoxels + 12345];
  for (const fault of [Number.NaN, Infinity, -Infinity]) {
    values[at] = fault;
    assert.throws(() => regionLevels({ ...mask, values }, mask), {
      name: "RangeError",
      message: `grey levels of the region must be finite; voxel ${at} has ${fault}; mend the image or the region`,
    });
  }
});
