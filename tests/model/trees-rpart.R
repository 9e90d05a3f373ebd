# Trees of rpart and forests of randomForest on the data of trees-sklearn.json:
# Rscript tests/model/trees-rpart.R > tests/model/trees-rpart.json
library(rpart); library(randomForest); library(jsonlite)
data <- fromJSON("tests/model/trees-sklearn.json")
x <- as.data.frame(data$x); new <- as.data.frame(data$new); y <- factor(data$y)
names(new) <- names(x)
frame <- cbind(x, y = y)
settings <- list(
  list(split = "gini", complexity = 0.01, minSplit = 20, minBucket = 7, maxDepth = 30),
  list(split = "gini", complexity = 0, minSplit = 4, minBucket = 2, maxDepth = 30),
  list(split = "information", complexity = 0.02, minSplit = 10, minBucket = 3, maxDepth = 4))
trees <- lapply(settings, function(o) {
  fit <- rpart(y ~ ., frame, method = "class", parms = list(split = o$split),
    control = rpart.control(cp = o$complexity, minsplit = o$minSplit, minbucket = o$minBucket,
      maxdepth = o$maxDepth, maxcompete = 0, maxsurrogate = 0, xval = 0))
  list(options = o, expected = list(numbers = as.integer(rownames(fit$frame)), rows = fit$frame$n,
    newRisks = unname(predict(fit, new)[, "1"])))
})
forest <- function(seed, ...) { set.seed(seed); randomForest(x, y, ntree = 500, ...) }
# classwt are priors: a weight of a row times the rows of its class.
forests <- lapply(list(c(1, 1), c(1, 4)), function(weights) {
  runs <- lapply(1:40, forest, mtry = 2, classwt = weights * as.vector(table(y)), importance = TRUE)
  risks <- sapply(runs, function(f) predict(f, new, type = "prob")[, "1"])
  oob <- sapply(runs, function(f) f$err.rate[500, 1])
  gini <- sapply(runs, function(f) f$importance[, "MeanDecreaseGini"])
  lost <- sapply(runs, function(f) f$importance[, "MeanDecreaseAccuracy"])
  list(classWeights = weights, riskMean = unname(rowMeans(risks)), riskSd = unname(apply(risks, 1, sd)), oobMean = mean(oob),
    oobSd = sd(oob), giniMean = unname(rowMeans(gini)), giniSd = unname(apply(gini, 1, sd)),
    lostMean = unname(rowMeans(lost)), lostSd = unname(apply(lost, 1, sd)))
})
cat(toJSON(list(oracle = paste0("rpart ", packageVersion("rpart"), ", randomForest ", packageVersion("randomForest")),
  trees = trees, forests = forests), digits = 15, auto_unbox = TRUE))
