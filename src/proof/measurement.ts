/**
 * What a benchmark measures that has no peer in R or Python to be timed beside: its figures, said in lines.
 *
 * A file of `bench/` exports `measurement`, a {@link Measurement}.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Measurement {
  /** "deep-features" */
  readonly name: string;
  /** One figure or comparison a line. */
  run(): Promise<readonly string[]>;
}

/** Every measurement below a folder of compiled files whose file or name contains one of the words. */
export async function readMeasurements(
  folder: string,
  words: readonly string[],
): Promise<Measurement[]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .sort();
  const found: Measurement[] = [];
  for (const file of files) {
    const { measurement } = (await import(pathToFileURL(join(folder, file)).href)) as {
      measurement?: Measurement;
    };
    const named = (word: string): boolean =>
      file.includes(word) || measurement?.name.includes(word) === true;
    if (measurement !== undefined && (words.length === 0 || words.some(named)))
      found.push(measurement);
  }
  return found;
}
