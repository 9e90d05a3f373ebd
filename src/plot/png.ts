/**
 * A figure as pixels: 300 to the inch, drawn with the shipped fonts only, so that every machine makes the same file.
 */

import { crc32 } from "node:zlib";
import { fontFiles } from "./text-width.js";

const dotsPerInch = 300;

/**
 * @param svg what `renderSvg` gave
 * @returns a PNG file that states its resolution, so that it prints at the figure's true size
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const image = new Resvg(svg, {
    dpi: 96,
    fitTo: { mode: "zoom", value: dotsPerInch / 96 },
    background: "#ffffff",
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFiles.regular, fontFiles.bold],
      defaultFontFamily: "Liberation Sans",
    },
  });
  return withResolution(new Uint8Array(image.render().asPng()));
}

/** The `pHYs` chunk, set after the header (8 bytes of signature and 25 of IHDR). Source: PNG 1.2, section 4.2.4.2. */
function withResolution(png: Uint8Array): Uint8Array {
  const perMetre = Math.round(dotsPerInch / 0.0254);
  const chunk = new DataView(new ArrayBuffer(21));
  chunk.setUint32(0, 9);
  [0x70, 0x48, 0x59, 0x73].forEach((byte, i) => chunk.setUint8(4 + i, byte));
  chunk.setUint32(8, perMetre);
  chunk.setUint32(12, perMetre);
  chunk.setUint8(16, 1);
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer, 4, 13)));
  const result = new Uint8Array(png.length + 21);
  result.set(png.subarray(0, 33));
  result.set(new Uint8Array(chunk.buffer), 33);
  result.set(png.subarray(33), 54);
  return result;
}
