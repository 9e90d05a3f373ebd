/** What the R side needs to know of a notebook's results. */

import type { Cohort } from "../../cohort/cohort.js";
import type { Rows } from "../../cohort/rows.js";
import type { PrintedBeside } from "./tests-of-groups.js";

export interface ExportedResult {
  readonly id: string;
  readonly label: string;
  readonly value: number | string | boolean | null;
  readonly tolerance?: { readonly relative?: number; readonly absolute?: number };
}

/** Patients with one score, and what was found of them. */
export interface ExportedStudy {
  readonly cohort: Cohort;
  readonly results: readonly ExportedResult[];
  readonly printed: PrintedBeside | null;
  readonly endpoint: string | null;
  readonly synthetic: Rows | null;
  /** Whether the notebook shows all of it; of a second score only its models, Table 3 and survival are. */
  readonly isWhole: boolean;
}

/** A notebook's values in R: what is computed once, then an expression a value; null where R has nothing to say. */
export interface NotebookInR {
  /** Functions that every study shares. */
  readonly functions?: readonly string[];
  readonly setup: readonly string[];
  readonly expressionOf: (result: ExportedResult) => string | null;
  /** Why a value has none, in a clause. */
  readonly reasonOf?: (result: ExportedResult) => string;
}
