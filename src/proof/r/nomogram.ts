/** Notebook 07 in R: the model by glm, its chart by rms. */

import { clinicalModelInR } from "./clinical-model.js";
import { codeColumn } from "./frames.js";
import type { ExportedStudy, NotebookInR } from "./results.js";
import { scoreModelsInR } from "./score-models.js";
import { rName } from "./words.js";

const terms = ["radi_score", "t_stage"];

/** Functions of the script: points and risks by the chart that rms draws. */
const prelude: string = `
suppressMessages(library(rms))
marks_of <- function(chart, name) list(values = as.numeric(chart[[name]][[name]]), points = chart[[name]]$points)
points_of <- function(axis, value) approx(axis$values, axis$points, value)$y
risk_of_points <- function(chart, points) {
  lp <- chart$lp
  last <- length(lp$x)
  plogis(lp$x.real[1] + (points - lp$x[1]) * (lp$x.real[last] - lp$x.real[1]) / (lp$x[last] - lp$x[1]))
}
`;

export function nomogramInR(study: ExportedStudy): NotebookInR {
  const { cohort, results, isWhole } = study;
  const [score, stage] = ["radi_score", rName(codeColumn("t_stage"))];
  // Of a second score the notebook shows Table 2 with it, in the ids of notebook 02.
  const tableTwo = clinicalModelInR(cohort, isWhole ? [] : results);
  return {
    functions: [prelude],
    setup: [
      ...scoreModelsInR(),
      ...tableTwo.setup,
      ...(isWhole
        ? [
            "spread <- datadist(sets$training)",
            'options(datadist = "spread")',
            `chart <- nomogram(lrm(outcome ~ ${score} + ${stage}, sets$training, eps = 1e-12, maxit = 100), fun = plogis)`,
            `axes <- lapply(c("radi_score", "${codeColumn("t_stage")}"), function(name) marks_of(chart, name))`,
            `patient <- c(round(quantile(sets$training$${score}, 0.75), 1), max(sets$training$${stage}))`,
            "points <- c(points_of(axes[[1]], patient[1]), points_of(axes[[2]], patient[2]))",
            "grid <- expand.grid(score = seq_along(axes[[1]]$values), stage = seq_along(axes[[2]]$values))",
            "by_model <- plogis(coef(dlrn)[1] + coef(dlrn)[2] * axes[[1]]$values[grid$score] + coef(dlrn)[3] * axes[[2]]$values[grid$stage])",
            "by_points <- function(rounded) risk_of_points(chart, rounded(axes[[1]]$points[grid$score]) + rounded(axes[[2]]$points[grid$stage]))",
          ]
        : []),
    ],
    expressionOf: (result) => {
      const [part, ...rest] = result.id.slice(cohort.id.length + 1).split(".");
      return part === "nomogram" ? expressionOf(rest) : tableTwo.expressionOf(result);
    },
  };
}

function expressionOf([part, ...rest]: readonly string[]): string | null {
  switch (part) {
    case "model":
      return ofModel(rest);
    case "patient":
      return ofPatient(rest.join("."));
    case "proof":
      return ofProof(rest[0]);
    default:
      return ofModel([part, ...rest]);
  }
}

function ofProof(key: string): string | null {
  switch (key) {
    case "combinations":
      return "nrow(grid)";
    case "exact":
      return "max(abs(by_points(identity) - by_model))";
    case "reading":
      return "max(abs(by_points(function(points) floor(points + 0.5)) - by_model))";
    default:
      return null;
  }
}

function ofModel([term, key]: readonly string[]): string | null {
  if (term === "deviance") return "deviance(dlrn)";
  if (term === "aic") return "AIC(dlrn)";
  if (term === "intercept") return "coef(dlrn)[[1]]";
  const at = terms.indexOf(term) + 1;
  if (at < 1) return null;
  switch (key) {
    case "b":
      return `coef(dlrn)[[${at + 1}]]`;
    case "or":
      return `odds_ratio(dlrn, ${at})`;
    case "or-lower":
    case "or-upper":
      return `wald_limit(dlrn, ${at}, ${key === "or-lower" ? 1 : 2})`;
    case "p":
      return `wald_p(dlrn, ${at})`;
    default:
      return null;
  }
}

function ofPatient(key: string): string | null {
  switch (key) {
    case "points.radi_score":
      return "points[1]";
    case "points.t_stage":
      return "points[2]";
    case "points.total":
      return "sum(points)";
    case "risk.points":
      return "risk_of_points(chart, sum(points))";
    case "risk.model":
      return "plogis(sum(coef(dlrn) * c(1, patient)))";
    default:
      return null;
  }
}
