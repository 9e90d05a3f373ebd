import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { textLines, textWidth } from "dlrn/plot/text-width";
import { fontMetrics } from "dlrn/plot/true-type";

describe("agrees with fontTools 4.68.0: sum(font['hmtx'][font.getBestCmap()[ord(c)]][0] for c in text)", () => {
  const cases: [text: string, regular: number, bold: number][] = [
    ["Lung metastasis", 14913, 16161],
    ["P < 0.001", 8825, 8825],
    ["51.31 ± 18.851", 13651, 13651],
    ["−2.5 ≥ λ ≤ χ²", 11348, 11567],
    ["WAVE ½ → ×", 12690, 12803],
  ];
  for (const [text, regular, bold] of cases)
    test(text, () => {
      assert.equal(textWidth(text, { size: 2048 }), regular);
      assert.equal(textWidth(text, { size: 2048, bold: true }), bold);
    });
});

describe("obeys the laws", () => {
  test("width grows with size", () =>
    assert.equal(textWidth("Age", { size: 22 }), 2 * textWidth("Age", { size: 11 })));
  test("nothing has no width", () => assert.equal(textWidth("", { size: 11 }), 0));
  test("a character the font lacks counts as one em", () =>
    assert.equal(textWidth("肺", { size: 11 }), 11));
  test("lines keep every word and stay within the limit", () => {
    const text = "Retrospectively identified for enrolment at one of three hospitals";
    const lines = textLines(text, 120, { size: 11 });
    assert.equal(lines.join(" "), text);
    assert.ok(lines.length > 2);
    for (const line of lines) assert.ok(textWidth(line, { size: 11 }) <= 120, line);
  });
});

describe("refuses", () => {
  test("a file that is no font", () =>
    assert.throws(() => fontMetrics(readFileSync("package.json")), {
      name: "RangeError",
      message: 'the file must be a TrueType font; it has no table "head"',
    }));
  test("an empty file", () => assert.throws(() => fontMetrics(new Uint8Array()), RangeError));
});
