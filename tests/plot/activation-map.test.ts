/** Activation maps over a slice: what is drawn, with which scale, and what the page must say. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { channelMap, weightedMap } from "dlrn/features/deep/class-activation";
import { type ActivationFigure, activationFigure } from "dlrn/plot/activation-map";
import { renderPng } from "dlrn/plot/png";
import { type RenderOptions, svgPage } from "dlrn/plot/render";
import { textFaults } from "./text-boxes.js";

const maps = { shape: [2, 2, 2], values: Float32Array.of(0, 1, 2, 3, 10, 0, 0, 0) };
const image = {
  grey: Float64Array.from({ length: 16 }, (_, i) => i / 15),
  region: Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0),
};
const block = {
  title: "T1",
  columns: [
    { title: "channel 000", signed: false },
    { title: "weighted sum of 2", signed: true },
  ],
  rows: [
    {
      title: "high risk",
      image,
      size: [4, 4] as const,
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
const figure: ActivationFigure = {
  id: "figure-s1",
  title: "Activation maps",
  caption: "Two channels.",
  description: "Slices with maps.",
  network: "untrained ResNet34 (random weights), SHA-256 0123456789ab",
  blocks: [block, { ...block, title: "FS" }],
};
const svgOf = (of: ActivationFigure, options: RenderOptions): string =>
  svgPage(of, activationFigure(of).drawing, options);

test("agrees with hand calculation: the weighted sum of maps, whose average is the linear score", () => {
  assert.deepEqual([...block.rows[0].maps[1].values], [-10, 2, 4, 6]);
});

describe("the page", () => {
  const svg = svgOf(figure, { constructed: true });
  test("names the network, the constructed data, each sequence, channel and scale", () => {
    for (const words of [
      figure.network,
      "Constructed data",
      ">T1<",
      ">FS<",
      ">channel 000<",
      ">high risk<",
      ">3.0<",
      ">−10<",
      ">10<",
    ])
      assert.ok(svg.includes(words), words);
    assert.ok(!svgOf(figure, { constructed: false }).includes("Constructed data"));
    assert.deepEqual(textFaults(svg), []);
  });
  test("holds each slice once, used by every panel of its row, and each map once", () => {
    assert.equal(svg.match(/<image /g)?.length, 2 * (1 + 2));
    assert.equal(svg.match(/<use href="#figure-s1-1-1-slice"/g)?.length, 3);
  });
  test("is the same for the same input, and can be drawn", async () => {
    assert.equal(svgOf(figure, { constructed: true }), svg);
    assert.ok((await renderPng(svg)).length > 5000);
  });
  test("an image that is not square keeps its rows: 2 of 8 pixels, drawn as a square", () => {
    const rows = [{ ...block.rows[0], size: [2, 8] as const }];
    const wide = svgOf({ ...figure, blocks: [{ ...block, rows }] }, { constructed: true });
    const [, png] = /<image [^>]*href="data:image\/png;base64,([^"]+)"/.exec(wide)!;
    const header = Buffer.from(png!, "base64");
    assert.deepEqual([header.readUInt32BE(16), header.readUInt32BE(20)], [8, 2]);
  });
  test("does not depend on a network's last digits, but on its first", () => {
    const changed = (factor: number): string => {
      const row = block.rows[0];
      const values = row.maps[0].values.map((value, i) => (i === 1 ? value * factor : value));
      const rows = [{ ...row, maps: [{ ...row.maps[0], values }, row.maps[1]] }];
      return svgOf(
        { ...figure, blocks: [{ ...block, rows }, figure.blocks[1]] },
        { constructed: true },
      );
    };
    assert.equal(changed(1 + 1e-6), svg);
    assert.notEqual(changed(1.1), svg);
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
        activationFigure({
          ...figure,
          blocks: [{ ...block, rows: [{ ...block.rows[0], maps: [] }] }],
        }),
      'each row must have one map per column; "high risk" has 0 for 2',
    ],
    [
      "an image of another size",
      () =>
        activationFigure({
          ...figure,
          blocks: [{ ...block, rows: [{ ...block.rows[0], size: [2, 9] }] }],
        }),
      "a slice must be 2 x 9; it has 16 pixels",
    ],
    [
      "no rows",
      () => activationFigure({ ...figure, blocks: [{ ...block, rows: [] }] }),
      "an activation figure needs a patient and a channel; it has none",
    ],
  ] as const)
    test(what, () => {
      assert.throws(call, { name: "RangeError", message });
    });
});
