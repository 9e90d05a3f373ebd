/**
 * The patients of IBSI's validation study: features of each, from its whole volume where that is there, else from its
 * crop put back in its place. The study's folders lie in the data folder.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ibsiFeatures } from "../features/ibsi/extract.js";
import { type CropPlace, inPlace, studySettings } from "../features/ibsi/teams.js";
import { loadImage, loadMask } from "../imaging/load.js";
import { parseCsv } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import type { Triple } from "../io/volume.js";

export type StudySource = "whole" | "crop";

export interface StudyFeatures {
  readonly source: StudySource;
  readonly features: Readonly<Record<string, number>>;
}

/** Where each crop of the study lay, by patient. @throws InputError if the index is not there or incomplete */
export function studyPlaces(data: string): ReadonlyMap<string, CropPlace> {
  const file = join(data, "sts-t1-crops", "index.csv");
  if (!existsSync(file))
    throw new InputError(
      "the index of the crops must be there; name the folder that holds it with --data",
      file,
    );
  const { header, rows } = parseCsv(readFileSync(file), file);
  const triple = (row: readonly string[], names: readonly string[]): Triple => {
    const [x, y, z] = names.map((name) => Number(row[header.indexOf(name)]));
    if (![x, y, z].every(Number.isInteger))
      throw new InputError(`the columns ${names.join(", ")} must be whole numbers`, file);
    return [x, y, z];
  };
  return new Map(
    rows.map((row) => [
      row[0],
      { size: triple(row, ["nx", "ny", "nz"]), first: triple(row, ["x0", "y0", "z0"]) },
    ]),
  );
}

/** @param source which of the two; the whole volume where it is there, unless told otherwise */
export async function patientFeatures(
  data: string,
  patient: string,
  source: StudySource = existsSync(join(data, "sts-t1-full", patient)) ? "whole" : "crop",
): Promise<StudyFeatures> {
  if (source === "whole") {
    const file = (part: string): string =>
      join(data, "sts-t1-full", patient, `MR_T1_${part}.nii.gz`);
    const image = await loadImage(file("image"));
    const mask = await loadMask(file("mask"), image);
    return { source, features: ibsiFeatures(image, mask, studySettings).features };
  }
  const place = studyPlaces(data).get(patient);
  if (place === undefined)
    throw new InputError(`the index must have the patient ${patient}; it does not`, data);
  const file = (part: string): string => join(data, "sts-t1-crops", `${patient}_${part}.nii.gz`);
  const crop = await loadImage(file("image"));
  const region = await loadMask(file("mask"), crop);
  const features = ibsiFeatures(
    inPlace(crop, place, "levels"),
    inPlace(region, place, "region"),
    studySettings,
  ).features;
  return { source, features };
}
