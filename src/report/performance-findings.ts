/** How a model performs as results: AUC with its limits, the figures at its cut, and the counts behind them. */

import type { Role } from "../cohort/rows.js";
import type { Performance } from "../evaluate/performance.js";
import type { OddsRatioModel } from "../model/odds-ratios.js";
import { figureOf, figureTitles, type SetPerformance } from "../table/performance-table.js";
import type { Finding } from "./record.js";
import type { ResultFacts, Source } from "./results.js";

const sets: Readonly<Record<Role, string>> = {
  training: "train",
  validation: "val",
  synthetic: "synthetic",
};
const claimKeys = {
  accuracy: "acc",
  errorRate: "er",
  sensitivity: "sen",
  specificity: "spe",
  ppv: "ppv",
  npv: "npv",
} as const;

/**
 * @param name of the model in ids: "clinical"
 * @param claimName in the claims of Table 3: "clin"; they are named only where a printed table stands beside
 */
export function performanceFindings(
  cohort: { readonly id: string },
  found: readonly SetPerformance[],
  {
    name,
    claimName,
    test,
  }: { readonly name: string; readonly claimName: string; readonly test: string },
): Finding[] {
  return found.flatMap((entry) => [
    ...(entry.counts === null
      ? []
      : findingsOf(entry.counts, entry, "aggregates", "printed aggregates")),
    ...findingsOf(entry.patients, entry, cohort.id, "patients"),
  ]);

  function findingsOf(
    performance: Performance,
    { role, label, printed }: SetPerformance,
    prefix: string,
    source: Source,
  ): Finding[] {
    const claim = `t3.${sets[role]}.${claimName}`;
    const { auc, n, events, cut } = performance;
    const { counts } = performance.figures;
    const finding = (
      key: string,
      what: string,
      value: number | null,
      how: string,
      answer: { readonly claim: string; readonly printed?: string } | null,
    ): Finding => {
      const facts: ResultFacts & { readonly id: string } = {
        id: `${prefix}.${name}.${role}.${key}`,
        label: `${name} model, ${label.toLowerCase()}: ${what}`,
        source,
        n,
        events,
        test: `${test}; ${how}`,
        ...(printed === null || answer === null ? {} : answer),
      };
      return value === null
        ? { ...facts, value, notComputable: "nobody is in its denominator" }
        : { ...facts, value };
    };
    const delong = "AUC, DeLong";
    const at = `risk of ${cut} or more counts as positive`;
    const part = (key: "estimate" | "lower" | "upper"): { claim: string; printed: string } => ({
      claim: `${claim}.auc#${key}`,
      printed: printed?.auc[key].text ?? "",
    });
    return [
      finding("auc", "AUC", auc.auc, delong, part("estimate")),
      finding("auc.lower", "AUC, lower limit", auc.ci[0], `${delong}, 95%`, part("lower")),
      finding("auc.upper", "AUC, upper limit", auc.ci[1], `${delong}, 95%`, part("upper")),
      ...(Object.keys(claimKeys) as (keyof typeof claimKeys)[]).map((key) =>
        finding(key, figureTitles[key].toLowerCase(), figureOf(performance, key), at, {
          claim: `${claim}.${claimKeys[key]}`,
          printed: printed?.[key]?.text ?? "NA",
        }),
      ),
      ...(
        [
          ["tp", counts.truePositives],
          ["fp", counts.falsePositives],
          ["tn", counts.trueNegatives],
          ["fn", counts.falseNegatives],
        ] as const
      ).map(([key, value]) =>
        finding(key, key.toUpperCase(), value, at, { claim: `${claim}.conf#${key}` }),
      ),
      finding("largest-risk", "largest risk", performance.largestRisk, "fitted risk", null),
    ];
  }
}

/** The clinical model: its coefficients, and its performance in each set. */
export function clinicalFindings(
  cohort: { readonly id: string },
  { model }: OddsRatioModel,
  found: readonly SetPerformance[],
): Finding[] {
  const test = `logistic regression on ${model.terms.slice(1).join(", ")}`;
  const coefficients = model.terms.map(
    (term, j): Finding => ({
      id: `${cohort.id}.clinical.coefficient.${term}`,
      value: model.coefficients[j] as number,
      label: `clinical model, coefficient of ${term}`,
      source: "patients",
      n: model.n,
      events: model.events,
      test,
    }),
  );
  return [
    ...coefficients,
    ...performanceFindings(cohort, found, { name: "clinical", claimName: "clin", test }),
  ];
}
