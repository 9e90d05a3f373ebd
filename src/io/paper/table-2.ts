/** The paper's Table 2: odds ratios of one variable alone, and of several together. Source: Liang et al., Front. Oncol. 12 (2022) 897676, Table 2. */

import { join } from "node:path";
import { z } from "zod";
import { readCheckedJson } from "../checked-json.js";
import {
  type Printed,
  type PrintedEstimate,
  parsePrinted,
  parsePrintedEstimate,
} from "./printed.js";
import type { PublishedSet, PublishedTable } from "./table.js";

export interface PublishedTable2 extends PublishedTable {
  readonly set: PublishedSet;
  readonly n: Printed;
  readonly rows: readonly {
    readonly variable: string;
    readonly label: string;
    readonly univariate: PublishedOddsRatio;
    /** Null for a variable that did not enter. */
    readonly multivariate: PublishedOddsRatio | null;
  }[];
}

export interface PublishedOddsRatio {
  readonly oddsRatio: PrintedEstimate;
  readonly p: Printed;
}

const words = z.string().regex(/\S/, "must not be empty");
const about = { source: words, title: words, footnote: words };
const set = z.enum(["training", "validation"]);
const oddsRatio = z.strictObject({ oddsRatio: words, p: words });
const table2Schema = z.strictObject({
  ...about,
  set,
  n: words,
  rows: z.array(
    z.strictObject({
      variable: words,
      label: words,
      univariate: oddsRatio,
      multivariate: oddsRatio.nullable(),
    }),
  ),
});

/** Table 2: odds ratios. @throws InputError naming file and key */
export function readTable2(root: string): PublishedTable2 {
  const place = "paper/table2.json";
  const table = readCheckedJson(join(root, place), place, table2Schema);
  const ratio = (cell: z.infer<typeof oddsRatio>, at: string): PublishedOddsRatio => ({
    oddsRatio: parsePrintedEstimate(cell.oddsRatio, `${at}.oddsRatio`),
    p: parsePrinted(cell.p, `${at}.p`),
  });
  return {
    ...table,
    n: parsePrinted(table.n, `${place}, n`),
    rows: table.rows.map(({ variable, label, univariate, multivariate }, i) => ({
      variable,
      label,
      univariate: ratio(univariate, `${place}, rows[${i}].univariate`),
      multivariate:
        multivariate === null ? null : ratio(multivariate, `${place}, rows[${i}].multivariate`),
    })),
  };
}
