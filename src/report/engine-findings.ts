/** Two packages of others beside our own logistic regression and random forest, on the same chosen features. */

import { rowsOf } from "../cohort/rows.js";
import {
  engineAgreement,
  type SecondEngineRisks,
  secondForest,
  secondLogistic,
} from "../model/second-engines.js";
import { comparedModel } from "./comparison-findings.js";
import { classifierTitles, type SetSelection, signatureSeed } from "./image-signature.js";
import type { Finding } from "./record.js";

/** How far the risks agree, in each set; a reason where one engine has no answer. */
export function engineFindings(
  cohort: { readonly id: string },
  selection: SetSelection,
): Finding[] {
  return (["logistic", "random-forest"] as const).flatMap((classifier): Finding[] => {
    const at = `${cohort.id}.engines.${classifier}`;
    const own = comparedModel(selection, classifier, "none");
    const training = rowsOf(selection.rows, "training");
    const validation = rowsOf(selection.rows, "validation");
    let second: SecondEngineRisks;
    try {
      if (own.found === null) throw new RangeError(own.notComputable);
      second =
        classifier === "logistic"
          ? secondLogistic(training, validation)
          : secondForest(training, validation, { trees: 500, seed: signatureSeed });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [
        {
          id: `${at}.agreement`,
          value: null,
          notComputable: error.message,
          label: `${classifierTitles[classifier]}: agreement with a second engine`,
          source: "images",
        },
      ];
    }
    const risks = own.found!.rows.features;
    const score = risks.names.indexOf("score");
    const riskOf = (i: number): number => risks.values[i * risks.names.length + score]!;
    const roles = selection.rows.roles;
    return (["training", "validation"] as const).flatMap((role): Finding[] => {
      const rows = role === "training" ? training : validation;
      if (rows.ids.length === 0) return [];
      const first = roles.flatMap((one, i) => (one === role ? [riskOf(i)] : []));
      const found = engineAgreement(rows.outcome, first, second[role]);
      const facts = {
        source: "images",
        n: found.rowCount,
        test: `ours beside ${second.engine}`,
        tolerance: { absolute: 0.02 },
      } as const;
      const part = (key: string, what: string, value: number | null): Finding => {
        const label = `${classifierTitles[classifier]}, ${role}: ${what}`;
        const id = `${at}.${role}.${key}`;
        return value === null
          ? { id, label, ...facts, value, notComputable: "the risks do not vary" }
          : { id, label, ...facts, value };
      };
      return [
        part("correlation", "correlation of the risks", found.correlation),
        part("difference", "largest difference of a risk", found.maxDifference),
        part("auc", "AUC, ours", found.auc),
        part("second-auc", "AUC, second engine", found.secondAuc),
      ];
    });
  });
}
