/** Cox regression of an endpoint on score and T-stage together, in each set, and whether hazards stay proportional. */

import { type Cohort, cohortOf } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { endpointOf } from "../cohort/endpoint.js";
import { featureColumn } from "../cohort/feature-table.js";
import { type Rows, realRoles } from "../cohort/rows.js";
import {
  type ProportionalHazardsTest,
  proportionalHazardsTest,
} from "../evaluate/proportional-hazards.js";
import { _fitCox, type CoxTerm } from "../model/cox.js";
import type { Finding } from "./record.js";
import type { ResultFacts } from "./results.js";

const names = ["radi_score", "t_stage"];

/** Hazard ratios with Wald limits, given each other; the reason where a set has too few events for both. */
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
    const facts = (key: string, what: string, test: string): ResultFacts & { id: string } => ({
      id: `${prefix}.cox-model.${role}.${key}`,
      label: `${role}: ${what}`,
      source: "patients",
      n: times.length,
      events: events.filter((event) => event === 1).length,
      test,
      tolerance: { relative: 1e-7 },
    });
    const finding = (key: string, what: string, value: number, test: string): Finding => ({
      ...facts(key, what, test),
      value,
    });
    const model = `Cox on score and ${stage}, Efron`;
    const fitted = fittedOrReason(times, events, x);
    if (typeof fitted === "string")
      return [{ ...facts("hr", "hazard ratios", model), value: null, notComputable: fitted }];
    const { terms, tests } = fitted;
    const ratios = terms.flatMap(({ name, hazardRatio, ci: [lower, upper] }) => {
      const what = `hazard ratio, ${labels[names.indexOf(name)]}`;
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

interface Fitted {
  readonly terms: readonly CoxTerm[];
  readonly tests: readonly ProportionalHazardsTest[];
}

function fittedOrReason(
  times: readonly number[],
  events: readonly number[],
  x: readonly number[][],
): Fitted | string {
  try {
    const { terms } = _fitCox(times, events, x, { names });
    return { terms, tests: proportionalHazardsTest(times, events, x, { names }) };
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
