/**
 * The head of each R script: reading the rows, the few formulas that base R has no function for, and the comparison.
 * All else in the script is a call of R's own functions, one line a value.
 */

export const prelude: string = String.raw`options(digits = 15, warn = -1)
largest_relative_difference <- 1e-8 # limits of the profile likelihood are roots of a deviance, known to half its digits

read_rows <- function(file, numbers) {
  rows <- read.csv(file, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
  for (name in numbers) rows[[name]] <- as.numeric(rows[[name]])
  rows
}

# patients written out from printed counts: one row a patient, for one variable
written_out <- function(counts, set, variable) {
  cells <- counts[counts$set == set & counts$variable == variable, ]
  cells <- cells[rep(seq_len(nrow(cells)), cells$count), ]
  rows <- data.frame(cells$level, cells$code, cells$outcome, stringsAsFactors = FALSE)
  names(rows) <- c(variable, paste0(variable, ".code"), "outcome")
  rows
}

likelihood_ratio_p <- function(counts) {
  counts <- counts[rowSums(counts) > 0, , drop = FALSE]
  expected <- outer(rowSums(counts), colSums(counts)) / sum(counts)
  g <- 2 * sum(ifelse(counts > 0, counts * log(counts / expected), 0))
  pchisq(g, nrow(counts) - 1, lower.tail = FALSE)
}

# defined for two levels in use; chisq.test leaves the correction out for others
yates_p <- function(counts) {
  if (sum(rowSums(counts) > 0) == 2) chisq.test(counts, correct = TRUE)$p.value else NaN
}

# levels by their place among all
linear_by_linear_p <- function(codes, y) {
  known <- !is.na(codes)
  pchisq((sum(known) - 1) * cor(codes[known], y[known])^2, 1, lower.tail = FALSE)
}

smd_of_numbers <- function(m0, s0, m1, s1) abs(m0 - m1) / sqrt((s0^2 + s1^2) / 2)

smd_of_levels <- function(counts) {
  counts <- counts[rowSums(counts) > 0, , drop = FALSE]
  shares <- prop.table(counts, 2)[-1, , drop = FALSE]
  spread <- function(p) diag(p, length(p)) - outer(p, p)
  difference <- shares[, 1] - shares[, 2]
  sqrt(drop(difference %*% solve((spread(shares[, 1]) + spread(shares[, 2])) / 2, difference)))
}

t_test_of_moments <- function(n0, m0, s0, n1, m1, s1, equal) {
  v0 <- s0^2 / n0
  v1 <- s1^2 / n1
  df <- if (equal) n0 + n1 - 2 else (v0 + v1)^2 / (v0^2 / (n0 - 1) + v1^2 / (n1 - 1))
  se <- if (equal) sqrt(((n0 - 1) * s0^2 + (n1 - 1) * s1^2) / df * (1 / n0 + 1 / n1)) else sqrt(v0 + v1)
  2 * pt(-abs(m0 - m1) / se, df)
}

# glm takes its standard errors from the iteration before the last: started at the solution, they are those of it
logistic <- function(formula, rows) {
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  first <- do.call(glm, list(formula, binomial, rows, control = control))
  do.call(glm, list(formula, binomial, rows, control = control, start = coef(first), x = TRUE))
}
wald_p <- function(fit, term) summary(fit)$coefficients[term + 1, 4]
odds_ratio <- function(fit, term) exp(coef(fit)[[term + 1]])
wald_limit <- function(fit, term, side) exp(confint.default(fit)[term + 1, side])

# exact, by refitting with the coefficient held fixed (confint interpolates)
profile_limit <- function(fit, term, side) {
  x <- fit$x
  b <- coef(fit)[[term + 1]]
  se <- sqrt(vcov(fit)[term + 1, term + 1])
  above <- function(value) {
    held <- glm.fit(x[, -(term + 1), drop = FALSE], fit$y, offset = value * x[, term + 1],
      family = binomial(), control = glm.control(epsilon = 1e-14, maxit = 100))
    held$deviance - deviance(fit) - qchisq(0.95, 1)
  }
  far <- b + (if (side == 1) -1 else 1) * 2 * se
  while (above(far) < 0) far <- b + 2 * (far - b)
  exp(uniroot(above, sort(c(b, far)), tol = 1e-13)$root)
}

risks <- function(fit, rows) predict(fit, rows, type = "response")
auc_and_limits <- function(rows, risk) {
  suppressMessages(pROC::ci.auc(pROC::roc(rows$outcome, risk, direction = "<", levels = c(0, 1)), method = "delong"))[c(2, 1, 3)]
}

compared <- 0
differing <- 0
largest <- 0
check <- function(id, value, found, absolute = 0) {
  found <- as.numeric(found)[1]
  none <- is.na(value) && !is.finite(found)
  difference <- if (none) 0 else max(0, abs(value - found) - absolute) / max(abs(found), 1e-300)
  if (!none && identical(as.numeric(value), found)) difference <- 0
  agrees <- !is.na(difference) && difference <= largest_relative_difference
  compared <<- compared + 1
  if (!agrees) differing <<- differing + 1
  if (!is.na(difference)) largest <<- max(largest, difference)
  cat(sprintf("%-6s %-62s %22s %22s %9.1e\n", if (agrees) "agrees" else "DIFFER", id,
    format(value, digits = 15), format(found, digits = 15), difference))
}
`;
