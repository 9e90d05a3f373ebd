/** The values of a Table 2 as results: each odds ratio, its limits and P, from printed counts and from patients. */

import type { PublishedRatio } from "../audit/published-odds-ratios.js";
import { codedColumns } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import type { PublishedOddsRatio } from "../io/paper/table-2.js";
import type { OddsRatio, OddsRatioModel } from "../model/odds-ratios.js";
import { eventsPerVariable } from "../model/sample-size.js";
import type { UnivariateModel } from "../model/univariate.js";
import { contrastWords } from "../table/contrast.js";
import type { Finding } from "./record.js";
import type { ResultFacts } from "./results.js";

/** One odds ratio: how its ids begin, the claim it answers, and what is common to its values. */
interface RatioFacts {
  readonly at: string;
  readonly claim: string | null;
  readonly printed: PublishedOddsRatio | null;
  readonly facts: ResultFacts;
}

/** Each variable alone, from patients. */
export function univariateFindings(
  cohort: Cohort,
  univariate: readonly UnivariateModel[],
  published: readonly PublishedRatio[] | null,
): Finding[] {
  return univariate.flatMap((entry): Finding[] => {
    const printed = published?.find(({ variable }) => variable === entry.variable) ?? null;
    if (entry.fitted === null)
      return [
        {
          id: `${cohort.id}.table2.univariate.${entry.variable}.or`,
          value: null,
          notComputable: entry.notComputable,
          label: `${entry.variable} alone: odds ratio`,
          source: "patients",
        },
      ];
    return modelFindings(cohort, entry.fitted, "univariate", (variable) =>
      printed === null ? null : { claim: claimOf("uni", variable), printed: printed.univariate },
    );
  });
}

/** Several variables together, from patients. @param name begins the ids: "multivariate" */
export function multivariateFindings(
  cohort: Cohort,
  fitted: OddsRatioModel,
  name: string,
  published: readonly PublishedRatio[] | null,
): Finding[] {
  return modelFindings(cohort, fitted, name, (variable) => {
    const printed = published?.find((row) => row.variable === variable)?.multivariate ?? null;
    return printed === null ? null : { claim: claimOf("mul", variable), printed };
  }).concat({
    id: `${cohort.id}.table2.${name}.events-per-variable`,
    value: eventsPerVariable(
      fitted.model.events,
      fitted.model.n - fitted.model.events,
      fitted.ratios.length,
    ),
    label: `${name}: patients with the rarer outcome per variable`,
    source: "patients",
    n: fitted.model.n,
    events: fitted.model.events,
    test: `over ${fitted.ratios.length} variables`,
  });
}

/** Each variable alone, from the counts of the printed Table 1, in the coding that gives the printed value. */
export function countedFindings(cohort: Cohort, published: readonly PublishedRatio[]): Finding[] {
  return published.flatMap(({ variable, label, usual, identified, univariate }) => {
    const shown = identified ?? usual;
    if (shown === null) return [];
    const { coding, ratio, fit } = shown;
    const [column] = codedColumns(cohort.dictionary, [coding]);
    const facts: ResultFacts = {
      label: `${label} alone`,
      source: "printed aggregates",
      n: fit.totalWeight,
      events: fit.eventWeight,
      test: "logistic regression of the printed counts",
      reference: contrastWords(column, cohort.dictionary),
    };
    const at = `aggregates.table2.univariate.${variable}`;
    const found = ratioFindings(ratio, {
      at,
      claim: claimOf("uni", variable),
      printed: univariate,
      facts,
    });
    if (usual === null || shown === usual) return found;
    const [other] = codedColumns(cohort.dictionary, [usual.coding]);
    const reference = contrastWords(other, cohort.dictionary);
    return [
      ...found,
      {
        id: `${at}.usual`,
        value: usual.ratio.oddsRatio,
        ...facts,
        label: `${label} alone, usual reference`,
        reference,
      },
    ];
  });
}

function modelFindings(
  cohort: Cohort,
  { columns, ratios, model }: OddsRatioModel,
  name: string,
  answers: (variable: string) => { claim: string; printed: PublishedOddsRatio } | null,
): Finding[] {
  return ratios.flatMap((ratio, j) => {
    const column = columns[j];
    const { claim, printed } = answers(column.variable) ?? { claim: null, printed: null };
    return ratioFindings(ratio, {
      at: `${cohort.id}.table2.${name}.${column.name}`,
      claim,
      printed,
      facts: {
        label: `${column.label}, ${name}`,
        source: "patients",
        n: model.n,
        events: model.events,
        test: `logistic regression on ${model.terms.slice(1).join(", ")}`,
        reference: contrastWords(column, cohort.dictionary),
      },
    });
  });
}

function ratioFindings(
  { oddsRatio, wald, profile, p }: OddsRatio,
  { at, claim, printed, facts }: RatioFacts,
): Finding[] {
  const finding = (
    key: string,
    name: string,
    value: number,
    test: string,
    answer: { claim?: string; printed?: string } = {},
  ): Finding => ({
    id: `${at}.${key}`,
    ...(Number.isFinite(value)
      ? { value }
      : { value: null, notComputable: "the profile likelihood has no such limit" }),
    ...facts,
    label: `${facts.label}: ${name}`,
    test: `${facts.test}; ${test}`,
    ...(claim === null ? {} : answer),
  });
  const part = (key: "estimate" | "lower" | "upper"): { claim: string; printed: string } => ({
    claim: `${claim}.or#${key}`,
    printed: printed?.oddsRatio[key].text ?? "",
  });
  return [
    finding("or", "odds ratio", oddsRatio, "exponential of the coefficient", part("estimate")),
    finding("lower", "lower limit", wald[0], "Wald, 95%", part("lower")),
    finding("upper", "upper limit", wald[1], "Wald, 95%", part("upper")),
    finding("p", "P", p, "Wald", { claim: `${claim}.p`, printed: printed?.p.text ?? "" }),
    finding("profile.lower", "lower limit", profile[0], "profile likelihood, 95%"),
    finding("profile.upper", "upper limit", profile[1], "profile likelihood, 95%"),
  ];
}

function claimOf(part: "uni" | "mul", variable: string): string {
  return `t2.${part}.${variable.replaceAll("_", "")}`;
}
