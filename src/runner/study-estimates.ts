/**
 * What the whole chain is worth on patients it has not seen, computed once: with the network in use, and again with each
 * network that the manifest names beside it, so that nobody takes one network's luck for the images' worth.
 */

import type { Cohort } from "../cohort/cohort.js";
import { joinFeatures, selectFeatures } from "../cohort/feature-table.js";
import { type FeatureSet, type ImageFeatures, isDeep } from "../cohort/image-features.js";
import { type DeepSettings, deepFeatures } from "../features/deep/deep-features.js";
import { type Network, openNetwork } from "../features/deep/network.js";
import { inputPath } from "../io/input-file.js";
import { type CohortEntry, readManifest } from "../io/manifest.js";
import type { Json } from "../io/notebook.js";
import { candidateOf, chainCandidates } from "../report/choice-findings.js";
import type { ChainEstimate, ChainEstimates } from "../report/estimate-findings.js";
import { batchData, type StudyChain, studyChain } from "../report/study-chain.js";
import { inputFolders, networkInUse, openEntry, projectRoot } from "./environment.js";
import { joinedFeatures, type PatientFeatureRow } from "./joined-features.js";
import { imagesOf, type MeasuredImage, type PatientSource } from "./measured-patient.js";
import { networkFile, networkKey } from "./network.js";
import { keyOfSource, patientSources } from "./patient-sources.js";
import { remember } from "./remember.js";
import { reportProgress } from "./report-progress.js";
import { estimateFolds, studyChoice } from "./study-choice.js";
import { deepSettingsOf } from "./study-features.js";

/**
 * Of a cohort without validation patients, whose estimate this is, or with further networks; none of others.
 *
 * @throws InputError or RangeError as the images, the networks and the chain
 */
export async function studyEstimates(cohort: Cohort, chain: StudyChain): Promise<ChainEstimates> {
  const entry = openEntry(cohort.id);
  const others = (entry.imageFeatures?.otherNetworks ?? []).filter((id) => id !== networkInUse());
  if (others.length === 0 && cohort.roles.includes("validation"))
    return { estimates: [], leftOut: [], validated: true };
  const sets = chain.selections.map(({ set }) => set);
  const estimates = await Promise.all(sets.map((set) => estimateOf(cohort, chain, set)));
  const leftOut: string[] = [];
  for (const id of chain.features.network === null ? [] : others) {
    const reason = absentNetwork(id);
    if (reason !== null) {
      leftOut.push(reason);
      continue;
    }
    const own = studyChain(cohort, await withNetwork(cohort, entry, chain.features, id));
    for (const set of sets.filter((set) => set !== "handcrafted"))
      estimates.push(await estimateOf(cohort, own, set));
  }
  return { estimates, leftOut, validated: cohort.roles.includes("validation") };
}

async function estimateOf(
  cohort: Cohort,
  chain: StudyChain,
  set: FeatureSet,
): Promise<ChainEstimate> {
  const candidate = candidateOf(chainCandidates(chain), set, "svm", "smote");
  const data = batchData(cohort, chain.rows, chain.harmonization);
  const folds = estimateFolds(cohort);
  const choice = await studyChoice(cohort, chain.features, [candidate], folds, data);
  return { ...choice, set, network: set === "handcrafted" ? null : chain.features.network };
}

/** Why a network cannot be tried, in a sentence; null if it can. */
function absentNetwork(id: string): string | null {
  const network = readManifest(projectRoot()).networks.find((own) => own.id === id);
  return network !== undefined && inputPath(network, inputFolders()) === null
    ? `${network.title} is left out: its file, ${network.path} in the ${network.root} folder, is not there.`
    : null;
}

/** The same features with another network's channels in place of those there are. */
async function withNetwork(
  cohort: Cohort,
  entry: CohortEntry,
  features: ImageFeatures,
  id: string,
): Promise<ImageFeatures> {
  const file = await networkFile(id);
  const { path, sha256, use } = file;
  const shown = deepSettingsOf(entry.imageFeatures!);
  const sources = patientSources(cohort, entry, entry.imageFeatures!);
  const patients = features.first.patients;
  let network: Promise<Network> | null = null;
  const rows: PatientFeatureRow[] = [];
  reportProgress(`patients seen by ${use.title}`, 0, patients.length);
  for (const patient of patients) {
    const source = sources.get(patient)!;
    const images = await remember<{ [key: string]: Json }[]>(
      {
        name: `channels-of-${cohort.id}`,
        modules: ["dlrn/runner/measured-patient", "dlrn/features/deep/network"],
        inputs: {
          source: keyOfSource(source, entry, patient),
          network: [networkKey(file), shown as unknown as Json],
        },
      },
      async () => {
        network ??= openNetwork(path, sha256, use);
        return (await seenBy(await network, source, shown)) as unknown as { [key: string]: Json }[];
      },
    );
    rows.push({ patient, images: named(images as unknown as MeasuredImage[], entry) });
    reportProgress(`patients seen by ${use.title}`, rows.length, patients.length);
  }
  await (await (network as Promise<Network> | null))?.close();
  const deep = joinedFeatures(patients, rows, []);
  const handcrafted = features.first.table.names.filter((name) => !isDeep(name));
  const table = joinFeatures(selectFeatures(features.first.table, handcrafted), deep.first.table);
  const second = features.second && {
    patients: features.second.patients,
    table: joinFeatures(selectFeatures(features.second.table, handcrafted), deep.second!.table),
  };
  return {
    ...features,
    first: { patients, table },
    second,
    network: `${use.title}, SHA-256 ${sha256.slice(0, 12)}`,
  };
}

async function seenBy(
  network: Network,
  source: PatientSource,
  shown: DeepSettings,
): Promise<MeasuredImage[]> {
  const seen: MeasuredImage[] = [];
  for (const { sequence, volume, masks } of await imagesOf(source))
    for (const [r, mask] of masks.entries()) {
      const { features } = await deepFeatures(network, volume, mask, shown);
      seen.push({ sequence, reading: r + 1, features, notComputable: {}, voxels: 0 });
    }
  return seen;
}

/** The images with their sequences as the cohort's features name them. */
function named(images: readonly MeasuredImage[], { imageFeatures }: CohortEntry): MeasuredImage[] {
  return images.map((image) => {
    const own = imageFeatures!.sequences.find(({ sequence }) => sequence === image.sequence);
    return { ...image, sequence: own?.as ?? image.sequence };
  });
}
