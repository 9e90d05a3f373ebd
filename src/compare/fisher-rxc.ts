/**
 * Fisher's exact test of a table of any size: the chance, with all sums fixed, of tables no more likely than the one seen.
 *
 * The table is filled column by column. What matters of the columns filled so far is how many patients each row has
 * left, in any order (a node), and how likely the way there was. From each node the most and the least likely
 * completion are known; a way whose every completion counts, or none does, is settled at once, and ways of equal
 * likelihood are followed as one. Chances are conditional on the node, so all completions of a node add up to 1.
 * Source: the network of Mehta & Patel, J. Am. Stat. Assoc. 78 (1983) 427-434.
 */

import { requireNoOtherOptions } from "../math/known-options.js";
import { logFactorial } from "../math/stirling.js";
import { type CountTable, contingencyTable } from "./contingency.js";
import { WayTable } from "./way-table.js";

export interface FisherOptions {
  /** Fillings of a column that may be tried before the test is refused; the default, 2e7, takes a few seconds. */
  readonly maximumSteps?: number;
}

/** Tables whose log chance differs by less than this count as equally likely. */
const TIE = 1e-7;

/**
 * The two-sided P value.
 *
 * @throws RangeError if fewer than two rows or columns hold counts, or if the table needs more than `maximumSteps`
 */
export function fisherExactTest(
  table: CountTable,
  { maximumSteps = 2e7, ...others }: FisherOptions = {},
): { readonly pValue: number } {
  requireNoOtherOptions("Fisher's test", others);
  const { counts, rowSums, columnSums, n } = contingencyTable(table);
  const wide = rowSums.length <= columnSums.length;
  const rows = wide ? rowSums : columnSums;
  const columns = (wide ? columnSums : rowSums).toSorted((a, b) => b - a);
  const logFactorials = Float64Array.from({ length: n + 1 }, (_, k) => logFactorial(k));
  const sumOf = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + logFactorials[value], 0);
  const observed = sumOf(rows) + sumOf(columns) - logFactorials[n] - sumOf(counts.flat());
  const budget = stepBudget(maximumSteps, () => {
    const size = `${rowSums.length} x ${columnSums.length} table of ${n} patients`;
    return `Fisher's exact test of this ${size} needs more than ${maximumSteps} steps; use a chi-square test, or raise maximumSteps`;
  });
  const pValue = tailChance(rows, columns, logFactorials, observed + TIE, budget);
  return { pValue: Math.min(1, pValue) };
}

/** What the rows have left before a column, and the extreme log chances of filling the rest. */
interface Node {
  readonly left: readonly number[];
  readonly least: number;
  readonly most: number;
}

type Count = (steps: number) => void;

function stepBudget(maximum: number, refusal: () => string): Count {
  let steps = 0;
  return (more) => {
    steps += more;
    if (steps > maximum) throw new RangeError(refusal());
  };
}

/** The chance of all tables with these sums whose log chance is at most `limit`. */
function tailChance(
  rows: readonly number[],
  columns: readonly number[],
  logFactorials: Float64Array,
  limit: number,
  count: Count,
): number {
  const known: Map<string | number, Node>[] = columns.map(() => new Map());
  const keyOf = keyFor(rows);
  const nodeOf = (unsorted: readonly number[], column: number): Node => {
    const left = sorted(unsorted);
    const key = keyOf(left);
    const found = known[column].get(key);
    if (found) return found;
    let [least, most] = [0, 0]; // the last column is what is left
    if (column < columns.length - 1) {
      [least, most] = [Infinity, -Infinity];
      forEachFilling(left, columns[column], logFactorials, count, (rest, logChance) => {
        const to = nodeOf(rest, column + 1);
        least = Math.min(least, logChance + to.least);
        most = Math.max(most, logChance + to.most);
      });
    }
    const node: Node = { left, least, most };
    known[column].set(key, node);
    return node;
  };

  let settled = 0;
  const start = new WayTable();
  start.add(0, 1);
  let ways = new Map<Node, WayTable>([[nodeOf(rows, 0), start]]);
  for (let column = 0; ways.size > 0; column++) {
    const next = new Map<Node, WayTable>();
    for (const [node, table] of ways) {
      const open: [past: number, chance: number][] = [];
      table.forEach((past, chance) => {
        if (past + node.most <= limit) settled += chance;
        else if (past + node.least <= limit) open.push([past, chance]);
      });
      if (open.length === 0) continue;
      if (column === columns.length - 2) {
        const endings = endingsOf(node.left, columns[column], logFactorials, count);
        count(open.length);
        for (const [past, chance] of open) settled += chance * chanceUpTo(endings, limit - past);
        continue;
      }
      forEachFilling(node.left, columns[column], logFactorials, count, (rest, logChance) => {
        const to = nodeOf(rest, column + 1);
        const share = Math.exp(logChance);
        const target = next.get(to) ?? new WayTable();
        next.set(to, target);
        count(open.length);
        for (const [past, chance] of open) target.add(past + logChance, chance * share);
      });
    }
    ways = next;
  }
  return settled;
}

/** With two columns to fill: all ways, from the least likely one on. */
interface Endings {
  readonly logChances: Float64Array;
  /** Element i: the chance of the first i ways together. */
  readonly sums: Float64Array;
}

function endingsOf(
  left: readonly number[],
  size: number,
  logFactorials: Float64Array,
  count: Count,
): Endings {
  const found: number[] = [];
  forEachFilling(left, size, logFactorials, count, (_, logChance) => found.push(logChance));
  const logChances = Float64Array.from(found).sort();
  const sums = new Float64Array(logChances.length + 1);
  logChances.forEach((logChance, i) => {
    sums[i + 1] = sums[i] + Math.exp(logChance);
  });
  return { logChances, sums };
}

function chanceUpTo({ logChances, sums }: Endings, limit: number): number {
  let [low, high] = [0, logChances.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (logChances[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return sums[low];
}

/** Every way to take `size` patients from the rows, with its log chance; `rest` is reused from call to call. */
function forEachFilling(
  left: readonly number[],
  size: number,
  logFactorials: Float64Array,
  count: Count,
  visit: (rest: readonly number[], logChance: number) => void,
): void {
  const rest = left.slice();
  const total = left.reduce((sum, value) => sum + value, 0);
  const logChoose = (n: number, k: number) =>
    logFactorials[n] - logFactorials[k] - logFactorials[n - k];
  const fill = (row: number, toPlace: number, room: number, logChance: number): void => {
    const roomAfter = room - left[row];
    for (let k = Math.max(0, toPlace - roomAfter); k <= Math.min(toPlace, left[row]); k++) {
      rest[row] = left[row] - k;
      const chance = logChance + logChoose(left[row], k);
      if (row < left.length - 1) fill(row + 1, toPlace - k, roomAfter, chance);
      else {
        count(1);
        visit(rest, chance);
      }
    }
  };
  fill(0, size, total, -logChoose(total, size));
}

/** A number for each ascending list of what rows have left; a text where numbers do not reach. */
function keyFor(rows: readonly number[]): (left: readonly number[]) => string | number {
  const base = Math.max(...rows) + 1;
  if (rows.length * Math.log2(base) > 52) return (left) => left.join();
  return (left) => {
    let key = 0;
    for (const value of left) key = key * base + value;
    return key;
  };
}

/** Ascending; a handful of numbers, so by insertion. */
function sorted(values: readonly number[]): number[] {
  const result = values.slice();
  for (let i = 1; i < result.length; i++) {
    const value = result[i];
    let j = i;
    for (; j > 0 && result[j - 1] > value; j--) result[j] = result[j - 1];
    result[j] = value;
  }
  return result;
}
