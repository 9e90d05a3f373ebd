/** One output in several MIME types, from a cell of a notebook: a viewer shows the richest it knows. */

import type { MimeBundle } from "../io/notebook.js";

/**
 * Show this in the notebook, as `display({ "text/html": table, "text/markdown": plain })`.
 *
 * @param data MIME type to content; JSON types (`application/vnd.vegalite.v5+json`) take the value itself
 * @throws RangeError outside a notebook
 */
export function display(data: MimeBundle): void {
  const show = Reflect.get(globalThis, Symbol.for("dlrn.display")) as
    | ((data: MimeBundle) => void)
    | undefined;
  if (show === undefined)
    throw new RangeError("display must be called in a cell of a notebook; this is no kernel");
  show(data);
}
