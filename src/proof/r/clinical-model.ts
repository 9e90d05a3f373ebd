/** Notebook 02 in R: odds ratios by glm, AUC and DeLong's limits by pROC, the figures at the cut. */

import type { Cohort } from "../../cohort/cohort.js";
import { codeColumn } from "./frames.js";
import type { ExportedResult, NotebookInR } from "./results.js";
import { countedFrame } from "./tests-of-groups.js";
import { rName, rText } from "./words.js";

/** A term of a model: the variable, and the level it is an indicator of. */
interface Term {
  readonly variable: string;
  readonly level: string | null;
}

/** A model of the notebook: its terms in their order, its name in R. */
interface ModelInR {
  readonly name: string;
  readonly frame: string;
  readonly terms: readonly string[];
}

const ratioKey = /^(.+?)\.(or|lower|upper|p|profile\.lower|profile\.upper)$/;

export function clinicalModelInR(cohort: Cohort, results: readonly ExportedResult[]): NotebookInR {
  const models = new Map<string, ModelInR>();
  const clinicalTerms = coefficientTerms(cohort.id, results);
  const add = (key: string, frame: string, terms: readonly string[]): void => {
    models.set(key, { name: rName(`model.${key}`), frame, terms });
  };
  for (const { id, value } of results) {
    const place = ratioPlace(id);
    if (place === null || value === null) continue;
    const { prefix, model, term } = place;
    if (prefix === "aggregates") {
      const coded = codedTerm(cohort, results, term);
      add(`counted.${term}`, countedFrame("training", term), [coded]);
    } else if (model === "univariate") {
      const { variable } = termOf(term);
      const key = `univariate.${variable}`;
      add(key, "training", [...new Set([...(models.get(key)?.terms ?? []), term])]);
    } else add(model, "training", [...new Set([...(models.get(model)?.terms ?? []), term])]);
  }
  if (clinicalTerms.length > 0) {
    add("clinical", "training", clinicalTerms);
    if (
      clinicalTerms.length === 1 &&
      results.some(({ id }) => id.startsWith("aggregates.clinical."))
    )
      add(
        "counted.clinical",
        countedFrame("training", termOf(clinicalTerms[0]).variable),
        clinicalTerms,
      );
  }
  return { setup: setupOf(cohort, models, clinicalTerms, results), expressionOf };

  function expressionOf({ id, value }: ExportedResult): string | null {
    const [prefix, part, ...rest] = id.split(".");
    // Where outcomes are separated, glm stops on the way: there is nothing to compare.
    if (part === "table2" && value === null) return null;
    if (part === "clinical") return clinicalExpression(prefix, rest);
    if (part !== "table2") return null;
    if (rest.at(-1) === "events-per-variable")
      return `min(table(${modelName(rest[0])}$y)) / (length(coef(${modelName(rest[0])})) - 1)`;
    if (prefix === "aggregates" && rest.at(-1) === "usual") {
      const { variable } = termOf(rest[1]);
      return `1 / odds_ratio(${modelName(`counted.${variable}`)}, 1)`;
    }
    const place = ratioPlace(id);
    if (place === null) return null;
    const { model, term, key } = place;
    const modelKey =
      prefix === "aggregates"
        ? `counted.${term}`
        : model === "univariate"
          ? `univariate.${termOf(term).variable}`
          : model;
    const at = prefix === "aggregates" ? 1 : (models.get(modelKey)?.terms.indexOf(term) ?? -1) + 1;
    return at < 1 ? null : ratioExpression(key, modelName(modelKey), at);
  }

  function modelName(key: string): string {
    return models.get(key)?.name ?? rName(`model.${key}`);
  }

  function clinicalExpression(prefix: string, [set, ...rest]: readonly string[]): string | null {
    if (set === "coefficient") {
      const at = ["(Intercept)", ...clinicalTerms].indexOf(rest.join("."));
      return at < 0 ? null : `coef(${modelName("clinical")})[[${at + 1}]]`;
    }
    const counted = prefix === "aggregates" ? "counted." : "";
    const [risk, auc, outcome] = ["risk", "auc", "outcome"].map((what) =>
      rName(`${counted}${what}.${set}`),
    );
    const positive = `${risk} >= 0.5`;
    switch (rest.join(".")) {
      case "auc":
        return `${auc}[1]`;
      case "auc.lower":
        return `${auc}[2]`;
      case "auc.upper":
        return `${auc}[3]`;
      case "accuracy":
        return `mean((${positive}) == (${outcome} == 1))`;
      case "errorRate":
        return `mean((${positive}) != (${outcome} == 1))`;
      case "sensitivity":
        return `mean((${positive})[${outcome} == 1])`;
      case "specificity":
        return `mean(!(${positive})[${outcome} == 0])`;
      case "ppv":
        return `mean(${outcome}[${positive}] == 1)`;
      case "npv":
        return `mean(${outcome}[!(${positive})] == 0)`;
      case "tp":
        return `sum(${positive} & ${outcome} == 1)`;
      case "fp":
        return `sum(${positive} & ${outcome} == 0)`;
      case "tn":
        return `sum(!(${positive}) & ${outcome} == 0)`;
      case "fn":
        return `sum(!(${positive}) & ${outcome} == 1)`;
      case "largest-risk":
        return `max(${risk})`;
      default:
        return null;
    }
  }
}

function ratioExpression(key: string, model: string, at: number): string | null {
  switch (key) {
    case "or":
      return `odds_ratio(${model}, ${at})`;
    case "p":
      return `wald_p(${model}, ${at})`;
    case "lower":
    case "upper":
      return `wald_limit(${model}, ${at}, ${key === "lower" ? 1 : 2})`;
    default:
      return `profile_limit(${model}, ${at}, ${key === "profile.lower" ? 1 : 2})`;
  }
}

/** The fits, then risks, outcomes and AUCs of the clinical model in each set that it was applied to. */
function setupOf(
  cohort: Cohort,
  models: ReadonlyMap<string, ModelInR>,
  clinicalTerms: readonly string[],
  results: readonly ExportedResult[],
): string[] {
  const fits = [...models.values()].map(
    ({ name, frame, terms }) =>
      `${name} <- logistic(outcome ~ ${terms.map((term) => termInR(cohort, term)).join(" + ")}, ${frame})`,
  );
  const applied = ["", "counted."].flatMap((counted) => {
    const prefix = counted === "" ? cohort.id : "aggregates";
    const model = models.get(`${counted}clinical`);
    if (model === undefined) return [];
    return ["training", "validation"]
      .filter((set) => results.some(({ id }) => id === `${prefix}.clinical.${set}.auc`))
      .flatMap((set) => {
        const variables = [...new Set(clinicalTerms.map((term) => termOf(term).variable))];
        const frame =
          counted === ""
            ? `${set}[complete.cases(${set}[c(${variables.map(rText).join(", ")})]), ]`
            : countedFrame(set, variables[0]);
        const name = (what: string): string => rName(`${counted}${what}.${set}`);
        return [
          `${name("rows")} <- ${frame}`,
          `${name("outcome")} <- ${name("rows")}$outcome`,
          `${name("risk")} <- risks(${model.name}, ${name("rows")})`,
          `${name("auc")} <- auc_and_limits(${name("rows")}, ${name("risk")})`,
        ];
      });
  });
  return [...fits, ...applied];
}

function ratioPlace(
  id: string,
): { prefix: string; model: string; term: string; key: string } | null {
  const [prefix, part, model, ...rest] = id.split(".");
  const found = part === "table2" ? ratioKey.exec(rest.join(".")) : null;
  return found === null ? null : { prefix, model, term: found[1], key: found[2] };
}

function coefficientTerms(cohortId: string, results: readonly ExportedResult[]): string[] {
  const start = `${cohortId}.clinical.coefficient.`;
  return results
    .filter(({ id }) => id.startsWith(start))
    .map(({ id }) => id.slice(start.length))
    .filter((term) => term !== "(Intercept)");
}

/** The term under which a variable of the printed counts entered: that of the patients' univariate model. */
function codedTerm(
  { id: cohort }: Cohort,
  results: readonly ExportedResult[],
  variable: string,
): string {
  const start = `${cohort}.table2.univariate.`;
  const own = results.find(
    ({ id }) =>
      id.startsWith(start) &&
      termOf(id.slice(start.length).replace(ratioKey, "$1")).variable === variable,
  );
  return own === undefined ? variable : own.id.slice(start.length).replace(ratioKey, "$1");
}

function termOf(term: string): Term {
  const at = term.indexOf("=");
  return at < 0
    ? { variable: term, level: null }
    : { variable: term.slice(0, at), level: term.slice(at + 1) };
}

function termInR(cohort: Cohort, term: string): string {
  const { variable, level } = termOf(term);
  if (level !== null) return `I(${rName(variable)} == ${rText(level)})`;
  return rName(cohort.columns[variable].kind === "continuous" ? variable : codeColumn(variable));
}
