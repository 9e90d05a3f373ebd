import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gradientMagnitude } from "dlrn/imaging/filter/gradient";
import { laplacianOfGaussian, recursion } from "dlrn/imaging/filter/laplacian-of-gaussian";
import { localBinaryPattern2D } from "dlrn/imaging/filter/local-binary-pattern";
import { localBinaryPattern3D } from "dlrn/imaging/filter/local-binary-pattern-3d";
import { type PointFilter, pointFilter } from "dlrn/imaging/filter/point";
import { icosphere, sphericalHarmonic } from "dlrn/imaging/filter/sphere";
import { IDENTITY_DIRECTION, type Triple, type Volume } from "dlrn/io/volume";
import { assertNear } from "../near.js";

const volume = (size: Triple, values: ArrayLike<number>, spacing: Triple = [1, 1, 1]): Volume => ({
  size,
  spacing,
  origin: [0, 0, 0],
  direction: IDENTITY_DIRECTION,
  values: Float64Array.from(values),
});

describe("Laplacian of Gaussian agrees with ITK 5.2", () => {
  test("the recursion's coefficients", () => {
    const zero = recursion(1, 1, 0);
    assertNear(
      zero.n,
      [0.40010105031602033, 0.18523775177368998, 0.0312220739276967, -0.00018314961116479823],
      1e-13,
    );
    assertNear(
      zero.d,
      [-0.14342048855145512, 0.0297630887282005, -0.009821442579541928, 0.00395489985181876],
      1e-13,
    );
    const two = recursion(3, 3, 2);
    assertNear(
      two.n,
      [-3.6280869737236507, 0.5384634026225981, 1.345976759553939, 0.14642495419393703],
      1e-13,
    );
    assertNear(
      two.m,
      [0.0181213963439818, 1.4539598340665043, 0.11079190630792615, 0.01434872063476524],
      1e-12,
    );
  });

  const impulse = new Float64Array(7 * 8 * 9);
  impulse[4 + 9 * (4 + 8 * 3)] = 1000;
  const at = (spacing: Triple): ((z: number, y: number, x: number) => number) => {
    const { values } = laplacianOfGaussian(volume([9, 8, 7], impulse, spacing), 3);
    return (z, y, x) => values[x + 9 * (y + 8 * z)];
  };

  test("an impulse, isotropic", () => {
    const response = at([3, 3, 3]);
    assertNear([response(3, 4, 4), response(3, 4, 5)], [-193.59575, -77.94171], 1e-7);
  });

  test("an impulse, anisotropic", () => {
    const response = at([1, 1.5, 3]);
    const got = [
      response(3, 4, 4),
      response(3, 4, 5),
      response(3, 5, 4),
      response(2, 4, 4),
      response(0, 0, 0),
    ];
    assertNear(got, [-32.279037, -29.296774, -26.06805, -12.9988785, 0.076554775], 1e-7);
  });

  test("refuses an image too short for the filter", () => {
    assert.throws(
      () => laplacianOfGaussian(volume([3, 8, 8], new Float64Array(192)), 1),
      /at least 4 voxels and sigma\/spacing/,
    );
    assert.throws(
      () => laplacianOfGaussian(volume([8, 8, 8], new Float64Array(512)), 0),
      /sigma must be positive/,
    );
  });
});

describe("point filters and gradient agree with hand calculation", () => {
  const image = volume([4, 1, 1], [-4, 0, 1, 2]);
  const values = (filter: PointFilter): number[] => Array.from(pointFilter(image, filter).values);

  test("m = 4", () => {
    assertNear(values("square"), [4, 0, 0.25, 1], 1e-15);
    assertNear(values("squareroot"), [-4, 0, 2, Math.sqrt(8)], 1e-15);
    assertNear(
      values("logarithm"),
      [-4, 0, (4 * Math.log(2)) / Math.log(5), (4 * Math.log(3)) / Math.log(5)],
      1e-15,
    );
    assertNear(values("exponential"), [1 / 4, 1, Math.SQRT2, 2], 1e-15);
  });

  test("an image of zeros is refused", () => {
    assert.throws(
      () => pointFilter(volume([2, 1, 1], [0, 0]), "logarithm"),
      /not all 0; the largest is 0$/,
    );
  });

  test("gradient: half the one-sided difference at borders", () => {
    const { values: slopes } = gradientMagnitude(volume([3, 2, 1], [0, 2, 6, 0, 2, 6], [2, 1, 1]));
    assertNear(Array.from(slopes.subarray(0, 3)), [0.5, 1.5, 1], 1e-7);
  });
});

describe("local binary patterns", () => {
  test("a bright centre has no neighbour as bright; a flat inside has all eight; a dark border compares with 0", () => {
    const peak = localBinaryPattern2D(volume([3, 3, 1], [1, 1, 1, 1, 5, 1, 1, 1, 1])).values;
    assert.equal(peak[4], 0);
    const flat = localBinaryPattern2D(volume([3, 3, 1], new Float64Array(9).fill(2))).values;
    assert.equal(flat[4], 8);
    assert.equal(flat[0], 3); // right, below and, by bilinear weights, below right
  });

  test("more than two changes give P + 1", () => {
    const cross = localBinaryPattern2D(volume([3, 3, 1], [0, 9, 0, 9, 5, 9, 0, 9, 0])).values;
    assert.equal(cross[4], 9);
  });

  test("the icosphere has 42 points of radius 1; harmonics of degree 1 are orthonormal over the sphere", () => {
    const points = icosphere(1);
    assert.equal(points.length, 42);
    for (const point of points) assertNear(Math.hypot(...point), 1, 1e-15);
    assertNear(sphericalHarmonic(0, 0, [0, 0, 1])[0], 1 / Math.sqrt(4 * Math.PI), 1e-15);
  });

  test("in 3D the first image is the number of ones, the flat inside has a kurtosis of −3", () => {
    const images = localBinaryPattern3D(volume([5, 5, 5], new Float64Array(125).fill(0)));
    assert.deepEqual(
      images.map(({ name }) => name),
      ["m1", "m2", "k"],
    );
    assertNear(images[0].volume.values[62], (Math.sqrt(42) * 42) / (4 * Math.PI), 1e-12);
    assert.equal(images[2].volume.values[62], -3);
  });
});
