/**
 * The paper's models a second time, from scores that the images give: as published (training patients scored by the
 * model that was learned on them) and out of fold. Nothing here is mixed with the score of the table of patients.
 */

import { usualCodings } from "../audit/published-odds-ratios.js";
import { cohortRows } from "../cohort/coding.js";
import { cohortOf } from "../cohort/cohort.js";
import type { Rows } from "../cohort/rows.js";
import { realRoles, rowsOf } from "../cohort/rows.js";
import { type ComparedPerformance, comparedPerformance } from "../evaluate/compared-models.js";
import {
  type RiskGroupSurvival,
  riskFollowUp,
  riskGroupSurvival,
} from "../evaluate/risk-group-survival.js";
import { type ScoreModels, scoreModels } from "../evaluate/score-models.js";
import type { PublishedPerformance } from "../io/paper/table-3.js";
import { fitLogistic, type LogisticModel } from "../model/logistic.js";
import { fitUnivariate, selectedCodings } from "../model/univariate.js";
import { waldTable } from "../model/wald.js";
import type { Figure } from "../plot/figure.js";
import { estimateAndCi, fixed, pValue } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import { tableTwo } from "../table/table-two.js";
import { fitSelected } from "./clinical-model.js";
import type { ScoredStudy } from "./image-score.js";
import { modelFindings, termLabelsOf } from "./nomogram-findings.js";
import type { Finding } from "./record.js";
import { primaryEndpoint } from "./survival-endpoints.js";
import { survivalFindings } from "./survival-findings.js";
import { tableThreeFindings } from "./table-three-findings.js";
import { multivariateFindings, univariateFindings } from "./table-two-findings.js";

/** How a version is called in ids and titles. */
export function versionOf({ exception }: ScoredStudy): {
  readonly id: string;
  readonly title: string;
} {
  return exception === null
    ? { id: "out-of-fold", title: "out of fold" }
    : { id: "published", title: "as published" };
}

/** The reasons of the versions that need one. */
export function declaredOf(versions: readonly ScoredStudy[]): string[] {
  return versions.flatMap(({ exception }) => exception ?? []);
}

function prefixOf(version: ScoredStudy): string {
  return `${version.study.id}.${versionOf(version).id}`;
}

/** Table 2 with the score among the variables, and its values. */
export function tableTwoWithScore(version: ScoredStudy): { table: Table; findings: Finding[] } {
  const { study, reason } = version;
  const training = cohortOf(study, "training");
  const permission = { exception: reason };
  const univariate = fitUnivariate(training, usualCodings(study), permission);
  const selected = selectedCodings(univariate, { below: 0.1, forced: study.forcedCovariates });
  const models = fitSelected(training, selected, permission);
  const multivariate = models[0]?.fitted ?? null;
  const named = { ...study, id: prefixOf(version) };
  const table = tableTwo({ cohort: study, univariate, multivariate, published: null });
  return {
    table: {
      ...table,
      id: `table-2-images-${versionOf(version).id}`,
      title: `Table 2 with the score from images, ${versionOf(version).title}`,
    },
    findings: [
      ...univariateFindings(named, univariate, null),
      ...models.flatMap(({ key, fitted }) => multivariateFindings(named, fitted, key, null)),
    ],
  };
}

/** The model behind the nomogram. */
export function nomogramModel({ study, reason }: ScoredStudy): {
  readonly model: LogisticModel;
  readonly training: Rows;
} {
  const rows = cohortRows(study, ["radi_score", { variable: "t_stage", as: "number" }]);
  const training = rowsOf(rows, "training");
  const model = fitLogistic(training, { terms: ["radi_score", "t_stage"], exception: reason });
  return { model, training };
}

/** Coefficients of the nomogram's model in each version. */
export function secondNomogramFindings(versions: readonly ScoredStudy[]): Finding[] {
  return versions.flatMap((version) =>
    modelFindings(
      `${prefixOf(version)}.nomogram`,
      `logistic regression, score ${versionOf(version).title}`,
      nomogramModel(version).model,
      termLabelsOf(version.study),
    ),
  );
}

/** What taking the score out of fold does to the nomogram's model. */
export function secondNomogramTable(versions: readonly ScoredStudy[]): Table {
  return makeTable({
    id: "table-nomogram-images",
    title: "The model behind the nomogram, by scores from images",
    columns: [
      { key: "term", title: "Term" },
      { key: "b", title: "Log odds" },
      { key: "or", title: "Odds ratio (95% CI)" },
      { key: "p", title: "P" },
      { key: "n", title: "n" },
      { key: "events", title: "Events" },
    ],
    rows: versions.flatMap((version) => {
      const { model } = nomogramModel(version);
      const labels = termLabelsOf(version.study);
      return [
        { kind: "heading" as const, cells: { term: `Scores ${versionOf(version).title}` } },
        ...waldTable(model).map(({ term, coefficient, lower, upper, pValue: p }) => ({
          kind: "level" as const,
          cells: {
            term: labels[term] ?? term,
            b: coefficient === null ? "–" : fixed(coefficient),
            or:
              term === "(Intercept)" || coefficient === null
                ? ""
                : estimateAndCi(Math.exp(coefficient), [
                    Math.exp(lower ?? 0),
                    Math.exp(upper ?? 0),
                  ]),
            p: p === null ? "–" : pValue(p),
            n: String(model.n),
            events: String(model.events),
          },
        })),
      ];
    }),
    notes: [
      "Logistic regression of the outcome on score and stage, training patients; Wald's interval. A score that was learned on these patients has a coefficient that is too large.",
    ],
  });
}

/** The three models of a version, and how they perform. */
export interface SecondPerformance {
  readonly version: ScoredStudy;
  readonly models: ScoreModels;
  readonly found: readonly ComparedPerformance[];
}

export function secondPerformance(version: ScoredStudy): SecondPerformance {
  const models = scoreModels(version.study, { exception: version.reason });
  return { version, models, found: comparedPerformance(models.rows, null, "") };
}

/** The words of a Table 3 of a version. */
export function secondTableWords({ version }: SecondPerformance): { id: string; title: string } {
  const { id, title } = versionOf(version);
  return { id: `table-3-images-${id}`, title: `Table 3 from images, scores ${title}` };
}

/** @param published lets the values answer the claims of the printed table, their shape alone; null: they answer none */
export function secondPerformanceFindings(
  { version, found }: SecondPerformance,
  published: readonly PublishedPerformance[] | null,
): Finding[] {
  return tableThreeFindings(prefixOf(version), found, published);
}

/** Survival by risk group of the nomogram's risk in each set. */
export function secondSurvival(version: ScoredStudy, cut: number): RiskGroupSurvival[] {
  const { study, reason } = version;
  const { rows } = scoreModels(study, { exception: reason });
  const endpoint = primaryEndpoint(study);
  return realRoles(rows).map((role) =>
    riskGroupSurvival(riskFollowUp(study, rows, "dlrn", endpoint, role), cut),
  );
}

/** Its values. @param answers whether they answer the claims of the paper, whose shape alone can be compared */
export function secondSurvivalFindings(
  version: ScoredStudy,
  cut: number,
  { unit, answers }: { readonly unit: string; readonly answers: boolean },
): Finding[] {
  const groups = secondSurvival(version, cut);
  return survivalFindings(`${prefixOf(version)}.survival`, groups, answers, unit).map((found) => ({
    ...found,
    label: `${versionOf(version).title}, ${found.label}`,
  }));
}

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

/** The words of a figure, for its version from images. */
export function fromImagesWords<W extends Words>(words: W, version: ScoredStudy): W {
  const { title } = versionOf(version);
  return {
    ...words,
    id: `${words.id}-images`,
    title: `${words.title}, from images`,
    caption: `${words.caption} Score from images, ${title}.`,
  };
}
