/** One name for the contents of rows, as part of a key: same patients, roles, outcomes and values, same hash. */

import { createHash } from "node:crypto";
import type { Rows } from "../cohort/rows.js";

/** SHA-256, in hexadecimal digits. */
export function hashOfRows({ ids, roles, outcome, patients, features }: Rows): string {
  const { names, values } = features;
  return createHash("sha256")
    .update(JSON.stringify({ ids, roles, outcome, patients, names }))
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
}
