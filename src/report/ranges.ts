/**
 * Quantities that printed tables do not fix, over cohorts constructed with several seeds that all give those tables.
 *
 * One table holds them: a row a quantity, a column a seed, six significant digits; an empty cell where a cohort has no
 * such value (a group of nobody, a curve that does not reach so far). The range over the seeds says how little the
 * printed tables determine; no value of a single cohort is a finding.
 */

import { csvColumn, formatCsv, parseCsv, parseNumber } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import type { Finding } from "./record.js";

export interface RangeRow {
  /** The id of the finding, without the cohort. */
  readonly quantity: string;
  readonly label: string;
  readonly test: string;
  /** Patients and events: a number, or lowest-highest where it depends on the seed. */
  readonly n: string;
  readonly events: string;
  /** One per seed; null where there is no such value. */
  readonly values: readonly (number | null)[];
}

export interface Ranges {
  readonly cohort: string;
  readonly seeds: readonly number[];
  readonly rows: readonly RangeRow[];
}

/** What one seed gave. */
export interface SeedFindings {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

const facts = ["quantity", "label", "test", "n", "events"] as const;

/** Lay the findings of several cohorts together, in the order of the first. */
export function rangesOf(cohort: string, found: readonly SeedFindings[]): Ranges {
  const byId = found.map(({ findings }) => new Map(findings.map((one) => [one.id, one])));
  const ids = [...new Set(byId.flatMap((one) => [...one.keys()]))];
  const rows = ids.map((id): RangeRow => {
    const own = byId.map((one) => one.get(id));
    const first = own.find((one) => one !== undefined)!;
    return {
      quantity: id.slice(cohort.length + 1),
      label: first.label,
      test: first.test ?? "",
      n: spread(own.map((one) => one?.n)),
      events: spread(own.map((one) => one?.events)),
      values: own.map((one) => (typeof one?.value === "number" ? sixDigits(one.value) : null)),
    };
  });
  return { cohort, seeds: found.map(({ seed }) => seed), rows };
}

export function rangesCsv({ seeds, rows }: Ranges): string {
  return formatCsv(
    [...facts, ...seeds.map((seed) => `seed ${seed}`)],
    rows.map((row) => [...facts.map((key) => row[key]), ...row.values]),
  );
}

/** @throws InputError if a column is missing or a cell is neither a number nor empty */
export function parseRanges(cohort: string, text: string | Uint8Array, place: string): Ranges {
  const table = parseCsv(text, place);
  const columns = facts.map((key) => csvColumn(table, key));
  const seeds = table.header.slice(facts.length).map((name) => {
    const [, digits] = /^seed (-?\d+)$/.exec(name) ?? [];
    if (digits === undefined)
      throw new InputError(`a column of values must be named like "seed 7"; got "${name}"`, place);
    return Number(digits);
  });
  const rows = table.rows.map((cells, i) => {
    const [quantity, label, test, n, events] = columns.map((column) => column[i]);
    const values = cells.slice(facts.length).map((cell, s) => {
      const value = parseNumber(cell);
      if (value === null && cell !== "")
        throw new InputError(
          `a value must be a number or empty; "${quantity}" of seed ${seeds[s]} is "${cell}"`,
          `${place}, row ${i + 2}`,
        );
      return value;
    });
    return { quantity, label, test, n, events, values };
  });
  return { cohort, seeds, rows };
}

/** The rows whose quantity begins with a name; null without ranges. @throws RangeError if there is no such row */
export function rangesNamed(ranges: Ranges | null, ...names: readonly string[]): Ranges | null {
  if (ranges === null) return null;
  const rows = ranges.rows.filter(({ quantity }) =>
    names.some((name) => quantity === name || quantity.startsWith(`${name}.`)),
  );
  if (rows.length === 0)
    throw new RangeError(`the ranges must have rows named ${names.join(" or ")}; they have none`);
  return { ...ranges, rows };
}

/** Lowest and highest value of several counts; empty where none is known. */
function spread(counts: readonly (number | undefined)[]): string {
  const known = counts.filter((count) => count !== undefined);
  if (known.length === 0) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low === high ? String(low) : `${low}-${high}`;
}

function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
