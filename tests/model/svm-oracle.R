# Writes svm-oracle.json:  Rscript tests/model/svm-oracle.R
# e1071 at a tight tolerance; its kernel is kept in single precision, so that values agree to about 1e-6.
suppressMessages({library(e1071); library(jsonlite)})
set.seed(20240502)
n <- 60
x <- matrix(round(rnorm(n * 3), 3), n, 3) %*% diag(c(1, 5, 0.2)); x <- round(x, 4)
y <- as.integer(runif(n) < plogis(1.5 * x[, 1] - 0.3 * x[, 2]))
new <- round(matrix(rnorm(15), 5, 3) %*% diag(c(1, 5, 0.2)), 4)
folds <- rep(1:5, length.out = n)
signed <- function(v) { d <- attr(v, "decision.values"); if (startsWith(colnames(d)[1], "1")) d[, 1] else -d[, 1] }
fit_of <- function(x, y, ...) svm(x, factor(y), type = "C-classification", tolerance = 1e-9, shrinking = FALSE, ...)
case <- function(name, options, ...) {
  fit <- fit_of(x, y, ...)
  alpha <- rep(0, n); alpha[fit$index] <- fit$coefs[, 1]
  s <- if (fit$labels[1] == 2) 1 else -1
  out <- rep(0, n)
  for (f in 1:5) { k <- folds != f
    m <- fit_of(x[k, ], y[k], ...); out[!k] <- signed(predict(m, x[!k, ], decision.values = TRUE)) }
  list(name = name, options = options, expected = list(
    supportCount = fit$tot.nSV, rho = s * fit$rho, alphaTimesY = s * alpha,
    decisions = unname(signed(predict(fit, x, decision.values = TRUE))),
    decisionsNew = unname(signed(predict(fit, new, decision.values = TRUE))), leftOut = out))
}
none <- setNames(list(), character(0))
cases <- list(
  case("defaults", none),
  case("linear, unscaled", list(kernel = "linear", scale = FALSE, cost = 0.5), kernel = "linear", scale = FALSE, cost = 0.5),
  case("polynomial, degree 2", list(kernel = "polynomial", degree = 2, coef0 = 1, gamma = 0.3, cost = 2),
    kernel = "polynomial", degree = 2, coef0 = 1, gamma = 0.3, cost = 2),
  case("polynomial, degree 3", list(kernel = "polynomial", gamma = 0.4), kernel = "polynomial", gamma = 0.4),
  case("sigmoid", list(kernel = "sigmoid", gamma = 0.05, coef0 = -0.5, cost = 0.8),
    kernel = "sigmoid", gamma = 0.05, coef0 = -0.5, cost = 0.8),
  case("radial, class weights", list(gamma = 0.7, cost = 3, classWeights = list(nonEvent = 1, event = 2.5)),
    gamma = 0.7, cost = 3, class.weights = c("0" = 1, "1" = 2.5)))
write(toJSON(list(oracle = paste0(R.version.string, ", e1071 ", packageVersion("e1071")), x = x, y = y, new = new,
  folds = folds, cases = cases), digits = I(15), auto_unbox = TRUE), "tests/model/svm-oracle.json")
