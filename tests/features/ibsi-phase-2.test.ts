/** Agreement with IBSI 2's reference values of phase 2 (Whybra et al., Radiology 310 (2024) e231319), each within its own tolerance. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { judge } from "dlrn/features/ibsi/compliance";
import type { IbsiRegions } from "dlrn/features/ibsi/extract";
import { phase2Regions, phase2Statistics } from "dlrn/features/ibsi/phase-2";
import { phase2References } from "dlrn/features/ibsi/phase-2-references";
import { phase2Filters } from "dlrn/imaging/filter/ibsi/tests";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { crop } from "dlrn/imaging/region";
import { IDENTITY_DIRECTION, type Volume } from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

const phantom = "../shared/data/ibsi-1/ct-phantom";
const skip = existsSync(phantom) ? false : `${phantom} is not there`;

async function regionsIn(configuration: "A" | "B"): Promise<IbsiRegions> {
  const image = await loadImage(`${phantom}/image/phantom.nii.gz`);
  const mask = await loadMask(`${phantom}/mask/mask.nii.gz`, image);
  return phase2Regions(image, mask, configuration);
}

describe("statistics of responses", { skip }, () => {
  // The other filters of B take half a minute; `dlrn ibsi` has them.
  for (const [configuration, filters, count] of [
    ["A", [1, 2, 3, 4, 5, 6, 7, 8, 9], 162],
    ["B", [1, 2, 3, 4, 6, 8], 107],
  ] as const) {
    test(`${configuration}: ${count} of ${count}`, async () => {
      const regions = await regionsIn(configuration);
      const verdicts = filters.flatMap((filter) => {
        const references = phase2References[filter - 1][configuration];
        const statistics = phase2Statistics(regions, filter, configuration);
        return judge(references, statistics).map((verdict) => ({ filter, ...verdict }));
      });
      assert.equal(verdicts.length, count);
      assert.deepEqual(
        verdicts.filter(({ meets }) => !meets),
        [],
      );
    });
  }

  test("a tenth filter is refused", async () => {
    const regions = await regionsIn("A");
    assert.throws(() => phase2Statistics(regions, 10, "A"), /number from 1 to 9; got 10$/);
  });
});

describe("a response in a box is that of the whole volume there", () => {
  const random = seededRandom(8);
  const size = [30, 32, 28] as const;
  const volume: Volume = {
    size,
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: IDENTITY_DIRECTION,
    values: Float64Array.from({ length: 30 * 32 * 28 }, () => random.normal()),
  };
  const inside = { first: [12, 13, 11], length: [5, 4, 6] } as const;
  const atBorder = { first: [0, 28, 20], length: [3, 4, 8] } as const;
  for (const { name, response } of phase2Filters) {
    for (const configuration of ["A", "B"] as const) {
      test(`${name}, ${configuration}`, () => {
        const filter = response[configuration];
        const whole = filter(volume, { first: [0, 0, 0], length: size });
        for (const box of [inside, atBorder])
          assertNear(
            Array.from(filter(volume, box).values),
            Array.from(crop(whole, box).values),
            1e-12,
            { absolute: 1e-12 },
          );
      });
    }
  }
});
