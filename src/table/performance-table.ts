/** How a model performs in each set: AUC and the figures at its cut; beside printed ones compared with them. */

import { printsAs } from "../audit/printed-number.js";
import { printsAsEstimate } from "../audit/published-odds-ratios.js";
import type { Role } from "../cohort/rows.js";
import type { Performance } from "../evaluate/performance.js";
import type { Proportion } from "../evaluate/proportion.js";
import type { Printed } from "../io/paper/printed.js";
import type { PublishedPerformance } from "../io/paper/table-3.js";
import { estimateAndCi, fixed } from "./format.js";
import { type Cell, makeTable, type Table } from "./table.js";

/** A model in a set. */
export interface SetPerformance {
  readonly role: Role;
  readonly label: string;
  readonly patients: Performance;
  /** From printed counts; null where there are none. */
  readonly counts: Performance | null;
  readonly printed: PublishedPerformance | null;
}

type FigureKey = "accuracy" | "errorRate" | "sensitivity" | "specificity" | "ppv" | "npv";

export const figureTitles: Readonly<Record<FigureKey, string>> = {
  accuracy: "Accuracy",
  errorRate: "Error rate",
  sensitivity: "Sensitivity",
  specificity: "Specificity",
  ppv: "Positive predictive value",
  npv: "Negative predictive value",
};

/** A figure's value; null where nobody is in its denominator. */
export function figureOf({ figures }: Performance, key: FigureKey): number | null {
  const value = figures[key];
  return value === null || typeof value === "number" ? value : value.estimate;
}

export function performanceTable(
  sets: readonly SetPerformance[],
  { id, title }: { readonly id: string; readonly title: string },
): Table {
  const keys = Object.keys(figureTitles) as FigureKey[];
  const compared = sets.some(({ printed }) => printed !== null);
  return makeTable({
    id,
    title,
    from: compared ? "both" : "patients",
    columns: [
      { key: "name", title: "Figure" },
      ...sets.flatMap(({ role, label, printed, counts, patients }) => {
        const group = `${label} (N = ${patients.n})`;
        return [
          ...(printed === null ? [] : [{ key: `${role}.printed`, title: "Printed", group }]),
          ...(counts === null ? [] : [{ key: `${role}.counts`, title: "Printed counts", group }]),
          {
            key: `${role}.patients`,
            title: printed === null ? "Estimate (95% CI)" : "Twin",
            group,
          },
        ];
      }),
    ],
    rows: [
      row(
        "AUC (95% CI)",
        sets,
        (p, printed) => aucCell(p, printed),
        (p) => p.auc.text,
      ),
      ...keys.map((key) =>
        row(
          figureTitles[key],
          sets,
          (p, printed) => figureCell(p, key, printed),
          (p) => p[key]?.text ?? "NA",
        ),
      ),
      row(
        "True and false positives",
        sets,
        ({ figures: { counts } }) => `${counts.truePositives}, ${counts.falsePositives}`,
        () => "",
      ),
      row(
        "True and false negatives",
        sets,
        ({ figures: { counts } }) => `${counts.trueNegatives}, ${counts.falseNegatives}`,
        () => "",
      ),
      row(
        "Largest risk",
        sets,
        ({ largestRisk }) => fixed(largestRisk),
        () => "",
      ),
    ],
    notes: [
      `AUC with DeLong's interval; the other figures at a risk of ${sets[0].patients.cut}${compared ? "" : ", with Clopper-Pearson's interval"}.`,
      ...sets
        .filter(({ patients }) => patients.inSampleCount > 0)
        .map(
          ({ label }) =>
            `${label}: the model was learned on these patients, so its performance here is apparent.`,
        ),
      ...(compared ? ["✓ equals the printed value to its digits; ✗ differs."] : []),
    ],
  });
}

function row(
  name: string,
  sets: readonly SetPerformance[],
  cellOf: (performance: Performance, printed: PublishedPerformance | null) => Cell,
  printedOf: (printed: PublishedPerformance) => string,
): { readonly cells: Readonly<Record<string, Cell>> } {
  const cells: Record<string, Cell> = { name };
  for (const { role, patients, counts, printed } of sets) {
    if (printed !== null) cells[`${role}.printed`] = printedOf(printed);
    if (counts !== null) cells[`${role}.counts`] = cellOf(counts, printed);
    cells[`${role}.patients`] = cellOf(patients, printed);
  }
  return { cells };
}

function aucCell({ auc: { auc, ci } }: Performance, printed: PublishedPerformance | null): Cell {
  const text = estimateAndCi(auc, ci);
  if (printed === null) return text;
  return judged(text, printsAsEstimate([auc, ...ci], printed.auc), printed.auc.text);
}

function figureCell(
  performance: Performance,
  key: FigureKey,
  published: PublishedPerformance | null,
): Cell {
  const value = figureOf(performance, key);
  const printed: Printed | null = published === null ? null : published[key];
  if (value === null)
    return published === null
      ? { text: "NA", mark: "not computable", why: "nobody is in its denominator" }
      : judged("NA", printed === null, printed?.text ?? "NA");
  if (published !== null)
    return judged(
      fixed(value),
      printed !== null && printsAs(value, printed),
      printed?.text ?? "NA",
    );
  const share = performance.figures[key];
  return typeof share === "object" && share !== null ? shareText(share) : fixed(value);
}

function shareText({ estimate, clopperPearson }: Proportion): string {
  return estimate === null || clopperPearson === null
    ? "NA"
    : estimateAndCi(estimate, clopperPearson);
}

function judged(text: string, agrees: boolean, print: string): Cell {
  return { text, mark: agrees ? "agrees" : "differs", why: `the paper prints ${print}` };
}
