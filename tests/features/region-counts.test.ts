import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type BinnedRegion, binnedRegion, regionFrame } from "dlrn/features/binned-region";
import { directions, steps } from "dlrn/features/neighbours";
import {
  type Cells,
  countDependences,
  countPairs,
  countRuns,
  sumDifferences,
} from "dlrn/features/region-counts";
import { countZones } from "dlrn/features/zone-counts";
import { IDENTITY_DIRECTION, type Mask, type Triple } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import fc from "fast-check";

/** A region of random voxels and levels; at least one voxel. */
const regions = fc
  .record({
    size: fc.tuple(
      fc.integer({ min: 1, max: 23 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
    ),
    margin: fc.integer({ min: 1, max: 3 }),
    levels: fc.integer({ min: 1, max: 5 }),
    filled: fc.double({ min: 0.1, max: 1, noNaN: true }),
    seed: fc.integer(),
  })
  .map(({ size, margin, levels, filled, seed }): BinnedRegion => {
    const random = seededRandom(seed);
    const n = size[0] * size[1] * size[2];
    const values = Uint8Array.from({ length: n }, () => (random.uniform() < filled ? 1 : 0));
    values[Math.floor(n / 2)] = 1;
    const place = { spacing: [1, 1, 1], origin: [0, 0, 0], direction: IDENTITY_DIRECTION } as const;
    const mask: Mask = { ...place, size: size as Triple, values };
    const frame = regionFrame(mask, margin);
    const bins = Int32Array.from(frame.voxels, () => 1 + 3 * Math.floor(levels * random.uniform()));
    return binnedRegion(frame, { bins, highest: Math.max(...bins) });
  });

function forward(region: BinnedRegion): Int32Array {
  return steps(
    directions(region.box, {
      distances: Array.from({ length: region.margin }, (_, i) => i + 1),
    }),
    region.size,
  );
}

/** The levels and others that no voxel has, `count` in all: a table of pairs is then far larger than the region. */
function thinned(levels: Float64Array, count: number): Float64Array {
  const last = levels[levels.length - 1];
  return Float64Array.from({ length: count }, (_, i) => levels[i] ?? last + i);
}

const across = fc.constantFrom<0 | 1 | 2 | null>(0, 1, 2, null);

/** Cells by size, then level. */
function sortedCells(pairs: Iterable<readonly [level: number, size: number]>): Cells {
  const counts = new Map<number, number>();
  for (const [level, size] of pairs) {
    const key = size * 1000 + level;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts.keys()].sort((a, b) => a - b);
  return Float64Array.of(
    ...keys.map((key) => key % 1000),
    ...keys.map((key) => Math.floor(key / 1000)),
    ...keys.map((key) => counts.get(key) ?? 0),
  );
}

function levelAt(region: BinnedRegion, at: number): number {
  return region.levels[region.places[at] - 1];
}

/** The voxels of each zone. */
function plainZones({ places, voxels }: BinnedRegion, around: Int32Array): number[][] {
  const seen = new Set<number>();
  return [...voxels].flatMap((seed) => {
    if (seen.has(seed)) return [];
    const zone = [seed];
    seen.add(seed);
    for (const at of zone)
      for (const step of around)
        if (places[at + step] === places[seed] && !seen.has(at + step)) {
          seen.add(at + step);
          zone.push(at + step);
        }
    return [zone];
  });
}

describe("agrees with plain loops", () => {
  for (const many of [false, true])
    test(many ? "pairs, where levels are many" : "pairs", () => {
      fc.assert(
        fc.property(regions, fc.boolean(), (few, symmetric) => {
          const region = many ? { ...few, levels: thinned(few.levels, 300) } : few;
          const all = forward(region);
          const counted = [...countPairs(region, all, symmetric)];
          all.forEach((step, s) => {
            const plain = new Map<number, number>();
            const add = (row: number, column: number): void => {
              const cell = 2 ** 16 * row + column;
              plain.set(cell, (plain.get(cell) ?? 0) + 1);
            };
            for (const at of region.voxels) {
              const [own, other] = [region.places[at] - 1, region.places[at + step] - 1];
              if (other < 0) continue;
              add(own, other);
              if (symmetric) add(other, own);
            }
            const cells = Uint32Array.from(plain.keys()).sort();
            const counts = Float64Array.from(cells, (cell) => plain.get(cell) ?? 0);
            const total = counts.reduce((sum, count) => sum + count, 0);
            assert.deepEqual(counted[s], { cells, counts, total });
          });
        }),
      );
    });

  test("runs", () => {
    fc.assert(
      fc.property(regions, (region) => {
        const { places, voxels } = region;
        const most = Math.max(...region.box);
        const all = forward(region);
        const counted = [...countRuns(region, all, most)];
        all.forEach((step, s) => {
          const runs: [number, number][] = [];
          for (const at of voxels) {
            if (places[at - step] === places[at]) continue;
            let length = 1;
            while (places[at + length * step] === places[at]) length++;
            runs.push([levelAt(region, at), length]);
          }
          assert.deepEqual(counted[s], {
            cells: sortedCells(runs),
            touched: voxels.some((at) => places[at - step] !== 0),
          });
        });
      }),
    );
  });

  test("dependences", () => {
    fc.assert(
      fc.property(regions, fc.constantFrom(0, 0.5, 1, 3, 6), (region, alpha) => {
        const all = forward(region);
        const pairs = Array.from(region.voxels, (at): [number, number] => {
          const level = levelAt(region, at);
          const near = [...all, ...all.map((step) => -step)].filter(
            (step) => Math.abs(levelAt(region, at + step) - level) <= alpha,
          );
          return [level, 1 + near.length];
        });
        assert.deepEqual(countDependences(region, all, alpha), sortedCells(pairs));
      }),
    );
  });

  test("differences, of neighbours in a box and one by one", () => {
    fc.assert(
      fc.property(
        regions,
        fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        (region, wide, countLonely) => {
          const reach = wide.map((r) => Math.min(r, region.margin));
          const [nx, ny] = region.size;
          const around: number[] = [];
          for (let z = -reach[2]; z <= reach[2]; z++)
            for (let y = -reach[1]; y <= reach[1]; y++)
              for (let x = -reach[0]; x <= reach[0]; x++)
                if (x !== 0 || y !== 0 || z !== 0) around.push(x + nx * (y + ny * z));
          const count = new Float64Array(region.levels.length);
          const difference = new Float64Array(region.levels.length);
          for (const at of region.voxels) {
            const near = around.map((step) => at + step).filter((i) => region.places[i] !== 0);
            const place = region.places[at] - 1;
            if (near.length > 0 || countLonely) count[place]++;
            if (near.length === 0) continue;
            const sum = near.reduce((total, i) => total + levelAt(region, i), 0);
            difference[place] += Math.abs(levelAt(region, at) - sum / near.length);
          }
          const plain = { count, difference };
          const steps = Int32Array.from(around);
          assert.deepEqual(sumDifferences(region, { reach }, countLonely), plain);
          assert.deepEqual(sumDifferences(region, { steps }, countLonely), plain);
        },
      ),
    );
  });

  test("zones, by their size and by their least distance", () => {
    fc.assert(
      fc.property(regions, across, fc.constantFrom(5, 300, 70000), (region, acrossPlane, far) => {
        const around = steps(directions(region.box, { acrossPlane }), region.size, true);
        const zones = plainZones(region, around);
        assert.deepEqual(
          countZones(region, acrossPlane, null),
          sortedCells(zones.map((zone) => [levelAt(region, zone[0]), zone.length])),
        );
        const distance = Float64Array.from(region.places, (_, i) => 1 + ((i * 7919) % far));
        assert.deepEqual(
          countZones(region, acrossPlane, distance),
          sortedCells(
            zones.map((zone) => [
              levelAt(region, zone[0]),
              Math.min(...zone.map((at) => distance[at])),
            ]),
          ),
        );
      }),
    );
  });
});

test("a region too large for the memory is refused", () => {
  const many = {
    voxels: { length: 1e9 },
    levels: { length: 2 },
    places: { length: 2e9 },
  } as unknown as BinnedRegion;
  assert.throws(
    () => [...countPairs(many, Int32Array.of(1), true)],
    /^RangeError: texture must fit into 4 GB of memory; a region of 1000000000 voxels with 2 levels needs 8\d+ bytes; choose wider bins or a coarser spacing$/,
  );
});
