/**
 * A file joins a report. What says the same is left alone: where only last digits differ, another processor or another
 * version of Node computed it.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sameValues } from "../io/same-values.js";
import { writeWhole } from "../io/write-whole.js";
import { resultDifferences } from "./compare-results.js";
import { type NotebookResults, parseResults, resultsText } from "./results.js";

/**
 * Write a file of the report unless what is there says the same: results within their own tolerances, everything else
 * letter by letter but for the last digits of its numbers.
 *
 * @param folder `reports/<cohort>`
 * @param path below it: `results/01.json`
 */
export function saveReportFile(folder: string, path: string, content: string | Uint8Array): void {
  const target = join(folder, path);
  if (typeof content === "string" && existsSync(target)) {
    const there = readFileSync(target, "utf8");
    if (there === content) return;
    const isSame = /^results\/\d\d\.json$/.test(path) ? sameResults : sameValues;
    if (isSame(there, content)) return;
  }
  writeWhole(target, content);
}

/** Whether two results files are the same: all words equal, all values within tolerance. A damaged one never is. */
function sameResults(there: string, text: string): boolean {
  const [before, now] = [resultsOf(there), resultsOf(text)];
  if (before === null || now === null) return false;
  if (resultDifferences([before], [now]).length > 0) return false;
  const withTheirValues: NotebookResults = {
    ...now,
    results: now.results.map((result, i) => ({ ...result, value: before.results[i]!.value })),
  };
  return resultsText(withTheirValues) === there;
}

function resultsOf(text: string): NotebookResults | null {
  try {
    return parseResults(text, "a results file");
  } catch {
    return null;
  }
}
