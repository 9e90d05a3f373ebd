/** Pieces of R: names and text, safe in any locale. */

/** A name as R reads it in a formula: in backticks unless it is plain. */
export function rName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9._]*$/.test(name) ? name : `\`${name.replaceAll("`", "\\`")}\``;
}

/** Text in quotes; letters beyond ASCII as escapes, so that R reads them in a locale without them. */
export function rText(text: string): string {
  return `"${Array.from(text, (letter) => {
    if (letter === "\\" || letter === '"') return `\\${letter}`;
    const code = letter.codePointAt(0) as number;
    return code >= 32 && code < 127 ? letter : `\\U${code.toString(16).padStart(8, "0")}`;
  }).join("")}"`;
}

/** A number that R reads back as the same; NA for none. */
export function rNumber(value: number | null): string {
  return value === null ? "NA" : String(value);
}
