# Writes lasso-oracle.json:  Rscript tests/select/lasso-oracle.R
# Paths and cross-validations of glmnet at its default tolerance, where only the same order of steps gives the same
# numbers, with the options that meet in practice. Inputs are rounded before use.
suppressMessages({library(glmnet); library(jsonlite)})
set.seed(20240501)
draw <- function(n, p, ties = FALSE) {
  x <- matrix(round(rnorm(n * p), 3), n, p)
  if (ties) x <- round(x)
  y <- as.integer(runif(n) < plogis(1.2 * x[, 1] - x[, 2]))
  list(x = x, y = y, weights = sample(c(0.5, 1, 2, 3), n, TRUE))
}
sparse <- function(beta) apply(as.matrix(beta), 2, function(b) list(index = which(b != 0) - 1, value = b[b != 0]))
path_of <- function(fit) list(
  lambda = fit$lambda, intercept = unname(fit$a0), devianceRatio = fit$dev.ratio, nullDeviance = fit$nulldev,
  cycles = fit$npasses, coefficients = unname(sparse(fit$beta)))
paths <- list(); cvs <- list()
add_path <- function(name, d, options, ...) {
  fit <- glmnet(d$x, d$y, family = "binomial", ...)
  paths[[length(paths) + 1]] <<- list(name = name, x = d$x, y = d$y, options = options, expected = path_of(fit))
}
add_cv <- function(name, d, folds, options, ...) {
  fit <- suppressWarnings(cv.glmnet(d$x, d$y, family = "binomial", foldid = folds, ...))
  at <- function(s) as.numeric(coef(fit, s = s))
  cvs[[length(cvs) + 1]] <<- list(name = name, x = d$x, y = d$y, folds = folds, options = options, expected = list(
    measure = unname(c(Deviance = "deviance", AUC = "auc", "Misclassification Error" = "class",
      "Mean-Squared Error" = "mse", "Mean Absolute Error" = "mae")[sub("Binomial ", "", fit$name)]),
    lambda = fit$lambda, mean = unname(fit$cvm), standardError = unname(fit$cvsd), nonzero = unname(fit$nzero),
    lambdaMin = fit$lambda.min, lambdaOneSe = fit$lambda.1se,
    indexMin = fit$index[1] - 1, indexOneSe = fit$index[2] - 1,
    atMin = at("lambda.min"), between = at(sqrt(fit$lambda[3] * fit$lambda[4]))))
}
d <- draw(50, 12); d$x[, 5] <- 1.25
pf <- c(0, 1, 1, 2, 1, 0.5, 3, 1, 1, 1, 1, 1)
add_path("elastic net, weights, penalty factors, a constant column", d,
  list(alpha = 0.3, weights = d$weights, penaltyFactor = pf), alpha = 0.3, weights = d$weights, penalty.factor = pf)
w0 <- d$weights; w0[c(4, 9, 23)] <- 0
add_path("weights of zero", d, list(weights = w0), weights = w0)
d <- draw(30, 60)
add_path("more columns than rows, not standardised", d, list(standardize = FALSE, alpha = 0.8), standardize = FALSE, alpha = 0.8)
add_path("ridge, short path", d, list(alpha = 0, lambdaCount = 8), alpha = 0, nlambda = 8)
add_path("few may enter", d, list(maxNonzero = 4), dfmax = 4)
s <- draw(40, 3); s$y <- as.integer(s$x[, 1] > 0)
add_path("separable", s, list(lambdaMinRatio = 1e-6), lambda.min.ratio = 1e-6)
five <- rep(1:5, length.out = 60)
d <- draw(60, 10)
add_cv("auc with weights", d, five, list(measure = "auc", weights = d$weights), type.measure = "auc", weights = d$weights)
add_cv("class with weights, elastic net", d, five, list(measure = "class", weights = d$weights, alpha = 0.5),
  type.measure = "class", weights = d$weights, alpha = 0.5)
add_cv("mae, ungrouped, weights", d, five, list(measure = "mae", grouped = FALSE, weights = d$weights),
  type.measure = "mae", grouped = FALSE, weights = d$weights)
add_cv("fewer than 10 a fold: auc becomes deviance", d, rep(1:10, 6), list(measure = "auc"), type.measure = "auc")
add_cv("fewer than 3 a fold: ungrouped", d, rep(1:30, 2), list(measure = "mse"), type.measure = "mse")
add_cv("own lambdas", d, five, list(lambda = c(0.02, 0.3, 0.1, 0.05, 0.01)), lambda = c(0.02, 0.3, 0.1, 0.05, 0.01))
d <- draw(60, 6, ties = TRUE)
add_cv("auc with ties", d, five, list(measure = "auc"), type.measure = "auc")
o <- order(d$y); d$x <- d$x[o, ]; d$y <- d$y[o]
add_cv("auc with folds of one outcome", d, rep(c(1, 2, 3, 2, 3), c(20, 8, 8, 12, 12)), list(measure = "auc"), type.measure = "auc")
d <- draw(45, 100)
add_cv("more columns than rows", d, rep(1:9, 5), list(), type.measure = "deviance")
write(toJSON(list(oracle = paste0(R.version.string, ", glmnet ", packageVersion("glmnet")), paths = paths, cvs = cvs),
  digits = I(16), auto_unbox = FALSE, always_decimal = FALSE), "tests/select/lasso-oracle.json")
