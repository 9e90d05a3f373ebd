/** What notebook 05 says of how firmly the signature stands: how often resamples choose each of its features. */

import type { Cohort } from "../cohort/cohort.js";
import type { SelectionStability } from "../evaluate/selection-stability.js";
import { fixed } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import type { SetSelection } from "./image-signature.js";
import { networkNotes } from "./network-words.js";
import type { Finding } from "./record.js";
import { featureTitle } from "./signature-findings.js";

/** The features chosen most often in resamples, and whether they are in the signature. */
export function stabilityTable(
  { features, replicates, sizes }: SelectionStability,
  selection: SetSelection,
): Table {
  const chosen = new Set(selection.lasso.features);
  const often = features.slice(0, 15);
  const rest = features.slice(15).filter(({ feature }) => chosen.has(feature));
  return makeTable({
    id: "table-stability",
    title: "How often resamples of the training patients choose each feature",
    columns: [
      { key: "feature", title: "Feature" },
      { key: "share", title: "Chosen in" },
      { key: "signature", title: "In the signature", numeric: false },
    ],
    rows: [...often, ...rest].map(({ feature, share }) => ({
      cells: {
        feature: featureTitle(feature),
        share: `${fixed(100 * share, 1)}%`,
        signature: chosen.has(feature) ? "yes" : "no",
      },
    })),
    notes: [
      `${replicates} bootstrap resamples, events and non-events drawn for themselves; z-scores, mRMR and LASSO learned anew in each, reliability and harmonisation as they are. The first 15, and all others of the signature.`,
      `A resample chose ${Math.min(...sizes)} to ${Math.max(...sizes)} features.`,
      ...networkNotes(selection.network),
    ],
  });
}

/** Shares of the signature's features, as results. */
export function stabilityFindings(
  cohort: Cohort,
  { features, replicates }: SelectionStability,
  { set, lasso }: SetSelection,
): Finding[] {
  const shares = new Map(features.map(({ feature, share }) => [feature, share]));
  const own = lasso.features.map(
    (feature): Finding => ({
      id: `${cohort.id}.stability.${set}.${feature}`,
      value: shares.get(feature) ?? 0,
      label: `share of resamples that choose ${featureTitle(feature)}`,
      source: "images",
      test: `${replicates} bootstrap resamples`,
      tolerance: { absolute: 0.02 },
    }),
  );
  return [
    ...own,
    {
      id: `${cohort.id}.stability.${set}.distinct`,
      value: features.length,
      label: "features that some resample chooses",
      source: "images",
      test: `${replicates} bootstrap resamples`,
      tolerance: { relative: 0.05 },
    },
  ];
}

/** What the shares say, in a sentence. */
export function stabilitySentence(
  { features, replicates }: SelectionStability,
  { lasso }: SetSelection,
): string {
  const shares = new Map(features.map(({ feature, share }) => [feature, share]));
  const own = lasso.features.map((feature) => shares.get(feature) ?? 0);
  const half = own.filter((share) => share >= 0.5).length;
  return `**${half} of the ${own.length} features of the signature** ${half === 1 ? "is" : "are"} chosen in at least half of ${replicates} resamples; ${features.length} different features are chosen at least once. A name in Table S3 is one of several that would have done.`;
}
