/** What notebook 04 says of batches and of the ways to meet them, as values and tables. */

import { median } from "../math/summary.js";
import { countAndShare, estimateAndCi, fixed, pValue } from "../table/format.js";
import { makeTable, type Table, type TableRow } from "../table/table.js";
import type { ArmComponents, ArmEffect, ArmPerformance, ArmStudy } from "./harmonization-arms.js";
import { setTitles } from "./image-signature.js";
import { networkNotes } from "./network-words.js";
import type { Finding } from "./record.js";

/** The median of shares of variance as it is printed. */
export function medianShare(shares: readonly number[]): string {
  const share = median(shares);
  return share < 0.001 ? "<0.001" : fixed(share);
}

/** Last digits of a network's features depend on the processor, and ComBat learns from all features together. */
const tolerance = { relative: 1e-3, absolute: 2e-3 };
const aucTolerance = { absolute: 0.01 };
const kinds = { handcrafted: "Handcrafted features", deep: "Deep features" } as const;

export function effectFindings(
  { cohort, variable, arms }: ArmStudy,
  found: readonly ArmEffect[],
): Finding[] {
  const { outcome } = arms[0]!.rows;
  const n = outcome.length;
  const events = outcome.filter((label) => label === 1).length;
  return found.flatMap(({ arm, kind, effect }): Finding[] => {
    const at = `${cohort.id}.harmonization.${kind}.${arm.id}`;
    const label = `${kinds[kind]}, ${arm.label}`;
    const count = effect.features.length;
    const facts = { source: "images", n, tolerance, reference: `${count} features` } as const;
    const kruskal = `Kruskal-Wallis by ${variable.toLowerCase()}, P < 0.05`;
    return [
      {
        id: `${at}.kruskal`,
        value: effect.below / count,
        label: `${label}: share that differs between batches`,
        test: kruskal,
        ...facts,
      },
      {
        id: `${at}.kruskal-adjusted`,
        value: effect.belowAdjusted / count,
        label: `${label}: share that differs between batches, corrected`,
        test: `${kruskal} after Benjamini-Hochberg`,
        ...facts,
      },
      {
        id: `${at}.by-batch`,
        value: median(effect.byBatch),
        label: `${label}: variance explained by the batch`,
        test: "median η²",
        ...facts,
      },
      {
        id: `${at}.by-outcome`,
        value: median(effect.byOutcome),
        label: `${label}: variance explained by the outcome`,
        test: "median R²",
        events,
        ...facts,
      },
    ];
  });
}

export function effectTable(
  { variable, arms, batches, network }: ArmStudy,
  found: readonly ArmEffect[],
): Table {
  const { outcome } = arms[0]!.rows;
  const events = outcome.filter((label) => label === 1).length;
  const shown = (["handcrafted", "deep"] as const).filter((kind) =>
    found.some((own) => own.kind === kind),
  );
  return makeTable({
    id: "table-batch-effect",
    title: `What ${variable.toLowerCase()} and outcome explain of each feature`,
    columns: [
      { key: "name", title: "Harmonisation" },
      { key: "below", title: "P < 0.05" },
      { key: "adjusted", title: "Adjusted P < 0.05" },
      { key: "batch", title: "η², batch" },
      { key: "outcome", title: "R², outcome" },
    ],
    rows: shown.flatMap((kind): TableRow[] => {
      const own = found.filter((one) => one.kind === kind);
      return [
        { kind: "heading", cells: { name: `${kinds[kind]} (${own[0]!.effect.features.length})` } },
        ...own.map(({ arm, effect }) => ({
          cells: {
            name: arm.label,
            below: countAndShare(effect.below, effect.features.length),
            adjusted: countAndShare(effect.belowAdjusted, effect.features.length),
            batch: medianShare(effect.byBatch),
            outcome: medianShare(effect.byOutcome),
          },
        })),
      ];
    }),
    notes: [
      `${outcome.length} patients, ${events} with the outcome. P: Kruskal-Wallis test of each feature between batches; adjusted: Benjamini-Hochberg.`,
      `η² and R²: share of a feature's variance between the means of the batches, or of the outcomes; medians over features. By chance alone their mean is ${fixed((batches.length - 1) / (outcome.length - 1))} for the batch and ${fixed(1 / (outcome.length - 1))} for the outcome.`,
      ...networkNotes(shown.includes("deep") ? network : null),
    ],
  });
}

export function componentFindings(
  { cohort, variable }: ArmStudy,
  found: readonly ArmComponents[],
): Finding[] {
  return found.flatMap(({ arm, scores, shares, byBatch, features }) =>
    shares.flatMap((share, c): Finding[] => {
      const at = `${cohort.id}.harmonization.components.${arm.id}.${c + 1}`;
      const name = `Principal component ${c + 1}, ${arm.label}`;
      const facts = {
        source: "images",
        n: scores[c]!.length,
        tolerance,
        reference: `${features} features`,
      } as const;
      return [
        {
          id: `${at}.share`,
          value: share,
          label: `${name}: share of the variance`,
          test: "PCA of z-scores",
          ...facts,
        },
        {
          id: `${at}.by-batch`,
          value: byBatch[c]!,
          label: `${name}: variance explained by ${variable.toLowerCase()}`,
          test: "η²",
          ...facts,
        },
      ];
    }),
  );
}

export function performanceFindings(
  { cohort }: ArmStudy,
  found: readonly ArmPerformance[],
): Finding[] {
  return found.flatMap(({ arm, set, training, external, against }): Finding[] => {
    const at = `${cohort.id}.harmonization.auc.${set}.${arm.id}`;
    const label = `${setTitles[set]} model, ${arm.label}`;
    const test = "SVM with SMOTE; AUC, DeLong";
    const facts = { source: "images", test, tolerance: aucTolerance } as const;
    const { auc, ci } = external.auc;
    const inTraining = { n: training.n, events: training.events };
    const outside = { n: external.n, events: external.events };
    return [
      {
        id: `${at}.training`,
        value: training.auc.auc,
        label: `${label}: AUC in training, apparent`,
        ...facts,
        ...inTraining,
      },
      {
        id: `${at}.external`,
        value: auc,
        label: `${label}: AUC in external patients`,
        ...facts,
        ...outside,
      },
      {
        id: `${at}.external.lower`,
        value: ci[0],
        label: `${label}: its lower limit`,
        ...facts,
        ...outside,
      },
      {
        id: `${at}.external.upper`,
        value: ci[1],
        label: `${label}: its upper limit`,
        ...facts,
        ...outside,
      },
      ...(against === null
        ? []
        : [
            {
              id: `${at}.difference`,
              value: against.difference,
              label: `${label}: difference of the external AUC from none`,
              reference: "no harmonisation",
              ...facts,
              ...outside,
            },
          ]),
    ];
  });
}

export function performanceTable(found: readonly ArmPerformance[]): Table {
  const [{ training, external }] = found as [ArmPerformance];
  const sets = [...new Set(found.map(({ set }) => set))];
  return makeTable({
    id: "table-harmonized-auc",
    title: "What each way of harmonising does to the models",
    columns: [
      { key: "name", title: "Harmonisation" },
      { key: "kept", title: "Features" },
      { key: "training", title: "Training AUC" },
      { key: "external", title: "External AUC (95% CI)" },
      { key: "difference", title: "Difference (95% CI)" },
      { key: "p", title: "P" },
    ],
    rows: sets.flatMap((set): TableRow[] => [
      { kind: "heading", cells: { name: `${setTitles[set]} model` } },
      ...found
        .filter((own) => own.set === set)
        .map((own) => ({
          cells: {
            name: own.arm.label,
            kept: String(own.kept.length),
            training: fixed(own.training.auc.auc),
            external: estimateAndCi(own.external.auc.auc, own.external.auc.ci),
            difference:
              own.against === null || own.against.ci === null
                ? "–"
                : estimateAndCi(own.against.difference, own.against.ci),
            p:
              own.against === null || own.against.pValue === null
                ? "–"
                : pValue(own.against.pValue),
          },
        })),
    ]),
    notes: [
      `Selection by mRMR and LASSO, then a support vector machine with SMOTE, all learned on ${training.n} training patients (${training.events} events); ${external.n} external patients (${external.events} events).`,
      "Training AUCs are apparent: of the patients the model was learned on. Difference and P: DeLong's paired test against no harmonisation, in the external patients.",
    ],
  });
}
