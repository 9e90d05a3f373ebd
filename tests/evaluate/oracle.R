# Writes oracle.json:  Rscript tests/evaluate/oracle.R
# What R's own packages give for inputs that the golden cases do not cover: partial AUC, coordinates, weighted
# optima, a bootstrap with given resamples, smoothers on tied data, val.prob's special case, calibration on ties.
suppressMessages({ library(pROC); library(rms); library(jsonlite) })
data(aSAH)
y <- as.integer(aSAH$outcome == "Poor"); s100b <- aSAH$s100b; ndka <- aSAH$ndka
curve <- function(x, i = seq_along(y)) roc(y[i], x[i], levels = c(0, 1), direction = "<", quiet = TRUE)
a <- curve(s100b); b <- curve(ndka)
part <- function(range, focus) list(range = range, focus = focus,
  area = as.numeric(auc(a, partial.auc = range, partial.auc.focus = focus)),
  corrected = suppressWarnings(as.numeric(auc(a, partial.auc = range, partial.auc.focus = focus, partial.auc.correct = TRUE))))
below <- roc(c(0, 0, 0, 1, 1, 1), c(6, 5, 4, 3.5, 4.5, 1), levels = c(0, 1), direction = "<", quiet = TRUE)
at <- c(0, .1, .37, .5, .9, .95, 1)
best <- function(method, weights) {
  found <- coords(a, "best", best.method = method, best.weights = weights, transpose = FALSE)
  list(method = method, cost = weights[1], prevalence = weights[2], threshold = found$threshold)
}
set.seed(20); stratified <- lapply(1:40, function(k) c(sample(which(y == 0), replace = TRUE), sample(which(y == 1), replace = TRUE)))
plain <- lapply(1:40, function(k) sample(113, replace = TRUE))
aucs <- function(x, lists) sapply(lists, function(i) as.numeric(auc(curve(x, i))))
band <- sapply(stratified, function(i) coords(curve(s100b, i), at, input = "specificity", ret = "sensitivity", transpose = FALSE)[, 1])
differences <- aucs(s100b, stratified) - aucs(ndka, stratified)
test <- function(sets) { d <- (as.numeric(auc(a)) - as.numeric(auc(b))) / sd(sets); list(z = d, p = 2 * pnorm(-abs(d)), ci = unname(quantile(sets, c(.025, .975)))) }
men <- aSAH$gender == "Male"
unpaired <- roc.test(curve(s100b, which(men)), curve(s100b, which(!men)), paired = FALSE)

set.seed(3); n <- 60; few <- round(runif(n), 1); many <- round(runif(n), 4); event <- rbinom(n, 1, .2 + .6 * few)
smooth <- function(x) {
  direct <- loess(event ~ x, control = loess.control(surface = "direct")); inter <- loess(event ~ x)
  list(x = x, lowess = lowess(x, event, iter = 0)$y, lowessNarrow = lowess(x, event, f = .2, iter = 0, delta = 0)$y,
       direct = fitted(direct), interpolate = fitted(inter),
       wide = fitted(loess(event ~ x, span = 1.3)), narrow = fitted(loess(event ~ x, span = .4)))
}
equal <- val.prob(rep(.3, n), event, pl = FALSE)
extreme <- val.prob(pmin(.999, pmax(.001, many)), event, pl = FALSE)

tied <- data.frame(t = few, g = rep(0:2, 20)); tied$y <- event
fit <- lrm(y ~ t + g, tied, x = TRUE, y = TRUE)
set.seed(8); lists <- lapply(1:25, function(k) sample(n, replace = TRUE))
set.seed(8); suppressWarnings({ cal <- calibrate(fit, B = 25) }); set.seed(8); val <- rms::validate(fit, B = 25)

# Newton's step overshoots here and is halved.
overshoot <- function(seed) {
  set.seed(seed); n <- sample(c(12, 20, 30), 1); x <- round(exp(rnorm(n) * 2.5), 2)
  y <- rbinom(n, 1, plogis(sample(c(-1, -3, 2), 1) + sample(c(.05, .3, 1), 1) * x))
  f <- lrm.fit(x, y, tol = 1e-13)
  list(x = x, y = y, coefficients = unname(f$coefficients), deviance = f$deviance)
}

write(toJSON(list(
  oracle = paste0(R.version.string, ", pROC ", packageVersion("pROC"), ", rms ", packageVersion("rms")),
  y = y, s100b = s100b, ndka = ndka, male = as.integer(men),
  partial = list(part(c(1, .8), "specificity"), part(c(.93, .55), "specificity"), part(c(1, .9), "sensitivity"), part(c(.7, .2), "sensitivity"), part(c(.951, .952), "specificity")),
  belowChance = list(area = as.numeric(auc(below, partial.auc = c(1, .5))), corrected = NULL),
  at = at, sensitivityAt = coords(a, at, input = "specificity", ret = "sensitivity", transpose = FALSE)[, 1],
  specificityAt = coords(a, at, input = "sensitivity", ret = "specificity", transpose = FALSE)[, 1],
  best = list(best("youden", c(1, .5)), best("youden", c(3, .2)), best("closest.topleft", c(1, .5)), best("closest.topleft", c(.5, .3))),
  unpaired = list(t = unname(unpaired$statistic), df = unname(unpaired$parameter), p = unpaired$p.value),
  bootstrap = list(stratified = lapply(stratified, function(i) i - 1), plain = lapply(plain, function(i) i - 1),
    aucs = aucs(s100b, stratified), aucsPlain = aucs(s100b, plain), ci = unname(quantile(aucs(s100b, stratified), c(.025, .5, .975))),
    test = test(differences), band = t(apply(band, 1, quantile, c(.025, .975)))),
  smooth = list(event = event, few = smooth(few), many = smooth(many)),
  valProb = list(equal = as.list(equal), extreme = as.list(extreme)),
  overshoot = lapply(c(10, 106, 125, 214), overshoot),
  tied = list(x = as.matrix(tied[, 1:2]), y = event, resamples = lapply(lists, function(i) i - 1),
    predicted = cal[, "predy"], apparent = cal[, "calibrated.orig"], corrected = cal[, "calibrated.corrected"], reached = cal[, "n"],
    validate = apply(unclass(val)[, 1:5], 1, as.list))
), digits = I(16), auto_unbox = TRUE, na = "null", null = "null", matrix = "rowmajor"), "tests/evaluate/oracle.json")
