/** A Table 3: the performance of each model in each set, compared with the printed table where one stands beside. */

import { printsAs } from "../audit/printed-number.js";
import type { ComparedPerformance } from "../evaluate/compared-models.js";
import type { Printed, PrintedEstimate } from "../io/paper/printed.js";
import type { PublishedPerformance } from "../io/paper/table-3.js";
import { estimateAndCi, fixed, pValue } from "./format.js";
import { type Cell, makeTable, type Table, type TableRow } from "./table.js";

/** The figures of a Table 3 that are shares, as its columns name them. */
export const tableThreeFigures = [
  { key: "accuracy", title: "ACC", name: "accuracy" },
  { key: "errorRate", title: "ER", name: "error rate" },
  { key: "sensitivity", title: "SEN", name: "sensitivity" },
  { key: "specificity", title: "SPE", name: "specificity" },
  { key: "ppv", title: "PPV", name: "positive predictive value" },
  { key: "npv", title: "NPV", name: "negative predictive value" },
] as const;

export type TableThreeFigure = (typeof tableThreeFigures)[number]["key"];

/** The share itself; null where nobody is in its denominator. */
export function figureValue(
  { figures }: ComparedPerformance,
  key: TableThreeFigure,
): number | null {
  return key === "errorRate" ? figures.errorRate : figures[key].estimate;
}

/** The printed line that a line answers; null for the signature on real training patients, which is not printed. */
export function printedLine(
  { role, model, synthetic }: ComparedPerformance,
  published: readonly PublishedPerformance[] | null,
): PublishedPerformance | null {
  if (role === "training" && model === "radiomics" && !synthetic) return null;
  return published?.find((row) => row.set === role && row.model === model) ?? null;
}

const usualWords = {
  id: "table-3",
  title: "Table 3. Performance of the nomogram, the radiomics model and the clinical model",
};

export function tableThree(
  found: readonly ComparedPerformance[],
  published: readonly PublishedPerformance[] | null,
  { id, title }: { readonly id: string; readonly title: string } = usualWords,
): Table {
  const headings = {
    training: "Training set",
    validation: "External validation set",
    synthetic: "",
  };
  const roles = (["training", "validation"] as const).filter((role) =>
    found.some((entry) => entry.role === role),
  );
  const rows = roles.flatMap((role): TableRow[] => [
    { kind: "heading", cells: { model: headings[role] } },
    ...found
      .filter((entry) => entry.role === role)
      .map((entry) => ({ cells: cellsOf(entry, printedLine(entry, published)) })),
  ]);
  return makeTable({
    id,
    title,
    columns: [
      { key: "model", title: "Model" },
      { key: "n", title: "n" },
      { key: "auc", title: "AUC (95% CI)" },
      ...tableThreeFigures.map(({ key, title }) => ({ key, title })),
      { key: "p", title: "P" },
    ],
    rows,
    notes: [
      "AUC with DeLong's interval; P of DeLong's paired test against the DLRN. ACC, accuracy; ER, error rate; SEN, sensitivity; SPE, specificity; PPV and NPV, positive and negative predictive value. Positive: a risk of at least one half; for the radiomics model a score of at least 0.",
      ...(found.some(({ synthetic }) => synthetic)
        ? [
            "SMOTE: the line that the paper prints for the radiomics model in training counts synthetic rows as patients. It has no interval and no P here, since neither would mean anything; the line below it has the patients alone.",
          ]
        : []),
      "In training the models are judged on the patients they were learned on, and each is part of the DLRN: the likelihood-ratio test below is the valid comparison there.",
      ...(published === null ? [] : ["✓ equals the printed value to its digits; ✗ differs."]),
    ],
  });
}

function cellsOf(
  entry: ComparedPerformance,
  printed: PublishedPerformance | null,
): Record<string, Cell> {
  const { model, label, role, synthetic, n, against, auc } = entry;
  const where =
    role === "training" && model === "radiomics" ? (synthetic ? ", with SMOTE" : ", patients") : "";
  return {
    model: `${label}${where}`,
    n: String(n),
    auc: aucCell(auc.auc, auc.ci, printed?.auc ?? null),
    ...Object.fromEntries(
      tableThreeFigures.map(({ key }) => [
        key,
        shareCell(figureValue(entry, key), printed === null ? undefined : printed[key]),
      ]),
    ),
    p:
      against === null
        ? model === "dlrn"
          ? "Reference"
          : notTested
        : pCell(against.pValue, printed),
  };
}

const notTested: Cell = {
  text: "–",
  mark: "not computable",
  why: "synthetic rows are no patients: no test",
};

function aucCell(
  auc: number,
  ci: readonly [number, number] | null,
  printed: PrintedEstimate | null,
): Cell {
  const text = ci === null ? `${fixed(auc)} (no CI)` : estimateAndCi(auc, ci);
  if (printed === null) return text;
  const agrees =
    printsAs(auc, printed.estimate) &&
    (ci === null || (printsAs(ci[0], printed.lower) && printsAs(ci[1], printed.upper)));
  return { text, mark: agrees ? "agrees" : "differs", why: `the paper prints ${printed.text}` };
}

/** @param printed undefined where no line stands beside, null where the paper prints NA */
function shareCell(value: number | null, printed: Printed | null | undefined): Cell {
  const text = value === null ? "NA" : fixed(value);
  if (printed === undefined) return text;
  const agrees = value === null || printed === null ? value === printed : printsAs(value, printed);
  const why = `the paper prints ${printed?.text ?? "NA"}`;
  return { text, mark: agrees ? "agrees" : "differs", why };
}

function pCell(p: number | null, printed: PublishedPerformance | null): Cell {
  if (p === null) return notTested;
  const text = pValue(p);
  const own = printed?.p ?? null;
  if (own === null) return text;
  return {
    text,
    mark: printsAs(p, own) ? "agrees" : "differs",
    why: `the paper prints ${own.text}`,
  };
}
