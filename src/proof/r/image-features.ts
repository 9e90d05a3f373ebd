/**
 * Notebooks 03 to 05 in R: what is measured and repeats between readings, what batches do to features, and which
 * features make a signature. The rows are the features of the images as they were measured; R computes the rest.
 */

import { variablesOfRole } from "../../cohort/dictionary.js";
import type { ExportedStudy, NotebookInR } from "./results.js";
import { rName, rText } from "./words.js";

const readTables = `
read_table <- function(file) read.csv(file, check.names = FALSE, encoding = "UTF-8")
values_in <- function(table) as.matrix(table[setdiff(names(table), c("row", "set", "outcome", "batch", "fold"))])
`;

/** Notebook 03: counts of features, and the intraclass correlation by the mean squares of lm(). */
export function featuresInR(_: ExportedStudy): NotebookInR {
  return {
    setup: [
      readTables,
      `named <- read_table("features.csv") # every feature: its sequence and kind
training_deep <- values_in(read_table("deep.csv"))
informs <- function(v) {
  spread <- diff(range(v))
  spread > 1e-6 * max(abs(v)) && max(table(v)) < 0.95 * length(v)
}
kept_deep <- colnames(training_deep)[apply(training_deep, 2, informs)]
# ICC(2,1): effects of lm() on all features at once are the sums of squares of patients, readings and the rest
icc <- if (!file.exists("reading-1.csv")) NULL else local({
  first <- values_in(read_table("reading-1.csv"))
  second <- values_in(read_table("reading-2.csv"))
  n <- nrow(first)
  patient <- factor(rep(seq_len(n), 2))
  reading <- gl(2, n)
  fit <- lm(rbind(first, second) ~ patient + reading)
  of <- function(term) colSums(fit$effects[c(fit$assign, rep(3, 2 * n - fit$rank)) == term, , drop = FALSE]^2)
  patients <- of(1) / (n - 1)
  rest <- of(3) / (n - 1)
  setNames((patients - rest) / (patients + rest + 2 * (of(2) - rest) / n), colnames(first))
})
of_group <- function(sequence, kind) named$feature[named$sequence == sequence & named$kind == kind]
independent <- function(sequence) { # the participation ratio of the kept channels
  own <- training_deep[, intersect(of_group(sequence, "deep"), kept_deep), drop = FALSE]
  ncol(own)^2 / sum(cor(own)^2)
}
measured <- function(sequence, kind) length(of_group(sequence, kind))
above <- function(sequence, kind, cut) sum(icc[of_group(sequence, kind)] > cut, na.rm = TRUE)
kept <- function(sequence, kind) {
  if (kind == "deep") sum(of_group(sequence, kind) %in% kept_deep)
  else if (is.null(icc)) measured(sequence, kind) else above(sequence, kind, 0.75)
}`,
    ],
    expressionOf: ({ id }) => {
      const [, what, sequence, kind, key] =
        /^[^.]+\.(features|icc)\.([^.]+)\.([^.]+)\.(.+)$/.exec(id) ?? [];
      if (what === undefined) return null;
      const group = `${rText(sequence)}, ${rText(kind)}`;
      if (what === "icc") return `above(${group}, ${key.slice("above-".length)})`;
      return ["measured", "kept"].includes(key)
        ? `${key}(${group})`
        : key === "rank"
          ? `independent(${rText(sequence)})`
          : null;
    },
    reasonOf: () => "read off maps of the network, which R does not run",
  };
}

/** Notebook 04: ComBat by sva, and what is left of the batches by lm(), kruskal.test() and prcomp(). */
export function harmonizationInR({ cohort }: ExportedStudy): NotebookInR {
  const measured = new Set(
    [
      ...variablesOfRole(cohort.dictionary, "covariate"),
      ...variablesOfRole(cohort.dictionary, "outcome"),
    ]
      .filter(({ kind }) => kind === "continuous")
      .map(({ name }) => name),
  );
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  return {
    setup: [
      readTables,
      `table <- read_table("features.csv")
batch <- factor(table$batch)
in_training <- table$set == "training"
arms <- list(none = values_in(table))
combat <- function(...) suppressMessages(t(sva::ComBat(t(arms$none), batch, ...)))
if (length(unique(batch[in_training])) == 1) {
  arms$pooled <- combat()
  arms$reference <- combat(ref.batch = as.character(batch[in_training][1]))
}
if (file.exists("arm-pooled.csv")) arms$pooled <- combat()
if (file.exists("arm-training.csv")) arms$training <- values_in(read_table("arm-training.csv")) # sva has no ComBat for new rows

is_deep <- grepl("_deep_", colnames(arms$none))
share_between <- function(values, group) {
  fit <- lm(values ~ factor(group))
  1 - colSums(as.matrix(residuals(fit))^2) / colSums(scale(as.matrix(values), scale = FALSE)^2)
}
effects <- lapply(arms, function(values) lapply(list(handcrafted = !is_deep, deep = is_deep), function(own) {
  values <- values[, own, drop = FALSE]
  values <- values[, apply(values, 2, function(v) any(v != v[1])), drop = FALSE]
  if (ncol(values) == 0) return(NULL)
  p <- apply(values, 2, function(v) kruskal.test(v, batch)$p.value)
  c(kruskal = mean(p < 0.05), "kruskal-adjusted" = mean(p.adjust(p, "BH") < 0.05),
    "by-batch" = median(share_between(values, batch)), "by-outcome" = median(share_between(values, table$outcome)))
}))
components <- lapply(arms, function(values) {
  values <- values[, !is_deep, drop = FALSE]
  centre <- colMeans(values[in_training, ])
  spread <- apply(values[in_training, ], 2, sd)
  found <- prcomp(scale(values, centre, ifelse(spread > 0, spread, 1)))
  list(share = (found$sdev^2 / sum(found$sdev^2))[1:2], "by-batch" = share_between(found$x[, 1:2], batch))
})

beside <- patients[table$row, ]
counts_of <- function(name) base::table(batch, beside[[name]])
of_levels <- function(counts, key) {
  counts <- counts[rowSums(counts) > 0, colSums(counts) > 0, drop = FALSE]
  test <- chisq.test(counts, correct = FALSE)
  if (key == "p") test$p.value else sqrt(test$statistic / sum(counts) / (min(dim(counts)) - 1))
}
of_numbers <- function(name, key) {
  fit <- lm(beside[[name]] ~ batch)
  if (key == "p") anova(fit)[1, 5] else sqrt(summary(fit)$r.squared)
}

scores <- if (file.exists("scores.csv")) read_table("scores.csv") else NULL
limits <- function(model, set) { own <- scores[scores$set == set, ]; auc_and_limits(own, own[[model]]) }`,
    ],
    expressionOf: ({ id }) => {
      const [, what, ...parts] = id.split(".");
      if (what !== "harmonization") return null;
      const [kind, name, key, last] = parts;
      if (kind === "confounding") {
        if (measured.has(name)) return `of_numbers(${rText(name)}, ${rText(key)})`;
        const column = name === outcome?.name ? "outcome" : name;
        return `of_levels(counts_of(${rText(column)}), ${rText(key)})`;
      }
      if (kind === "components")
        return `components$${rName(name)}$${rName(last)}[[${Number(key)}]]`;
      if (kind === "handcrafted" || kind === "deep")
        return `effects$${rName(name)}$${kind}[[${rText(key)}]]`;
      const [set, arm, role, limit] = parts.slice(1);
      const model = rText(`${set}.${arm}`);
      if (role === "difference")
        return `limits(${model}, "validation")[1] - limits(${rText(`${set}.none`)}, "validation")[1]`;
      const at = limit === undefined ? 1 : limit === "lower" ? 2 : 3;
      return `limits(${model}, ${rText(role === "external" ? "validation" : role)})[${at}]`;
    },
  };
}

/** Notebook 05: z-scores by scale(), mRMR in a few lines, the LASSO by glmnet with the same folds. */
export function signatureInR(_: ExportedStudy): NotebookInR {
  return {
    setup: [
      readTables,
      `suppressMessages(library(glmnet))
information <- function(a, b) -0.5 * log(1 - suppressWarnings(cor(a, b))^2)
mrmr <- function(x, y, count) {
  x <- x[, apply(x, 2, function(v) any(v != v[1])), drop = FALSE]
  relevance <- drop(information(x, y))
  picked <- which.max(relevance)
  redundancy <- 0
  while (length(picked) < min(count, ncol(x))) {
    redundancy <- redundancy + drop(information(x, x[, picked[length(picked)]]))
    gain <- relevance - redundancy / length(picked)
    gain[picked] <- -Inf
    if (max(gain) == -Inf) break
    picked <- c(picked, which.max(gain))
  }
  x[, picked, drop = FALSE]
}
selections <- list()
for (set in c("handcrafted", "deep", "combined")) if (file.exists(paste0(set, ".csv"))) selections[[set]] <- local({
  table <- read_table(paste0(set, ".csv"))
  x <- values_in(table)
  numbers <- !grepl("_deep_", colnames(x))
  x[, numbers] <- scale(x[, numbers])
  x <- mrmr(x[, !is.nan(colSums(x)), drop = FALSE], table$outcome, 15)
  cv <- cv.glmnet(x, table$outcome, family = "binomial", foldid = table$fold)
  at <- coef(cv, s = "lambda.min")[-1, 1]
  kept <- names(at)[at != 0]
  if (length(kept) == 0) { # none at this penalty: the first to enter
    path <- as.matrix(cv$glmnet.fit$beta) != 0
    kept <- rownames(path)[path[, which(colSums(path) > 0)[1]]]
  }
  list(cv = cv, coefficients = at, kept = kept)
})
is_deep <- function(names) grepl("_deep_", names)`,
    ],
    expressionOf: ({ id }) => {
      const [, set, key, feature] =
        /^[^.]+\.signature\.([^.]+)\.([^.]+)(?:\.(.+))?$/.exec(id) ?? [];
      if (set === undefined) return null;
      const own = `selections$${set}`;
      switch (key) {
        case "features":
          return `length(${own}$kept)`;
        case "handcrafted":
          return `sum(!is_deep(${own}$kept))`;
        case "deep":
          return `sum(is_deep(${own}$kept))`;
        case "lambda":
          return `${own}$cv$lambda.min`;
        case "log-lambda":
          return `log(${own}$cv$lambda.min)`;
        case "lambda-1se":
          return `${own}$cv$lambda.1se`;
        case "deviance":
          return `min(${own}$cv$cvm)`;
        case "coefficient":
          return `${own}$coefficients[[${rText(feature)}]]`;
        default:
          return null;
      }
    },
    reasonOf: () =>
      "a share of 200 resamples drawn here, with scaling, mRMR and LASSO anew in each",
  };
}
