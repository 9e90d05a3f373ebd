/** What the nomogram's risks gain over those of another model: net reclassification and integrated discrimination. */

import { type Rows, rowsOf } from "../cohort/rows.js";
import { comparedModels } from "../evaluate/compared-models.js";
import { evaluatedSets } from "../evaluate/evaluation-rows.js";
import { reclassificationOnRows } from "../evaluate/risks-on-rows.js";
import type { Finding } from "./record.js";

/** NRI without categories and IDI of the DLRN against each other model, in both sets. */
export function reclassificationFindings(prefix: string, rows: Rows): Finding[] {
  return evaluatedSets(rows).flatMap((role) => {
    const own = rowsOf(rows, role);
    const n = own.ids.length;
    const events = own.outcome.filter((outcome) => outcome === 1).length;
    return comparedModels.slice(1).flatMap(({ model, label }): Finding[] => {
      const { continuous, idi } = reclassificationOnRows(own, model, "dlrn");
      const finding = (key: string, what: string, value: number, test: string): Finding => ({
        id: `${prefix}.reclassification.${role}.${model}.${key}`,
        value,
        label: `DLRN against ${label.toLowerCase()}, ${role}: ${what}`,
        source: "patients",
        n,
        events,
        test,
      });
      return [
        finding("nri", "NRI", continuous.nri, "continuous net reclassification"),
        finding("nri-events", "NRI of events", continuous.events, "risks that rise − that fall"),
        finding(
          "nri-non-events",
          "NRI of non-events",
          continuous.nonEvents,
          "risks that fall − that rise",
        ),
        finding("idi", "IDI", idi.idi, "gain of the difference in mean risk"),
      ];
    });
  });
}
