/** Where the images of a cohort's patients are: files of the manifest, or rows of the table that they are grown from. */

import { dirname } from "node:path";
import type { Cohort } from "../cohort/cohort.js";
import { type PatientImage, patientImages } from "../cohort/images.js";
import { type CsvTable, parseCsv } from "../io/csv.js";
import type { ImageFeaturesEntry } from "../io/image-features-entry.js";
import { displayPath, inputPath, readInput } from "../io/input-file.js";
import { type CohortEntry, fileOfRole, type InputFile } from "../io/manifest.js";
import type { Json } from "../io/notebook.js";
import { imagePatients } from "../twin/images/patient.js";
import { inputFolders } from "./environment.js";
import type { PatientSource } from "./measured-patient.js";

/** Where each patient's images are; patients without images have no entry. */
export function patientSources(
  cohort: Cohort,
  entry: CohortEntry,
  { sequences, grown, roi }: ImageFeaturesEntry,
  table?: CsvTable,
): ReadonlyMap<string, PatientSource> {
  if (grown !== undefined) {
    const again = new Set(
      cohort.ids.filter((_, i) => cohort.roles[i] === "training").slice(0, grown.secondReadings),
    );
    return new Map(
      imagePatients(table ?? patientTable(entry)).map((patient) => [
        patient.id,
        {
          kind: "grown",
          patient,
          seed: grown.seed,
          strength: grown.strength,
          sequences: sequences.map(({ sequence }) => sequence as "T1" | "FS"),
          readings: again.has(patient.id) ? 2 : 1,
        },
      ]),
    );
  }
  const wanted = new Set(sequences.map(({ sequence }) => sequence));
  const images = new Map<string, PatientImage[]>();
  for (const image of patientImages(entry))
    if (wanted.has(image.sequence))
      images.set(image.patient, [...(images.get(image.patient) ?? []), image]);
  return new Map(
    cohort.ids.flatMap((id) => {
      const own = images.get(id);
      if (own === undefined) return [];
      const files = own.map(({ sequence, image, masks }) => ({
        sequence,
        image: verifiedPath(image),
        masks: masks.map(({ file }) => verifiedPath([file])),
        ...(roi !== undefined && { roi }),
      }));
      return [[id, { kind: "files", images: files }] as const];
    }),
  );
}

function patientTable(entry: CohortEntry): CsvTable {
  const file = fileOfRole(entry, "patients");
  return parseCsv(readInput(file, inputFolders()), displayPath(file));
}

/** The file, or the folder of the series' files, each being what the manifest says. */
function verifiedPath(files: readonly InputFile[]): string {
  for (const file of files) readInput(file, inputFolders());
  const path = inputPath(files[0], inputFolders())!;
  return files.length === 1 ? path : dirname(path);
}

/** What stands for a source in a key: contents, never paths. */
export function keyOfSource(source: PatientSource, entry: CohortEntry, patient: string): Json {
  if (source.kind === "grown") return source as unknown as Json;
  return entry.files
    .filter((file) => file.patient === patient && (file.role === "image" || file.role === "mask"))
    .map(({ sequence = "", reader = "", role, sha256 }) => [sequence, reader, role, sha256]);
}
