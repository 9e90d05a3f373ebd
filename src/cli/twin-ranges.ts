/** `dlrn twin ranges`: what printed tables leave open, over cohorts of many seeds. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { writeWhole } from "../io/write-whole.js";
import { parseRanges, type Ranges, rangesCsv, rangesOf } from "../report/ranges.js";
import { projectRoot } from "../runner/environment.js";
import { measuredSeeds, RANGES_FILE } from "../runner/ranges.js";

/** The seeds of the committed table. */
export const SEEDS = "1-24";

export async function twinRanges({
  seeds: asked,
  jobs,
  check,
}: {
  readonly seeds: string;
  readonly jobs: string;
  readonly check: boolean;
}): Promise<void> {
  const seeds = seedsOf(asked);
  if (!/^[1-9]\d?$/.test(jobs))
    throw new RangeError(`--jobs must be a whole number from 1 to 99; got "${jobs}"`);
  if (!check && asked !== SEEDS)
    throw new RangeError(
      `the table must be of the seeds ${SEEDS}; other seeds, such as ${asked}, can be compared with it by --check`,
    );
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(0);
  const found = await measuredSeeds(seeds, Number(jobs), (done, seed) =>
    process.stderr.write(`${seconds().padStart(5)} s  seed ${seed}, ${done} of ${seeds.length}\n`),
  );
  const ranges = rangesOf("twin", found);
  console.log(
    `${seeds.length} seeds meet all ${found[0].targets} targets; ${ranges.rows.length} quantities are open (${seconds()} s)`,
  );
  const path = resolve(projectRoot(), RANGES_FILE);
  if (!check) {
    const changed = writeWhole(path, rangesCsv(ranges));
    console.log(
      changed
        ? `written to ${RANGES_FILE}; then: npx dlrn data record twin`
        : `${RANGES_FILE} is up to date`,
    );
    return;
  }
  const differing = differences(parseRanges("twin", readFileSync(path), RANGES_FILE), ranges);
  if (differing.length > 0)
    throw new RangeError(
      `${RANGES_FILE} must hold what these seeds give; ${differing.length} values differ: ${differing.slice(0, 3).join("; ")}; make it again, or take back what was changed`,
    );
  console.log(`${RANGES_FILE} holds exactly this`);
}

/** Where a table says otherwise about the seeds of another one. */
export function differences(there: Ranges, here: Ranges): string[] {
  const rows = new Map(there.rows.map((row) => [row.quantity, row]));
  const known = new Set(here.rows.map(({ quantity }) => quantity));
  return [
    ...there.rows
      .filter(({ quantity }) => !known.has(quantity))
      .map(({ quantity }) => `${quantity} is there, and is not computed`),
    ...here.rows.flatMap(({ quantity, label, values }) => {
      const row = rows.get(quantity);
      if (row === undefined) return [`${quantity} is missing there`];
      const words = row.label === label ? [] : [`${quantity} has other words`];
      const numbers = here.seeds.flatMap((seed, s) => {
        const at = there.seeds.indexOf(seed);
        const [old, own] = [at < 0 ? undefined : row.values[at], values[s]];
        return old === own
          ? []
          : [`${quantity} of seed ${seed} is ${old ?? "empty"} there, ${own ?? "empty"} here`];
      });
      return [...words, ...numbers];
    }),
  ];
}

function seedsOf(text: string): number[] {
  const [, from, to] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(to) < Number(from))
    throw new RangeError(`--seeds must be like 1-24; got "${text}"`);
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
}
