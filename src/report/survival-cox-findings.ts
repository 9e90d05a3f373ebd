/** Cox regression of an endpoint on score and T-stage together, in each set, and whether hazards stay proportional. */

import { type Cohort, cohortOf } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { endpointOf } from "../cohort/endpoint.js";
import { featureColumn } from "../cohort/feature-table.js";
import { type Rows, realRoles } from "../cohort/rows.js";
import { proportionalHazardsTest } from "../evaluate/proportional-hazards.js";
import { _fitCox } from "../model/cox.js";
import type { Finding } from "./record.js";

const names = ["radi_score", "t_stage"];

/** Hazard ratios with Wald limits, given each other. */
export function coxModelFindings(
  prefix: string,
  cohort: Cohort,
  rows: Rows,
  endpoint: string,
): Finding[] {
  const stage = variableNamed(cohort.dictionary, "t_stage").label;
  const labels = ["one unit of the score", `one ${stage}`];
  const place = new Map(rows.ids.map((id, i) => [id, i]));
  const columns = names.map((name) => featureColumn(rows.features, name));
  return realRoles(cohort).flatMap((role): Finding[] => {
    const { ids, times, events } = endpointOf(cohortOf(cohort, role), endpoint);
    const x = ids.map((id) => columns.map((column) => column[place.get(id)!]));
    const { terms } = _fitCox(times, events, x, { names });
    const tests = proportionalHazardsTest(times, events, x, { names });
    const finding = (key: string, what: string, value: number, test: string): Finding => ({
      id: `${prefix}.cox-model.${role}.${key}`,
      value,
      label: `${role}: ${what}`,
      source: "patients",
      n: times.length,
      events: events.filter((event) => event === 1).length,
      test,
      tolerance: { relative: 1e-7 },
    });
    const ratios = terms.flatMap(({ name, hazardRatio, ci: [lower, upper] }) => {
      const what = `hazard ratio, ${labels[names.indexOf(name)]}`;
      const model = `Cox on score and ${stage}, Efron`;
      return [
        finding(`${name}.hr`, what, hazardRatio, model),
        finding(`${name}.hr-lower`, `${what}, lower limit`, lower, "Wald, 95%"),
        finding(`${name}.hr-upper`, `${what}, upper limit`, upper, "Wald, 95%"),
      ];
    });
    const all = tests.find(({ name }) => name === "GLOBAL");
    return all === undefined
      ? ratios
      : [
          ...ratios,
          finding(
            "proportional.p",
            "P of proportional hazards",
            all.pValue,
            "Grambsch & Therneau, global",
          ),
        ];
  });
}
