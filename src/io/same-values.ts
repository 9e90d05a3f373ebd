/** Whether two texts say the same: equal but for numbers that differ in their last digits only. */

const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]*\w)/g;

/**
 * Processors and versions of Node differ in the last bits of some results; a file that says the same is left alone.
 * Numbers that stand alone are compared by value, everything between them letter by letter.
 *
 * @param tolerance relative to the larger of the two numbers
 */
export function sameValues(a: string, b: string, tolerance: number = 1e-9): boolean {
  if (a === b) return true;
  if (a.replaceAll(NUMBER, "#") !== b.replaceAll(NUMBER, "#")) return false;
  const ours = a.match(NUMBER) ?? [];
  const theirs = b.match(NUMBER) ?? [];
  return ours.every((text, i) => {
    if (text === theirs[i]) return true;
    const [x, y] = [Number(text), Number(theirs[i])];
    return Math.abs(x - y) <= tolerance * Math.max(Math.abs(x), Math.abs(y));
  });
}
