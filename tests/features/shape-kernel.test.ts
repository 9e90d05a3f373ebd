/** The compiled loops of shape against plain ones, bit for bit. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type GridPoints, largestDistance, largestDistanceInPlanes } from "dlrn/features/diameter";
import { regionMesh } from "dlrn/features/mesh";
import { principalVariances } from "dlrn/features/shape";
import { IDENTITY_DIRECTION, type Mask, type Triple } from "dlrn/io/volume";
import { symmetricEigenvalues3 } from "dlrn/math/eigen";
import { seededRandom } from "dlrn/math/random";
import fc from "fast-check";

const sizes = (least: number): fc.Arbitrary<Triple> =>
  fc.tuple(
    fc.integer({ min: least, max: 40 }),
    fc.integer({ min: least, max: 12 }),
    fc.integer({ min: least, max: 30 }),
  );
const spacings = fc.constantFrom<Triple>([1, 1, 1], [3, 0.7, 0.7], [0.1, 5.2, 0.3]);

/** Points anywhere, or on an ellipsoid, where hardly a pair can be passed over. */
const points = fc
  .record({
    size: sizes(2),
    count: fc.integer({ min: 1, max: 900 }),
    onEllipsoid: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ size, count, onEllipsoid, seed }): GridPoints => {
    const random = seededRandom(seed);
    const place = (): number[] => {
      const at = size.map(() => (onEllipsoid ? random.normal() : 2 * random.uniform() - 1));
      const length = onEllipsoid ? Math.hypot(...at) : 1;
      return at.map((c, d) => Math.floor(((c / length + 1) / 2) * (size[d] - 1)));
    };
    return { size, places: Int32Array.from(Array.from({ length: count }, place).flat()) };
  });

function allPairs(
  { places }: GridPoints,
  spacing: Triple,
  together: (a: number, b: number) => boolean,
): number {
  const [sz, sy, sx] = spacing.map((s) => s / 2);
  let most = 0;
  for (let a = 0; a < places.length; a += 3) {
    for (let b = a; b < places.length; b += 3) {
      if (!together(a, b)) continue;
      const z = places[a] * sz - places[b] * sz;
      const y = places[a + 1] * sy - places[b + 1] * sy;
      const x = places[a + 2] * sx - places[b + 2] * sx;
      most = Math.max(most, z * z + y * y + x * x);
    }
  }
  return Math.sqrt(most);
}

test("the largest distance is that of all pairs", () => {
  fc.assert(
    fc.property(points, spacings, (some, spacing) => {
      assert.equal(
        largestDistance(some, spacing),
        allPairs(some, spacing, () => true),
      );
    }),
  );
});

test("the largest distance in planes is that of all pairs of a plane", () => {
  fc.assert(
    fc.property(points, spacings, fc.constantFrom(0, 1, 2), (some, spacing, axis) => {
      const { places } = some;
      assert.equal(
        largestDistanceInPlanes(some, axis, spacing),
        allPairs(some, spacing, (a, b) => places[a + axis] === places[b + axis]),
      );
    }),
  );
});

const regions = fc
  .record({
    size: sizes(1),
    filled: fc.double({ min: 0.1, max: 1, noNaN: true }),
    seed: fc.integer(),
  })
  .map(({ size, filled, seed }): Mask => {
    const random = seededRandom(seed);
    const n = size[0] * size[1] * size[2];
    const values = Uint8Array.from({ length: n }, () => (random.uniform() < filled ? 1 : 0));
    values[Math.floor(n / 2)] = 1;
    return {
      size,
      spacing: [0.7, 1.1, 3],
      origin: [0, 0, 0],
      direction: IDENTITY_DIRECTION,
      values,
    };
  });

/** Indices of the region's voxels. */
function voxelsOf({ size: [nx, ny], values }: Mask): number[][] {
  return Array.from(values.keys())
    .filter((at) => values[at] === 1)
    .map((at) => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]);
}

test("the vertices lie between the region's voxels and those outside", () => {
  fc.assert(
    fc.property(regions, (mask) => {
      const voxels = voxelsOf(mask);
      const low = [0, 1, 2].map((d) => Math.min(...voxels.map((voxel) => voxel[d])));
      const inside = new Set(voxels.map(String));
      const expected = voxels.flatMap((voxel) =>
        [0, 1, 2].flatMap((d) =>
          [-1, 1].flatMap((side) => {
            const next = voxel.map((c, e) => (e === d ? c + side : c));
            if (inside.has(String(next))) return [];
            return [
              String([2, 1, 0].map((e) => 2 * (voxel[e] - low[e] + 1) + (e === d ? side : 0))),
            ];
          }),
        ),
      );
      const { places, size } = regionMesh(mask).vertices;
      assert.ok(places.every((place, i) => place >= 0 && place < size[i % 3]));
      const found = Array.from({ length: places.length / 3 }, (_, i) =>
        String(Array.from(places.subarray(3 * i, 3 * i + 3))),
      );
      assert.deepEqual(found.sort(), expected.sort());
    }),
    { numRuns: 30 },
  );
});

test("the principal variances are those of the voxels' places", () => {
  fc.assert(
    fc.property(regions, (mask) => {
      const voxels = voxelsOf(mask);
      const n = voxels.length;
      const product = (a: number, b: number): number => {
        const sum = (of: (voxel: number[]) => number): number =>
          voxels.reduce((total, voxel) => total + of(voxel), 0);
        const [ma, mb] = [a, b].map((d) => sum((voxel) => voxel[d]) / n);
        return (
          (sum((voxel) => (voxel[a] - ma) * (voxel[b] - mb)) / n) *
          mask.spacing[a] *
          mask.spacing[b]
        );
      };
      const expected = symmetricEigenvalues3(
        [
          [0, 0],
          [0, 1],
          [0, 2],
          [1, 1],
          [1, 2],
          [2, 2],
        ].map(([a, b]) => product(a, b)),
      );
      const found = principalVariances(mask);
      for (const [i, value] of expected.entries())
        assert.ok(
          Math.abs(found[i] - value) <= 1e-11 * expected[2] + 1e-11,
          `${found[i]} is not ${value}`,
        );
    }),
    { numRuns: 30 },
  );
});
