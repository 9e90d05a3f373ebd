/** Notebook 08 in R: Table 3, and all that its figures show. */

import { codeColumn } from "./frames.js";
import type { ExportedStudy, NotebookInR } from "./results.js";
import { performancePrelude, scoreModelsInR } from "./score-models.js";
import { subgroupsInR } from "./subgroups.js";
import { rText } from "./words.js";

/** What ranks and cuts each model's patients in Table 3. */
const judged: Readonly<Record<string, { readonly score: string; readonly cut: number }>> = {
  dlrn: { score: "dlrn", cut: 0.5 },
  radiomics: { score: "radi_score", cut: 0 },
  clinical: { score: "clinical", cut: 0.5 },
};

const figures = ["acc", "er", "sen", "spe", "ppv", "npv", "tp", "fp", "tn", "fn"];

export function performanceInR({ cohort, synthetic, isWhole }: ExportedStudy): NotebookInR {
  const inSubgroup = subgroupsInR(cohort);
  const stage = rText(codeColumn("t_stage"));
  const hasSynthetic = synthetic !== null && isWhole;
  return {
    functions: [performancePrelude],
    setup: [
      ...scoreModelsInR(),
      ...(hasSynthetic
        ? [
            'synthetic <- read_rows("synthetic.csv", c("outcome", "radi_score"))',
            'with_smote <- rbind(sets$training[c("outcome", "radi_score")], synthetic[c("outcome", "radi_score")])',
          ]
        : []),
      ...(isWhole
        ? [
            'resamples <- read.csv("resamples.csv", header = FALSE)',
            `optimism <- list(dlrn = optimism_of(sets$training, c("radi_score", ${stage})), clinical = optimism_of(sets$training, ${stage}))`,
          ]
        : []),
    ],
    expressionOf: ({ id }) => expressionOf(id.slice(cohort.id.length + 1).split(".")),
  };

  function expressionOf([part, ...rest]: readonly string[]): string | null {
    switch (part) {
      case "table3":
        return tableThree(rest);
      case "forensic":
        return hasSynthetic ? forensic(rest.join(".")) : null;
      case "nested":
        return nested(rest);
      case "optimism":
        return `optimism$${rest[0]}$${rest[2]}[[${rText(rest[1])}]]`;
      default:
        return ofSet(part, rest);
    }
  }

  function tableThree([set, named, ...key]: readonly string[]): string | null {
    const isSmote = named.endsWith("-smote");
    const model = judged[named.replace(/-smote$/, "")];
    if (model === undefined || (isSmote && !hasSynthetic)) return null;
    const rows = isSmote ? "with_smote" : `sets$${set}`;
    const score = `${rows}$${model.score}`;
    const what = key.join(".");
    if (figures.includes(what)) return `figure(${rows}, ${score}, ${model.cut}, ${rText(what)})`;
    if (what === "auc") return `auc_of(${rows}, ${score})`;
    // No interval is given for copies of patients: there is nothing to compare.
    if (isSmote) return "NaN";
    if (what === "auc.lower" || what === "auc.upper")
      return `delong_limit(${rows}, ${score}, ${what === "auc.lower" ? 1 : 2})`;
    if (what === "difference") return `auc_of(${rows}, ${rows}$dlrn) - auc_of(${rows}, ${score})`;
    return what === "p" ? `paired_p(${rows}, ${rows}$dlrn, ${score})` : null;
  }

  function forensic(key: string): string | null {
    const test =
      'roc.test(curve_of(sets$training, sets$training$dlrn), curve_of(with_smote, with_smote$radi_score), method = "delong", paired = FALSE)';
    switch (key) {
      case "auc.lower":
        return "delong_limit(with_smote, with_smote$radi_score, 1)";
      case "auc.upper":
        return "delong_limit(with_smote, with_smote$radi_score, 2)";
      case "p":
        return `2 * pnorm(-abs(${test}$statistic))`;
      case "p-satterthwaite":
        return `${test}$p.value`;
      default:
        return null;
    }
  }

  function nested([added, key]: readonly string[]): string {
    const chi = `nested_chi_square(${added === "score" ? "clinical" : "radiomics"}, dlrn)`;
    return key === "p" ? `pchisq(${chi}, 1, lower.tail = FALSE)` : chi;
  }

  function ofSet(part: string, [set, model, ...rest]: readonly string[]): string | null {
    const rows = `sets$${set}`;
    const [y, p, key] = [`${rows}$outcome`, `${rows}$${model}`, rest.join(".")];
    switch (part) {
      case "calibration":
        return calibration(y, p, key);
      case "calibration-curve":
        return `smoothed(${y}, ${p}, ${key})`;
      case "net-benefit":
        return `net_benefit(${y}, ${model === "all" ? `rep(1, nrow(${rows}))` : p}, ${key})`;
      case "reclassification": {
        const found = `improveProb(${p}, ${rows}$dlrn, ${y})`;
        const name = { nri: "nri", "nri-events": "nri.ev", "nri-non-events": "nri.ne", idi: "idi" }[
          key
        ];
        return name === undefined ? null : `${found}$${name}`;
      }
      case "mcnemar": {
        const called = (name: string): string =>
          `(${rows}$${judged[name].score} >= ${judged[name].cut})`;
        const counts = [
          `only_first_right(${y}, ${called("dlrn")}, ${called(model)})`,
          `only_first_right(${y}, ${called(model)}, ${called("dlrn")})`,
        ];
        if (key === "only-dlrn") return counts[0];
        if (key === "only-other") return counts[1];
        return key === "p" ? `mcnemar_p(${counts.join(", ")})` : null;
      }
      case "subgroup": {
        const members = inSubgroup(key, rows);
        return members === null
          ? null
          : `auc_of_some(${rows}, ${rows}$${judged[model].score}, ${members})`;
      }
      default:
        return null;
    }
  }

  function calibration(y: string, p: string, key: string): string | null {
    switch (key) {
      case "intercept":
      case "slope":
        return `or_zero(coef(calibrated(${y}, ${p}))[[${key === "intercept" ? 1 : 2}]])`;
      case "large":
        return `or_zero(in_the_large(${y}, ${p}))`;
      case "ici":
        return `mean(distances(${y}, ${p}))`;
      case "e50":
      case "e90":
        return `quantile(distances(${y}, ${p}), 0.${key.slice(1)})`;
      case "emax":
        return `max(distances(${y}, ${p}))`;
      case "brier":
        return `mean((${p} - ${y})^2)`;
      default:
        return null;
    }
  }
}
