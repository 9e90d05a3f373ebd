# Golden cases of kinds and options beside those of tests/golden, one file a topic, in the same schema:
#   Rscript tests/golden/further/cases.R          (R 4.2.2; the packages below; about a minute)
suppressMessages({
  library(jsonlite); library(MASS); library(survival); library(glmnet); library(pROC); library(rms); library(sva)
  library(e1071); library(rpart); library(psych); library(coin)
})
options(warn = -1)
version <- function(...) paste0(c(R.version.string, sapply(c(...), function(p) paste(p, packageVersion(p)))), collapse = ", ")
`%or%` <- function(a, b) if (is.null(a)) b else a
words <- function(v) { # numbers that JSON has no word for
  if (is.list(v)) return(lapply(v, words))
  if (is.null(v)) return(NULL)
  if (is.numeric(v) && any(!is.finite(v))) return(lapply(seq_along(v), function(i) one_word(v[[i]])))
  v
}
one_word <- function(x) if (is.nan(x)) unbox("NaN") else if (is.na(x)) NULL else if (is.infinite(x)) unbox(if (x > 0) "Inf" else "-Inf") else unbox(x)
s <- function(x) { # a scalar
  x <- unname(x); x <- if (length(x)) x[[1]] else NA
  if (is.numeric(x) && !is.finite(x)) one_word(x) else unbox(x)
}
v <- function(x) { x <- unname(x); if (is.numeric(x) && any(!is.finite(x))) lapply(x, one_word) else as.vector(x) }
m <- function(x) lapply(seq_len(nrow(x)), function(i) v(x[i, ]))
topics <- list()
case <- function(topic, name, software, input, options, expected, rel = 1e-8, abs = 1e-10, byField = NULL) {
  tolerance <- list(rel = unbox(rel), abs = unbox(abs))
  if (!is.null(byField)) tolerance$byField <- lapply(byField, function(t) lapply(t, unbox))
  topics[[topic]] <<- c(topics[[topic]], list(list(name = unbox(name), software = unbox(software), input = input,
    options = options, expected = expected, tolerance = tolerance)))
}
refusal <- function(expr) tryCatch(expr, error = function(e) list(error = unbox(conditionMessage(e))))
or_null <- function(expr) tryCatch(expr, error = function(e) NA)

# ---- t tests ---------------------------------------------------------------------------------------------------
t_shown <- function(...) refusal({ r <- t.test(...)
  d <- if (length(r$estimate) == 2) -diff(r$estimate) else r$estimate
  list(t = s(r$statistic), df = s(r$parameter), p = s(r$p.value), ciLow = s(r$conf.int[1]), ciHigh = s(r$conf.int[2]),
       stderr = s(r$stderr), meanDiff = s(d)) })
levene <- function(x, y, center) { x <- x[!is.na(x)]; y <- y[!is.na(y)]
  d <- c(abs(x - center(x)), abs(y - center(y))); g <- factor(rep(1:2, c(length(x), length(y))))
  a <- anova(lm(d ~ g)); list(F = s(a$F[1]), df1 = s(a$Df[1]), df2 = s(a$Df[2]), p = s(a$`Pr(>F)`[1])) }
set.seed(31)
x <- round(rnorm(14, 1), 3); y <- round(rnorm(11, .4, 2), 3); xm <- x; xm[3] <- NA; ym <- y; ym[5] <- NA
for (a in c("greater", "less")) case("t-tests", paste0("two-sample-", a, "-99"), version(), list(x = v(xm), y = v(ym)),
  list(kind = unbox("two-sample"), paired = unbox(FALSE), alternative = unbox(a), confLevel = unbox(.99)),
  list(student = t_shown(xm, ym, var.equal = TRUE, alternative = a, conf.level = .99), welch = t_shown(xm, ym, alternative = a, conf.level = .99),
       leveneMean = levene(xm, ym, mean), leveneMedian = levene(xm, ym, median)))
case("t-tests", "paired-greater-missing", version(), list(x = v(xm[1:11]), y = v(ym)),
  list(kind = unbox("two-sample"), paired = unbox(TRUE), alternative = unbox("greater"), confLevel = unbox(.9)),
  list(paired = t_shown(xm[1:11], ym, paired = TRUE, alternative = "greater", conf.level = .9)))
case("t-tests", "paired-constant-difference", version(), list(x = c(2, 3, 4), y = c(1, 2, 3)),
  list(kind = unbox("two-sample"), paired = unbox(TRUE)), list(paired = t_shown(c(2, 3, 4), c(1, 2, 3), paired = TRUE)))
case("t-tests", "a-group-of-one", version(), list(x = 5, y = c(1.5, 2, 4)), list(kind = unbox("two-sample"), paired = unbox(FALSE)),
  list(student = t_shown(5, c(1.5, 2, 4), var.equal = TRUE), welch = t_shown(5, c(1.5, 2, 4))))

# ---- descriptive tests -------------------------------------------------------------------------------------------
groups_of <- function(g) { value <- unlist(g); f <- factor(rep(seq_along(g), lengths(g))); k <- !is.na(value); value <- value[k]; f <- f[k]
  kr <- kruskal.test(value, f); a <- anova(lm(value ~ f)); w <- or_null(oneway.test(value ~ f))
  list(kruskal = list(H = s(kr$statistic), df = s(kr$parameter), p = s(kr$p.value)),
       anova = list(F = s(a$F[1]), df1 = s(a$Df[1]), df2 = s(a$Df[2]), p = s(a$`Pr(>F)`[1])),
       welch = list(F = s(w$statistic), df1 = s(w$parameter[1]), df2 = s(w$parameter[2]), p = s(w$p.value))) }
g <- lapply(c(6, 9, 7, 12), function(n) round(rnorm(n, n / 10), 1)); g[[2]][4] <- NA
case("descriptive-tests", "k-groups-missing-ties", version(), list(groups = lapply(g, v)), list(kind = unbox("k-groups")), groups_of(g))
case("descriptive-tests", "k-groups-two", version(), list(groups = lapply(g[c(1, 4)], v)), list(kind = unbox("k-groups")), groups_of(g[c(1, 4)]))
correlations <- function(x, y) { k <- !is.na(x) & !is.na(y); x <- x[k]; y <- y[k]; p <- cor.test(x, y)
  sp <- cor.test(x, y, method = "spearman", exact = FALSE); ke <- cor.test(x, y, method = "kendall", exact = FALSE)
  list(n = s(sum(k)), pearson = list(r = s(p$estimate), t = s(p$statistic), p = s(p$p.value), ciLow = s((p$conf.int %or% c(NA, NA))[1]), ciHigh = s((p$conf.int %or% c(NA, NA))[2])),
       spearman = list(rho = s(sp$estimate), p = s(sp$p.value)), kendall = list(tauB = s(ke$estimate), z = s(ke$statistic), p = s(ke$p.value))) }
a <- round(rnorm(25), 1); b <- round(a + rnorm(25), 1); b[7] <- NA
case("descriptive-tests", "correlation-ties-missing", version(), list(x = a, y = v(b)), list(kind = unbox("correlation")), correlations(a, b))
case("descriptive-tests", "correlation-n3", version(), list(x = c(1, 2, 4), y = c(2, 1, 5)), list(kind = unbox("correlation")), correlations(c(1, 2, 4), c(2, 1, 5)))
for (bc in list(c(7, 7), c(0, 6), c(25, 9))) { t2 <- matrix(c(10, bc[2], bc[1], 10), 2); m1 <- mcnemar.test(t2); m0 <- mcnemar.test(t2, correct = FALSE)
  case("descriptive-tests", paste0("mcnemar-", bc[1], "-", bc[2]), version(), list(b = s(bc[1]), c = s(bc[2])), list(kind = unbox("mcnemar")),
    list(pExact = s(binom.test(bc[1], sum(bc))$p.value), chisqCorrected = s((abs(diff(bc)) - 1)^2 / sum(bc)),
         pCorrected = s(pchisq((abs(diff(bc)) - 1)^2 / sum(bc), 1, lower.tail = FALSE)), chisq = s(m0$statistic), p = s(m0$p.value))) }
ps <- c(.01, .04, NA, .03, .03, .5, 1e-12); adj <- function(how) v(p.adjust(ps, how))
case("descriptive-tests", "p-adjust-missing-ties", version(), list(p = v(ps)), list(kind = unbox("p-adjust")),
  list(bonferroni = adj("bonferroni"), holm = adj("holm"), hochberg = adj("hochberg"), BH = adj("BH"), BY = adj("BY")))
sx <- c(1, 2, 3, 4, 5, 7, NA, 9); sy <- c(1, 1, 5, 2, 5, 3, 2, 12)
case("descriptive-tests", "signed-rank-zeros-ties-missing", version(), list(x = v(sx), y = sy), list(kind = unbox("wilcoxon-signed-rank")),
  list(V = s(wilcox.test(sx, sy, paired = TRUE, exact = FALSE)$statistic), pCorrected = s(wilcox.test(sx, sy, paired = TRUE, exact = FALSE)$p.value),
       pUncorrected = s(wilcox.test(sx, sy, paired = TRUE, exact = FALSE, correct = FALSE)$p.value)))
mw <- function(x, y) { x <- x[!is.na(x)]; y <- y[!is.na(y)]; ties <- anyDuplicated(c(x, y)) > 0
  w <- wilcox.test(x, y, exact = FALSE); u <- wilcox.test(x, y, exact = FALSE, correct = FALSE)
  small <- length(x) < 50 && length(y) < 50; d <- data.frame(z = c(x, y), g = factor(rep(1:2, c(length(x), length(y)))))
  list(W = s(w$statistic), U = s(w$statistic), ties = s(ties), pExactNoTies = s(if (small && !ties) wilcox.test(x, y, exact = TRUE)$p.value else NA),
       pNormalCorrected = s(w$p.value), pNormalUncorrected = s(u$p.value),
       pExactPermutation = s(if (small) as.numeric(coin::pvalue(coin::wilcox_test(z ~ g, d, distribution = "exact"))) else NA),
       aucXgreaterY = s(w$statistic / length(x) / length(y)), rankSumX = s(sum(rank(c(x, y))[seq_along(x)]))) }
case("descriptive-tests", "mann-whitney-missing-49", version("coin"), list(x = v(c(NA, round(rnorm(49), 1))) -> X, y = round(rnorm(20, .5), 1) -> Y),
  list(kind = unbox("mann-whitney")), mw(sapply(X, function(i) i %or% NA), Y))
X <- round(rnorm(60), 2); Y <- round(rnorm(30, .3), 2)
case("descriptive-tests", "mann-whitney-large", version(), list(x = X, y = Y), list(kind = unbox("mann-whitney")), mw(X, Y))
X <- round(rnorm(12), 5); Y <- round(rnorm(9, 1), 5)
case("descriptive-tests", "mann-whitney-exact", version("coin"), list(x = X, y = Y), list(kind = unbox("mann-whitney")), mw(X, Y))
table_of <- function(t) { t0 <- t[rowSums(t) > 0, colSums(t) > 0, drop = FALSE]; p <- chisq.test(t0, correct = FALSE); n <- sum(t0)
  G <- 2 * sum(ifelse(t0 > 0, t0 * log(t0 / p$expected), 0)); r <- rep(row(t0), t0); cc <- rep(col(t0), t0); L <- (n - 1) * cor(r, cc)^2
  four <- all(dim(t0) == 2); yates <- if (four) chisq.test(t0, correct = TRUE)
  f <- tryCatch(fisher.test(t0), error = function(e) list(p.value = NA))
  c(list(computable = unbox(TRUE), pearson = list(chisq = s(p$statistic), df = s(p$parameter), p = s(p$p.value)), expectedCounts = m(p$expected),
       minExpected = s(min(p$expected)), likelihoodRatio = list(G2 = s(G), p = s(pchisq(G, prod(dim(t0) - 1), lower.tail = FALSE))),
       linearByLinear = list(chisq = s(L), p = s(pchisq(L, 1, lower.tail = FALSE))), cramersV = s(sqrt(p$statistic / n / (min(dim(t0)) - 1))), fisherP = s(f$p.value)),
    if (four) list(yates = list(chisq = s(yates$statistic), p = s(yates$p.value)), fisher = list(p = s(f$p.value), pLess = s(fisher.test(t0, alternative = "less")$p.value),
       pGreater = s(fisher.test(t0, alternative = "greater")$p.value), oddsRatioConditionalMLE = s(f$estimate), ciLow = s(f$conf.int[1]), ciHigh = s(f$conf.int[2])),
       sampleOddsRatio = s(t0[1] * t0[4] / t0[2] / t0[3])) else NULL) }
tables <- list(`contingency-2x5` = rbind(c(3, 9, 4, 0, 2), c(8, 2, 5, 1, 6)), `contingency-small-yates` = rbind(c(1, 2), c(2, 2)),
  `contingency-empty-column` = rbind(c(5, 0, 3), c(2, 0, 9)), `contingency-5x4` = matrix(c(2, 3, 1, 4, 0, 5, 2, 2, 1, 1, 3, 0, 4, 2, 1, 6, 0, 2, 3, 1), 5),
  `contingency-large-2x2` = rbind(c(300, 200), c(250, 280)))
for (name in names(tables)) case("descriptive-tests", name, version(), list(table = m(tables[[name]])), list(kind = unbox("contingency")), table_of(tables[[name]]),
  byField = list(fisher = list(rel = 1e-4, abs = 1e-6), fisherP = list(rel = 1e-6)))
X <- c(3, NA, 3, 4, 4, 9, 2)
case("descriptive-tests", "summary-other-probs", version(), list(x = v(X)), list(kind = unbox("summary"), probs = c(.333, .5, .01)), { z <- X[!is.na(X)]; n <- length(z); g1 <- mean((z - mean(z))^3) / mean((z - mean(z))^2)^1.5; g2 <- mean((z - mean(z))^4) / mean((z - mean(z))^2)^2 - 3
  list(n = s(n), missing = s(1L), mean = s(mean(z)), sd = s(sd(z)), median = s(median(z)), quantileType7 = v(quantile(z, c(.333, .5, .01))),
       quantileType6 = v(quantile(z, c(.333, .5, .01), type = 6)), fivenum = fivenum(z), mad = s(mad(z)), iqrType7 = s(IQR(z)),
       skewnessG1 = s(g1 * sqrt(n * (n - 1)) / (n - 2)), kurtosisG2 = s((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)),
       shapiro = list(W = s(shapiro.test(z)$statistic), p = s(shapiro.test(z)$p.value))) }, byField = list(shapiro = list(rel = 1e-5, abs = 0)))

# ---- logistic regression -----------------------------------------------------------------------------------------
bw <- birthwt[seq(1, 189, 3), ]
glm_case <- function(name, x, y, weights = NULL, offset = NULL, level = .95, keep = seq_along(y)) {
  d <- data.frame(y = y, x); W <- weights %or% rep(1, length(y)); O <- offset %or% rep(0, length(y))
  d$W <- W; d$O <- O; d <- d[keep, ]; n <- nrow(d)
  f0 <- y ~ . - W - O; ctl <- glm.control(1e-10, 100)
  f <- glm(f0, binomial, d, weights = W, offset = O, control = ctl); cf <- coef(f); se <- sqrt(diag(vcov(f))); z <- cf / se
  tight <- glm.control(1e-14, 100)
  full <- glm(f0, binomial, d, weights = W, offset = O, control = tight)
  X <- model.matrix(f); dev_at <- function(j, b) glm.fit(X[, -j, drop = FALSE], d$y, weights = d$W, offset = d$O + X[, j] * b, family = binomial(), control = tight, intercept = FALSE)$deviance
  q <- qchisq(level, 1); bound <- function(j, side) { g <- function(b) dev_at(j, b) - full$deviance - q; h <- se[j]; b0 <- cf[j]
    k <- 8; uniroot(g, sort(c(b0, b0 + side * k * h)), tol = 1e-13, extendInt = if (side > 0) "upX" else "downX")$root }
  lr <- f$null.deviance - f$deviance; df <- f$df.null - f$df.residual; ll <- as.numeric(logLik(f))
  null <- glm(y ~ 1, binomial, d, weights = W, offset = O, control = ctl); l0 <- as.numeric(logLik(null)); zz <- qnorm(1 - (1 - level) / 2)
  terms <- setdiff(names(cf), "(Intercept)")
  drops <- lapply(terms, function(t) { r <- glm(as.formula(paste("y ~ . - W - O -", t)), binomial, d, weights = W, offset = O, control = ctl)
    c(r$deviance - f$deviance, anova(r, f, test = "Rao")$Rao[2]) })
  aic <- f$aic; k <- length(cf)
  case("logistic", name, version(), c(list(x = m(as.matrix(x)), columns = colnames(x), y = v(y)), if (!is.null(weights)) list(weights = weights), if (!is.null(offset)) list(offset = offset)),
    list(kind = unbox("fit"), confLevel = unbox(level), missing = unbox("listwise")),
    list(nUsed = s(n), nEvents = s(sum(d$y)), terms = names(cf), coef = v(cf), se = v(se), z = v(z), p = v(2 * pnorm(-abs(z))), waldChisq = v(z^2), or = v(exp(cf)),
      orWaldLow = v(exp(cf - zz * se)), orWaldHigh = v(exp(cf + zz * se)), vcov = m(vcov(f)), logLik = s(ll), logLikNull = s(l0), deviance = s(f$deviance), nullDeviance = s(f$null.deviance),
      dfResidual = s(f$df.residual), aic = s(aic), bic = s(BIC(f)), lrChisq = s(2 * (ll - l0)), lrDf = s(df), lrP = s(pchisq(2 * (ll - l0), df, lower.tail = FALSE)),
      coxSnellR2 = s(1 - exp(2 * (l0 - ll) / n)), nagelkerkeR2 = s((1 - exp(2 * (l0 - ll) / n)) / (1 - exp(2 * l0 / n))), mcFaddenR2 = s(1 - ll / l0), fitted = v(fitted(f)),
      profileLow = v(sapply(seq_along(cf), bound, side = -1)), profileHigh = v(sapply(seq_along(cf), bound, side = 1)),
      drop1LR = v(sapply(drops, `[`, 1)), drop1P = v(pchisq(sapply(drops, `[`, 1), 1, lower.tail = FALSE)), drop1Score = v(sapply(drops, `[`, 2))), rel = 1e-6, abs = 1e-8)
}
X <- cbind(age = bw$age, lwt = bw$lwt, smoke = bw$smoke); off <- round(.02 * bw$lwt - 2.5, 3)
glm_case("offset", X[, c(1, 3)], bw$low, offset = off)
glm_case("offset-and-weights", X[, c(1, 3)], bw$low, offset = off, weights = rep(c(1, 2, 3), 21), level = .9)
Xm <- X; Xm[5, 2] <- NA; ym <- bw$low; ym[9] <- NA; glm_case("missing-99", Xm, ym, level = .99, keep = setdiff(1:63, c(5, 9)))
overlap <- glm(low ~ age, binomial, bw, control = glm.control(1e-14, 100))
case("logistic", "no-separation", version(), list(x = m(cbind(bw$age)), y = bw$low), list(kind = unbox("separation")), list(separation = unbox("none"), mleExists = unbox(TRUE), limitingDeviance = s(overlap$deviance)), rel = 1e-4, abs = 1e-4)
case("logistic", "separation-one-sided-level", version(), list(x = list(c(0, 1), c(0, 2), c(0, 3), c(1, 1), c(1, 2), c(0, 1), c(0, 3), c(0, 2)), y = c(0, 1, 0, 1, 1, 1, 1, 0)), list(kind = unbox("separation")),
  { f <- glm(c(0, 1, 0, 1, 1, 0) ~ 1, binomial); rest <- data.frame(y = c(0, 1, 0, 1, 1, 0), x = c(1, 2, 3, 1, 3, 2)); list(separation = unbox("quasi"), mleExists = unbox(FALSE), limitingDeviance = s(glm(y ~ x, binomial, rest)$deviance)) }, rel = 1e-4, abs = 1e-4)

# ---- ICC -------------------------------------------------------------------------------------------------------
icc_case <- function(name, r, level) { k <- complete.cases(r); q <- r[k, ]; t <- psych::ICC(q, alpha = 1 - level, lmer = FALSE)$results; n <- nrow(q); kk <- ncol(q)
  g <- mean(q); ssr <- kk * sum((rowMeans(q) - g)^2); ssc <- n * sum((colMeans(q) - g)^2); sst <- sum((q - g)^2)
  f <- function(i) { o <- t[i, ]; list(icc = s(o$ICC), ciLow = s(o$`lower bound`), ciHigh = s(o$`upper bound`), F = s(o$F), df1 = s(o$df1), df2 = s(o$df2), p = s(o$p)) }
  case("icc", name, version("psych"), list(ratings = m(r)), list(confLevel = unbox(level), missing = unbox("listwise by subject")),
    list(n = s(n), k = s(kk), msSubjects = s(ssr / (n - 1)), msRaters = s(ssc / (kk - 1)), msError = s((sst - ssr - ssc) / (n - 1) / (kk - 1)), msWithin = s((sst - ssr) / n / (kk - 1)),
      icc11 = f(1), icc21 = f(2), icc31 = f(3), icc1k = f(4), icc2k = f(5), icc3k = f(6))) }
r <- matrix(round(rnorm(45), 2), 15) + round(rnorm(15), 2); rm <- r; rm[4, 2] <- NA
icc_case("three-raters-missing-99", rm, .99); icc_case("negative", matrix(c(1, 5, 2, 4, 3, 4, 1, 5, 2, 3), 5), .95)

# ---- ComBat ----------------------------------------------------------------------------------------------------
batch <- rep(c("C", "A", "B", "10"), c(9, 8, 7, 6)); cov <- cbind(rep(0:1, 15), round(rnorm(30), 2))
dat <- t(sapply(1:12, function(j) round(rnorm(30, j, 1 + j / 10) + match(batch, c("A", "B", "C", "10")) * j / 8 + cov[, 1] * .4, 3)))
combat_case <- function(name, data = dat, covariates = NULL, fields = "adjusted", b = batch, ...) { o <- list(parametric = TRUE, meanOnly = FALSE, refBatch = NULL); o[names(list(...))] <- list(...)
  mod <- if (is.null(covariates)) NULL else model.matrix(~covariates)
  r <- suppressMessages(ComBat(data, b, mod = mod, par.prior = o$parametric, mean.only = o$meanOnly, ref.batch = o$refBatch))
  case("combat", name, version("sva"), list(data = m(data), batch = b, covariates = if (!is.null(covariates)) m(covariates)),
    list(parametric = unbox(o$parametric), meanOnly = unbox(o$meanOnly), refBatch = if (!is.null(o$refBatch)) unbox(o$refBatch), convergence = unbox(1e-4)),
    list(adjusted = m(r), batchLevels = levels(factor(b))), rel = 1e-6, abs = 1e-8) }
combat_case("parametric-reference-C", refBatch = "C"); combat_case("reference-A-two-covariates", covariates = cov, refBatch = "A")
combat_case("mean-only-covariates", covariates = cov, meanOnly = TRUE); combat_case("mean-only-reference", meanOnly = TRUE, refBatch = "B")
combat_case("nonparametric-covariates", covariates = cov, parametric = FALSE); combat_case("nonparametric-reference", parametric = FALSE, refBatch = "10")
combat_case("nonparametric-mean-only", parametric = FALSE, meanOnly = TRUE)
for (bad in list(list("confounded-covariate", list(covariates = m(cbind(as.numeric(batch == "A"))))), list("unknown-reference", list(refBatch = "Z"))))
  case("combat", bad[[1]], version("sva"), list(data = m(dat), batch = batch, covariates = bad[[2]]$covariates), list(parametric = unbox(TRUE), refBatch = if (!is.null(bad[[2]]$refBatch)) unbox(bad[[2]]$refBatch)), list(error = unbox("refused by sva")))

# ---- lasso ------------------------------------------------------------------------------------------------------
set.seed(8); n <- 60; p <- 9; x <- matrix(round(rnorm(n * p), 3), n); x[, 4] <- 2; x[, 7] <- round(x[, 1] * 3 + rnorm(n), 3); y <- rbinom(n, 1, plogis(x[, 1] - x[, 2] + .5)); w <- rep(c(1, 2, .5), 20)
lasso_case <- function(name, input = list(), options = list(), X = x, Y = y, ...) { f <- glmnet(X, Y, "binomial", thresh = 1e-14, maxit = 1e6, ...); d <- glmnet(X, Y, "binomial", ...)
  L <- length(f$lambda); at <- unique(round(seq(1, L, length.out = 5))); B <- as.matrix(f$beta)
  case("lasso", name, version("glmnet"), c(list(x = m(X), y = Y), input), c(list(alpha = unbox(1), standardize = unbox(TRUE)), options)[!duplicated(names(c(list(alpha = 1, standardize = 1), options)), fromLast = TRUE)],
    list(lambda = f$lambda, lambdaMax = s(f$lambda), nLambda = s(L), a0 = v(f$a0), df = v(f$df), devRatio = v(f$dev.ratio), nullDeviance = s(f$nulldev), lambdaIndex0 = at - 1,
      coef = lapply(at, function(l) { j <- which(B[, l] != 0); list(index0 = unname(j) - 1, value = v(B[j, l])) })), rel = 1e-5, abs = 1e-7) }
lasso_case("elastic-weights-constant-column", list(weights = w), list(alpha = unbox(.4), nlambda = unbox(60)), alpha = .4, weights = w, nlambda = 60)
lasso_case("raw-scale-infinite-factor", list(penaltyFactor = lapply(c(1, 2, 0, 1, Inf, 1, 1, .5, 1), one_word)), list(standardize = unbox(FALSE)), standardize = FALSE, penalty.factor = c(1, 2, 0, 1, Inf, 1, 1, .5, 1))
lasso_case("ridge-user-lambda-unsorted", list(lambda = c(.05, .5, .1)), list(alpha = unbox(0), userLambda = unbox(TRUE)), alpha = 0, lambda = c(.05, .5, .1))
lasso_case("other-ratio", list(), list(lambdaMinRatio = unbox(.05), nlambda = unbox(20)), lambda.min.ratio = .05, nlambda = 20)
lasso_case("separable-stops-early", list(), list(), Y = as.integer(x[, 1] > .2))
cv_case <- function(name, folds, input = list(), options = list(), X = x, Y = y, ...) { f <- cv.glmnet(X, Y, family = "binomial", foldid = folds, thresh = 1e-14, ...)
  g <- function(l) { c0 <- as.numeric(coef(f, s = l)); j <- which(c0[-1] != 0); list(intercept = s(c0[1]), index0 = j - 1, value = v(c0[-1][j])) }
  case("cv-lasso", name, version("glmnet"), c(list(x = m(X), y = Y, foldid = folds), input), options,
    list(nLambda = s(length(f$lambda)), lambda = f$lambda, cvm = v(f$cvm), cvsd = v(f$cvsd), nzero = v(f$nzero), lambdaMin = s(f$lambda.min), lambda1se = s(f$lambda.1se),
      indexMin0 = s(which(f$lambda == f$lambda.min) - 1), index1se0 = s(which(f$lambda == f$lambda.1se) - 1), coefMin = g(f$lambda.min), coef1se = g(f$lambda.1se)), rel = 1e-4, abs = 1e-5) }
o <- function(...) lapply(list(...), unbox); fold5 <- rep(1:5, 12); fold10 <- rep(1:10, 6)
for (measure in c("mae", "mse", "class", "deviance")) cv_case(paste0(measure, "-weights"), fold5, list(weights = w), o(alpha = 1, typeMeasure = measure, grouped = TRUE), type.measure = measure, weights = w)
cv_case("auc-weights", fold5, list(weights = w), o(alpha = .5, typeMeasure = "auc"), type.measure = "auc", weights = w, alpha = .5)
cv_case("auc-small-folds-gives-deviance", fold10, list(), o(typeMeasure = "auc"), type.measure = "auc")
cv_case("auc-ungrouped", fold5, list(), o(typeMeasure = "auc", grouped = FALSE), type.measure = "auc", grouped = FALSE)
cv_case("elastic-raw-scale-ungrouped-weights", fold5, list(weights = w), o(alpha = .3, standardize = FALSE, grouped = FALSE, nlambda = 40), alpha = .3, standardize = FALSE, grouped = FALSE, nlambda = 40, weights = w)
cv_case("many-folds-forces-ungrouped", rep(1:30, 2), list(), o(typeMeasure = "class"), type.measure = "class")
cv_case("mae-user-lambda", fold5, list(lambda = c(.2, .1, .05, .01)), o(typeMeasure = "mae", userLambda = TRUE), type.measure = "mae", lambda = c(.2, .1, .05, .01))

# ---- CART ------------------------------------------------------------------------------------------------------
cart_case <- function(name, X, Y, split, cp, minsplit, minbucket, maxdepth, newX = X[1:6, , drop = FALSE]) { d <- data.frame(y = factor(Y, levels = 0:1), X); names(d)[-1] <- paste0("x", seq_len(ncol(X)))
  f <- rpart(y ~ ., d, method = "class", parms = list(split = split), control = rpart.control(cp = cp, minsplit = minsplit, minbucket = minbucket, maxdepth = maxdepth, maxcompete = 0, maxsurrogate = 0, xval = 0))
  fr <- f$frame; sp <- f$splits; k <- 0
  nodes <- lapply(seq_len(nrow(fr)), function(i) { leaf <- fr$var[i] == "<leaf>"; y2 <- fr$yval2[i, ]
    out <- list(node = s(as.integer(rownames(fr)[i])), n = s(fr$n[i]), n1 = s(y2[3]), prob1 = s(y2[5]), predicted = s(fr$yval[i] - 1), leaf = s(leaf), deviance = s(fr$dev[i]))
    if (!leaf) { k <<- k + 1; out <- c(out, list(variable0 = s(as.integer(substring(as.character(fr$var[i]), 2)) - 1), threshold = s(sp[k, "index"]), leftIsLess = s(sp[k, "ncat"] == -1), improve = s(sp[k, "improve"]))) }; out })
  nd <- data.frame(newX); names(nd) <- paste0("x", seq_len(ncol(X))); imp <- f$variable.importance
  case("cart", name, version("rpart"), list(x = m(X), y = Y, newX = m(as.matrix(newX))), o(split = split, cp = cp, minsplit = minsplit, minbucket = minbucket, maxdepth = maxdepth),
    list(nodes = nodes, trainProb1 = v(predict(f)[, 2]), newProb1 = v(predict(f, nd)[, 2]), variableImportance = if (length(imp)) lapply(as.list(imp), unbox) else structure(list(), names = character()),
      cptable = lapply(seq_len(nrow(f$cptable)), function(i) list(CP = s(f$cptable[i, 1]), nsplit = s(f$cptable[i, 2]), `rel error` = s(f$cptable[i, 3])))), rel = 1e-9, abs = 1e-10) }
set.seed(12); X <- cbind(round(rnorm(80), 1), round(rnorm(80)), sample(0:1, 80, TRUE), 5); Y <- rbinom(80, 1, plogis(X[, 1] * 2 * (X[, 3] - .3)))
cart_case("information-full-ties", X, Y, "information", 0, 4, 1, 30); cart_case("depth-one", X, Y, "gini", 0, 10, 3, 1); cart_case("cp-0.05", X, Y, "gini", .05, 6, 2, 30)

# ---- SVM -------------------------------------------------------------------------------------------------------
svm_case <- function(name, X, Y, options, tol = 2e-4, ...) { f <- e1071::svm(X, factor(Y, levels = unique(Y)), type = "C-classification", tolerance = 1e-10, shrinking = FALSE, ...)
  sign <- if (f$labels[1] == match(1, unique(Y))) 1 else -1; dec <- function(Z) sign * as.numeric(attr(predict(f, Z, decision.values = TRUE), "decision.values")); dn <- dec(X[1:8, ])
  case("svm", name, version("e1071"), list(x = m(X), y = Y, newX = m(X[1:8, ])), options, list(rho = s(sign * f$rho), decision = v(dec(X)), decisionNew = v(dn), predictedNew = as.integer(dn > 0)), rel = tol, abs = tol) }
X <- cbind(bw$age, bw$lwt, bw$ftv)
svm_case("polynomial", X, bw$low, o(kernel = "polynomial", C = 1, gamma = .5, degree = 2, coef0 = 1, scale = TRUE), kernel = "polynomial", cost = 1, gamma = .5, degree = 2, coef0 = 1)
svm_case("sigmoid", X, bw$low, o(kernel = "sigmoid", C = .5, gamma = .05, coef0 = 0, scale = TRUE), kernel = "sigmoid", cost = .5, gamma = .05, coef0 = 0)
svm_case("linear-first-label-one-weights", X, 1 - bw$low, c(o(kernel = "linear", C = .7, scale = TRUE), list(classWeights = o(class0 = 2, class1 = 1))), kernel = "linear", cost = .7, class.weights = c(`0` = 2, `1` = 1))
svm_case("default-gamma", X, bw$low, o(kernel = "radial", C = 1, scale = TRUE), kernel = "radial", cost = 1)
svm_case("constant-column-switches-scaling-off", cbind(X[, 1:2] / 20, 3), bw$low, o(kernel = "radial", C = 2, gamma = .3, scale = TRUE), kernel = "radial", cost = 2, gamma = .3)

# ---- ROC -------------------------------------------------------------------------------------------------------
data(aSAH); Y <- as.integer(aSAH$outcome == "Poor")[1:60]; S1 <- -aSAH$s100b[1:60]; S2 <- -aSAH$ndka[1:60]; S1m <- S1; S1m[4] <- NA
down <- function(y, x) roc(y, x, levels = c(0, 1), direction = ">", quiet = TRUE)
k <- !is.na(S1m); ra <- down(Y[k], S1m[k]); rb <- down(Y[k], S2[k]); t <- roc.test(ra, rb, method = "delong", paired = TRUE, conf.level = .9)
cv12 <- cov(ra, rb)
case("roc-delong", "paired-direction-greater-90", version("pROC"), list(y = Y, score1 = v(S1m), score2 = S2), o(kind = "paired-test", direction = ">", confLevel = .9),
  list(auc1 = s(auc(ra)), auc2 = s(auc(rb)), var1 = s(var(ra)), var2 = s(var(rb)), cov = s(cv12), diff = s(auc(ra) - auc(rb)), seDiff = s(sqrt(var(ra) + var(rb) - 2 * cv12)), z = s(t$statistic), p = s(t$p.value), diffLow = s(t$conf.int[1]), diffHigh = s(t$conf.int[2])))
i <- 1:25; ra <- down(Y[i], S1[i]); rb <- down(Y[-i], S1[-i]); t <- roc.test(ra, rb, method = "delong", paired = FALSE)
case("roc-delong", "unpaired-direction-greater", version("pROC"), list(y1 = Y[i], score1 = S1[i], y2 = Y[-i], score2 = S1[-i]), o(kind = "unpaired-test", direction = ">"),
  list(auc1 = s(auc(ra)), auc2 = s(auc(rb)), var1 = s(var(ra)), var2 = s(var(rb)), diff = s(auc(ra) - auc(rb)), D = s(t$statistic), df = s(t$parameter), p = s(t$p.value)))
set.seed(1); boots <- replicate(20000, { j <- sample(60, replace = TRUE); if (length(unique(Y[j])) == 2) as.numeric(auc(down(Y[j], S1[j]))) else NA })
case("roc-delong", "bootstrap-unstratified-greater", version("pROC"), list(y = Y, score = S1), o(kind = "bootstrap-ci", direction = ">", stratified = FALSE, replicates = 2000, confLevel = .9),
  list(auc = s(auc(down(Y, S1))), ciLow = s(quantile(boots, .05, na.rm = TRUE)), ciHigh = s(quantile(boots, .95, na.rm = TRUE)), sdBoot = s(sd(boots, na.rm = TRUE))), rel = 0, abs = .012)

# ---- proportions -----------------------------------------------------------------------------------------------
share <- function(x, n, level) if (n == 0) list(estimate = NULL, x = s(x), n = s(n), clopperPearson = list(NULL, NULL)) else { b <- binom.test(x, n, conf.level = level); w <- prop.test(x, n, correct = FALSE, conf.level = level); wc <- prop.test(x, n, conf.level = level)
  list(estimate = s(x / n), x = s(x), n = s(n), clopperPearson = v(b$conf.int), wilson = v(w$conf.int), wilsonCC = v(wc$conf.int)) }
confusion <- function(tp, fn, fp, tn, level) list(tp = s(tp), fn = s(fn), fp = s(fp), tn = s(tn), accuracy = share(tp + tn, tp + fn + fp + tn, level), sensitivity = share(tp, tp + fn, level),
  specificity = share(tn, tn + fp, level), ppv = share(tp, tp + fp, level), npv = share(tn, tn + fn, level))
case("confusion-ci", "counts-99", version(), o(tp = 11, fn = 3, fp = 4, tn = 20), o(kind = "counts", confLevel = .99), confusion(11, 3, 4, 20, .99))
case("confusion-ci", "threshold-strict-missing", version(), list(y = c(0, 1, 1, 0, 1, 0, 1), score = list(s(.5), s(.5), s(.7), s(.2), s(.6), NULL, s(.4))), o(kind = "threshold", threshold = .5, rule = ">", confLevel = .9), confusion(2, 2, 0, 2, .9))

# ---- survival --------------------------------------------------------------------------------------------------
lung1 <- lung[seq(1, 228, 3), ]; lung1$e <- lung1$status - 1
km_case <- function(name, time, event, level, at = NULL) { k <- !is.na(time) & !is.na(event); T <- time[k]; E <- event[k]; f <- survfit(Surv(T, E) ~ 1, conf.int = level); tb <- summary(f, rmean = max(T))$table
  type <- function(ct) { g <- survfit(Surv(T, E) ~ 1, conf.int = level, conf.type = ct); q <- quantile(g, c(.25, .5, .75))
    list(lower = v(g$lower), upper = v(g$upper), quantiles = lapply(1:3, function(i) list(prob = s(c(.25, .5, .75)[i]), estimate = s(q$quantile[i]), lower = s(q$lower[i]), upper = s(q$upper[i])))) }
  a <- if (!is.null(at)) summary(f, times = at, extend = TRUE)
  case("km", name, version("survival"), list(time = v(time), event = v(event)), list(confLevel = unbox(level), missing = unbox("listwise")),
    c(list(n = s(f$n), events = s(sum(E)), time = f$time, nRisk = f$n.risk, nEvent = f$n.event, nCensor = f$n.censor, surv = f$surv, nelsonAalen = f$cumhaz, rmean = s(tb["rmean"]), rmeanSe = s(tb["se(rmean)"]), median = s(tb["median"]),
      log = type("log"), logLog = type("log-log"), plain = type("plain")), if (!is.null(at)) list(at = list(times = at, surv = v(a$surv), lower = v(a$lower), upper = v(a$upper), nRisk = v(a$n.risk)))), rel = 1e-8, abs = 1e-9) }
tm <- lung1$time; tm[3] <- NA
km_case("lung-missing-99", tm, lung1$e, .99, c(0, 100, 365, 5000)); km_case("one-patient", 5, 1, .95); km_case("all-at-one-time", c(2, 2, 2, 2), c(1, 1, 0, 1), .9); km_case("nearly-equal-times", c(1, 1 + 1e-10, 2, 3, 3), c(1, 1, 0, 1, 0), .95)
logrank_case <- function(name, T, E, G, S) { k <- !is.na(G) & !is.na(T); f <- function(r) if (is.null(S)) survdiff(Surv(T, E) ~ G, rho = r) else survdiff(Surv(T, E) ~ G + strata(S), rho = r)
  a <- f(0); b <- f(1); df <- sum((if (is.matrix(a$exp)) rowSums(a$exp) else a$exp) > 0) - 1; tot <- function(z) v(if (is.matrix(z)) rowSums(z) else z)
  case("logrank", name, version("survival"), list(time = v(T), event = E, group = if (anyNA(G)) lapply(G, function(g) if (is.na(g)) NULL else unbox(g)) else G, strata = S), list(missing = unbox("listwise")),
    list(groups = sort(unique(G[k])), n = v(a$n), observed = tot(a$obs), expected = tot(a$exp), variance = m(a$var), chisq = s(a$chisq), df = s(df), p = s(pchisq(a$chisq, df, lower.tail = FALSE)),
      petoPeto = list(chisq = s(b$chisq), p = s(pchisq(b$chisq, df, lower.tail = FALSE)))), rel = 1e-8, abs = 1e-9) }
G <- as.character(lung1$ph.ecog); G[G == "3"] <- NA; logrank_case("three-groups-strata-missing", lung1$time, lung1$e, G, as.character(lung1$sex))
cox_case <- function(name, T, E, X, S = NULL) { one <- function(ties) { d <- data.frame(X); d$T <- T; d$E <- E; d$S <- S %or% 1; fm <- as.formula(paste("Surv(T, E) ~", paste(colnames(X), collapse = " + "), if (!is.null(S)) "+ strata(S)"))
    rows_of_cox <<- d; f <- coxph(fm, rows_of_cox, ties = ties, eps = 1e-12, iter.max = 50); q <- summary(f); z <- cox.zph(f, "km")$table
    c(list(coef = v(coef(f)), se = v(q$coefficients[, 3]), hr = v(exp(coef(f))), hrLow = v(q$conf.int[, 3]), hrHigh = v(q$conf.int[, 4]), z = v(q$coefficients[, 4]), p = v(q$coefficients[, 5]), vcov = m(vcov(f)),
      logLikNull = s(f$loglik[1]), logLik = s(f$loglik[2]), lrTest = list(chisq = s(q$logtest[1]), df = s(q$logtest[2]), p = s(q$logtest[3])), waldTest = list(chisq = s(q$waldtest[1]), df = s(q$waldtest[2]), p = s(q$waldtest[3])),
      scoreTest = list(chisq = s(q$sctest[1]), df = s(q$sctest[2]), p = s(q$sctest[3])), martingale = v(residuals(f, "martingale")), concordance = s(q$concordance[1]), zphKm = list(chisq = v(z[, 1]), p = v(z[, 3]))),
      if (is.null(S)) { h <- basehaz(f, centered = FALSE); list(baselineHazard0 = list(time = h$time, hazard = h$hazard)) }) }
  e <- one("efron"); k <- complete.cases(X); case("cox", name, version("survival"), list(time = T, event = E, x = m(as.matrix(X)), columns = colnames(X), strata = S), list(missing = unbox("listwise")), list(nUsed = s(sum(k)), events = s(sum(E[k])), efron = e, breslow = one("breslow")), rel = 1e-6, abs = 1e-8) }
rounded <- ceiling(lung1$time / 60); X <- cbind(age = lung1$age, sex = lung1$sex - 1, wt = lung1$wt.loss)
cox_case("ties-strata-missing", rounded, lung1$e, X, as.character(ifelse(is.na(lung1$ph.ecog), 0, pmin(lung1$ph.ecog, 2)))); cox_case("one-binary-ties", rounded, lung1$e, X[, 2, drop = FALSE])
case("cox", "no-events", version("survival"), list(time = 1:5, event = rep(0, 5), x = m(cbind(c(1, 3, 2, 5, 4))), columns = "x"), list(kind = unbox("degenerate")), list(error = unbox("no events")))

# ---- nomograms --------------------------------------------------------------------------------------------------
nomogram_case <- function(name, formula, data, levels, outcome, maxscale, at) { dd <<- datadist(data); options(datadist = "dd"); f <- lrm(as.formula(formula), data); nm <- nomogram(f, fun = plogis, fun.at = at, maxscale = maxscale)
  axes <- nm[setdiff(names(nm), c("lp", "total.points", "fun.1", names(nm)[sapply(nm, function(a) is.null(a$points) && is.null(a$x))]))]; vars <- attr(terms(f), "term.labels")
  ax <- lapply(setNames(vars, vars), function(a) { q <- nm[[a]]; val <- q[[a]]; list(values = if (is.factor(val) || is.character(val)) as.character(val) else v(val), points = v(q$points)) })
  prob <- grep("^fun", names(nm), value = TRUE); prob <- setdiff(names(nm), c(vars, "lp", "total.points"))[1]; fn <- nm[[prob]]
  pl <- function(j) v(j)
  case("nomogram", name, version("rms"), list(data = lapply(as.list(data), function(z) if (is.factor(z)) as.character(z) else v(z)), levels = levels, outcome = unbox(outcome)), list(formula = unbox(formula), maxscale = unbox(maxscale), funAt = at),
    list(coefNames = names(coef(f)), coef = v(coef(f)), axes = ax, totalPoints = list(x = v(nm$total.points$x)), lpAxis = list(points = v(nm$lp$x), lp = v(nm$lp$x.real)), probAxis = list(points = v(fn$x), prob = as.character(fn$x.real)), patientLp = v(f$linear.predictors)), rel = 1e-6, abs = 1e-6) }
nb <- data.frame(low = birthwt$low, lwt = birthwt$lwt, smoke = birthwt$smoke, race = factor(birthwt$race, labels = c("white", "black", "other")))[seq(1, 189, 2), ]
nomogram_case("factor-and-binary", "low ~ lwt + smoke + race", nb, list(race = levels(nb$race)), "low", 100, c(.1, .2, .3, .5, .7, .9))
np <- data.frame(y = as.integer(Pima.tr$type == "Yes"), glu = Pima.tr$glu, ped = Pima.tr$ped, npreg = Pima.tr$npreg)[1:90, ]
nomogram_case("continuous-scale-10", "y ~ glu + ped + npreg", np, NULL, "y", 10, c(.01, .05, .5, .95, .99)); nomogram_case("one-variable", "y ~ glu", np[, c("y", "glu")], NULL, "y", 100, c(.1, .5, .9))

for (topic in names(topics)) write(toJSON(list(topic = unbox(topic), schema = unbox("oracle-golden/1"), generator = unbox("tests/golden/further/cases.R"), cases = topics[[topic]]), digits = I(15), null = "null", na = "null"), file.path("tests/golden/further", paste0(topic, ".json")))
