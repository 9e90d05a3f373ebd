/** What the whole chain is worth on patients it has not seen, by feature set and network, as values and in words. */

import type { FeatureSet } from "../cohort/image-features.js";
import { fixed } from "../table/format.js";
import { type HonestChoice, timesInWords } from "./choice-findings.js";
import { setTitles } from "./image-signature.js";
import type { Finding } from "./record.js";

/** A chain's cross-validation. */
export interface ChainEstimate extends HonestChoice {
  readonly set: FeatureSet;
  /** The network by title and hash; null for handcrafted features. */
  readonly network: string | null;
}

export interface ChainEstimates {
  /** The network in use first. */
  readonly estimates: readonly ChainEstimate[];
  /** Networks that could not be tried, a sentence each. */
  readonly leftOut: readonly string[];
  /** Whether there are validation patients. */
  readonly validated: boolean;
}

export const estimateWords: { readonly id: string; readonly title: string } = {
  id: "table-estimate",
  title: "What the whole chain is worth on patients it has not seen",
};

export function estimateFindings(
  cohort: { readonly id: string },
  { estimates }: ChainEstimates,
): Finding[] {
  return estimates.flatMap(({ set, network, estimate, n, events, folds }) => {
    const title = network === null ? setTitles[set] : `${setTitles[set]}, ${network}`;
    const id = [set, network === null ? null : hashOf(network)].filter(Boolean).join(".");
    const finding = (key: string, what: string, value: number): Finding => ({
      id: `${cohort.id}.estimate.${id}.${key}`,
      value,
      label: `${title}: ${what}`,
      source: "images",
      n,
      events,
      test: `SVM with SMOTE, cross-validation in ${folds.outerFolds} folds, ${timesInWords(folds.repetitions)}; every learned step in each fold`,
      tolerance: { absolute: 0.02 },
    });
    return [
      finding("auc", "AUC", estimate.auc),
      finding("auc-lower", "AUC, lower limit", estimate.ci[0]),
      finding("auc-upper", "AUC, upper limit", estimate.ci[1]),
    ];
  });
}

/** What the estimate is, and what another network makes of it. */
export function estimateSentence({ estimates, leftOut, validated }: ChainEstimates): string {
  if (estimates.length === 0)
    return "There are validation patients to judge the chain by, and no other network is named for this cohort.";
  const sets = [...new Set(estimates.map(({ set }) => set))];
  const said = sets.map((set) => {
    const own = estimates.filter((estimate) => estimate.set === set);
    const values = own.map(({ network, estimate: { auc, ci } }) => {
      const by = network === null ? "" : ` (${network.replace(/, SHA-256.*/, "")})`;
      return `${fixed(auc)}, 95% CI ${fixed(ci[0])} to ${fixed(ci[1])}${by}`;
    });
    return `${setTitles[set]}: ${values.join("; ")}.`;
  });
  const chance = estimates.every(({ estimate: { ci } }) => ci[0] <= 0.5 && ci[1] >= 0.5);
  return [
    ...(validated
      ? []
      : [
          "**There is no external set, and no patients are split off for one:** repeated cross-validation of the whole chain is the estimate.",
        ]),
    `**AUC on patients not seen.** ${said.join(" ")}`,
    ...(chance
      ? ["Every interval holds 0.5: none of these chains is shown to do better than chance."]
      : []),
    ...leftOut,
  ].join(" ");
}

/** The beginning of the network's hash, as its label has it. */
function hashOf(network: string): string {
  return network.slice(network.lastIndexOf(" ") + 1);
}
