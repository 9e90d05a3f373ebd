/** What the R side needs to know of a notebook's results. */

export interface ExportedResult {
  readonly id: string;
  readonly label: string;
  readonly value: number | string | boolean | null;
  readonly tolerance?: { readonly relative?: number; readonly absolute?: number };
}

/** A notebook's values in R: what is computed once, then an expression a value; null where R has nothing to say. */
export interface NotebookInR {
  readonly setup: readonly string[];
  readonly expressionOf: (result: ExportedResult) => string | null;
}
