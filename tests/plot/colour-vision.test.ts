/** Colours that stand beside each other in a figure, as seen with deuteranopia and protanopia. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { colours, palette } from "dlrn/plot/theme";

type Triple = readonly [number, number, number];

/**
 * Linear RGB as dichromats see it. Source: Machado, Oliveira & Fernandes, IEEE TVCG 15:1291 (2009), severity 1.0.
 */
const vision: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function linear(hex: string): Triple {
  const of = (at: number): number => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [of(1), of(3), of(5)];
}

/** CIE L*a*b* with the white of sRGB, D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number =>
    t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116;
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, [red, green, blue]: readonly [Triple, Triple, Triple]): Triple {
  const [r, g, b] = linear(hex);
  const row = ([x, y, z]: Triple): number => Math.min(1, Math.max(0, x * r + y * g + z * b));
  return lab([row(red), row(green), row(blue)]);
}

/** Colours that tell things apart in one figure. */
const together: Readonly<Record<string, readonly string[]>> = {
  groups: [colours.nonMetastasis, colours.metastasis],
  sets: [colours.training, colours.validation],
  models: [colours.nomogram, colours.signature, colours.clinical, palette.black],
};

/** CIE 1976; 2.3 is just noticeable, and these are far beyond it. */
const distance = (a: Triple, b: Triple): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe("colours are told apart", () => {
  for (const [kind, matrix] of Object.entries(vision))
    for (const [name, hexes] of Object.entries(together))
      test(`${name}, ${kind} vision: at least 20 apart`, () => {
        hexes.forEach((one, i) => {
          for (const other of hexes.slice(i + 1)) {
            const apart = distance(seen(one, matrix), seen(other, matrix));
            assert.ok(apart >= 20, `${one} and ${other}: ${apart.toFixed(1)}`);
          }
        });
      });

  test("red and green of the same lightness would not be: the check can fail", () =>
    assert.ok(
      distance(seen("#C04040", vision["deuteranopia"]!), seen("#708030", vision["deuteranopia"]!)) <
        20,
    ));
});
