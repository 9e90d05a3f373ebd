/**
 * Local binary patterns in space against PyRadiomics 3.0.1 (getLBP3DImage of radiomics.imageoperations) with SciPy 1.17.1
 * and trimesh 5.2.0: on an image of whole numbers the levels between voxels are rounded before they are compared.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { localBinaryPattern3D } from "dlrn/imaging/filter/local-binary-pattern-3d";
import { IDENTITY_DIRECTION, type VoxelArray } from "dlrn/io/volume";
import { assertNear } from "../near.js";

// a = ((37 * i + 11 * i * i) % 101 - 20).reshape(3, 4, 5), i = arange(60)
const levels = Array.from({ length: 60 }, (_, i) => ((37 * i + 11 * i * i) % 101) - 20);

describe("local binary patterns in space agree with PyRadiomics 3.0.1", () => {
  test("int16: a", () => {
    const { m1, m2, k } = middle(Int16Array.from(levels));
    assertNear(
      m1,
      [
        0.515720958524, 1.54716287557, 0, 21.660280258, 1.54716287557, 8.76725629491, 16.5030706728,
        17.5345125898, 2.57860479262, 11.8615820461,
      ],
      1e-11,
    );
    assertNear(
      m2,
      [
        1.1121409841, 3.19250564954, 0, 18.401806216, 3.20311010253, 8.84221091919, 13.9796847609,
        14.7904333961, 2.38081669755, 12.0481523478,
      ],
      1e-11,
    );
    assertNear(
      k,
      [
        4.94740137098, 0.836711412132, -0.764814100468, -0.772807872803, 10.1053666716,
        2.15036066815, -1.12721987038, -0.101587898608, 0.991281799276, 0.0379634303127,
      ],
      1e-11,
    );
  });

  test("uint8: a // 16 + 2, where samples overshoot below 0", () => {
    const { m1, m2, k } = middle(Uint8Array.from(levels, (level) => Math.floor(level / 16) + 2));
    assertNear(
      m1,
      [
        0.515720958524, 1.54716287557, 0.515720958524, 12.8930239631, 1.54716287557, 8.76725629491,
        18.5659545069, 19.0816754654, 8.25153533639, 12.3773030046,
      ],
      1e-11,
    );
    assertNear(
      m2,
      [
        1.1121409841, 3.19250564954, 1.1121409841, 9.40038247669, 3.20311010253, 8.84221091919,
        14.685356662, 16.3576104443, 6.168548252, 12.2820969689,
      ],
      1e-11,
    );
    assertNear(
      k,
      [
        1.07440370239, -0.600262965668, -1.26711074722, -1.47995421456, 1.92309629015,
        0.371936300857, -0.955669414123, -0.179521633969, 0.906606389733, -1.40773868822,
      ],
      1e-11,
    );
  });

  test("the same levels as real numbers are not rounded", () => {
    assert.notDeepEqual(middle(Float64Array.from(levels)).k, middle(Int16Array.from(levels)).k);
  });
});

/** The first ten voxels of the middle slice. */
function middle(values: VoxelArray): Record<string, number[]> {
  const images = localBinaryPattern3D({
    size: [5, 4, 3],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: IDENTITY_DIRECTION,
    values,
  });
  return Object.fromEntries(
    images.map(({ name, volume }) => [name, Array.from(volume.values.subarray(20, 30))]),
  );
}
