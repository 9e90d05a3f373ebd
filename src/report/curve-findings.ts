/** Calibration and survival curves as values at fixed places, so that curves of several cohorts can be laid together. */

import { featureColumn } from "../cohort/feature-table.js";
import { type Rows, realRoles, rowsOf } from "../cohort/rows.js";
import { calibrationCurveAt } from "../evaluate/calibration-band.js";
import { comparedModels } from "../evaluate/compared-models.js";
import { survivalAt } from "../evaluate/kaplan-meier.js";
import type { RiskGroupSurvival } from "../evaluate/risk-group-survival.js";
import type { Finding } from "./record.js";

/** Predicted risks at which calibration curves are read. */
export const calibrationGrid: readonly number[] = Array.from({ length: 21 }, (_, i) => i / 20);
/** Thresholds at which decision curves are read. */
export const thresholdGrid: readonly number[] = Array.from({ length: 35 }, (_, i) => (i + 1) / 50);
/** Times at which survival curves are read, in the unit of the endpoint. */
export const survivalGrid: readonly number[] = Array.from({ length: 25 }, (_, i) => 4 * i);

/** Smoothed observed share at fixed predicted risks, of the DLRN and the recalibrated score. */
export function calibrationCurveFindings(prefix: string, rows: Rows): Finding[] {
  return realRoles(rows).flatMap((role) => {
    const own = rowsOf(rows, role);
    const events = own.outcome.filter((outcome) => outcome === 1).length;
    return comparedModels
      .filter(({ model }) => model !== "clinical")
      .flatMap(({ model, label }) => {
        const risks = featureColumn(own.features, model);
        return calibrationCurveAt(own.outcome, risks, calibrationGrid).map((value, g): Finding => {
          const risk = calibrationGrid[g];
          const facts = {
            id: `${prefix}.calibration-curve.${role}.${model}.${risk}`,
            label: `${label}, ${role}: observed share at a risk of ${risk}`,
            source: "patients",
            n: own.ids.length,
            events,
            test: "lowess",
          } as const;
          return value === null
            ? { ...facts, value, notComputable: "no patient has a risk so low or so high" }
            : { ...facts, value };
        });
      });
  });
}

/** Kaplan-Meier estimates at fixed times, of each risk group, as long as it is followed. */
export function survivalCurveFindings(
  prefix: string,
  found: readonly RiskGroupSurvival[],
): Finding[] {
  return found.flatMap(({ role, groups }) =>
    groups.flatMap(({ group, curve }) =>
      survivalAt(curve, survivalGrid).map(({ time, survival, atRisk }): Finding => {
        const facts = {
          id: `${prefix}.${role}.${group}.${time}`,
          label: `${role}: share of the ${group}-risk group without an event at ${time}`,
          source: "patients",
          n: curve.patients,
          events: curve.events,
          test: "Kaplan-Meier",
        } as const;
        return atRisk === 0
          ? { ...facts, value: null, notComputable: "nobody is followed so long" }
          : { ...facts, value: survival };
      }),
    ),
  );
}
