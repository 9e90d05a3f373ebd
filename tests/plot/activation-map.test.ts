/** Activation maps over a slice: what is drawn, with which scale, and what the page must say. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inflateSync } from "node:zlib";
import { channelMap, weightedMap } from "dlrn/features/deep/class-activation";
import { type ActivationFigure, activationMapSvg, outline } from "dlrn/plot/activation-map";
import { renderPng } from "dlrn/plot/png";
import { pngAddress } from "dlrn/plot/raster";

const maps = { shape: [2, 2, 2], values: Float32Array.of(0, 1, 2, 3, 10, 0, 0, 0) };
const image = {
  grey: Float64Array.from({ length: 16 }, (_, i) => i / 15),
  region: Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0),
};
const figure: ActivationFigure = {
  id: "figure-s1",
  title: "Activation maps",
  caption: "Two channels.",
  description: "Slices with maps.",
  network: "untrained ResNet34 (random weights), SHA-256 0123456789ab",
  columns: [
    { title: "deep_000", signed: false },
    { title: "signature", signed: true },
  ],
  rows: [
    {
      title: "high risk",
      image,
      maps: [
        channelMap(maps, 0),
        weightedMap(maps, [
          { channel: 0, coefficient: 2 },
          { channel: 1, coefficient: -1 },
        ]),
      ],
    },
  ],
};

describe("agrees with hand calculation", () => {
  test("the weighted sum of maps, whose average is the linear score", () => {
    assert.deepEqual([...figure.rows[0].maps[1].values], [-10, 2, 4, 6]);
  });
  test("an outline runs along the pixel edges of the region", () => {
    assert.equal(outline(image.region, 4), "M1 1h2M1 3h2M1 1v2M3 1v2");
  });
  test("a PNG's pixels are the bytes given", () => {
    const address = pngAddress(2, 1, Uint8Array.of(1, 2, 3, 4, 5, 6));
    const file = Buffer.from(address.split(",")[1], "base64");
    const length = file.readUInt32BE(33);
    assert.deepEqual([...inflateSync(file.subarray(41, 41 + length))], [0, 1, 2, 3, 4, 5, 6]);
  });
});

describe("the page", () => {
  const svg = activationMapSvg(figure, { constructed: true });
  test("names the network, the constructed data, each channel and each scale", () => {
    for (const words of [
      figure.network,
      "Constructed data",
      ">deep_000<",
      ">signature<",
      ">high risk<",
      ">3.0<",
      ">−10<",
      ">10<",
    ])
      assert.ok(svg.includes(words), words);
    assert.equal(svg.match(/<image /g)?.length, 3);
    assert.ok(!activationMapSvg(figure, { constructed: false }).includes("Constructed data"));
  });
  test("is the same for the same input, and can be drawn", async () => {
    assert.equal(activationMapSvg(figure, { constructed: true }), svg);
    assert.ok((await renderPng(svg)).length > 5000);
  });
});

describe("refuses", () => {
  for (const [what, call, message] of [
    [
      "a channel that is not there",
      () => channelMap(maps, 2),
      "a channel must be from 0 to 1; got 2",
    ],
    [
      "a coefficient that is not finite",
      () => weightedMap(maps, [{ channel: 0, coefficient: Number.NaN }]),
      "a coefficient must be finite; channel 0 has NaN",
    ],
    [
      "a row that lacks a map",
      () =>
        activationMapSvg(
          { ...figure, rows: [{ ...figure.rows[0], maps: [] }] },
          { constructed: true },
        ),
      'each row must have one map per column; "high risk" has 0 for 2',
    ],
    [
      "no rows",
      () => activationMapSvg({ ...figure, rows: [] }, { constructed: true }),
      "an activation figure needs a patient and a channel; it has none",
    ],
  ] as const)
    test(what, () => {
      assert.throws(call, { name: "RangeError", message });
    });
});
