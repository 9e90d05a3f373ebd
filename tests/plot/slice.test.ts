/** Pixels in a figure: the PNG against a decoder of others, outlines and the atlas by hand. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import { seededRandom } from "dlrn/math/random";
import { type AtlasFigure, atlasFigure } from "dlrn/plot/atlas";
import { pngAddress } from "dlrn/plot/raster";
import { svgPage } from "dlrn/plot/render";
import { outlinePath, smallText } from "dlrn/plot/slice";
import { textFaults } from "./text-boxes.js";

/** Pixels as resvg 0.4x (through @resvg/resvg-js 2.6.2) decodes them: RGB and opacity. */
function decoded(address: string, width: number, height: number): number[] {
  const image = `<image width="${width}" height="${height}" href="${address}" image-rendering="optimizeSpeed"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
  return [...new Resvg(svg).render().pixels];
}

describe("agrees with another decoder, byte by byte", () => {
  const [width, height] = [13, 9];
  const random = seededRandom(7);
  const smooth = (channels: number): Uint8Array =>
    Uint8Array.from({ length: width * height * channels }, (_, i) => {
      const pixel = Math.floor(i / channels);
      return (9 * (pixel % width) + 13 * Math.floor(pixel / width) + 50 * (i % channels)) % 256;
    });
  const noise = (channels: number): Uint8Array =>
    smooth(channels).map(() => Math.floor(256 * random.uniform()));
  for (const [what, grey] of [
    ["a smooth picture", smooth(1)],
    ["noise", noise(1)],
  ] as const)
    test(`${what} in grey`, () => {
      const expected = [...grey].flatMap((level) => [level, level, level, 255]);
      assert.deepEqual(decoded(pngAddress(width, height, grey), width, height), expected);
    });
  for (const [what, rgb] of [
    ["a smooth picture", smooth(3)],
    ["noise", noise(3)],
  ] as const)
    test(`${what} in colours`, () => {
      const expected = Array.from({ length: width * height }, (_, i) => [
        ...rgb.subarray(3 * i, 3 * i + 3),
        255,
      ]).flat();
      assert.deepEqual(decoded(pngAddress(width, height, rgb), width, height), expected);
    });
  test("colours with opacity: what is not seen, and what is seen in full", () => {
    const pixels = Uint8Array.of(10, 20, 30, 255, 10, 20, 30, 0);
    assert.deepEqual(decoded(pngAddress(2, 1, pixels), 2, 1), [10, 20, 30, 255, 0, 0, 0, 0]);
  });
  test("smooth pictures are smaller than noise", () => {
    const [a, b] = [smooth(1), noise(1)].map((pixels) => pngAddress(width, height, pixels).length);
    assert.ok(a < b, `${a} ${b}`);
  });
});

test("agrees with hand calculation: an outline runs along the pixel edges, as they lie on the page", () => {
  const values = [0, 0, 0, 0, 1, 1, 0, 0, 0];
  const place = { x: 10, y: 20, width: 30, height: 6 };
  assert.equal(
    outlinePath({ width: 3, height: 3, values }, place),
    "M20 22H40M20 24H40M20 22V24M40 22V24",
  );
});

describe("the atlas", () => {
  const slice = (regions: number) => ({
    slice: 4,
    width: 4,
    height: 2,
    spacing: [10, 20] as const,
    grey: Float64Array.of(0, 0.2, 0.4, 0.6, 0.8, 1, 0, 0),
    regions: Array.from({ length: regions }, () => Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0)),
  });
  const figure: AtlasFigure = {
    id: "figure-atlas",
    title: "Atlas",
    caption: "Slices.",
    description: "Slices of tumours.",
    patients: ["A: lung metastasis", "B: no lung metastasis"],
    rows: [
      { title: "T1", slices: [slice(2), slice(1)] },
      { title: "FS", slices: [slice(2), slice(2)] },
    ],
  };
  const svg = svgPage(figure, atlasFigure(figure).drawing, { constructed: true });
  test("has every slice, an outline for each reading, and says whose data they are", () => {
    assert.equal(svg.match(/<image /g)?.length, 4);
    assert.equal(svg.match(/stroke="#D55E00" stroke-width="1.2"/g)?.length, 4);
    assert.equal(svg.match(/stroke="#56B4E9" stroke-width="1.2"/g)?.length, 3);
    assert.match(svg, /Constructed data/);
    assert.deepEqual(textFaults(svg), []);
  });
  test("its bar is 1 cm of a field of 4 cm: a quarter of the panel", () => {
    const side = Number(/<image [^>]*width="([\d.]+)"/.exec(svg)?.[1]);
    const [, from, to] = /d="M([\d.]+) [\d.]+H([\d.]+)" stroke="#ffffff" stroke-width="2"/
      .exec(svg)!
      .map(Number);
    assert.ok(Math.abs((to - from) / side - 1 / 4) < 1e-3);
    assert.ok(svg.includes(">1 cm<"));
  });
  test("is the same for the same input", () => {
    assert.equal(svgPage(figure, atlasFigure(figure).drawing, { constructed: true }), svg);
  });
  for (const [what, change, message] of [
    ["no patient", { patients: [] }, "an atlas needs a patient and a sequence; it has none"],
    [
      "a slice too few",
      { rows: [{ title: "T1", slices: [slice(1)] }] },
      'each row must have one slice per patient; "T1" has 1 for 2',
    ],
    [
      "three readings",
      { rows: [{ title: "T1", slices: [slice(3), slice(1)] }] },
      'an atlas shows 2 readings; "T1" has a slice of 3',
    ],
  ] as const)
    test(`refuses ${what}`, () => {
      assert.throws(() => atlasFigure({ ...figure, ...change }), { name: "RangeError", message });
    });
});

describe("refuses", () => {
  test("a picture without its pixels", () => {
    assert.throws(() => pngAddress(2, 2, new Uint8Array(8)), {
      name: "RangeError",
      message: "a picture of 2 x 2 must have 1, 3 or 4 bytes a pixel; it has 8 in all",
    });
  });
  test("a sign of XML in a text: it is escaped", () => {
    assert.match(smallText(1, 2, "a < b"), />a &lt; b</);
  });
});
