/**
 * The first question of survival where scores are out of fold: does the risk tell when the event comes? By Cox regression
 * on risks that no patient helped to learn, without a cut, the endpoint nearest to the outcome first.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { type Rows, rowsOf } from "../cohort/rows.js";
import { leftOutRisks } from "../evaluate/left-out-risks.js";
import { riskFollowUp, riskGroupSurvival } from "../evaluate/risk-group-survival.js";
import { fixed, pValue } from "../table/format.js";
import type { Finding } from "./record.js";
import { otherEndpoints, primaryEndpoint, survivalAxis } from "./survival-endpoints.js";

export const primaryWords: { readonly id: string; readonly title: string } = {
  id: "table-survival-primary",
  title: "Time to the event by the out-of-fold risk",
};

/**
 * Hazard ratio of one unit of log odds and concordance, for each endpoint.
 *
 * @param rows of the three models, whose score is out of fold
 */
export function primaryFindings(cohort: Cohort, rows: Rows): Finding[] {
  const risks = leftOutRisks(rowsOf(rows, "training"), ["radi_score", "t_stage"]);
  return [primaryEndpoint(cohort), ...otherEndpoints(cohort)].flatMap((endpoint) => {
    const followed = riskFollowUp(cohort, rows, "dlrn", endpoint, "training");
    const { n, events, perLogOdds, concordance, flag } = riskGroupSurvival(
      { ...followed, risks },
      0.5,
    );
    const { label } = variableNamed(cohort.dictionary, endpoint);
    const finding = (key: string, what: string, value: number | null, test: string): Finding => {
      const facts = {
        id: `${cohort.id}.survival-primary.${endpoint.replaceAll("_", "-")}.${key}`,
        label: `${label}: ${what}`,
        source: "images",
        n,
        events,
        test,
        tolerance: { relative: 1e-6 },
      } as const;
      return value === null
        ? { ...facts, value, notComputable: flag ?? "no pair of patients is in known order" }
        : { ...facts, value };
    };
    const ratio = "hazard ratio, one unit of log odds";
    const cox = "Cox, Efron; each risk by models without the patient";
    return [
      finding("hr", ratio, perLogOdds?.hazardRatio ?? null, cox),
      finding("hr-lower", `${ratio}, lower limit`, perLogOdds?.ci[0] ?? null, "Wald, 95%"),
      finding("hr-upper", `${ratio}, upper limit`, perLogOdds?.ci[1] ?? null, "Wald, 95%"),
      finding("p", "P", perLogOdds?.pValue ?? null, "Cox, Wald"),
      finding("concordance", "concordance of the risk", concordance, "Harrell"),
    ];
  });
}

/** Why time is asked for first, and what it says; why it cannot be asked, where risks are not out of fold. */
export function primarySentence(cohort: Cohort, findings: readonly Finding[]): string {
  if (findings.length === 0)
    return "The score was learned on the training patients themselves: there are no out-of-fold risks to hold against their follow-up.";
  const endpoint = primaryEndpoint(cohort);
  const { label, time } = variableNamed(cohort.dictionary, endpoint);
  const { step, unit } = survivalAxis(cohort, endpoint);
  const times = cohort.columns[time!]!.values as readonly number[];
  const without = cohort.outcome.flatMap((label, i) => (label === 0 ? [times[i]!] : []));
  const short = without.filter((own) => own < step).length;
  const [hr, lower, upper, p, concordance] = findings.map(({ value }) => value);
  const result =
    typeof hr === "number" && typeof p === "number"
      ? `hazard ratio ${fixed(hr)} (${fixed(lower as number)} to ${fixed(upper as number)}) for one unit of log odds, P ${pValue(p).replace(/^(?=\d)/, "= ")}${typeof concordance === "number" ? `, concordance ${fixed(concordance)}` : ""}`
      : "no hazard ratio can be computed";
  return `**${label} with its time is the primary analysis:** ${short} of ${without.length} patients without the outcome were followed for less than ${step} ${unit}, so that having it or not is not known of all. By Cox regression on the out-of-fold risk: ${result}.`;
}
