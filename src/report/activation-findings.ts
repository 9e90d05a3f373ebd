/**
 * Figure S1 of a cohort: what the signature's channels respond to in the tumours of two training patients, the one with
 * the highest and the one with the lowest score.
 *
 * Beside the maps of single channels stand two views of the whole: their sum weighted by the signature's coefficients,
 * and how much the score falls where the image is covered.
 */

import type { Cohort } from "../cohort/cohort.js";
import { featureColumn } from "../cohort/feature-table.js";
import { type FeatureSet, isDeep, sequenceOf } from "../cohort/image-features.js";
import { rowsOf } from "../cohort/rows.js";
import { imageOf, type StudyImage } from "../cohort/study-image.js";
import {
  type ActivationMap,
  type ChannelWeight,
  channelMap,
  weightedMap,
} from "../features/deep/class-activation.js";
import {
  IMAGE_INPUT,
  type ImageInput,
  type ImageInputSettings,
  imageInputs,
} from "../features/deep/image-input.js";
import type { Network } from "../features/deep/network.js";
import { OCCLUSION_CELLS, occlusionMap } from "../features/deep/occlusion.js";
import { standardDeviation } from "../math/summary.js";
import {
  type ActivationColumn,
  type ActivationRow,
  activationFigure,
} from "../plot/activation-map.js";
import type { DrawnFigure } from "../plot/figure.js";
import { lassoModel, predictLasso } from "../select/lasso.js";
import { centresOf, type SetSelection } from "./image-signature.js";
import type { Finding } from "./record.js";
import type { StudyChain } from "./study-chain.js";

/** A channel of one sequence, as the signature uses it. */
export interface SignatureChannel {
  /** "T1_deep_017" */
  readonly feature: string;
  readonly channel: number;
}

/** One of the two patients. */
export interface ActivationPatient {
  readonly title: "high risk" | "low risk";
  readonly patient: string;
  readonly score: number;
  /** By feature: what one unit of it, as the network gives it, adds to the score of this patient. */
  readonly weights: Readonly<Record<string, number>>;
}

/** What the figure shows of whom. */
export interface ActivationStudy {
  readonly set: FeatureSet;
  readonly patients: readonly [ActivationPatient, ActivationPatient];
  /** The channels of each sequence, those that move the score most first. */
  readonly sequences: readonly {
    readonly sequence: string;
    readonly channels: readonly SignatureChannel[];
  }[];
}

/** Why there is nothing to show, in a sentence; null if there is. */
export function activationAbsence({ features }: Pick<StudyChain, "features">): string | null {
  return features.network === null
    ? "No network looked at images of this cohort: there are no activation maps."
    : null;
}

/**
 * The channels of the combined signature, or of the deep one if that has none, and the two patients.
 *
 * @param scores by patient, to choose the two by; left out, the signature's own (LASSO's linear predictor)
 * @throws RangeError if no signature has a channel, or a training patient has no score
 */
export function activationStudy(
  cohort: Cohort,
  chain: StudyChain,
  scores?: ReadonlyMap<string, number>,
): ActivationStudy {
  const selection = ["combined", "deep"]
    .map((set) => chain.selections.find((own) => own.set === set))
    .find((own) => own !== undefined && coefficientsOf(own).some(({ feature }) => isDeep(feature)));
  if (selection === undefined)
    throw new RangeError("a signature must have a channel of the network; none of this cohort has");
  const training = rowsOf(selection.rows, "training");
  const own = scores ?? signatureScores(selection);
  const ranked = training.patients
    .map((patient) => ({ patient, score: own.get(patient) ?? Number.NaN }))
    .toSorted((a, b) => b.score - a.score);
  const unknown = ranked.find(({ score }) => !Number.isFinite(score));
  if (unknown !== undefined)
    throw new RangeError(`every training patient must have a score; ${unknown.patient} has none`);
  const channels = coefficientsOf(selection)
    .filter(({ feature }) => isDeep(feature))
    .map((one) => ({
      ...one,
      size: Math.abs(one.value) * standardDeviation(featureColumn(training.features, one.feature)),
    }))
    .toSorted((a, b) => b.size - a.size);
  const patientOf = (title: "high risk" | "low risk", at: number): ActivationPatient => {
    const { patient, score } = ranked.at(at)!;
    const weights = channels.map(({ feature, value }) => [
      feature,
      value * harmonizedPerUnit(cohort, chain, patient, feature),
    ]);
    return { title, patient, score, weights: Object.fromEntries(weights) };
  };
  const sequences = [...new Set(channels.map(({ feature }) => sequenceOf(feature)))].toSorted(
    (a, b) => chain.features.sequences.indexOf(a) - chain.features.sequences.indexOf(b),
  );
  return {
    set: selection.set,
    patients: [patientOf("high risk", 0), patientOf("low risk", -1)],
    sequences: sequences.map((sequence) => ({
      sequence,
      channels: channels
        .filter(({ feature }) => sequenceOf(feature) === sequence)
        .map(({ feature }) => ({ feature, channel: Number(/[0-9]+$/.exec(feature)![0]) })),
    })),
  };
}

/** What was seen in the images, and the figure of it. */
export interface ActivationFound {
  readonly figure: DrawnFigure;
  readonly findings: readonly Finding[];
}

/**
 * @param images of both patients and every sequence of the study
 * @param network the one that the features are from
 * @param shown channels of each sequence that get a map of their own
 * @throws RangeError if the network is another, or a patient has no image
 */
export async function activationFindings(
  cohort: Cohort,
  { features }: Pick<StudyChain, "features">,
  study: ActivationStudy,
  images: readonly StudyImage[],
  network: Network,
  input: ImageInputSettings = IMAGE_INPUT,
  shown = 3,
): Promise<ActivationFound> {
  if (network.label !== features.network)
    throw new RangeError(
      `the network must be that of the features, ${features.network}; got ${network.label}`,
    );
  const findings: Finding[] = [];
  const blocks = [];
  for (const { sequence, channels } of study.sequences) {
    const rows: ActivationRow[] = [];
    for (const patient of study.patients) {
      const { volume, masks } = imageOf(images, patient.patient, sequence);
      const largest = { ...input, slices: "largest" } as const;
      const [image] = imageInputs(volume, masks[0]!, network.input, largest) as [ImageInput];
      const seen = await mapsOf(network, image, channels, patient, shown);
      rows.push({ title: patient.title, image, size: network.input.size, maps: seen.maps });
      findings.push(...findingsOf(cohort, sequence, patient, seen));
    }
    const columns = [
      ...(network.hasMaps ? mapColumns(channels, shown) : []),
      { title: "score lost if covered", signed: true },
    ];
    blocks.push({ title: sequence, columns, rows });
  }
  const figure = activationFigure({
    ...wordsOf(study, network, input),
    network: network.label,
    blocks,
  });
  return { figure, findings };
}

interface SeenMaps {
  /** One a column. */
  readonly maps: readonly ActivationMap[];
  readonly occlusion: ActivationMap;
  /** What the channels add to the score. */
  readonly part: number;
}

function mapColumns(channels: readonly SignatureChannel[], shown: number): ActivationColumn[] {
  return [
    ...channels.slice(0, shown).map(({ channel }) => ({
      title: `channel ${channel}`,
      signed: false,
    })),
    { title: `weighted sum of ${channels.length}`, signed: true },
  ];
}

/** Without maps, as some networks are given, there is still what covering takes. */
async function mapsOf(
  network: Network,
  { values }: ImageInput,
  channels: readonly SignatureChannel[],
  { weights }: ActivationPatient,
  shown: number,
): Promise<SeenMaps> {
  const own: ChannelWeight[] = channels.map(({ feature, channel }) => ({
    channel,
    coefficient: weights[feature]!,
  }));
  const { features, maps } = await network.run(values, { maps: network.hasMaps });
  const occlusion = await occlusionMap(network, values, own);
  const part = own.reduce((sum, one) => sum + one.coefficient * features[one.channel]!, 0);
  const single =
    maps === null ? [] : channels.slice(0, shown).map(({ channel }) => channelMap(maps, channel));
  const weighted = maps === null ? [] : [weightedMap(maps, own)];
  return { maps: [...single, ...weighted, occlusion], occlusion, part };
}

function findingsOf(
  cohort: Cohort,
  sequence: string,
  { title, weights }: ActivationPatient,
  { occlusion, part }: SeenMaps,
): Finding[] {
  const id = `${cohort.id}.activation.${sequence}.${title.replace(" ", "-")}`.toLowerCase();
  const count = Object.keys(weights).filter((feature) => sequenceOf(feature) === sequence).length;
  const facts = { source: "images", n: 1, tolerance: { absolute: 1e-4 } } as const;
  return [
    {
      id: `${id}.part`,
      value: part,
      label: `${sequence}, the training patient of ${title}: what ${count} channels add to the score`,
      test: "sum of the channels, weighted by the signature's coefficients",
      ...facts,
    },
    {
      id: `${id}.largest-loss`,
      value: Math.max(...occlusion.values),
      label: `${sequence}, the training patient of ${title}: most of the score that one covered cell takes`,
      test: `${OCCLUSION_CELLS} x ${OCCLUSION_CELLS} cells, covered by the image's mean`,
      ...facts,
    },
  ];
}

function wordsOf(
  { set, sequences }: ActivationStudy,
  { label, hasMaps }: Network,
  { margin, box }: ImageInputSettings,
): Omit<DrawnFigure, "drawing"> {
  const names = sequences.map(({ sequence }) => sequence).join(" and ");
  const untrained = label.startsWith("untrained")
    ? " Nobody trained this network: its maps follow texture, and nothing else is claimed of them."
    : "";
  return {
    id: "figure-s1-activation",
    title: "Figure S1. What the network responds to",
    caption: `${names} of two training patients, of the highest and the lowest score of the ${set} signature: the slice with most of the tumour as the network sees it (its bounding box${margin > 0 ? ` and ${margin} mm around it` : ""}, ${box === "square" ? "widened" : "stretched"} to a square), outline of the region, ${hasMaps ? "the channels that move the score most, the sum of all channels of the signature weighted by its coefficients (class activation map), and" : "and, since this network gives no maps, only"} how much the score falls if a cell is covered (occlusion). Each column has one scale for both patients of a sequence. Network: ${label}.${untrained}`,
    description: `Slices of a tumour of high and one of low risk, ${names}, with coloured maps laid over them: ${hasMaps ? "single channels, their weighted sum, and " : ""}what covering a part of the image takes from the score.`,
  };
}

/** Features with a coefficient other than 0 in the signature. */
function coefficientsOf({ lasso }: SetSelection): { feature: string; value: number }[] {
  return [...lassoModel(lasso.lasso, lasso.lambda).coefficients];
}

function signatureScores({ lasso, rows }: SetSelection): Map<string, number> {
  const scores = predictLasso(lasso.lasso, rows.features, { lambda: lasso.lambda });
  return new Map(rows.patients.map((patient, i) => [patient, scores[i]!]));
}

/**
 * What one unit of a feature, as the network gives it, is after harmonisation: within a centre that is a shift and a scale,
 * so that the centre's patients with the lowest and the highest value tell it.
 */
function harmonizedPerUnit(
  cohort: Cohort,
  { reliable: { rows: before }, rows: after, harmonization }: StudyChain,
  patient: string,
  feature: string,
): number {
  if (harmonization.kind === "none") return 1;
  const centres = centresOf(cohort, before);
  const centre = centres[before.patients.indexOf(patient)];
  const raw = featureColumn(before.features, feature);
  const harmonized = featureColumn(after.features, feature);
  const own = centres.flatMap((one, i) => (one === centre ? [i] : []));
  const ordered = own.toSorted((a, b) => raw[a]! - raw[b]!);
  const [low, high] = [ordered[0]!, ordered.at(-1)!];
  return raw[low] === raw[high]
    ? 1
    : (harmonized[high]! - harmonized[low]!) / (raw[high]! - raw[low]!);
}
