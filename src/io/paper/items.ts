/** The paper's tables and figures in their order, and which table or figure of a report answers each. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readCheckedJson } from "../checked-json.js";
import { InputError } from "../input-error.js";

export interface PaperItem {
  readonly id: string;
  /** As the paper names it: "Table 1". */
  readonly name: string;
  readonly title: string;
  /** Number of the notebook that makes it: "08". */
  readonly notebook: string;
  /** Ids of the tables and figures that are its regenerated form. */
  readonly shows: readonly string[];
  /** Claims that are printed in it or about it: ids, or the beginnings of ids, as in "t1.*". */
  readonly claims: readonly string[];
  /** Why a cohort, by its id, cannot have it. */
  readonly absent?: Readonly<Record<string, string>> | undefined;
}

const words = z.string().regex(/\S/, "must not be empty");

const itemsSchema = z.strictObject({
  source: words,
  items: z.array(
    z.strictObject({
      id: words,
      name: words,
      title: words,
      notebook: z.string().regex(/^\d\d$/, "must be a notebook's two digits"),
      shows: z.array(words).min(1),
      claims: z.array(words),
      absent: z.record(z.string(), words).optional(),
    }),
  ),
});

/**
 * The items of `paper/items.json`; none where a study has no such file.
 *
 * @throws InputError naming file and key, if an id comes twice
 */
export function readPaperItems(root: string): PaperItem[] {
  const place = "paper/items.json";
  if (!existsSync(join(root, place))) return [];
  const { items } = readCheckedJson(join(root, place), place, itemsSchema);
  items.forEach(({ id }, i) => {
    if (items.findIndex((other) => other.id === id) < i)
      throw new InputError(`ids must be unique; "${id}" comes twice`, `${place}, items[${i}].id`);
  });
  return items;
}

/** Whether a claim, or a part of one ("t3.val.dlrn.auc#lower"), belongs to an item. */
export function belongsTo({ claims }: PaperItem, claim: string): boolean {
  const id = claim.replace(/#.*$/, "");
  return claims.some((name) =>
    name.endsWith(".*") ? id.startsWith(name.slice(0, -1)) : id === name,
  );
}
