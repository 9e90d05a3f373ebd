import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { splineStart } from "dlrn/imaging/b-spline";
import { type Discretisation, discretise } from "dlrn/imaging/discretise";
import { centredGrid, regionGrid } from "dlrn/imaging/grid";
import { normalise } from "dlrn/imaging/normalise";
import { preparationKernel } from "dlrn/imaging/preparation-kernel";
import { checkRegion, crop, regionBox, regionLevels, widenBox } from "dlrn/imaging/region";
import { resample, resampleMask, resampleMaskLinear, truncateLike } from "dlrn/imaging/resample";
import { resegment } from "dlrn/imaging/resegment";
import { IDENTITY_DIRECTION, type Mask, type Triple, type Volume } from "dlrn/io/volume";
import { assertNear } from "../near.js";

const place = { spacing: [1, 1, 1], origin: [0, 0, 0], direction: IDENTITY_DIRECTION } as const;
const line = (...levels: number[]): Volume => ({
  ...place,
  size: [levels.length, 1, 1],
  values: Float64Array.from(levels),
});
const region = (...inside: number[]): Mask => ({
  ...place,
  size: [inside.length, 1, 1],
  values: Uint8Array.from(inside),
});

/** A line's coefficients, from the last of eight lines that are worked off side by side. */
const coefficients = (levels: readonly number[]): number[] => {
  const n = levels.length;
  const { kernel, take, copy } = preparationKernel.open(8 * (9 * n + 1));
  const table = take(Float64Array, 8 * n).fill(0);
  levels.forEach((level, i) => {
    table[8 * i + 7] = level;
  });
  const start = copy(splineStart(n));
  kernel.splineCoefficients(table.byteOffset, n, start.byteOffset, start.length);
  return levels.map((_, i) => table[8 * i + 7]);
};

/** A line resampled at one continuous index. */
const splineAt = (levels: readonly number[], c: number): number => {
  const grid = {
    ...place,
    size: [1, 1, 1] as Triple,
    start: [c, 0, 0] as Triple,
    step: [1, 1, 1] as Triple,
  };
  return resample(line(...levels), grid, { interpolator: "b-spline", outside: "zero" }).values[0];
};

describe("cubic B-spline agrees with ITK 5.2 (BSplineDecompositionImageFilter, tolerance 1e-10)", () => {
  const squares = [0, 1, 4, 9, 16, 25];

  test("coefficients of 0 1 4 9 16 25", () => {
    const expected = [
      -0.34928229665071775, 0.6985645933014353, 3.555023923444976, 9.08133971291866,
      14.119617224880379, 30.44019138755981,
    ];
    assertNear(coefficients(squares), expected, 1e-14);
  });

  test("values between, before and after the samples", () => {
    const at = [-0.4, 0.3, 2.5, 5.4].map((c) => splineAt(squares, c));
    assertNear(
      at,
      [0.1645933014354065, 0.09301435406698551, 6.363636363636363, 22.857224880382773],
      1e-13,
    );
  });

  test("the start is truncated from 19 samples on, exact below", () => {
    const first = (n: number): number =>
      coefficients(Array.from({ length: n }, (_, k) => Math.cos(0.7 * k)))[0];
    assertNear(first(20), 1.0850528878678483, 1e-14);
    assertNear(first(12), 1.0850532956547292, 1e-14);
  });

  test("each axis alike, and the samples themselves come back", () => {
    const levels = Float64Array.from({ length: 5 * 6 * 7 }, (_, i) => Math.sin(i) * 10);
    const volume: Volume = { ...place, size: [5, 6, 7], values: levels };
    const same = resample(volume, centredGrid(volume, [1, 1, 1]), {
      interpolator: "b-spline",
      outside: "border",
    });
    assertNear(same.values, levels, 0, { absolute: 1e-12 });
  });
});

describe("linear and nearest", () => {
  test("a line of two: a quarter of the way, and beyond the ends", () => {
    const grid = {
      ...place,
      size: [4, 1, 1] as Triple,
      start: [-0.6, 0, 0] as Triple,
      step: [0.85, 1, 1] as Triple,
    };
    const at = (interpolator: "linear" | "nearest", outside: "zero" | "border"): number[] =>
      Array.from(resample(line(10, 20), grid, { interpolator, outside }).values);
    assertNear(at("linear", "zero"), [0, 12.5, 20, 0], 1e-14); // at -0.6, 0.25, 1.1, 1.95
    assertNear(at("linear", "border"), [10, 12.5, 20, 20], 1e-14);
    assert.deepEqual(at("nearest", "zero"), [0, 10, 20, 0]);
  });

  test("a plane of levels stays one, along each axis, in one column of voxels and in an image of many parts", () => {
    const plane = (x: number, y: number, z: number): number => 3 + 2 * x - 5 * y + 0.5 * z;
    for (const size of [[1, 9, 5] as const, [6, 1, 4] as const, [300, 3, 301] as const]) {
      const values = new Float64Array(size[0] * size[1] * size[2]);
      for (let i = 0; i < values.length; i++) {
        const row = Math.floor(i / size[0]);
        values[i] = plane(i % size[0], row % size[1], Math.floor(row / size[1]));
      }
      const start = size.map((n) => (n > 1 ? 0.25 : 0)) as unknown as Triple;
      const step: Triple = [0.5, 0.75, 1.25];
      const grid = {
        ...place,
        size: size.map((n, d) => Math.max(1, Math.floor((n - 1) / step[d]))) as unknown as Triple,
        start,
        step,
      };
      const made = resample({ ...place, size, values }, grid, {
        interpolator: "linear",
        outside: "zero",
      });
      const [nx, ny] = grid.size;
      made.values.forEach((value, i) => {
        const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
        const wanted = plane(
          ...(at.map((k, d) => start[d] + k * step[d]) as [number, number, number]),
        );
        assert.ok(Math.abs(value - wanted) < 1e-9, `${size}, ${at}: ${value}, ${wanted}`);
      });
    }
  });

  test("a region by nearest neighbour: half goes up; by linear share: halves stay", () => {
    const grid = {
      ...place,
      size: [3, 1, 1] as Triple,
      start: [0.5, 0, 0] as Triple,
      step: [1, 1, 1] as Triple,
    };
    assert.deepEqual(Array.from(resampleMask(region(1, 0, 1, 0), grid).values), [0, 1, 0]);
    assert.deepEqual(Array.from(resampleMaskLinear(region(1, 0, 0, 1), grid).values), [1, 0, 1]);
  });

  test("whole numbers are truncated toward zero within their range", () => {
    const { values } = truncateLike(line(-1.9, 7.9999, 40000, -40000), new Int16Array());
    assert.deepEqual(Array.from(values), [-1, 7, 32767, -32768]);
  });
});

describe("anti-aliasing", () => {
  const levels = [0, 1, 4, 9, 16, 25, 0, 3];
  // SciPy 1.17.1: gaussian_filter1d(levels, 2 * sqrt(-8 * log(0.93)), mode="nearest")
  const smoothed = [
    1.1567384573349517, 2.914385459835006, 5.874912168543559, 9.483605426050353, 11.98795399865675,
    11.55123778855974, 8.52867910047633, 5.342212697099811,
  ];
  const every = (step: number, start: number, size: number): Float64Array => {
    const grid = {
      ...place,
      size: [size, 1, 1] as Triple,
      start: [start, 0, 0] as Triple,
      step: [step, 1, 1] as Triple,
    };
    const options = { interpolator: "linear", outside: "border", antiAliasing: 0.93 } as const;
    return resample(line(...levels), grid, options).values as Float64Array;
  };

  test("every second sample of the line that SciPy smooths", () => {
    assertNear(
      Array.from(every(2, 1, 4)),
      [1, 3, 5, 7].map((i) => smoothed[i]),
      1e-14,
    );
  });

  test("an axis that becomes finer, or stays, is left alone", () => {
    assert.deepEqual(Array.from(every(1, 0, 8)), levels);
    assert.deepEqual(Array.from(every(0.5, 0, 3)), [0, 0.5, 1]);
  });
});

describe("grids", () => {
  test("PyRadiomics' grid keeps the outer corner and covers region and padding only", () => {
    const mask = { ...place, size: [100, 100, 10] as Triple, spacing: [0.5, 0.5, 5] as Triple };
    const grid = regionGrid(mask, { first: [40, 40, 4], length: [20, 20, 1] }, [2, 2, 2], 5);
    // x: r = 1/4; low = floor(39.5/4 - 5) = 4, high = ceil(59.5/4 + 5) = 20; start = 0.5·1.5/0.5 + 16
    assert.deepEqual(grid.size, [17, 17, 10]); // one slice: z keeps its spacing and all of its ten slices within 5
    assertNear(grid.start, [17.5, 17.5, 0], 1e-15, { absolute: 1e-15 });
    assert.deepEqual(grid.spacing, [2, 2, 5]);
  });

  test("IBSI's grid keeps the centre", () => {
    const grid = centredGrid(
      { ...place, size: [204, 201, 60], spacing: [0.977, 0.977, 3] },
      [2, 2, 2],
    );
    assert.deepEqual(grid.size, [100, 99, 90]);
    for (const d of [0, 1, 2])
      assertNear(
        grid.start[d] + ((grid.size[d] - 1) / 2) * grid.step[d],
        [203, 200, 59][d] / 2,
        1e-14,
      );
  });
});

describe("discretisation", () => {
  const bins = (levels: number[], how: Discretisation): number[] =>
    Array.from(discretise(Float64Array.from(levels), how).bins);

  test("PyRadiomics' width: edges at multiples of it", () => {
    assert.deepEqual(bins([54, 166], { kind: "pyradiomics-width", width: 25 }), [1, 5]);
    assert.deepEqual(bins([50, 75], { kind: "pyradiomics-width", width: 25 }), [1, 2]);
    assert.deepEqual(bins([50], { kind: "pyradiomics-width", width: 25 }), [1]);
    assert.deepEqual(bins([-32.9, 0], { kind: "pyradiomics-width", width: 10 }), [1, 5]);
  });

  test("PyRadiomics' count and IBSI's number agree, the maximum in the last bin", () => {
    for (const kind of ["pyradiomics-count", "ibsi-number"] as const) {
      assert.deepEqual(bins([0, 1, 2.5, 9.99, 10], { kind, count: 4 }), [1, 1, 2, 4, 4]);
      assert.deepEqual(bins([3, 3, 3], { kind, count: 4 })[0], kind === "ibsi-number" ? 1 : 3);
    }
  });

  test("IBSI's size counts from a stated minimum", () => {
    assert.deepEqual(
      bins([-500, -476, -475, 400], { kind: "ibsi-size", width: 25, minimum: -500 }),
      [1, 1, 2, 37],
    );
    assert.deepEqual(bins([-476, -475], { kind: "ibsi-size", width: 25 }), [1, 1]);
  });

  const refused: [why: string, levels: number[], how: Discretisation, message: RegExp][] = [
    ["no voxel", [], { kind: "none" }, /must have a voxel/],
    [
      "a width of 0",
      [1],
      { kind: "pyradiomics-width", width: 0 },
      /a bin width must be positive; it is 0$/,
    ],
    [
      "half a bin",
      [1],
      { kind: "ibsi-number", count: 0.5 },
      /a bin count must be positive; it is 0\.5$/,
    ],
    [
      "a million bins",
      [0, 1e6],
      { kind: "ibsi-size", width: 1 },
      /at most 65535 bins; .* give 1000000; choose a wider bin$/,
    ],
    ["levels below 1 as bins", [0, 2], { kind: "none" }, /must be at least 1; the lowest is 0$/],
  ];
  for (const [why, levels, how, message] of refused) {
    test(`refuses ${why}`, () =>
      assert.throws(() => bins(levels, how), { name: "RangeError", message }));
  }
});

describe("regions", () => {
  test("box, widening, cropping", () => {
    const mask: Mask = { ...place, size: [4, 3, 2], origin: [5, 6, 7], values: new Uint8Array(24) };
    mask.values[1 + 4 * (1 + 3 * 1)] = 1;
    mask.values[2 + 4 * (2 + 3 * 1)] = 1;
    const box = regionBox(mask);
    assert.deepEqual(box, { first: [1, 1, 1], length: [2, 2, 1], voxels: 2 });
    assert.deepEqual(widenBox(box, [9, 1, 0], mask), { first: [0, 0, 1], length: [4, 3, 1] });
    const part = crop(mask, box);
    assert.deepEqual(Array.from(part.values), [1, 0, 0, 1]);
    assert.deepEqual(part.origin, [6, 7, 8]);
  });

  test("normalisation: N − 1, scale, outliers", () => {
    assertNear(normalise(line(1, 2, 3), { scale: 100 }).values, [-100, 0, 100], 1e-15, {
      absolute: 1e-12,
    });
    assertNear(normalise(line(0, 0, 0, 0, 10), { outliers: 1 }).values[4], 1, 1e-15);
    assert.throws(() => normalise(line(4, 4)), /must vary to be normalised; all its voxels are 4$/);
    assert.throws(() => normalise(line(4, Number.NaN)), /must be finite to be normalised/);
  });

  test("resegmentation: closed range, share of the maximum, sigmas", () => {
    const [image, mask] = [line(0, 5, 10, 15, 20), region(1, 1, 1, 1, 1)];
    const left = (how: Parameters<typeof resegment>[2]): string =>
      resegment(image, mask, how).values.join("");
    assert.equal(left({ kind: "absolute", range: [5, 15] }), "01110");
    assert.equal(left({ kind: "absolute", range: [10] }), "00111");
    assert.equal(left({ kind: "relative", range: [0.5, 1] }), "00111");
    assert.equal(left({ kind: "sigma", range: [-1, 1] }), "01110"); // mean 10, population SD 7.07
    assert.throws(
      () => left({ kind: "absolute", range: [19, 20] }),
      /must leave at least two voxels; it leaves 1 of 5$/,
    );
  });

  const refused: [why: string, call: () => unknown, message: RegExp][] = [
    [
      "an empty mask",
      () => regionBox(region(0, 0)),
      /the region must have a voxel; the mask is empty$/,
    ],
    ["one voxel", () => checkRegion(region(0, 1, 0)), /must have more than one voxel; it has 1$/],
    ["a line", () => checkRegion(region(1, 1, 0)), /at least 2 axes; its box is 2 x 1 x 1 voxels$/],
    ["few voxels", () => checkRegion(region(1, 1), 1, 2), /more than 2 voxels; it has 2$/],
    [
      "NaN in the region",
      () => regionLevels(line(1, Number.NaN), region(1, 1)),
      /must be finite; voxel 1 has NaN/,
    ],
  ];
  for (const [why, call, message] of refused)
    test(`refuses ${why}`, () => assert.throws(call, { name: "RangeError", message }));
});
