# Writes chain.json:  Rscript tests/chain/chain.R
# One whole chain in R's own packages on real features (51 patients, 2074 features, lung metastasis in 19): z-score
# (scale), mRMR, LASSO (cv.glmnet), SVM (e1071), DeLong (pROC). It runs on all patients, and once without each of four
# folds; the rows left out are predicted, and their AUC is the chain's.
# The step mRMR is written here from its definition with cor(): the package mRMRe is not packaged in Debian.
# Only results are written: names, penalties, coefficients, decisions, AUCs, and the folds they belong to.
suppressMessages({library(glmnet); library(e1071); library(pROC); library(jsonlite)})
data <- "../shared/data/"
table <- read.csv(paste0(data, "sts-features/features.csv"), check.names = FALSE)
clinical <- read.csv(paste0(data, "sts-clinical/clinical.csv"))
id <- table$case_PatientID
x <- as.matrix(table[, -(1:2)]); rownames(x) <- id
y <- clinical$lung_mets[match(id, clinical$id)]
dealt <- function(y, count) { f <- integer(length(y)); for (k in 1:0) f[y == k] <- rep(seq_len(count), length.out = sum(y == k)); f }

mrmr <- function(x, y, count) { # difference criterion; as mRMRe's classic, first pick first
  mi <- function(r) -0.5 * log1p(-pmin(1, r^2))
  relevance <- mi(cor(x, y)[, 1]); redundancy <- 0; picked <- integer(0)
  for (l in seq_len(count)) {
    score <- relevance - (if (l > 1) redundancy / (l - 1) else 0)
    score[picked] <- NA
    best <- max(score, na.rm = TRUE)
    at <- which(score >= best - 1e-12 - 1e-10 * abs(best))[1] # multiples of one another differ by rounding: the first
    picked <- c(picked, at); redundancy <- redundancy + mi(cor(x, x[, at])[, 1])
  }
  picked
}

chain <- function(train, left) {
  center <- colMeans(x[train, ]); spread <- apply(x[train, ], 2, sd); spread[spread == 0] <- 1
  z <- function(rows) sweep(sweep(x[rows, , drop = FALSE], 2, center), 2, spread, "/")
  picked <- mrmr(z(train), y[train], 15)
  zt <- z(train)[, picked]; zl <- z(left)[, picked, drop = FALSE]
  inner <- dealt(y[train], 5)
  cv <- suppressWarnings(cv.glmnet(zt, y[train], family = "binomial", foldid = inner))
  beta <- as.numeric(coef(cv, s = "lambda.min"))
  kept <- which(beta[-1] != 0)
  fit <- svm(zt[, kept, drop = FALSE], factor(y[train]), kernel = "radial", cost = 1, gamma = 1 / length(kept),
    tolerance = 1e-9, shrinking = FALSE)
  decide <- function(m) { d <- attr(predict(fit, m[, kept, drop = FALSE], decision.values = TRUE), "decision.values")
    unname(if (startsWith(colnames(d)[1], "1")) d[, 1] else -d[, 1]) }
  list(picked = colnames(x)[picked], innerFolds = inner, lambdaMin = cv$lambda.min, lambdaOneSe = cv$lambda.1se,
    cvDeviance = cv$cvm[cv$index[1]], intercept = beta[1], kept = colnames(x)[picked][kept], coefficients = beta[-1][kept],
    supportCount = fit$tot.nSV, trainingDecisions = decide(zt),
    scores = if (length(left)) as.numeric(predict(cv, zl, s = "lambda.min")) else numeric(0),
    decisions = if (length(left)) decide(zl) else numeric(0))
}
auc_of <- function(s) { r <- roc(y, s, direction = "<", quiet = TRUE)
  list(auc = as.numeric(auc(r)), standardError = sqrt(var(r)), ci = ci.auc(r)[c(1, 3)]) }

n <- length(y); folds <- dealt(y, 4)
runs <- lapply(1:4, function(f) chain(which(folds != f), which(folds == f)))
scores <- decisions <- numeric(n)
for (f in 1:4) { scores[folds == f] <- runs[[f]]$scores; decisions[folds == f] <- runs[[f]]$decisions }
test <- roc.test(roc(y, decisions, direction = "<", quiet = TRUE), roc(y, scores, direction = "<", quiet = TRUE), paired = TRUE)
version <- function(p) paste(p, packageVersion(p))
write(toJSON(list(
  oracle = unbox(paste(c(R.version.string, version("glmnet"), version("e1071"), version("pROC")), collapse = ", ")),
  ids = id, folds = folds, all = chain(seq_len(n), integer(0)), runs = runs,
  lasso = auc_of(scores), svm = auc_of(decisions), difference = list(z = unname(test$statistic), p = test$p.value)),
  digits = I(15)), "tests/chain/chain.json")
