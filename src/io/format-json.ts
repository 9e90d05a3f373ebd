/** JSON for files that people read and Git compares: two spaces, short lists on one line, always the same bytes. */

const WIDTH = 100;

/**
 * The text of a JSON file, with a line feed at its end.
 *
 * @param value plain data; a list of words or numbers stays on one line where that is at most 100 characters
 * @throws RangeError if a number is not finite, which JSON would write as null
 */
export function formatJson(value: unknown): string {
  return `${format(value, "", 0)}\n`;
}

/** @param used characters of the line before the value, its key included */
function format(value: unknown, indent: string, used: number): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`numbers must be finite to be written as JSON; got ${value}`);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    if (value.every((item) => typeof item !== "object" || item === null)) {
      const line = `[${value.map((item) => format(item, "", 0)).join(", ")}]`;
      if (used + line.length < WIDTH) return line;
    }
    const items = value.map((item) => `${inner}${format(item, inner, inner.length)}`);
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const start = `${inner}${JSON.stringify(key)}: `;
      return start + format(item, inner, start.length);
    });
  return entries.length === 0 ? "{}" : `{\n${entries.join(",\n")}\n${indent}}`;
}
