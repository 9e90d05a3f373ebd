/** Notebook 01 in R: counts, moments, and every test between the groups. */

import type { Cohort } from "../../cohort/cohort.js";
import type { PublishedFlow } from "../../io/paper/flow.js";
import type { PrintedMean } from "../../io/paper/printed.js";
import type { PublishedTable1 } from "../../io/paper/table-1.js";
import { codeColumn } from "./frames.js";
import type { ExportedResult, NotebookInR } from "./results.js";
import { rName, rNumber, rText } from "./words.js";

export interface PrintedBeside {
  readonly table1: PublishedTable1;
  readonly flow: PublishedFlow;
}

/** @param printed what is printed beside the cohort; null where nothing is */
export function groupsInR(cohort: Cohort, printed: PrintedBeside | null): NotebookInR {
  const countedFrames = (printed?.table1.rows ?? [])
    .filter(({ kind }) => kind === "counts")
    .flatMap(({ variable }) =>
      ["training", "validation"].map(
        (set) =>
          `${countedFrame(set, variable)} <- written_out(counts, ${rText(set)}, ${rText(variable)})`,
      ),
    );
  return { setup: countedFrames, expressionOf };

  function expressionOf({ id }: ExportedResult): string | null {
    const [prefix, part, ...rest] = id.split(".");
    if (part === "flow") return flowExpression(prefix, rest);
    if (part !== "table1" || rest.length < 3) return null;
    const [set, variable, ...key] = rest;
    const described = cohort.columns[variable]?.variable;
    if (described === undefined) return null;
    const isNumber = described.kind === "continuous";
    if (prefix === "aggregates" && isNumber) return momentExpression(set, variable, key);
    const frame = prefix === "aggregates" ? countedFrame(set, variable) : set;
    const column = `${frame}$${rName(variable)}`;
    const value = isNumber ? rName(variable) : rName(codeColumn(variable));
    if (key[0] === "nm" || key[0] === "m") {
      const group = `${frame}$outcome == ${key[0] === "m" ? 1 : 0}`;
      if (key[1] === "mean" || key[1] === "sd")
        return `${key[1]}(${column}[${group}], na.rm = TRUE)`;
      const level = described.levels[Number(key[1])];
      return level === undefined
        ? null
        : `sum(${column} == ${rText(level.value)} & ${group}, na.rm = TRUE)`;
    }
    const counts = `table(${column}, ${frame}$outcome)`;
    if (key[0] === "smd")
      return isNumber ? numbersDifference(frame, column) : `smd_of_levels(${counts})`;
    return testExpression(key[1], { frame, value, counts });
  }

  function flowExpression(prefix: string, [key, group]: readonly string[]): string | null {
    if (prefix === "aggregates" && key === "excluded" && printed !== null) {
      const { steps } = printed.flow;
      const all = steps.find(({ of }) => of === null);
      const enrolled = steps.find(({ of }) => of === all?.id);
      return all && enrolled ? `${all.n.value} - ${enrolled.n.value}` : null;
    }
    if (key === "enrolled") return "nrow(patients)";
    if (key === "age") {
      const by = { median: "median", lowest: "min", highest: "max" }[group];
      return by === undefined ? null : `${by}(patients$age)`;
    }
    if (key !== "training" && key !== "validation") return null;
    return group === undefined ? `nrow(${key})` : `sum(${key}$outcome == ${group === "m" ? 1 : 0})`;
  }

  function momentExpression(set: string, variable: string, key: readonly string[]): string | null {
    const row = printed?.table1.rows.find((entry) => entry.variable === variable);
    if (printed === null || row?.kind !== "mean") return null;
    if (set !== "training" && set !== "validation") return null;
    const { nonMetastasis, metastasis } = printed.table1.sets[set];
    const moments = ({ mean, standardDeviation }: PrintedMean): string =>
      `${rNumber(mean.value)}, ${rNumber(standardDeviation.value)}`;
    const [first, second] = [moments(row[set].nonMetastasis), moments(row[set].metastasis)];
    if (key[0] === "smd") return `smd_of_numbers(${first}, ${second})`;
    if (key[1] !== "student" && key[1] !== "welch") return null;
    return `t_test_of_moments(${nonMetastasis.n.value}, ${first}, ${metastasis.n.value}, ${second}, equal = ${key[1] === "student" ? "TRUE" : "FALSE"})`;
  }
}

/** Name of the frame of printed counts, written out as patients. */
export function countedFrame(set: string, variable: string): string {
  return rName(`counted.${set}.${variable}`);
}

function numbersDifference(frame: string, column: string): string {
  const of = (by: string, outcome: number): string =>
    `${by}(${column}[${frame}$outcome == ${outcome}], na.rm = TRUE)`;
  return `smd_of_numbers(${of("mean", 0)}, ${of("sd", 0)}, ${of("mean", 1)}, ${of("sd", 1)})`;
}

/** @param part.value the column of numbers or codes, by its R name */
function testExpression(
  test: string | undefined,
  {
    frame,
    value,
    counts,
  }: { readonly frame: string; readonly value: string; readonly counts: string },
): string | null {
  switch (test) {
    case "student":
      return `t.test(${value} ~ outcome, ${frame}, var.equal = TRUE)$p.value`;
    case "welch":
      return `t.test(${value} ~ outcome, ${frame})$p.value`;
    case "chi-square":
      return `chisq.test(${counts}, correct = FALSE)$p.value`;
    case "yates":
      return `yates_p(${counts})`;
    case "likelihood-ratio":
      return `likelihood_ratio_p(${counts})`;
    case "fisher":
      return `fisher.test(${counts}, workspace = 2e7)$p.value`;
    case "mann-whitney":
      return `wilcox.test(${value} ~ outcome, ${frame}, exact = FALSE, correct = FALSE)$p.value`;
    case "mann-whitney-corrected":
      return `wilcox.test(${value} ~ outcome, ${frame}, exact = FALSE, correct = TRUE)$p.value`;
    case "linear-by-linear":
      return `linear_by_linear_p(${frame}$${value}, ${frame}$outcome)`;
    default:
      return null;
  }
}
