/**
 * Advance widths from a TrueType file: how far the pen moves after each character.
 *
 * Three tables of the font are enough: `cmap` (character to glyph, format 4), `hmtx` (advance of each glyph; glyphs
 * beyond the last entry share its advance) and `head` (units per em). Kerning is left out: it only brings letters
 * closer, so a text is never wider than measured. Source: the OpenType specification 1.9, those three chapters.
 */

export interface FontMetrics {
  /** Units of all widths below, per em. */
  readonly unitsPerEm: number;
  /** Advance by code point, for the characters of the basic multilingual plane the font has. */
  readonly advances: ReadonlyMap<number, number>;
}

/** @throws RangeError if the bytes are no TrueType font with a Unicode character map */
export function fontMetrics(bytes: Uint8Array): FontMetrics {
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unitsPerEm = font.getUint16(tableAt(font, "head") + 18);
  const longMetrics = font.getUint16(tableAt(font, "hhea") + 34);
  const hmtx = tableAt(font, "hmtx");
  const advances = new Map<number, number>();
  for (const [character, glyph] of glyphs(font, unicodeMap(font))) {
    advances.set(character, font.getUint16(hmtx + 4 * Math.min(glyph, longMetrics - 1)));
  }
  return { unitsPerEm, advances };
}

function tableAt(font: DataView, tag: string): number {
  const count = font.byteLength > 12 ? font.getUint16(4) : 0;
  for (let record = 12; record + 16 <= font.byteLength && record < 12 + 16 * count; record += 16) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => font.getUint8(record + i)));
    if (name === tag) return font.getUint32(record + 8);
  }
  throw new RangeError(`the file must be a TrueType font; it has no table "${tag}"`);
}

/** Where the format 4 subtable of Windows (3, 1) or Unicode (0, x) begins. */
function unicodeMap(font: DataView): number {
  const cmap = tableAt(font, "cmap");
  for (let i = 0; i < font.getUint16(cmap + 2); i++) {
    const record = cmap + 4 + 8 * i;
    const platform = font.getUint16(record);
    const unicode = platform === 0 || (platform === 3 && font.getUint16(record + 2) === 1);
    const subtable = cmap + font.getUint32(record + 4);
    if (unicode && font.getUint16(subtable) === 4) return subtable;
  }
  throw new RangeError("the font must map Unicode characters (cmap format 4); it does not");
}

/** Format 4: segments of characters, each with a delta to the glyph or an offset into a list of glyphs. */
function* glyphs(font: DataView, at: number): Generator<[character: number, glyph: number]> {
  const segments = font.getUint16(at + 6) / 2;
  for (let i = 0; i < segments; i++) {
    const end = font.getUint16(at + 14 + 2 * i);
    const start = font.getUint16(at + 16 + 2 * (segments + i));
    const delta = font.getUint16(at + 16 + 2 * (2 * segments + i));
    const offsetAt = at + 16 + 2 * (3 * segments + i);
    const offset = font.getUint16(offsetAt);
    for (let character = start; character <= end && character < 0xffff; character++) {
      const listed =
        offset === 0 ? character : font.getUint16(offsetAt + offset + 2 * (character - start));
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) yield [character, glyph];
    }
  }
}
