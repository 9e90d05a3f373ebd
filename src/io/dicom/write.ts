/**
 * Volumes and regions as DICOM files, so that other programs can open what was made here.
 * Identifiers are derived from the name given, so that the same volume gives the same bytes.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { power } from "../../math/power.js";
import { patientPoint, type Triple, type Volume } from "../volume.js";
import { writeWhole } from "../write-whole.js";
import { type DicomElement, encodeDicomFile } from "./encode.js";

const MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";
const STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3";

export interface DicomNames {
  /** Shown as patient's name and id. */
  readonly patient: string;
  /** Names the series; with the patient it fixes all identifiers. */
  readonly series: string;
  /** What the reader of a file must know of it, such as that it is constructed. */
  readonly comment?: string;
}

/** A region to write: its closed contours in patient coordinates, mm, LPS. */
export interface NamedContours {
  readonly name: string;
  readonly contours: readonly (readonly Triple[])[];
}

/** A unique identifier under 2.25 that depends on the text alone. */
export function derivedUid(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 30);
  return `2.25.${BigInt(`0x${digest}`)}`;
}

/**
 * One MR slice a file, as 16-bit numbers with the slope that holds the volume's range.
 *
 * @returns the paths written
 */
export function saveDicomSeries(volume: Volume, folder: string, names: DicomNames): string[] {
  const { size, spacing, direction: d } = volume;
  const { slope, intercept } = rescaleOf(volume);
  const pixels = size[0] * size[1];
  return Array.from({ length: size[2] }, (_, k) => {
    const stored = new Uint16Array(pixels);
    for (let i = 0; i < pixels; i++)
      stored[i] = Math.round((volume.values[k * pixels + i] - intercept) / slope);
    const instance = derivedUid(`${names.patient}/${names.series}/${k}`);
    const elements: DicomElement[] = [
      ...headOf("MR", names),
      ...(names.comment === undefined ? [] : [["00204000", "LT", names.comment] as const]),
      ["00200013", "IS", String(k + 1)],
      ["00200032", "DS", patientPoint(volume, [0, 0, k])],
      ["00200037", "DS", [d[0], d[3], d[6], d[1], d[4], d[7]]],
      ["00180050", "DS", [spacing[2]]],
      ["00280002", "US", 1],
      ["00280004", "CS", "MONOCHROME2"],
      ["00280010", "US", size[1]],
      ["00280011", "US", size[0]],
      ["00280030", "DS", [spacing[1], spacing[0]]],
      ["00280100", "US", 16],
      ["00280101", "US", 16],
      ["00280102", "US", 15],
      ["00280103", "US", 0],
      ["00281052", "DS", [intercept]],
      ["00281053", "DS", [slope]],
      ["7fe00010", "OW", new Uint8Array(stored.buffer)],
    ];
    const path = join(folder, `${String(k + 1).padStart(4, "0")}.dcm`);
    writeWhole(path, encodeDicomFile(MR_IMAGE, instance, elements));
    return path;
  });
}

/**
 * An RTSTRUCT that refers to the series written under the same names.
 *
 * @param label tells several of one series apart
 */
export function saveStructureSet(
  path: string,
  regions: readonly NamedContours[],
  names: DicomNames,
  label: string = "structures",
): void {
  const frame = derivedUid(`${names.patient}/frame`);
  const series: DicomElement[] = [
    ["0020000e", "UI", derivedUid(`${names.patient}/${names.series}`)],
  ];
  const study: DicomElement[] = [["30060014", "SQ", [series]]];
  const frameOfReference: DicomElement[] = [
    ["00200052", "UI", frame],
    ["30060012", "SQ", [study]],
  ];
  const elements: DicomElement[] = [
    ...headOf("RTSTRUCT", { ...names, series: `${names.series}/${label}` }),
    ["30060002", "SH", label.slice(0, 16)],
    ...(names.comment === undefined ? [] : [["30060006", "ST", names.comment] as const]),
    ["30060010", "SQ", [frameOfReference]],
    ["30060020", "SQ", regions.map(({ name }, r) => regionElements(name, r + 1, frame))],
    ["30060039", "SQ", regions.map(({ contours }, r) => contourElements(contours, r + 1))],
  ];
  const instance = derivedUid(`${names.patient}/${names.series}/${label}/0`);
  writeWhole(path, encodeDicomFile(STRUCTURE_SET, instance, elements));
}

function regionElements(name: string, number: number, frame: string): DicomElement[] {
  return [
    ["30060022", "IS", String(number)],
    ["30060024", "UI", frame],
    ["30060026", "LO", name],
  ];
}

function contourElements(contours: NamedContours["contours"], number: number): DicomElement[] {
  const items = contours.map((points): DicomElement[] => [
    ["30060042", "CS", "CLOSED_PLANAR"],
    ["30060046", "IS", String(points.length)],
    ["30060050", "DS", points.flatMap((point) => [...point])],
  ]);
  return [
    ["30060040", "SQ", items],
    ["30060084", "IS", String(number)],
  ];
}

function headOf(modality: string, { patient, series }: DicomNames): DicomElement[] {
  return [
    ["00080060", "CS", modality],
    ["0008103e", "LO", series],
    ["00100010", "PN", patient],
    ["00100020", "LO", patient],
    ["0020000d", "UI", derivedUid(`${patient}/study`)],
    ["0020000e", "UI", derivedUid(`${patient}/${series}`)],
    ["00200052", "UI", derivedUid(`${patient}/frame`)],
  ];
}

/** Whole numbers that fit are stored as they are; others with a slope of a power of two, which loses least. */
function rescaleOf({ values }: Volume): { slope: number; intercept: number } {
  let [low, high] = [Infinity, -Infinity];
  let whole = true;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    whole &&= Number.isInteger(value);
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new RangeError(
      `grey levels must be finite to be written as DICOM; they run from ${low} to ${high}`,
    );
  }
  const intercept = Math.floor(low);
  const exponent = Math.ceil(Math.log2((high - intercept || 1) / 65535));
  return { slope: whole && exponent <= 0 ? 1 : power(2, exponent), intercept };
}
