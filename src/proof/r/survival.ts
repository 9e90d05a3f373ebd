/** Notebook 09 in R: curves, medians and hazard ratios of the risk groups. */

import { endpointNames } from "../../cohort/endpoint.js";
import { codeColumn } from "./frames.js";
import type { ExportedStudy, NotebookInR } from "./results.js";
import { followUpInR, scoreModelsInR, survivalPrelude } from "./score-models.js";
import { rName, rText } from "./words.js";

/** @throws RangeError for a study that follows nothing */
export function survivalInR({ cohort, endpoint, isWhole }: ExportedStudy): NotebookInR {
  if (endpoint === null) throw new RangeError("survival needs an endpoint; the study has none");
  const stage = rName(codeColumn("t_stage"));
  const others = new Map(
    endpointNames(cohort)
      .filter((name) => name !== endpoint)
      .map((name) => [`survival-${name.replaceAll("_", "-")}`, rName(`followed.${name}`)]),
  );
  return {
    functions: [survivalPrelude],
    setup: [
      ...scoreModelsInR(),
      ...followUpInR(cohort, endpoint),
      "without <- lapply(followed, function(rows) rows[rows$outcome == 0, ])",
      ...endpointNames(cohort).flatMap((name) =>
        name === endpoint ? [] : followUpInR(cohort, name, rName(`followed.${name}`)),
      ),
      ...(isWhole
        ? [
            'permutations <- read.csv("permutations.csv", header = FALSE)',
            "maximal <- maximal_of(followed$training)",
            `cox_model <- lapply(followed, function(rows) coxph(Surv(time, event) ~ radi_score + ${stage}, rows, control = tight))`,
          ]
        : []),
    ],
    expressionOf: ({ id }) => expressionOf(id.slice(cohort.id.length + 1).split(".")),
  };

  function expressionOf([part, ...rest]: readonly string[]): string | null {
    const [set, first, ...key] = rest;
    const other = others.get(part);
    if (other !== undefined) return ofGroups(`${other}$${set}`, first, key);
    switch (part) {
      case "pfs":
        return counted(`followed$${set}`, first);
      case "survival":
        return ofGroups(`followed$${set}`, first, key);
      case "survival-without":
        return ofGroups(`without$${set}`, first, key);
      case "survival-curve":
      case "survival-without-curve": {
        const rows = part === "survival-curve" ? "followed" : "without";
        return `survival_at(${curveOf(`${rows}$${set}`, first)}, ${key.join(".")})`;
      }
      case "cox-model":
        return coxModel(set, first, key[0]);
      case "cut":
        return ofCut(`followed$${set}`, [first, ...key].slice(0, -1).join("."), key.at(-1) ?? "");
      case "maximal":
        return `maximal$${rest.join(".")}`;
      default:
        return null;
    }
  }
}

function counted(rows: string, key: string): string | null {
  switch (key) {
    case "outcome":
      return `sum(${rows}$outcome)`;
    case "outcome-with-event":
      return `sum(${rows}$outcome == 1 & ${rows}$event == 1)`;
    case "events":
      return `sum(${rows}$event)`;
    default:
      return null;
  }
}

function curveOf(rows: string, group: string): string {
  return `curve_of_group(${rows}, ${group === "high" ? "TRUE" : "FALSE"})`;
}

function ofGroups(rows: string, what: string, [key]: readonly string[]): string | null {
  if (what === "log-rank") return `log_rank_p(${rows})`;
  if (what === "concordance") return `concordance_of(${rows})`;
  if (what === "cox-groups") return `cox_value(cox_groups(${rows}), 1, ${rText(key)})`;
  if (what === "cox-risk") return `cox_value(cox_risk(${rows}), 1, ${rText(key)})`;
  const curve = curveOf(rows, what);
  switch (key) {
    case "n":
      return `${curve}$n`;
    case "events":
      return `sum(${curve}$n.event)`;
    case "median":
      return `median_of(${curve})`;
    case "median-lower":
    case "median-upper":
      return `median_limit(${curve}, ${rText(key.slice("median-".length))})`;
    default:
      return null;
  }
}

function coxModel(set: string, term: string, key: string): string {
  if (term === "proportional") return `cox.zph(cox_model$${set}, "km")$table["GLOBAL", "p"]`;
  return `cox_value(cox_model$${set}, ${term === "radi_score" ? 1 : 2}, ${rText(key)})`;
}

function ofCut(rows: string, cut: string, key: string): string | null {
  switch (key) {
    case "high":
      return `sum(${rows}$dlrn > ${cut})`;
    case "hr":
      return `cox_value(cox_groups(${rows}, ${cut}), 1, "hr")`;
    case "p":
      return `log_rank_p(${rows}, ${cut})`;
    default:
      return null;
  }
}
