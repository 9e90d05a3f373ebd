/** Performance at each centre as values and as a table, a line a centre and model. */

import type { CentrePerformance } from "../evaluate/centre-performance.js";
import type { Proportion } from "../evaluate/proportion.js";
import { estimateAndCi, fixed } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import type { Finding } from "./record.js";

/** AUC with its limits, sensitivity, specificity, mean risk and share with the outcome. */
export function centreFindings(prefix: string, found: readonly CentrePerformance[]): Finding[] {
  return found.flatMap(
    ({ centre, centreLabel, role, model, label, n, events, auc, figures, cut, meanRisk }) => {
      const finding = (key: string, what: string, value: number | null, test: string): Finding => {
        const facts = {
          id: `${prefix}.centre.${role}.${centre}.${model}.${key}`,
          label: `${label}, ${role}, ${centreLabel}: ${what}`,
          source: "patients",
          n,
          events,
          test,
        } as const;
        return value === null
          ? { ...facts, value, notComputable: "too few patients of an outcome" }
          : { ...facts, value };
      };
      const at = `at a cut of ${cut}`;
      return [
        finding("auc", "AUC", auc?.auc ?? null, "AUC, DeLong"),
        finding("auc-lower", "AUC, lower limit", auc?.ci?.[0] ?? null, "DeLong, 95%"),
        finding("auc-upper", "AUC, upper limit", auc?.ci?.[1] ?? null, "DeLong, 95%"),
        finding("sensitivity", "sensitivity", figures?.sensitivity.estimate ?? null, at),
        finding("specificity", "specificity", figures?.specificity.estimate ?? null, at),
        finding("mean-risk", "mean predicted risk", meanRisk, "mean of the risks"),
        finding("observed", "share with the outcome", events / n, "events / patients"),
      ];
    },
  );
}

export function centreTable(found: readonly CentrePerformance[]): Table {
  const variable = found[0]?.variable ?? "Centre";
  return makeTable({
    id: "table-centres",
    title: `Performance by ${variable.toLowerCase()}`,
    columns: [
      { key: "centre", title: variable },
      { key: "role", title: "Set", numeric: false },
      { key: "model", title: "Model", numeric: false },
      { key: "n", title: "n" },
      { key: "events", title: "Events" },
      { key: "auc", title: "AUC (95% CI)" },
      { key: "sensitivity", title: "Sensitivity (95% CI)" },
      { key: "specificity", title: "Specificity (95% CI)" },
      { key: "risk", title: "Mean risk" },
      { key: "observed", title: "Share with the outcome" },
    ],
    rows: found.map(({ centreLabel, role, label, n, events, auc, figures, meanRisk }) => ({
      cells: {
        centre: centreLabel,
        role,
        model: label,
        n: String(n),
        events: String(events),
        auc:
          auc === null
            ? {
                text: "–",
                mark: "not computable",
                why: "fewer than two patients of an outcome",
              }
            : estimateAndCi(auc.auc, auc.ci ?? [auc.auc, auc.auc]),
        sensitivity: shareCell(figures?.sensitivity),
        specificity: shareCell(figures?.specificity),
        risk: fixed(meanRisk),
        observed: fixed(events / n),
      },
    })),
    notes: [
      "AUC: DeLong. Sensitivity and specificity at the cut of Table 3, Clopper-Pearson’s interval. A mean risk above the share with the outcome says that risks are too high there.",
    ],
  });
}

function shareCell(share: Proportion | undefined): string {
  const { estimate = null, clopperPearson = null } = share ?? {};
  return estimate === null || clopperPearson === null
    ? "–"
    : estimateAndCi(estimate, clopperPearson);
}
