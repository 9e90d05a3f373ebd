/**
 * Notebook 06 in R: the figures of every classifier. Logistic regression and support vector machines without synthetic
 * rows are fitted again by glm() and e1071; other models rest on random draws or on a tree's ties, so their scores are
 * given, and R computes the figures from them.
 */

import type { ExportedStudy, NotebookInR } from "./results.js";
import { figurePrelude } from "./score-models.js";
import { rText } from "./words.js";

const figureKeys: Readonly<Record<string, string>> = {
  accuracy: "acc",
  errorRate: "er",
  sensitivity: "sen",
  specificity: "spe",
  ppv: "ppv",
  npv: "npv",
};

export function classifiersInR(_: ExportedStudy): NotebookInR {
  return {
    setup: [
      figurePrelude,
      `scores <- read.csv("scores.csv", check.names = FALSE)
cuts <- read.csv("cuts.csv")
cut_of <- function(model) cuts$cut[cuts$model == model]
# fitted again: maximum likelihood, and the support vector machine
refitted <- list()
for (set in c("handcrafted", "deep", "combined")) if (file.exists(paste0(set, ".csv"))) local({
  table <- read.csv(paste0(set, ".csv"), check.names = FALSE)
  x <- as.matrix(table[-(1:3)])
  learned <- table$set == "training"
  y <- table$outcome
  balanced <- sum(learned) / (2 * c(sum(y[learned] == 0), sum(y[learned] == 1)))
  risk <- function(weights) {
    fit <- suppressWarnings(glm.fit(cbind(1, x[learned, ]), y[learned], weights, family = binomial(), control = glm.control(1e-12, 100)))
    drop(plogis(cbind(1, x) %*% coef(fit)))
  }
  decision <- function(...) {
    fit <- e1071::svm(x[learned, , drop = FALSE], factor(y[learned]), kernel = "radial", cost = 1, tolerance = 1e-9, ...)
    found <- drop(attr(predict(fit, x, decision.values = TRUE), "decision.values"))
    if (fit$labels[1] == 2) found else -found
  }
  name <- function(...) paste(set, ..., sep = ".")
  refitted[[name("logistic", "none")]] <<- risk(rep(1, sum(learned)))
  refitted[[name("logistic", "class-weights")]] <<- risk(balanced[y[learned] + 1])
  refitted[[name("svm", "none")]] <<- decision()
  refitted[[name("svm", "class-weights")]] <<- decision(class.weights = c("0" = balanced[1], "1" = balanced[2]))
})
score_of <- function(model) if (is.null(refitted[[model]])) scores[[model]] else refitted[[model]]
rows_of <- function(set) scores$set == set
auc_at <- function(model, set, i) auc_and_limits(scores[rows_of(set), ], score_of(model)[rows_of(set)])[i]
figure_at <- function(model, set, key) figure(scores[rows_of(set), ], score_of(model)[rows_of(set)], cut_of(model), key)
accuracies <- sapply(cuts$model, function(model) if (any(rows_of("validation"))) figure_at(model, "validation", "acc") else NA)
best <- names(which.max(accuracies[!grepl("class-weights", names(accuracies))]))`,
    ],
    expressionOf: ({ id, value }) => {
      const [, model, role, key] =
        /^[^.]+\.models\.([^.]+\.[^.]+\.[^.]+)\.(training|validation)\.(.+)$/.exec(id) ?? [];
      if (model !== undefined) {
        const at = `${rText(model)}, ${rText(role)}`;
        const place = ["auc", "auc.lower", "auc.upper"].indexOf(key);
        if (place >= 0) return `auc_at(${at}, ${place + 1})`;
        return `figure_at(${at}, ${rText(figureKeys[key])})`;
      }
      if (value === null) return null;
      const [, classifier, set] =
        /^[^.]+\.engines\.([^.]+)\.(training|validation)\.auc$/.exec(id) ?? [];
      if (classifier !== undefined)
        return `auc_at(${rText(`combined.${classifier}.none`)}, ${rText(set)}, 1)`;
      if (id.endsWith(".choice.by-validation.auc")) return 'auc_at(best, "validation", 1)';
      if (id.endsWith(".choice.by-validation.accuracy")) return "max(accuracies[best])";
      return null;
    },
    reasonOf: ({ id }) =>
      id.includes(".engines.")
        ? "compares with an npm package, which R does not run"
        : id.includes(".models.")
          ? "this model could not be fitted"
          : "rests on draws of this project: a nested cross-validation of whole chains",
  };
}
