/**
 * The image features of a cohort, for the cells of a notebook: measured once, kept, and measured again only for a
 * patient whose images, settings, network or code have changed.
 */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Cohort } from "../cohort/cohort.js";
import { parseFeatures } from "../cohort/features.js";
import type { ImageFeatures, PatientRows } from "../cohort/image-features.js";
import { DEEP, type DeepSettings, deepSettings } from "../features/deep/deep-features.js";
import { openNetwork } from "../features/deep/network.js";
import { readSettings } from "../features/settings-file.js";
import type { CsvTable } from "../io/csv.js";
import type { ImageFeaturesEntry } from "../io/image-features-entry.js";
import { InputError } from "../io/input-error.js";
import { readInput } from "../io/input-file.js";
import { type CohortEntry, MANIFEST_FILE } from "../io/manifest.js";
import type { Json } from "../io/notebook.js";
import { cacheFolder, inputFolders, openEntry, projectRoot } from "./environment.js";
import { joinedFeatures, type PatientFeatureRow } from "./joined-features.js";
import { inLanes } from "./lanes.js";
import type { MeasureSetting } from "./measure-worker.js";
import type { MeasuredImage, PatientSource } from "./measured-patient.js";
import { type NetworkFile, networkFile, networkKey } from "./network.js";
import { keyOfSource, patientSources } from "./patient-sources.js";
import { recalled, remember } from "./remember.js";
import { reportProgress } from "./report-progress.js";
import { whileOthersWait } from "./while-others-wait.js";

/** Fewer training patients of an outcome leave nothing to cross-validate inside a cross-validation. */
const FEWEST = 4;

/** Why a cohort has no image features to learn from, in a sentence; null if it has. */
export function imageFeaturesAbsence({
  id,
  roles,
  outcome,
}: Pick<Cohort, "id" | "roles" | "outcome">): string | null {
  if (openEntry(id).imageFeatures === undefined)
    return `The manifest names no images or feature tables to be used for the cohort ${id}; without them there is no signature, and none is made up.`;
  const training = outcome.filter((_, i) => roles[i] === "training");
  const events = training.filter((label) => label === 1).length;
  return Math.min(events, training.length - events) < FEWEST
    ? `A signature needs ${FEWEST} training patients of each outcome at least; there are ${events} with and ${training.length - events} without it.`
    : null;
}

/**
 * The features of all patients that have images.
 *
 * @throws InputError if the manifest names none, a file is missing or not what the manifest says, or images cannot be
 *   measured
 */
export function openImageFeatures(cohort: Cohort): Promise<ImageFeatures> {
  return measuredFeatures(cohort, openEntry(cohort.id));
}

/**
 * The same for an entry that need not stand in the manifest.
 *
 * @param patients the table that images are grown from; that of the entry's file unless told otherwise
 */
export async function measuredFeatures(
  cohort: Cohort,
  entry: CohortEntry,
  patients?: CsvTable,
): Promise<ImageFeatures> {
  const { imageFeatures } = entry;
  if (imageFeatures === undefined)
    throw new InputError(
      `the cohort must name its image features; "${cohort.id}" has no imageFeatures`,
      MANIFEST_FILE,
    );
  const tables = imageFeatures.tables.map((id) => tableOf(entry, id));
  const sources = patientSources(cohort, entry, imageFeatures, patients);
  const network = imageFeatures.deep && sources.size > 0 ? await networkFile() : null;
  const rows = await measured(entry, sources, imageFeatures, network);
  return {
    ...joinedFeatures(cohort.ids, rows, tables),
    origin: originOf(imageFeatures, sources.size),
    batchOnly: imageFeatures.batchOnly ?? null,
    network: network && `${network.use.title}, SHA-256 ${network.sha256.slice(0, 12)}`,
  };
}

/** What the code of a patient's features is reached from. */
const measuringModules = ["dlrn/runner/measured-patient", "dlrn/features/deep/network"];

type KeptImages = { [key: string]: Json }[];

async function measured(
  cohort: CohortEntry,
  sources: ReadonlyMap<string, PatientSource>,
  entry: ImageFeaturesEntry,
  network: NetworkFile | null,
): Promise<PatientFeatureRow[]> {
  const settings = readSettings(join(projectRoot(), entry.settings));
  const shown = deepSettingsOf(entry);
  const patients = [...sources.keys()];
  const what = (patient: string) => ({
    name: `patients-of-${cohort.id}`,
    modules: measuringModules,
    inputs: {
      source: keyOfSource(sources.get(patient)!, cohort, patient),
      settings: settings as unknown as Json,
      network: network && [networkKey(network), shown as unknown as Json],
    },
  });
  const recall = () => patients.map((patient) => recalled<KeptImages>(what(patient)));
  let kept = recall();
  const found = new Map<string, MeasuredImage[] | string>();
  const measureMissing = async (): Promise<void> => {
    kept = recall(); // what another process has measured meanwhile
    const waiting = patients.filter((_, i) => kept[i] === undefined);
    if (network !== null && waiting.length > 0) await requireWorking(network);
    const keeping: Promise<unknown>[] = [];
    reportProgress("patients measured", 0, waiting.length);
    await inLanes<PatientSource, MeasuredImage[]>(
      waiting.map((patient) => sources.get(patient)!),
      {
        module: new URL("./measure-worker.js", import.meta.url),
        workerData: { settings, network, shown } satisfies MeasureSetting,
        workers: availableParallelism(),
        ended: (job, answer) => {
          const patient = waiting[job];
          found.set(patient, "result" in answer ? answer.result : answer.reason);
          const keep = async () => (answer as { result: unknown }).result as KeptImages;
          if ("result" in answer) keeping.push(remember(what(patient), keep));
          reportProgress("patients measured", found.size, waiting.length);
        },
      },
    );
    await Promise.all(keeping);
  };
  if (kept.includes(undefined))
    await whileOthersWait(join(cacheFolder(), `patients-of-${cohort.id}`), measureMissing);
  requireMeasured(cohort, patients, found);
  const names = new Map(entry.sequences.map(({ sequence, as = sequence }) => [sequence, as]));
  return patients.map((patient, i) => {
    const images = (kept[i] ?? found.get(patient)) as MeasuredImage[];
    return {
      patient,
      images: images.map((image) => ({ ...image, sequence: names.get(image.sequence)! })),
    };
  });
}

/** Nobody is left out for a broken file: whoever knows the patients decides that. What was measured is kept. */
function requireMeasured(
  { id }: CohortEntry,
  patients: readonly string[],
  found: ReadonlyMap<string, MeasuredImage[] | string>,
): void {
  const failed = patients.filter((patient) => typeof found.get(patient) === "string");
  if (failed.length > 0)
    throw new InputError(
      `the images of every patient must be measurable; of ${failed.length} they are not: ${failed
        .slice(0, 3)
        .map((patient) => `${patient} (${found.get(patient)})`)
        .join(
          ", ",
        )}${failed.length > 3 ? " …" : ""}; mend the files, or take these images out of the cohort`,
      `${MANIFEST_FILE}, cohort ${id}`,
    );
}

/** A network that cannot be used is no fault of a patient: it is refused before any is measured. */
async function requireWorking({ path, sha256, use }: NetworkFile): Promise<void> {
  await (await openNetwork(path, sha256, use)).close();
}

/** What the network of an entry is shown. @throws RangeError for a setting that is not allowed */
export function deepSettingsOf({ deep }: Pick<ImageFeaturesEntry, "deep">): DeepSettings {
  return typeof deep === "object" ? deepSettings(deep) : DEEP;
}

function tableOf(entry: CohortEntry, id: string): PatientRows {
  const file = entry.files.find((one) => one.id === id && one.role === "features");
  if (file === undefined)
    throw new InputError(
      `imageFeatures.tables must name feature tables of the cohort; "${id}" is none`,
      `${MANIFEST_FILE}, cohort ${entry.id}`,
    );
  const { ids, table } = parseFeatures(readInput(file, inputFolders()), file);
  return { patients: ids, table };
}

function originOf(
  { settings, deep, grown, sequences, tables }: ImageFeaturesEntry,
  patients: number,
): string {
  const names = sequences.map(({ sequence }) => sequence).join(" and ");
  const parts = [
    ...(patients === 0
      ? []
      : [
          `${names} images of ${patients} patients${grown === undefined ? "" : ", grown from their rows in the table of patients (synthetic)"}, with the settings of ${settings}${typeof deep === "object" ? `, the network with ${JSON.stringify(deep)}` : ""}`,
        ]),
    ...tables.map((id) => `the feature table "${id}"`),
  ];
  return parts.join(", and ");
}
