/** From the measured images of single patients, and from tables, to one row of features a patient. */

import { featureTable, joinFeatures, selectTableRows } from "../cohort/feature-table.js";
import type { ImageFeatures, PatientRows } from "../cohort/image-features.js";
import type { MeasuredImage } from "./measured-patient.js";

/** What was measured of a patient, or why nothing was. */
export type PatientFeatureRow =
  | { readonly patient: string; readonly images: readonly MeasuredImage[] }
  | { readonly patient: string; readonly reason: string };

type Joined = Omit<ImageFeatures, "origin" | "network" | "batchOnly">;

/**
 * Patients need every sequence and a row in every table; a feature that some patient has no value of is left out for
 * all, with the reason.
 *
 * @param ids of the cohort, in its order
 */
export function joinedFeatures(
  ids: readonly string[],
  rows: readonly PatientFeatureRow[],
  tables: readonly PatientRows[],
): Joined {
  const without: { patient: string; reason: string }[] = [];
  const measured = new Map<string, readonly MeasuredImage[]>();
  const sequences = [
    ...new Set(rows.flatMap((row) => ("images" in row ? row.images.map(sequenceOf) : []))),
  ];
  for (const row of rows) {
    if ("reason" in row) without.push(row);
    else {
      const lacking = sequences.filter(
        (name) => !row.images.some(({ sequence }) => sequence === name),
      );
      if (lacking.length === 0) measured.set(row.patient, row.images);
      else without.push({ patient: row.patient, reason: `no image of ${lacking.join(", ")}` });
    }
  }
  const known = new Set(rows.map(({ patient }) => patient));
  const inTables = tables.map(({ patients }) => new Map(patients.map((id, i) => [id, i])));
  const patients = ids.filter((id) => {
    if (rows.length > 0 && !measured.has(id)) {
      if (!known.has(id)) without.push({ patient: id, reason: "no images" });
      return false;
    }
    if (inTables.every((table) => table.has(id))) return true;
    without.push({ patient: id, reason: "no row in a feature table" });
    return false;
  });
  const { names, leftOut } = completeNames(patients.map((id) => measured.get(id) ?? []));
  const own = (ids: readonly string[], reading: number): PatientRows => ({
    patients: ids,
    table: featureTable(
      names,
      ids.map((id) => valuesOf(measured.get(id)!, reading, names)),
    ),
  });
  const twice = patients.filter((id) => measured.get(id)?.some(({ reading }) => reading === 2));
  const parts = tables.map(({ table }, t) =>
    selectTableRows(
      table,
      patients.map((id) => inTables[t].get(id)!),
    ),
  );
  const first = rows.length === 0 ? [] : [own(patients, 1).table];
  return {
    sequences,
    first: { patients, table: joinFeatures(...parts, ...first) },
    second: twice.length === 0 ? null : own(twice, 2),
    leftOut,
    without,
  };
}

const sequenceOf = ({ sequence }: MeasuredImage): string => sequence;

/** Names that every image of every patient has a value of, and those that some image lacks. */
function completeNames(patients: readonly (readonly MeasuredImage[])[]): {
  names: string[];
  leftOut: { feature: string; reason: string }[];
} {
  const count = new Map<string, number>();
  const reasons = new Map<string, string>();
  const images = new Map<string, number>();
  for (const { sequence, features, notComputable } of patients.flat()) {
    images.set(sequence, (images.get(sequence) ?? 0) + 1);
    for (const name of Object.keys(features)) {
      const full = `${sequence}_${name}`;
      count.set(full, (count.get(full) ?? 0) + 1);
    }
    for (const [name, reason] of Object.entries(notComputable))
      reasons.set(`${sequence}_${name}`, reason);
  }
  const names: string[] = [];
  const leftOut: { feature: string; reason: string }[] = [];
  for (const [name, found] of count) {
    const wanted = images.get(name.slice(0, name.indexOf("_")))!;
    if (found === wanted) names.push(name);
    else
      leftOut.push({
        feature: name,
        reason: `${wanted - found} of ${wanted} images have no value: ${reasons.get(name) ?? "not computed"}`,
      });
  }
  return { names, leftOut };
}

function valuesOf(
  images: readonly MeasuredImage[],
  reading: number,
  names: readonly string[],
): Float64Array {
  const values = new Map<string, number>();
  for (const { sequence, reading: own, features } of images) {
    if (own !== reading) continue;
    for (const [name, value] of Object.entries(features)) values.set(`${sequence}_${name}`, value);
  }
  return Float64Array.from(names, (name) => values.get(name)!);
}
