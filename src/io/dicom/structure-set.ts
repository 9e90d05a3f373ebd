/** RTSTRUCT: regions as closed contours in patient coordinates. Source: DICOM PS3.3 C.8.8.5 and C.8.8.6. */

import { InputError } from "../input-error.js";
import type { Triple } from "../volume.js";
import { type DicomItem, parseDicom, readDicom, tags } from "./object.js";

export interface Contour {
  /** Corners in order, mm, LPS; the last joins the first. */
  readonly points: readonly Triple[];
  /** SOPInstanceUID of the slice it was drawn on, where the file says so. */
  readonly sopInstanceUid: string | null;
}

export interface StructureSet {
  /** Names of the regions, in the file's order. */
  readonly names: readonly string[];
  /** Closed contours of each region, by its place in `names`. */
  readonly contours: readonly (readonly Contour[])[];
  /** SeriesInstanceUIDs of the images it was drawn on; empty where the file does not say. */
  readonly seriesInstanceUids: readonly string[];
}

const rt = {
  referencedFrame: "x30060010",
  referencedStudy: "x30060012",
  referencedSeries: "x30060014",
  contourImage: "x30060016",
  regions: "x30060020",
  regionNumber: "x30060022",
  regionName: "x30060026",
  regionContours: "x30060039",
  contours: "x30060040",
  contourType: "x30060042",
  contourData: "x30060050",
  referencedRegion: "x30060084",
} as const;

/** @throws InputError if the file is not an RTSTRUCT, or a contour's numbers are not triples */
export function readStructureSet(path: string): StructureSet {
  return structureSetOf(readDicom(path), path);
}

export function parseStructureSet(bytes: Uint8Array, place: string): StructureSet {
  return structureSetOf(parseDicom(bytes, place), place);
}

function structureSetOf(file: DicomItem, place: string): StructureSet {
  const modality = file.text(tags.modality);
  if (modality !== "RTSTRUCT") {
    throw new InputError(
      `the file must be an RTSTRUCT; its modality is ${modality ?? "missing"}`,
      place,
    );
  }
  const regions = file.items(rt.regions);
  const drawn = new Map(
    file.items(rt.regionContours).map((item) => [item.text(rt.referencedRegion), item]),
  );
  return {
    names: regions.map((region) => region.text(rt.regionName) ?? ""),
    contours: regions.map((region) => contoursOf(drawn.get(region.text(rt.regionNumber)), place)),
    seriesInstanceUids: file
      .items(rt.referencedFrame)
      .flatMap((frame) => frame.items(rt.referencedStudy))
      .flatMap((study) => study.items(rt.referencedSeries))
      .flatMap((series) => series.text(tags.seriesInstance) ?? []),
  };
}

function contoursOf(region: DicomItem | undefined, place: string): Contour[] {
  return (region?.items(rt.contours) ?? [])
    .filter((contour) => /^CLOSED/.test(contour.text(rt.contourType) ?? "CLOSED_PLANAR"))
    .map((contour) => {
      const numbers = contour.numbers(rt.contourData) ?? [];
      if (numbers.length < 9 || numbers.length % 3 !== 0 || !numbers.every(Number.isFinite)) {
        throw new InputError(
          `a contour must have at least three points of three numbers; one has ${numbers.length} numbers`,
          place,
        );
      }
      return {
        points: Array.from(
          { length: numbers.length / 3 },
          (_, i): Triple => [numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]],
        ),
        sopInstanceUid: contour.items(rt.contourImage)[0]?.text(tags.referencedSopInstance) ?? null,
      };
    });
}
