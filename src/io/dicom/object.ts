/** One DICOM object: its elements by tag, whatever transfer syntax it came in. */

import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import dicomParser from "dicom-parser";
import { InputError } from "../input-error.js";

/** The elements of a data set or of an item of a sequence. */
export interface DicomItem {
  /** Whether the element is there and not empty. */
  has(tag: string): boolean;
  /** Text without padding, or undefined. */
  text(tag: string): string | undefined;
  /** All numbers of a DS or IS element. */
  numbers(tag: string): number[] | undefined;
  /** The first number of a US element. */
  uint16(tag: string): number | undefined;
  /** The whole numbers of a UL element or US element with several values. */
  uint16s(tag: string): number[];
  items(tag: string): DicomItem[];
}

export interface DicomObject extends DicomItem {
  /** The file, for messages. */
  readonly place: string;
  readonly transferSyntax: string;
  readonly littleEndian: boolean;
  /** Stored pixel bytes of each frame: one entry, uncompressed, or one an encapsulated frame; null without pixels. */
  pixelFrames(frameCount: number): Uint8Array[] | null;
}

/** Names for messages and code that reads well. */
export const tags = {
  sopClass: "x00080016",
  sopInstance: "x00080018",
  modality: "x00080060",
  seriesDescription: "x0008103e",
  referencedSopInstance: "x00081155",
  referencedSeries: "x00081115",
  seriesInstance: "x0020000e",
  frameOfReference: "x00200052",
  position: "x00200032",
  orientation: "x00200037",
  samplesPerPixel: "x00280002",
  photometric: "x00280004",
  frames: "x00280008",
  rows: "x00280010",
  columns: "x00280011",
  pixelSpacing: "x00280030",
  bitsAllocated: "x00280100",
  bitsStored: "x00280101",
  pixelRepresentation: "x00280103",
  intercept: "x00281052",
  slope: "x00281053",
  pixelData: "x7fe00010",
} as const;

/** Read a DICOM file. @throws InputError for a file that is not DICOM, or is cut short */
export function readDicom(path: string): DicomObject {
  return parseDicom(new Uint8Array(readFileSync(path)), path);
}

export function parseDicom(bytes: Uint8Array, place: string): DicomObject {
  let data: dicomParser.DataSet;
  try {
    data = dicomParser.parseDicom(bytes, { inflater: inflated });
  } catch (fault) {
    throw new InputError(`a DICOM file must be whole and readable; ${reasonOf(fault)}`, place);
  }
  const transferSyntax = data.string("x00020010") ?? "1.2.840.10008.1.2";
  const pixels = data.elements[tags.pixelData];
  if (pixels && pixels.dataOffset + pixels.length > data.byteArray.length) {
    throw new InputError(
      `pixel data must be whole; ${pixels.length} bytes are promised, ${data.byteArray.length - pixels.dataOffset} are there; copy the file again`,
      place,
    );
  }
  return {
    ...itemOf(data),
    place,
    transferSyntax,
    littleEndian: transferSyntax !== "1.2.840.10008.1.2.2",
    pixelFrames: (frameCount) => framesOf(data, frameCount, place),
  };
}

/** A deflated data set unpacked (PS3.5 A.5): the bytes up to `position` are not deflated. At most 2 GB. */
function inflated(bytes: Uint8Array, position: number): Uint8Array {
  const rest = inflateRawSync(bytes.subarray(position), { maxOutputLength: 2 ** 31 });
  const whole = new Uint8Array(position + rest.length);
  whole.set(bytes.subarray(0, position));
  whole.set(rest, position);
  return whole;
}

function itemOf(data: dicomParser.DataSet): DicomItem {
  const numbers = (tag: string): number[] | undefined => {
    const text = data.string(tag);
    return text === undefined || text === "" ? undefined : text.split("\\").map(Number);
  };
  return {
    has: (tag) => (data.elements[tag]?.length ?? 0) > 0,
    text: (tag) => data.string(tag),
    numbers,
    uint16: (tag) => data.uint16(tag),
    uint16s: (tag) =>
      Array.from(
        { length: (data.elements[tag]?.length ?? 0) / 2 },
        (_, i) => data.uint16(tag, i) ?? 0,
      ),
    items: (tag) =>
      (data.elements[tag]?.items ?? []).flatMap((item) =>
        item.dataSet ? [itemOf(item.dataSet)] : [],
      ),
  };
}

function framesOf(
  data: dicomParser.DataSet,
  frameCount: number,
  place: string,
): Uint8Array[] | null {
  const element = data.elements[tags.pixelData];
  if (!element || element.length === 0) return null;
  const bytes = data.byteArray as Uint8Array;
  if (!element.encapsulatedPixelData)
    return [bytes.subarray(element.dataOffset, element.dataOffset + element.length)];
  try {
    const fragments = element.fragments?.length ?? 0;
    if (frameCount === 1)
      return [
        new Uint8Array(
          dicomParser.readEncapsulatedPixelDataFromFragments(data, element, 0, fragments),
        ),
      ];
    const table = element.basicOffsetTable?.length
      ? element.basicOffsetTable
      : dicomParser.createJPEGBasicOffsetTable(data, element);
    return Array.from(
      { length: frameCount },
      (_, frame) =>
        new Uint8Array(dicomParser.readEncapsulatedImageFrame(data, element, frame, table)),
    );
  } catch (fault) {
    throw new InputError(`compressed pixel data must be whole; ${reasonOf(fault)}`, place);
  }
}

function reasonOf(fault: unknown): string {
  const reason =
    fault instanceof Error
      ? fault.message
      : ((fault as { exception?: string })?.exception ?? String(fault));
  return `reading ended with "${reason}"`;
}
