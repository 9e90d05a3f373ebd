/**
 * What notebook 09 finds: how far the endpoint is the outcome itself, and survival by risk group with and without the
 * patients who have it.
 */

import type { Cohort } from "../cohort/cohort.js";
import { variableNamed } from "../cohort/dictionary.js";
import { type Rows, realRoles } from "../cohort/rows.js";
import type { RiskFollowUp, RiskGroupSurvival } from "../evaluate/risk-group-survival.js";
import { riskFollowUp, riskGroupSurvival } from "../evaluate/risk-group-survival.js";
import type { Figure } from "../plot/figure.js";
import { fixed, pValue } from "../table/format.js";
import { agreesWithPrinted } from "./findings-table.js";
import { notFixed } from "./performance-of-models.js";
import type { Ranges } from "./ranges.js";
import type { Finding } from "./record.js";

const setIds = { training: "train", validation: "val", synthetic: "synthetic" } as const;
/** As the paper prints them, by set. */
const printedMedians = { training: "21.0", validation: "18.5", synthetic: "" } as const;
const printedP = "< 0.01";

/** How many of the patients with the outcome have the endpoint's event, and how much of the endpoint they are. */
export function circularityFindings(prefix: string, sets: readonly RiskFollowUp[]): Finding[] {
  return sets.flatMap(({ role, events, outcome }): Finding[] => {
    const n = events.length;
    const all = events.filter((event) => event === 1).length;
    const own = events.filter((event, i) => event === 1 && outcome[i] === 1).length;
    const facts = { source: "patients", n, events: all, test: "count" } as const;
    return [
      {
        id: `${prefix}.pfs.${role}.outcome`,
        value: outcome.filter((value) => value === 1).length,
        label: `${role}: patients with lung metastasis`,
        ...facts,
      },
      {
        id: `${prefix}.pfs.${role}.outcome-with-event`,
        value: own,
        label: `${role}: those of them with an event of the endpoint`,
        ...facts,
      },
      {
        id: `${prefix}.pfs.${role}.events`,
        value: all,
        label: `${role}: events of the endpoint`,
        ...facts,
      },
    ];
  });
}

export function circularitySentence(sets: readonly RiskFollowUp[]): string {
  const both = sets.flatMap(({ events, outcome }) =>
    events.map((event, i) => ({ event, outcome: outcome[i] })),
  );
  const withOutcome = both.filter(({ outcome }) => outcome === 1);
  const withEvent = both.filter(({ event }) => event === 1);
  const shared = withOutcome.filter(({ event }) => event === 1).length;
  if (shared === withEvent.length && shared === withOutcome.length)
    return `**The endpoint is the outcome with its time.** All ${shared} events are the lung metastases that the risk is of; survival analysis adds when they came, and how long the others were followed.`;
  return `**Circular by construction.** Lung metastasis is a progression: ${shared} of ${withOutcome.length} patients with lung metastasis have an event of progression-free survival, and they are ${shared} of its ${withEvent.length} events (${fixed((100 * shared) / withEvent.length, 0)}%). A model of lung metastasis must separate these curves; that it does is no evidence of its own. What is left without those patients is shown below.`;
}

/** @param unit of the endpoint's times @param answers whether these are the analyses that the paper prints */
export function survivalFindings(
  prefix: string,
  found: readonly RiskGroupSurvival[],
  answers: boolean,
  unit = "months",
): Finding[] {
  return found.flatMap((survival) => {
    const { role, n, events, groups, test, highAgainstLow, perLogOdds, concordance, flag } =
      survival;
    const at = `${prefix}.${role}`;
    const missing = flag ?? "there is one group only";
    const finding = (
      key: string,
      what: string,
      value: number | null,
      how: string,
      answer: { readonly claim: string; readonly printed: string } | null = null,
      why: string = missing,
    ): Finding => {
      const facts = {
        id: `${at}.${key}`,
        label: `${role}: ${what}`,
        source: "patients",
        n,
        events,
        test: how,
        tolerance: { relative: 1e-7 },
        ...(answers && answer !== null ? answer : {}),
      } as const;
      return value === null ? { ...facts, value, notComputable: why } : { ...facts, value };
    };
    const medians = groups.flatMap(({ group, curve, median, medianCi }): Finding[] => {
      const name = group === "high" ? "high risk" : "low risk";
      const claim = `r.pfs.${group}.${setIds[role]}`;
      const printed = group === "high" ? printedMedians[role] : "not reached";
      const whole = finding(
        `${group}.median`,
        `${name}, median (${unit})`,
        median,
        "Kaplan-Meier",
        {
          claim,
          printed,
        },
      );
      const reached: Finding =
        median === null ? { ...withoutReason(whole), value: "not reached" } : whole;
      const limit = (key: string, what: string, value: number | null): Finding =>
        finding(
          `${group}.median-${key}`,
          `${name}, median, ${what} limit`,
          value,
          "log scale, 95%",
          null,
          "the limit is not reached",
        );
      return [
        finding(`${group}.n`, `${name}, patients`, curve.patients, "count"),
        finding(`${group}.events`, `${name}, events`, curve.events, "count"),
        reached,
        limit("lower", "lower", medianCi[0]),
        limit("upper", "upper", medianCi[1]),
      ];
    });
    const ratio = (key: string, what: string, term: RiskGroupSurvival["perLogOdds"]): Finding[] => [
      finding(`${key}.hr`, `hazard ratio, ${what}`, term?.hazardRatio ?? null, "Cox, Efron"),
      finding(
        `${key}.hr-lower`,
        `hazard ratio, ${what}, lower limit`,
        term?.ci[0] ?? null,
        "Wald, 95%",
      ),
      finding(
        `${key}.hr-upper`,
        `hazard ratio, ${what}, upper limit`,
        term?.ci[1] ?? null,
        "Wald, 95%",
      ),
      finding(`${key}.p`, `${what}: P`, term?.pValue ?? null, "Cox, Wald"),
    ];
    return [
      ...medians,
      finding("log-rank.p", "P of the two groups", test?.pValue ?? null, "log-rank", {
        claim: `r.lr.${setIds[role]}`,
        printed: printedP,
      }),
      ...ratio("cox-groups", "high against low risk", highAgainstLow),
      ...ratio("cox-risk", "one unit of log odds", perLogOdds),
      finding("concordance", "concordance of the risk", concordance, "Harrell"),
    ];
  });
}

/** The risk groups of one endpoint in each set, each value with the endpoint's name. */
export function endpointFindings(
  cohort: Cohort,
  rows: Rows,
  endpoint: string,
  cut: number,
  unit: string,
): Finding[] {
  const { label } = variableNamed(cohort.dictionary, endpoint);
  const groups = realRoles(rows).map((role) =>
    riskGroupSurvival(riskFollowUp(cohort, rows, "dlrn", endpoint, role), cut),
  );
  const prefix = `${cohort.id}.survival-${endpoint.replaceAll("_", "-")}`;
  return survivalFindings(prefix, groups, false, unit).map((found) => ({
    ...found,
    label: `${label}, ${found.label}`,
  }));
}

function withoutReason(
  finding: Finding,
): Omit<Finding, "value" | "notComputable"> & { id: string } {
  const { value: _, ...rest } = finding;
  const { notComputable: __, ...facts } = rest as typeof rest & { notComputable?: string };
  return facts;
}

/** @param without whether the patients with the outcome are left out */
export function survivalWords(
  cut: number,
  without: boolean,
  ranges: Ranges | null = null,
): Pick<Figure, "id" | "title" | "caption" | "description"> {
  const groups = `Kaplan-Meier curves with pointwise 95% bands of patients with a DLRN risk above ${cut} (high) and the others (low); ticks are censored patients. The paper does not print its cut.`;
  return without
    ? {
        id: "figure-survival-without",
        title: "Survival by risk group, without the patients with lung metastasis",
        caption:
          ranges === null
            ? groups
            : `Median curve, and the band from the lowest to the highest, of ${ranges.seeds.length} constructed cohorts: patients with a DLRN risk above ${cut} (high) and the others (low). ${notFixed}`,
        description:
          "Two panels, training and external validation: curves of the two risk groups among patients without lung metastasis, with numbers at risk.",
      }
    : {
        id: "figure-3ef-survival",
        title: "Figures 3E and 3F. Survival by risk group",
        caption: groups,
        description:
          "Two panels, training and external validation: curves of the high-risk and the low-risk group, far apart, with numbers at risk below.",
      };
}

/** Each set as a panel of the figure. */
export function survivalPanels(
  found: readonly RiskGroupSurvival[],
): { title: string; survival: RiskGroupSurvival }[] {
  const titles = { training: "Training set", validation: "External validation set", synthetic: "" };
  return found.map((survival) => ({ title: titles[survival.role], survival }));
}

/** What agrees with the print, and what is left of the separation without the patients who have the outcome. */
export function survivalSentence(
  findings: readonly Finding[],
  all: readonly RiskGroupSurvival[],
  without: readonly RiskGroupSurvival[],
): string {
  const compared = findings.filter((finding) => agreesWithPrinted(finding) !== null);
  const agreeing = compared.filter((finding) => agreesWithPrinted(finding) === true);
  const printed =
    compared.length === 0
      ? ""
      : `${agreeing.length} of ${compared.length} printed values (medians and log-rank tests) come out to their digits. `;
  const words = (found: readonly RiskGroupSurvival[]): string =>
    found
      .map(({ role, test, events }) =>
        test === null
          ? `${role}: no test, ${events} events`
          : `${role}: log-rank P ${pValue(test.pValue).replace(/^(?=\d)/, "= ")}, ${events} events`,
      )
      .join("; ");
  const hasEvents = without.some(({ events }) => events > 0);
  const rest =
    without.length === 0
      ? " What is left without the patients with lung metastasis is open."
      : hasEvents
        ? ` Without the patients with lung metastasis: ${words(without)}.`
        : " Without the patients with lung metastasis no event is left.";
  return `${printed}All patients: ${words(all)}.${rest}`;
}
