import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Figure } from "dlrn/plot/figure";
import { renderPng } from "dlrn/plot/png";
import { renderSvg } from "dlrn/plot/render";
import { textBoxes, textFaults } from "./text-boxes.js";

function figureOf(specification: Figure["specification"], id = "figure-x"): Figure {
  return { id, title: "T & t", caption: "", description: "what it shows", specification };
}

const figure = figureOf({
  data: {
    values: [
      {
        label: "Heterogeneous signal intensity at fat-suppressed T2WI, ≥50%",
        value: 28,
        group: "Non-metastasis",
      },
      { label: "Depth", value: 55, group: "Metastasis" },
    ],
  },
  width: 300,
  height: 80,
  mark: { type: "line", clip: true, point: true },
  encoding: {
    y: { field: "label", type: "nominal", title: null },
    x: { field: "value", type: "quantitative", title: "Patients (%)" },
    color: { field: "group", type: "nominal", title: null },
  },
});

describe("a figure as SVG", () => {
  test("same bytes twice, whatever was drawn between", async () => {
    const first = await renderSvg(figure, { constructed: true });
    await renderSvg({ ...figure, id: "other" }, { constructed: false });
    assert.equal(await renderSvg(figure, { constructed: true }), first);
  });

  test("is 180 mm wide", async () => {
    const svg = await renderSvg(figure, { constructed: false });
    assert.match(svg, /^<svg [^>]*width="180mm"/);
  });

  test("says that data are constructed, to the eye and to a screen reader, only if they are", async () => {
    const marked = await renderSvg(figure, { constructed: true });
    const plain = await renderSvg(figure, { constructed: false });
    assert.match(marked, /<text [^>]*>Constructed data: no real patients<\/text>/);
    assert.match(marked, /<desc [^>]*>Constructed data: no real patients\. what it shows<\/desc>/);
    assert.doesNotMatch(plain, /onstructed/);
  });

  test("no text is cut off or overlaps, however long", async () => {
    const svg = await renderSvg(figure, { constructed: true });
    assert.ok(textBoxes(svg).boxes.length > 8);
    assert.deepEqual(textFaults(svg), []);
  });

  test("what is wider than the page is scaled down as a whole", async () => {
    const wide = { ...figure, specification: { ...figure.specification, width: 900 } };
    const svg = await renderSvg(wide, { constructed: false });
    assert.match(svg, / scale\(0\.\d{4}\)"/);
    assert.deepEqual(textFaults(svg), []);
  });

  test("names inside are the figure's own, and numbered from 1", async () => {
    const svg = await renderSvg(figure, { constructed: false });
    const names = [...svg.matchAll(/clip-path="url\(#([^)]+)\)"/g)].map(([, name]) => name);
    assert.equal(names[0], "figure-x-1");
    for (const name of names) assert.ok(svg.includes(`<clipPath id="${name}">`), name);
  });

  test("carries no machine's paths and no address but the SVG name", async () => {
    const svg = await renderSvg(figure, { constructed: false });
    assert.doesNotMatch(svg.replace("http://www.w3.org/2000/svg", ""), /https?:|\/home|\/tmp/);
  });
});

describe("a text of several lines", () => {
  const lines = figureOf({
    data: { values: [{ a: 1 }] },
    title: ["Training set, Institution 1", "External validation set"],
    mark: "point",
    encoding: { x: { field: "a", type: "quantitative" } },
  });

  test("each line states its width, so that another font takes the same space", async () => {
    const svg = await renderSvg(lines, { constructed: true });
    for (const [text] of svg.matchAll(/<(?:text|tspan)[^>]*>[^<]+</g))
      assert.match(text, / textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/);
    const page = textBoxes(svg);
    const [first, second] = page.boxes.filter(({ text }) => / set/.test(text));
    assert.ok(first!.bottom < second!.bottom);
    assert.deepEqual(textFaults(svg), []);
  });
});

describe("the check of texts sees a fault", () => {
  test("a text outside the page, and two in one place", () => {
    const page = (inner: string): string => `<svg viewBox="0 0 100 50"><g>${inner}</g></svg>`;
    const cut = page('<text font-size="11px" transform="translate(70,20)">Metastasis</text>');
    assert.match(textFaults(cut)[0]!, /"Metastasis" leaves the page/);
    const both = page(
      '<text x="5" y="20" font-size="11px">One</text><text x="9" y="22" font-size="11px">Two</text>',
    );
    assert.deepEqual(textFaults(both), ['"One" overlaps "Two"']);
  });
});

describe("a figure as PNG", () => {
  test("180 mm at 300 dots per inch, the same bytes twice", async () => {
    const svg = await renderSvg(figure, { constructed: true });
    const png = await renderPng(svg);
    const header = new DataView(png.buffer, png.byteOffset);
    assert.equal(header.getUint32(16), 2126); // 180 / 25.4 x 300 = 2125.98
    assert.equal(Buffer.from(png.subarray(37, 41)).toString(), "pHYs");
    assert.equal(header.getUint32(41), 11811); // dots per metre
    assert.deepEqual(await renderPng(svg), png);
  });
});

describe("refuses", () => {
  test("what Vega-Lite would only warn of", async () => {
    const bad = figureOf({
      data: { values: [{ a: 1 }] },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative", scale: { type: "nowhere" } } },
    });
    await assert.rejects(() => renderSvg(bad, { constructed: false }), {
      name: "RangeError",
      message: /^the specification of figure "figure-x" must be valid; /,
    });
  });

  test("data by address", async () => {
    const bad = figureOf({
      data: { url: "patients.json" },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" } },
    });
    await assert.rejects(() => renderSvg(bad, { constructed: false }), {
      name: "RangeError",
      message: /must be valid; Loading failed patients\.json data must be inline/,
    });
  });
});
