/**
 * Our features of real MR volumes beside those of the teams of IBSI's validation study.
 *
 * IBSI's grid is centred on the volume, so that a crop is put back in its place first; around it its border goes on.
 * Source: Zwanenburg et al., Radiology 295 (2020) 328–338, phase 3: T1-weighted MR of soft-tissue sarcoma.
 */

import { gunzipSync } from "node:zlib";
import type { Mask, Triple, Volume } from "../../io/volume.js";
import { median, quantile } from "../../math/summary.js";
import type { IbsiSettings } from "./extract.js";

/** How the study processed MR: 1 mm by cubic spline, levels from 0 up, bins of 10, no rounding. */
export const studySettings: IbsiSettings = {
  dimensions: "3D",
  spacing: [1, 1, 1],
  interpolator: "b-spline",
  antiAliasing: null,
  round: false,
  range: [0, Infinity],
  outliers: null,
  discretisation: { kind: "ibsi-size", width: 10 },
  volumeHistogram: { kind: "ibsi-size", width: 1 },
};

/** By patient, by tag: the teams' values. */
export type TeamValues = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** @param file the study's values, `team,modality,id,tag,value` a line, gzipped */
export function readTeams(file: Uint8Array, modality: string): TeamValues {
  const patients = new Map<string, Map<string, number[]>>();
  for (const line of gunzipSync(file).toString().split("\n").slice(1)) {
    const [, own, id, tag, text] = line.split(",");
    if (own !== modality || text === "" || !Number.isFinite(Number(text))) continue;
    const tags = patients.get(id) ?? new Map<string, number[]>();
    patients.set(id, tags);
    tags.set(tag, [...(tags.get(tag) ?? []), Number(text)]);
  }
  return patients;
}

/** Where a crop lay: the size of the whole volume, and the crop's first voxel in it. */
export interface CropPlace {
  readonly size: Triple;
  readonly first: Triple;
}

/** A crop in a volume of the size of the whole one. Around it levels go on as its border has them; a region does not. */
export function inPlace<V extends Volume | Mask>(
  crop: V,
  place: CropPlace,
  part: "levels" | "region",
): V {
  const [nx, ny, nz] = place.size;
  const [x0, y0, z0] = place.first;
  const [cx, cy, cz] = crop.size;
  const nearest = (i: number, n: number): number => Math.min(n - 1, Math.max(0, i));
  const values = part === "levels" ? new Float64Array(nx * ny * nz) : new Uint8Array(nx * ny * nz);
  for (let z = 0, to = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, to++) {
        const [a, b, c] = [x - x0, y - y0, z - z0];
        const [i, j, k] = [nearest(a, cx), nearest(b, cy), nearest(c, cz)];
        if (part === "levels" || (a === i && b === j && c === k))
          values[to] = crop.values[(k * cy + j) * cx + i];
      }
  return { ...crop, size: place.size, values };
}

/** A feature of a patient beside the teams. Deviations are from their median, as shares of it. */
export interface TeamComparison {
  readonly patient: string;
  readonly tag: string;
  readonly own: number;
  readonly teams: readonly number[];
  /** Whether ours is at most the 90th percentile of theirs. */
  readonly within: boolean;
}

/** The teams' values are printed with six digits. */
const PRINTED = 1e-5;

/** All features that at least three teams have. */
export function besideTeams(
  patient: string,
  features: Readonly<Record<string, number>>,
  teams: TeamValues,
): TeamComparison[] {
  return Object.entries(features).flatMap(([tag, value]) => {
    const values = teams.get(patient)?.get(tag) ?? [];
    if (values.length < 3) return [];
    const middle = median(values);
    const scale = Math.abs(middle) || 1;
    const off = (one: number): number => Math.abs(one - middle) / scale;
    const [own, others] = [off(value), values.map(off)];
    return [{ patient, tag, own, teams: others, within: own <= quantile(others, 0.9) + PRINTED }];
  });
}

/** A feature over all patients. */
export interface FeatureAgreement {
  readonly tag: string;
  readonly patients: number;
  /** Patients whose own comparison is within. */
  readonly within: number;
  /** Median of our deviations. */
  readonly own: number;
  /** 90th percentile of the deviations of all teams. */
  readonly teams: number;
  readonly agrees: boolean;
}

/** A feature agrees if the median of our deviations is within the teams' 90th percentile. */
export function featureAgreement(comparisons: readonly TeamComparison[]): FeatureAgreement[] {
  return [...byTag(comparisons)].map(([tag, list]) => {
    const own = median(list.map((one) => one.own));
    const teams = quantile(
      list.flatMap((one) => one.teams),
      0.9,
    );
    const within = list.filter((one) => one.within).length;
    return { tag, patients: list.length, within, own, teams, agrees: own <= teams + PRINTED };
  });
}

function byTag(comparisons: readonly TeamComparison[]): Map<string, TeamComparison[]> {
  const groups = new Map<string, TeamComparison[]>();
  for (const one of comparisons) {
    const group = groups.get(one.tag);
    if (group) group.push(one);
    else groups.set(one.tag, [one]);
  }
  return groups;
}
