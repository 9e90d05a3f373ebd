import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type BinnedRegion, binnedRegion, regionFrame } from "dlrn/features/binned-region";
import { directions, steps } from "dlrn/features/neighbours";
import {
  countEqual,
  countPairs,
  countRuns,
  fillZones,
  sumBoxes,
} from "dlrn/features/region-memory";
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

describe("agrees with plain loops", () => {
  test("pairs", () => {
    fc.assert(
      fc.property(regions, (region) => {
        const width = region.levels.length + 1;
        for (const step of forward(region)) {
          const plain = new Uint32Array(width * width);
          for (const at of region.voxels)
            plain[region.places[at] * width + region.places[at + step]]++;
          assert.deepEqual(countPairs(region, step).slice(), plain);
        }
      }),
    );
  });

  test("runs", () => {
    fc.assert(
      fc.property(regions, (region) => {
        const { places } = region;
        const most = Math.max(...region.box);
        const width = region.levels.length + 1;
        for (const step of forward(region)) {
          const plain = new Uint32Array((most + 2) * width);
          let [longest, touched] = [0, false];
          for (const at of region.voxels) {
            let place = 1;
            while (places[at - place * step] === places[at]) place++;
            plain[place * width + places[at]]++;
            longest = Math.max(longest, place);
            touched ||= places[at - step] !== 0;
          }
          const found = countRuns(region, step, most);
          assert.deepEqual(found.counts.slice(), plain.subarray(0, (longest + 2) * width));
          assert.deepEqual([found.longest, found.touched], [longest, touched]);
        }
      }),
    );
  });

  test("neighbours of the same level", () => {
    fc.assert(
      fc.property(regions, (region) => {
        const { places } = region;
        const all = forward(region);
        const plain = new Uint16Array(places.length);
        for (const at of region.voxels)
          for (const step of all)
            plain[at] +=
              Number(places[at + step] === places[at]) + Number(places[at - step] === places[at]);
        assert.deepEqual(countEqual(region, all).slice(), plain);
      }),
    );
  });

  test("sums over a box", () => {
    fc.assert(
      fc.property(regions, fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), (region, wide) => {
        const [rx, ry, rz] = wide.map((r) => Math.min(r, region.margin));
        const worth = Float64Array.of(0, ...region.levels.map((level) => 2 ** 32 + level));
        const [nx, ny] = region.size;
        const plain = Float64Array.from(region.voxels, (at) => {
          let sum = 0;
          for (let z = -rz; z <= rz; z++)
            for (let y = -ry; y <= ry; y++)
              for (let x = -rx; x <= rx; x++)
                sum += worth[region.places[at + x + nx * (y + ny * z)]];
          return sum - worth[region.places[at]];
        });
        assert.deepEqual(sumBoxes(region, [rx, ry, rz], worth).slice(), plain);
      }),
    );
  });

  test("zones", () => {
    fc.assert(
      fc.property(regions, (region) => {
        const { places, voxels, sizes } = fillZones(
          region,
          steps(directions(region.box), region.size, true),
        );
        const zoneOf = new Map<number, number>();
        let v = 0;
        sizes.forEach((size, zone) => {
          for (const end = v + size; v < end; v++) {
            assert.equal(region.places[voxels[v]], places[zone]);
            zoneOf.set(voxels[v], zone);
          }
        });
        assert.deepEqual(
          [...zoneOf.keys()].sort((a, b) => a - b),
          [...region.voxels],
        );
        // Neighbours of one level share a zone; a zone falls apart in no other way.
        const joined = region.voxels.slice();
        const root = (at: number): number => {
          const i = region.voxels.indexOf(at);
          return joined[i] === at ? at : root(joined[i]);
        };
        for (const step of steps(directions(region.box), region.size))
          for (const at of region.voxels)
            if (region.places[at + step] === region.places[at])
              joined[region.voxels.indexOf(root(at))] = root(at + step);
        const zoneOfRoot = new Map<number, number>();
        for (const at of region.voxels) {
          const zone = zoneOf.get(at) as number;
          assert.equal(zoneOfRoot.get(root(at)) ?? zone, zone);
          zoneOfRoot.set(root(at), zone);
        }
        assert.equal(new Set(zoneOfRoot.values()).size, zoneOfRoot.size);
        assert.equal(sizes.length, zoneOfRoot.size);
      }),
      { numRuns: 40 },
    );
  });
});

test("a region too large for the memory is refused", () => {
  const many = {
    voxels: new Int32Array(1),
    levels: { length: 40000 },
    places: { length: 1 },
  } as unknown as BinnedRegion;
  assert.throws(
    () => countPairs(many, 1),
    /^RangeError: texture must fit into 4 GB of memory; a region of 1 voxels with 40000 levels needs 6\d+ bytes; choose wider bins or a coarser spacing$/,
  );
});
