/** The paper's Table 1: who the patients are. Source: Liang et al., Front. Oncol. 12 (2022) 897676, Table 1. */

import { join } from "node:path";
import { z } from "zod";
import { readCheckedJson } from "../checked-json.js";
import { InputError } from "../input-error.js";
import { type Printed, type PrintedMean, parsePrinted, parsePrintedMean } from "./printed.js";
import type { PublishedGroup, PublishedSet, PublishedTable } from "./table.js";

export interface PublishedTable1 extends PublishedTable {
  readonly sets: Readonly<Record<PublishedSet, PublishedSetSize>>;
  readonly rows: readonly (PublishedMeanRow | PublishedCountRow)[];
}

export interface PublishedSetSize {
  readonly label: string;
  readonly n: Printed;
  readonly nonMetastasis: { readonly label: string; readonly n: Printed };
  readonly metastasis: { readonly label: string; readonly n: Printed };
}

interface Row {
  readonly variable: string;
  readonly label: string;
  /** The line above the row, where one is printed. */
  readonly heading: string | null;
}

/** A continuous variable: mean ± SD in each group. */
export interface PublishedMeanRow extends Row {
  readonly kind: "mean";
  readonly training: PublishedCells<PrintedMean>;
  readonly validation: PublishedCells<PrintedMean>;
}

/** A variable with levels: one count per level in each group. */
export interface PublishedCountRow extends Row {
  readonly kind: "counts";
  readonly levels: readonly string[];
  readonly training: PublishedCells<readonly PublishedCount[]>;
  readonly validation: PublishedCells<readonly PublishedCount[]>;
}

export interface PublishedCells<T> {
  readonly nonMetastasis: T;
  readonly metastasis: T;
  readonly p: Printed;
}

export interface PublishedCount extends Printed {
  /** The count to compute with: the printed one, or where that cannot be, the one it is read as. */
  readonly count: number;
  /** Why it is read as another; null for a count taken as printed. */
  readonly misprint: string | null;
}

const words = z.string().regex(/\S/, "must not be empty");
const about = { source: words, title: words, footnote: words };
const set = z.enum(["training", "validation"]);
const group = z.enum(["nonMetastasis", "metastasis"]);

const meanCells = z.strictObject({ nonMetastasis: words, metastasis: words, p: words });
const countCells = z.strictObject({
  nonMetastasis: z.array(words),
  metastasis: z.array(words),
  p: words,
});
const groupSize = z.strictObject({ label: words, n: words });
const setSize = z.strictObject({
  label: words,
  n: words,
  nonMetastasis: groupSize,
  metastasis: groupSize,
});
const rowStart = { variable: words, label: words, heading: words.optional() };

const table1Schema = z.strictObject({
  ...about,
  sets: z.strictObject({ training: setSize, validation: setSize }),
  rows: z.array(
    z.union([
      z.strictObject({ ...rowStart, training: meanCells, validation: meanCells }),
      z.strictObject({
        ...rowStart,
        levels: z.array(words),
        training: countCells,
        validation: countCells,
        misprint: z
          .strictObject({ set, group, level: words, readAs: words, reason: words })
          .optional(),
      }),
    ]),
  ),
});

/** Table 1: the patients. @throws InputError naming file and key, if it is not in the form above */
export function readTable1(root: string): PublishedTable1 {
  const place = "paper/table1.json";
  const table = readCheckedJson(join(root, place), place, table1Schema);
  const n = (text: string, key: string): Printed => parsePrinted(text, `${place}, ${key}`);
  const size = (name: PublishedSet): PublishedSetSize => {
    const { label, n: all, nonMetastasis, metastasis } = table.sets[name];
    return {
      label,
      n: n(all, `sets.${name}.n`),
      nonMetastasis: {
        label: nonMetastasis.label,
        n: n(nonMetastasis.n, `sets.${name}.nonMetastasis.n`),
      },
      metastasis: { label: metastasis.label, n: n(metastasis.n, `sets.${name}.metastasis.n`) },
    };
  };
  return {
    source: table.source,
    title: table.title,
    footnote: table.footnote,
    sets: { training: size("training"), validation: size("validation") },
    rows: table.rows.map((row, i) => {
      const at = `${place}, rows[${i}]`;
      return "levels" in row ? countRow(row, at) : meanRow(row, at);
    }),
  };
}

type Table1Entry = z.infer<typeof table1Schema>["rows"][number];
type CountEntry = Extract<Table1Entry, { levels: string[] }>;
type MeanEntry = Exclude<Table1Entry, CountEntry>;

function meanRow(row: MeanEntry, at: string): PublishedMeanRow {
  const cells = (name: PublishedSet): PublishedCells<PrintedMean> => ({
    nonMetastasis: parsePrintedMean(row[name].nonMetastasis, `${at}.${name}.nonMetastasis`),
    metastasis: parsePrintedMean(row[name].metastasis, `${at}.${name}.metastasis`),
    p: parsePrinted(row[name].p, `${at}.${name}.p`),
  });
  return {
    kind: "mean",
    ...rowStartOf(row),
    training: cells("training"),
    validation: cells("validation"),
  };
}

function countRow(row: CountEntry, at: string): PublishedCountRow {
  const { levels, misprint } = row;
  const counts = (name: PublishedSet, which: PublishedGroup): PublishedCount[] => {
    const key = `${at}.${name}.${which}`;
    if (row[name][which].length !== levels.length) {
      throw new InputError(
        `must have one count per level; it has ${row[name][which].length} for ${levels.length}`,
        key,
      );
    }
    return row[name][which].map((text, l) => {
      const printed = parsePrinted(text, `${key}[${l}]`);
      const misread =
        misprint?.set === name && misprint.group === which && misprint.level === levels[l];
      return {
        ...printed,
        count: misread
          ? parsePrinted(misprint.readAs, `${at}.misprint.readAs`).value
          : printed.value,
        misprint: misread ? misprint.reason : null,
      };
    });
  };
  const cells = (name: PublishedSet): PublishedCells<readonly PublishedCount[]> => ({
    nonMetastasis: counts(name, "nonMetastasis"),
    metastasis: counts(name, "metastasis"),
    p: parsePrinted(row[name].p, `${at}.${name}.p`),
  });
  return {
    kind: "counts",
    ...rowStartOf(row),
    levels,
    training: cells("training"),
    validation: cells("validation"),
  };
}

function rowStartOf({ variable, label, heading }: Table1Entry): Row {
  return { variable, label, heading: heading ?? null };
}
