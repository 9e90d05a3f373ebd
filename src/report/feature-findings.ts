/** What notebook 03 says of image features: how many there are of each kind, and how many repeat between two readings. */

import type { Cohort } from "../cohort/cohort.js";
import { selectFeatures, tableRows } from "../cohort/feature-table.js";
import {
  featureParts,
  fewestReadTwice,
  handcraftedPattern,
  type ImageFeatures,
  isDeep,
  repeatedReadings,
  sequenceOf,
} from "../cohort/image-features.js";
import { rowsOf } from "../cohort/rows.js";
import { participationRatio } from "../features/deep/channel-rank.js";
import type { NullFeatures } from "../features/null-features.js";
import { median } from "../math/summary.js";
import type { Figure } from "../plot/figure.js";
import { _iccOfFeatures } from "../select/icc-filter.js";
import { fixed } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import { networkNotes, networkWords } from "./network-words.js";
import type { Finding } from "./record.js";
import type { StudyChain } from "./study-chain.js";

/** Claims of the paper about the numbers of its features; they stand beside patients constructed from it only. */
const claimsOf: Readonly<Record<string, { readonly claim: string; readonly printed: string }>> = {
  "T1 handcrafted measured": { claim: "m.hcr", printed: "1379" },
  "T1 handcrafted kept": { claim: "r.hcr.t1", printed: "949" },
  "FS handcrafted kept": { claim: "r.hcr.t2", printed: "772" },
  "T1 deep kept": { claim: "m.dl.t1", printed: "54" },
  "FS deep kept": { claim: "m.dl.t2", printed: "50" },
};

/** Where the features come from, of how many patients, and who has none. */
export function featuresSentence(cohort: Cohort, features: ImageFeatures): string {
  const { origin, network, first, sequences, leftOut, without } = features;
  const twice = trainingReadTwice(cohort, features);
  const shape = cohort.fromPaper
    ? "**The images are synthetic**: what comes of them shows that the chain works, and nothing about the paper."
    : null;
  const missing = without.map(({ reason }) => reason);
  return [
    ...(shape === null ? [] : [shape]),
    `${first.patients.length} patients have ${first.table.names.length} features each, from ${origin}.`,
    ...(network === null ? ["There are no deep features."] : networkNotes(network)),
    twice === 0
      ? `Fewer than ${fewestReadTwice} training patients were read twice, so that no intraclass correlation is computed.`
      : `${twice} training patients were read twice (${sequences.join(" and ")}).`,
    ...(without.length === 0
      ? []
      : [`${without.length} patients have none: ${[...new Set(missing)].join("; ")}.`]),
    ...(leftOut.length === 0
      ? []
      : [
          `${leftOut.length} features are left out for all, since some image has no value of them.`,
        ]),
  ].join(" ");
}

function trainingReadTwice(cohort: Cohort, features: ImageFeatures): number {
  return repeatedReadings(cohort, features)?.[0].ids.length ?? 0;
}

/** One kind of features of one sequence. */
interface Count {
  readonly sequence: string;
  readonly kind: "handcrafted" | "deep";
  readonly measured: number;
  readonly kept: number;
  readonly rule: string;
}

/** What stands below the table of {@link featureCountFindings}. */
export function featureNotes({ network }: ImageFeatures): string[] {
  return network === null
    ? []
    : [
        ...networkNotes(network),
        "Like so many independent channels: participation ratio p² / Σ r² of the correlations between the kept channels.",
      ];
}

/** How many features of each sequence and kind were measured, how many are kept, and how far deep ones repeat each other. */
export function featureCountFindings(cohort: Cohort, chain: StudyChain): Finding[] {
  return [...countFindings(cohort, chain), ...rankFindings(cohort, chain)];
}

/** For how many independent channels those that are kept stand. */
function rankFindings({ id }: Cohort, { features, reliable }: StudyChain): Finding[] {
  const { features: table, outcome } = rowsOf(reliable.rows, "training");
  return features.sequences.flatMap((sequence): Finding[] => {
    const own = table.names.filter((name) => isDeep(name) && sequenceOf(name) === sequence);
    return own.length === 0
      ? []
      : [
          {
            id: `${id}.features.${sequence}.deep.rank`.toLowerCase(),
            value: participationRatio(tableRows(selectFeatures(table, own))),
            label: `${sequence}, deep features kept: like so many independent channels`,
            source: "images",
            n: outcome.length,
            test: "participation ratio in training patients",
            tolerance: { relative: 1e-3 },
          },
        ];
  });
}

function countFindings(cohort: Cohort, { features, reliable }: StudyChain): Finding[] {
  const { names } = features.first.table;
  const kept = new Set(reliable.rows.features.names);
  const n = features.first.patients.length;
  const twice = trainingReadTwice(cohort, features);
  return countsOf(names, kept, twice > 0).flatMap((count) => {
    const { sequence, kind, rule } = count;
    return (["measured", "kept"] as const).map((key): Finding => {
      const answer = cohort.fromPaper ? claimsOf[`${sequence} ${kind} ${key}`] : undefined;
      return {
        id: `${cohort.id}.features.${sequence}.${kind}.${key}`.toLowerCase(),
        value: count[key],
        label: `${sequence}, ${kind} features ${key}`,
        source: "images",
        n: key === "measured" || kind === "deep" || twice === 0 ? n : twice,
        test: key === "measured" ? "with a value in every image" : rule,
        ...answer,
      };
    });
  });
}

function countsOf(names: readonly string[], kept: ReadonlySet<string>, repeated: boolean): Count[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = `${sequenceOf(name)} ${isDeep(name) ? "deep" : "handcrafted"}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, own]) => {
    const [sequence, kind] = key.split(" ") as [string, Count["kind"]];
    const rule =
      kind === "deep"
        ? "not null in training patients"
        : repeated
          ? "ICC(2,1) above 0.75"
          : "all, since nobody was read twice";
    return {
      sequence,
      kind,
      measured: own.length,
      kept: own.filter((name) => kept.has(name)).length,
      rule,
    };
  });
}

/** Why channels of the network went, in a sentence. */
export function nullChannelSentence({ reliable }: StudyChain): string {
  const step = reliable.fitted
    .map((own) => (own.kind === "part" ? own.step : own))
    .find((own): own is NullFeatures => own.kind === "null-features");
  if (step === undefined) return "There are no channels of a network to remove.";
  const counts = new Map<string, number>();
  for (const { reason } of step.removed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const said = [...counts].map(([reason, count]) => `${count} ${reason}`).join(", ");
  return `Of ${step.kept.length + step.removed.length} channels, ${step.removed.length} say nothing in the training patients${said === "" ? "" : ` (${said})`}; a channel is near-null if one value is shared by ${100 * step.share}% of them.`;
}

/** The intraclass correlation of every feature that both readings have, with its 95% limits. */
export interface RepeatedFeatures {
  /** The network behind the deep features, by title and hash; null if there are none. */
  readonly network: string | null;
  readonly patients: number;
  readonly features: readonly string[];
  /** Null for a feature without one: it is constant. */
  readonly icc: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** ICC(2,1) of handcrafted and deep features; null where nobody was read twice. */
export function repeatedFeatures(cohort: Cohort, features: ImageFeatures): RepeatedFeatures | null {
  const readings = repeatedReadings(cohort, features);
  if (readings === null) return null;
  const shared = readings[1].features.names;
  const tables = readings.map((rows) => selectFeatures(rows.features, shared));
  const found = _iccOfFeatures(tables, { form: "icc21", confidence: 0.95 });
  const known = (values: Float64Array): (number | null)[] =>
    Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  return {
    network: features.network,
    patients: readings[0].ids.length,
    features: found.features,
    icc: known(found.icc),
    lower: known(found.limits!.lower),
    upper: known(found.limits!.upper),
  };
}

const handcrafted = new RegExp(handcraftedPattern);

/** A row a sequence and image type: how many repeat, by the estimate and by its lower limit. */
export function iccTable({ network, patients, features, icc, lower }: RepeatedFeatures): Table {
  const groups = new Map<string, number[]>();
  features.forEach((name, j) => {
    const { sequence, imageType } = featureParts(name);
    const key = `${sequence} ${handcrafted.test(name) ? imageType : "deep"}`;
    groups.set(key, [...(groups.get(key) ?? []), j]);
  });
  return makeTable({
    id: "table-icc",
    title: "How well features repeat between two readings, by image type",
    columns: [
      { key: "group", title: "Sequence and image type" },
      { key: "features", title: "Features" },
      { key: "median", title: "Median ICC (lowest–highest)" },
      { key: "estimate", title: "ICC > 0.75" },
      { key: "limit", title: "Lower limit > 0.75" },
      { key: "none", title: "No ICC" },
    ],
    rows: [...groups].map(([group, at]) => {
      const known = at.flatMap((j) => icc[j] ?? []);
      const above = (values: readonly (number | null)[]): number =>
        at.filter((j) => (values[j] ?? -1) > 0.75).length;
      return {
        cells: {
          group,
          features: String(at.length),
          median:
            known.length === 0
              ? "–"
              : `${fixed(median(known))} (${fixed(Math.min(...known))} to ${fixed(Math.max(...known))})`,
          estimate: String(above(icc)),
          limit: String(above(lower)),
          none: String(at.length - known.length),
        },
      };
    }),
    notes: [
      `ICC(2,1): two-way random effects, absolute agreement, one reading; ${patients} training patients, two readings each; limits: 95%.`,
      "No ICC: the feature is constant in these patients, most of all a channel of the network that stays zero.",
      ...networkNotes(network),
    ],
  });
}

/** How many features of each sequence and kind exceed each cut from 0.5 to 0.95. */
export interface IccCurvePoint {
  readonly series: string;
  readonly cut: number;
  readonly kept: number;
}

export function iccCurve({ features, icc }: RepeatedFeatures): IccCurvePoint[] {
  const groups = new Map<string, number[]>();
  features.forEach((name, j) => {
    const key = `${sequenceOf(name)} ${isDeep(name) ? "deep" : "handcrafted"}`;
    groups.set(key, [...(groups.get(key) ?? []), icc[j] ?? -1]);
  });
  const cuts = Array.from({ length: 46 }, (_, i) => (50 + i) / 100);
  return [...groups].flatMap(([series, values]) =>
    cuts.map((cut) => ({ series, cut, kept: values.filter((value) => value > cut).length })),
  );
}

/** The curve at some cuts, as results. */
export function iccFindings(cohort: Cohort, repeated: RepeatedFeatures): Finding[] {
  return iccCurve(repeated)
    .filter(({ cut }) => [0.5, 0.75, 0.9].includes(cut))
    .map(({ series, cut, kept }) => ({
      id: `${cohort.id}.icc.${series.replace(" ", ".")}.above-${cut}`.toLowerCase(),
      value: kept,
      label: `${series} features with an ICC above ${cut}`,
      source: "images",
      n: repeated.patients,
      test: "ICC(2,1), two readings",
    }));
}

/** How many repeat, in a sentence; why nothing can be said where too few were read twice. */
export function repeatedSentence(repeated: RepeatedFeatures | null): string {
  if (repeated === null)
    return `Fewer than ${fewestReadTwice} training patients were read twice: which features repeat cannot be seen, and none is filtered for it.`;
  const { patients, features, icc } = repeated;
  const part = (deep: boolean): number[] =>
    features.flatMap((name, j) => (isDeep(name) === deep ? [icc[j] ?? -1] : []));
  const said = ([name, values]: readonly [string, readonly number[]]): string =>
    `${values.filter((value) => value > 0.75).length} of ${values.length} ${name} features`;
  const kinds = [["handcrafted", part(false)] as const, ["deep", part(true)] as const];
  return `**Above an ICC of 0.75** in ${patients} patients read twice: ${kinds
    .filter(([, values]) => values.length > 0)
    .map(said)
    .join(", ")}. The handcrafted features below it are left out; the deep ones are shown only.`;
}

export function cutWords({
  network,
  patients,
}: RepeatedFeatures): Pick<Figure, "id" | "title" | "caption" | "description"> {
  return {
    id: "figure-icc-cut",
    title: "Features that repeat, by the cut of the intraclass correlation",
    caption: `Number of features whose ICC(2,1) exceeds the cut, by sequence and kind; ${patients} training patients, two readings; the dashed rule is the cut that is used.${networkWords(network)}`,
    description:
      "Falling lines, one for each sequence and kind of features, of how many features have an intraclass correlation above each cut from 0.5 to 0.95.",
  };
}
