/**
 * Notebooks 07 to 09 in R: the three models that are made of the score and the T-stage, their risks for every patient,
 * and the functions that judge them. All are R's own but a few short formulas.
 */

import type { Cohort } from "../../cohort/cohort.js";
import { variableNamed } from "../../cohort/dictionary.js";
import { codeColumn } from "./frames.js";
import { rName, rText } from "./words.js";

const [score, stage] = ["radi_score", "t_stage"];

/** The models, then each set with its risks: `sets$training`, `sets$validation`. */
export function scoreModelsInR(): string[] {
  const code = codeColumn(stage);
  const [scoreName, stageName] = [rName(score), rName(code)];
  return [
    `known <- function(rows) rows[complete.cases(rows[c(${rText(score)}, ${rText(code)})]), ]`,
    "sets <- Filter(nrow, list(training = known(training), validation = known(validation)))",
    `dlrn <- logistic(outcome ~ ${scoreName} + ${stageName}, sets$training)`,
    `radiomics <- logistic(outcome ~ ${scoreName}, sets$training)`,
    `clinical <- logistic(outcome ~ ${stageName}, sets$training)`,
    "sets <- lapply(sets, function(rows) cbind(rows, dlrn = risks(dlrn, rows), radiomics = risks(radiomics, rows), clinical = risks(clinical, rows)))",
  ];
}

/** What patients were followed for, as columns `time` and `event`; patients without either are left out. */
export function followUpInR({ dictionary }: Cohort, endpoint: string, name = "followed"): string[] {
  const event = variableNamed(dictionary, endpoint);
  const time = variableNamed(dictionary, event.time ?? "");
  return [
    `${name} <- lapply(sets, function(rows) {`,
    `  rows <- rows[!is.na(rows$${rName(time.name)}) & !is.na(rows$${rName(event.name)}), ]`,
    `  cbind(rows, time = rows$${rName(time.name)}, event = as.numeric(rows$${rName(event.name)} == ${rText(event.positive ?? "")}))`,
    "})",
  ];
}

/** Figures of the confusion matrix. */
export const figurePrelude: string = `
figure <- function(rows, score, cut, key) {
  called <- score >= cut
  y <- rows$outcome == 1
  switch(key, acc = mean(called == y), er = mean(called != y), sen = mean(called[y]), spe = mean(!called[!y]),
    ppv = mean(y[called]), npv = mean(!y[!called]), tp = sum(called & y), fp = sum(called & !y), tn = sum(!called & !y),
    fn = sum(!called & y))
}
`;

/** Functions of the script; base R, pROC, Hmisc and rms. */
export const performancePrelude: string = `${figurePrelude}
suppressMessages({ library(pROC); library(rms); library(Hmisc) })
curve_of <- function(rows, score) roc(rows$outcome, score, direction = "<", levels = c(0, 1), quiet = TRUE)
delong_limit <- function(rows, score, side) ci.auc(curve_of(rows, score), method = "delong")[c(1, 3)][side]
auc_of <- function(rows, score) as.numeric(auc(curve_of(rows, score)))
paired_p <- function(rows, a, b) roc.test(curve_of(rows, a), curve_of(rows, b), method = "delong", paired = TRUE)$p.value
auc_of_some <- function(rows, score, members) if (min(table(factor(rows$outcome[members], 0:1))) < 2) NaN else auc_of(rows[members, ], score[members])
only_first_right <- function(y, a, b) sum((a == y) & (b != y))
mcnemar_p <- function(b, c) if (b + c == 0) NaN else binom.test(b, b + c)$p.value

nested_chi_square <- function(smaller, larger) deviance(smaller) - deviance(larger)
or_zero <- function(x) if (abs(x) < 1e-8) 0 else x
calibrated <- function(y, p) logistic(y ~ logit, data.frame(y = y, logit = qlogis(p)))
in_the_large <- function(y, p) coef(glm(y ~ 1, binomial, offset = qlogis(p), control = glm.control(epsilon = 1e-14, maxit = 100)))[[1]]
smoothed <- function(y, p, at) {
  line <- lowess(p, y, iter = 0)
  pmin(1, pmax(0, approx(line, xout = at, ties = function(tied) tied[1])$y))
}
distances <- function(y, p) abs(smoothed(y, p, p) - p)
net_benefit <- function(y, p, t) mean(p >= t & y == 1) - mean(p >= t & y == 0) * t / (1 - t)

# the models refitted on the given resamples, as rms::validate: its fits end after few steps
auc_by_ranks <- function(lp, y) (mean(rank(lp)[y == 1]) - (sum(y) + 1) / 2) / sum(y == 0)
optimism_of <- function(rows, terms) {
  x <- as.matrix(rows[terms])
  y <- rows$outcome
  fitted_on <- function(i) lrm.fit(x[i, , drop = FALSE], y[i], tol = 1e-13)
  predictor <- function(fit, i) drop(cbind(1, x[i, , drop = FALSE]) %*% coef(fit))
  indices <- function(lp, y, slope) c(auc = auc_by_ranks(lp, y), slope = slope, brier = mean((plogis(lp) - y)^2))
  all <- seq_along(y)
  whole <- fitted_on(all)
  apparent <- indices(predictor(whole, all), y, 1)
  differences <- sapply(seq_len(nrow(resamples)), function(r) {
    i <- unlist(resamples[r, ])
    if (length(unique(y[i])) < 2) return(rep(NA, 3))
    fit <- fitted_on(i)
    if (fit$fail) return(rep(NA, 3))
    lp <- predictor(fit, all)
    again <- lrm.fit(lp, y, tol = 1e-13)
    if (again$fail) return(rep(NA, 3))
    indices(predictor(fit, i), y[i], 1) - indices(lp, y, coef(again)[[2]])
  })
  corrected <- apparent - rowMeans(differences, na.rm = TRUE)
  list(apparent = apparent, corrected = corrected)
}
`;

/** Functions of the script for follow-up; survival. */
export const survivalPrelude: string = `
suppressMessages(library(survival))
tight <- coxph.control(eps = 1e-12, iter.max = 100)
curve_of_group <- function(rows, high, cut = 0.5) survfit(Surv(time, event) ~ 1, rows[(rows$dlrn > cut) == high, ])
median_of <- function(fit) summary(fit)$table[["median"]]
median_limit <- function(fit, key) quantile(fit, 0.5)[[key]][[1]]
survival_at <- function(fit, time) { at <- summary(fit, times = time, extend = TRUE); if (at$n.risk == 0) NA else at$surv }
log_rank_p <- function(rows, cut = 0.5) pchisq(survdiff(Surv(time, event) ~ dlrn > cut, rows)$chisq, 1, lower.tail = FALSE)
# where a coefficient grows without end, coxph warns and gives the one it stopped at: there is none
with_maximum <- function(fit) tryCatch(fit, warning = function(w) stop("the likelihood has no maximum"))
cox_groups <- function(rows, cut = 0.5) with_maximum(coxph(Surv(time, event) ~ as.numeric(dlrn > cut), rows, control = tight))
cox_risk <- function(rows) with_maximum(coxph(Surv(time, event) ~ qlogis(dlrn), rows, control = tight))
cox_value <- function(fit, term, key) {
  found <- summary(fit)
  switch(key, hr = found$conf.int[term, 1], "hr-lower" = found$conf.int[term, 3], "hr-upper" = found$conf.int[term, 4],
    p = found$coefficients[term, 5])
}
concordance_of <- function(rows) concordance(Surv(time, event) ~ dlrn, rows, reverse = TRUE)$concordance

# the cut that separates best (Lausen & Schumacher); scores are Breslow's martingale residuals of no model
standardised <- function(ordered, ends) {
  n <- length(ordered)
  total <- sum(ordered)
  spread <- ends * (n - ends) / (n^2 * (n - 1)) * (n * sum(ordered^2) - total^2)
  abs(cumsum(ordered)[ends] - ends / n * total) / sqrt(spread)
}
maximal_of <- function(rows) {
  n <- nrow(rows)
  scores <- residuals(coxph(Surv(time, event) ~ 1, rows, ties = "breslow"), "martingale")
  order <- order(rows$dlrn)
  ends <- which(c(diff(rows$dlrn[order]) != 0, FALSE))
  ends <- ends[ends >= 0.1 * n & ends <= 0.9 * n]
  found <- standardised(scores[order], ends)
  b <- max(found)
  search <- log(0.9 * 0.9 / (0.1 * 0.1))
  shuffled <- apply(permutations, 1, function(i) max(standardised(scores[i], ends)))
  list(cut = rows$dlrn[order][ends[which.max(found)]], statistic = b, naive.p = 2 * pnorm(-b),
    p = min(1, 4 * dnorm(b) / b + dnorm(b) * (b - 1 / b) * search), permuted.p = (1 + sum(shuffled >= b * (1 - 1e-12))) / (1 + nrow(permutations)))
}
`;
