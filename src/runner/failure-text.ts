/** What the reader needs of a failed cell without opening the notebook: the cell, what it wrote, the error. */

import type { CellFailure } from "./run-notebook.js";

const MOST_LINES = 40;

export function failureText(notebook: string, failure: CellFailure): string {
  const { cell, cells, id, source, outputs, error } = failure;
  const digits = String(source.split("\n").length).length;
  const numbered = source
    .trimEnd()
    .split("\n")
    .map((line, i) => `  ${String(i + 1).padStart(digits)} | ${line}`);
  const streams = outputs.flatMap((output) =>
    output.output_type === "stream" ? [`${output.name}:`, ...lastLines(output.text)] : [],
  );
  const trace = error.traceback.length > 0 ? error.traceback : [`${error.ename}: ${error.evalue}`];
  const named = trace[0].startsWith(error.ename) ? trace : [`${error.ename}:`, ...trace];
  return [
    "",
    `${notebook} failed in cell ${cell} of ${cells} (${id}):`,
    "",
    ...numbered,
    "",
    ...streams,
    ...named,
    "",
  ].join("\n");
}

function lastLines(text: string): string[] {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
  const left = lines.length - MOST_LINES;
  return left > 0 ? [`  … ${left} lines before`, ...lines.slice(-MOST_LINES)] : lines;
}
