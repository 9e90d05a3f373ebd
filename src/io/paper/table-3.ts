/** The paper's Table 3: how the three models perform. Source: Liang et al., Front. Oncol. 12 (2022) 897676, Table 3. */

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

export type PublishedModel = "dlrn" | "radiomics" | "clinical";

export interface PublishedTable3 extends PublishedTable {
  readonly rows: readonly PublishedPerformance[];
}

export interface PublishedPerformance {
  readonly set: PublishedSet;
  readonly model: PublishedModel;
  readonly label: string;
  readonly auc: PrintedEstimate;
  readonly accuracy: Printed;
  readonly errorRate: Printed;
  readonly sensitivity: Printed;
  readonly specificity: Printed;
  /** Null where the paper prints NA: nobody is called positive. */
  readonly ppv: Printed | null;
  readonly npv: Printed;
  /** DeLong's test against the DLRN; null for the DLRN itself. */
  readonly p: Printed | null;
}

const words = z.string().regex(/\S/, "must not be empty");
const about = { source: words, title: words, footnote: words };
const set = z.enum(["training", "validation"]);
const table3Schema = z.strictObject({
  ...about,
  rows: z.array(
    z.strictObject({
      set,
      model: z.enum(["dlrn", "radiomics", "clinical"]),
      label: words,
      auc: words,
      accuracy: words,
      errorRate: words,
      sensitivity: words,
      specificity: words,
      ppv: words,
      npv: words,
      p: words,
    }),
  ),
});

/** Table 3: performance. @throws InputError naming file and key */
export function readTable3(root: string): PublishedTable3 {
  const place = "paper/table3.json";
  const table = readCheckedJson(join(root, place), place, table3Schema);
  return {
    ...table,
    rows: table.rows.map((row, i) => {
      const cell = (
        key: Exclude<keyof PublishedPerformance, "auc" | "set" | "model" | "label">,
      ): Printed => parsePrinted(row[key], `${place}, rows[${i}].${key}`);
      return {
        set: row.set,
        model: row.model,
        label: row.label,
        auc: parsePrintedEstimate(row.auc, `${place}, rows[${i}].auc`),
        accuracy: cell("accuracy"),
        errorRate: cell("errorRate"),
        sensitivity: cell("sensitivity"),
        specificity: cell("specificity"),
        ppv: row.ppv === "NA" ? null : cell("ppv"),
        npv: cell("npv"),
        p: row.p === "Reference" ? null : cell("p"),
      };
    }),
  };
}
