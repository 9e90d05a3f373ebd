/** DICOM SEG: regions as frames of pixels, each with its own place. Source: DICOM PS3.3 C.8.20. */

import { InputError } from "../input-error.js";
import type { Direction, Triple } from "../volume.js";
import { type DicomItem, readDicom, tags } from "./object.js";
import { pixelLayout, storedPixels } from "./pixels.js";

export interface SegmentFrame {
  readonly segment: number;
  /** columns x rows x 1 voxels at `origin`; the share of each pixel that belongs to the segment, 0 to 1. */
  readonly shares: Float64Array;
  readonly origin: Triple;
}

export interface Segmentation {
  readonly segments: readonly { readonly number: number; readonly label: string }[];
  readonly columns: number;
  readonly rows: number;
  /** In the plane along x and y, mm. */
  readonly pixelSpacing: readonly [number, number];
  readonly direction: Direction;
  readonly frames: readonly SegmentFrame[];
  readonly seriesInstanceUids: readonly string[];
}

const seg = {
  type: "x00620001",
  segments: "x00620002",
  number: "x00620004",
  label: "x00620005",
  identification: "x0062000a",
  referencedNumber: "x0062000b",
  maximum: "x0062000e",
  shared: "x52009229",
  perFrame: "x52009230",
  planePosition: "x00209113",
  planeOrientation: "x00209116",
  measures: "x00289110",
} as const;

/** @throws InputError if the file is no SEG, a frame has no place, or the pixels cannot be read */
export async function readSegmentation(path: string): Promise<Segmentation> {
  const file = readDicom(path);
  const modality = file.text(tags.modality);
  if (modality !== "SEG")
    throw new InputError(
      `the file must be a DICOM SEG; its modality is ${modality ?? "missing"}`,
      path,
    );
  const layout = pixelLayout(file);
  const stored = await storedPixels(file, layout);
  const maximum = file.text(seg.type) === "FRACTIONAL" ? (file.uint16(seg.maximum) ?? 255) : 1;
  const shared = file.items(seg.shared)[0];
  const frames = file.items(seg.perFrame);
  if (frames.length !== layout.frames) {
    throw new InputError(
      `each frame must have its description; ${layout.frames} frames, ${frames.length} descriptions`,
      path,
    );
  }
  const orientation = groupNumbers(frames[0], shared, seg.planeOrientation, tags.orientation);
  const spacing = groupNumbers(frames[0], shared, seg.measures, tags.pixelSpacing);
  if (orientation?.length !== 6 || spacing?.length !== 2) {
    throw new InputError(
      "a segmentation must state orientation and pixel spacing; one of them is missing",
      path,
    );
  }
  const pixels = layout.rows * layout.columns;
  return {
    segments: file
      .items(seg.segments)
      .map((item) => ({ number: item.uint16(seg.number) ?? 0, label: item.text(seg.label) ?? "" })),
    columns: layout.columns,
    rows: layout.rows,
    pixelSpacing: [spacing[1], spacing[0]],
    direction: directionOf(orientation),
    frames: frames.map((frame, f) => {
      const origin = groupNumbers(frame, shared, seg.planePosition, tags.position);
      if (origin?.length !== 3)
        throw new InputError(`each frame must state its position; frame ${f} does not`, path);
      const identification =
        frame.items(seg.identification)[0] ?? shared?.items(seg.identification)[0];
      return {
        segment: identification?.uint16(seg.referencedNumber) ?? 1,
        shares: Float64Array.from(
          stored.subarray(f * pixels, (f + 1) * pixels),
          (value) => value / maximum,
        ),
        origin: origin as unknown as Triple,
      };
    }),
    seriesInstanceUids: file
      .items(tags.referencedSeries)
      .flatMap((series) => series.text(tags.seriesInstance) ?? []),
  };
}

function groupNumbers(
  frame: DicomItem,
  shared: DicomItem | undefined,
  group: string,
  tag: string,
): number[] | undefined {
  return (frame.items(group)[0] ?? shared?.items(group)[0])?.numbers(tag);
}

function directionOf([a, b, c, d, e, f]: readonly number[]): Direction {
  return [a, d, b * f - c * e, b, e, c * d - a * f, c, f, a * e - b * d];
}
