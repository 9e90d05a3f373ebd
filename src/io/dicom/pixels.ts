/** Pixel data of a DICOM object as numbers: uncompressed, RLE, JPEG, JPEG lossless, JPEG-LS and JPEG 2000. */

import { InputError } from "../input-error.js";
import { type DicomObject, tags } from "./object.js";
import { decodeRle } from "./rle.js";

/** How the stored numbers lie in the bytes. */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
}

const UNCOMPRESSED = new Set([
  "1.2.840.10008.1.2",
  "1.2.840.10008.1.2.1",
  "1.2.840.10008.1.2.2",
  "1.2.840.10008.1.2.1.99",
]);
const DECODED: Readonly<
  Record<string, (frame: Uint8Array, layout: PixelLayout) => Promise<Uint8Array>>
> = {
  "1.2.840.10008.1.2.5": async (frame, layout) =>
    decodeRle(frame, layout.rows * layout.columns, layout.bitsAllocated / 8),
  "1.2.840.10008.1.2.4.50": jpeg,
  "1.2.840.10008.1.2.4.57": jpegLossless,
  "1.2.840.10008.1.2.4.70": jpegLossless,
  "1.2.840.10008.1.2.4.80": jpegLs,
  "1.2.840.10008.1.2.4.81": jpegLs,
  "1.2.840.10008.1.2.4.90": jpeg2000,
  "1.2.840.10008.1.2.4.91": jpeg2000,
};

/** @throws InputError if the object has no pixels, several samples a pixel, or a depth that is not 1, 8, 16 or 32 bits */
export function pixelLayout(object: DicomObject): PixelLayout {
  const { place } = object;
  const rows = object.uint16(tags.rows);
  const columns = object.uint16(tags.columns);
  if (!rows || !columns || !object.has(tags.pixelData)) {
    throw new InputError("an image must have pixel data; this DICOM object has none", place);
  }
  const samples = object.uint16(tags.samplesPerPixel) ?? 1;
  if (samples !== 1)
    throw new InputError(
      `an image must have one grey level a pixel; this one has ${samples} samples`,
      place,
    );
  const bitsAllocated = object.uint16(tags.bitsAllocated) ?? 16;
  if (![1, 8, 16, 32].includes(bitsAllocated)) {
    throw new InputError(
      `pixels must be stored in 1, 8, 16 or 32 bits; here in ${bitsAllocated}`,
      place,
    );
  }
  return {
    rows,
    columns,
    frames: object.numbers(tags.frames)?.[0] ?? 1,
    bitsAllocated,
    bitsStored: object.uint16(tags.bitsStored) ?? bitsAllocated,
    signed: object.uint16(tags.pixelRepresentation) === 1,
  };
}

/**
 * Stored values of all frames, rows x columns each, before the rescale slope. One-bit pixels give 0 and 1.
 *
 * @throws InputError for a transfer syntax without a decoder (named), or too few bytes
 */
export async function storedPixels(object: DicomObject, layout: PixelLayout): Promise<Int32Array> {
  const { transferSyntax, place } = object;
  const count = layout.rows * layout.columns * layout.frames;
  const frames = object.pixelFrames(layout.frames) ?? [];
  const decode = DECODED[transferSyntax];
  if (decode === undefined && !UNCOMPRESSED.has(transferSyntax)) {
    throw new InputError(
      `the transfer syntax must be one that is decoded here (uncompressed, RLE, JPEG, JPEG lossless, JPEG-LS, JPEG 2000); it is ${transferSyntax}; decompress the file first`,
      place,
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = decode
      ? joined(await Promise.all(frames.map((frame) => decode(frame, layout))))
      : joined(frames);
  } catch (fault) {
    throw new InputError(
      `the compressed pixels (${transferSyntax}) must be readable; ${faultOf(fault)}`,
      place,
    );
  }
  const needed = Math.ceil((count * layout.bitsAllocated) / 8);
  if (bytes.length < needed) {
    throw new InputError(
      `${layout.rows} x ${layout.columns} x ${layout.frames} pixels need ${needed} bytes; there are ${bytes.length}; copy the file again`,
      place,
    );
  }
  return numbersOf(bytes, layout, count, decode !== undefined || object.littleEndian);
}

function numbersOf(
  bytes: Uint8Array,
  layout: PixelLayout,
  count: number,
  little: boolean,
): Int32Array {
  const { bitsAllocated, bitsStored, signed } = layout;
  const values = new Int32Array(count);
  if (bitsAllocated === 1) return values.map((_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unused = 32 - bitsStored;
  for (let i = 0; i < count; i++) {
    const word =
      bitsAllocated === 8
        ? bytes[i]
        : bitsAllocated === 16
          ? view.getUint16(2 * i, little)
          : view.getInt32(4 * i, little);
    // Bits above the stored ones belong to overlays; shifting up and down again drops them and carries the sign.
    values[i] = signed ? (word << unused) >> unused : (word << unused) >>> unused;
  }
  return values;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The codecs report their progress on the console unless told otherwise. */
const silent: CodecOptions = { print: () => {}, printErr: () => {} };

async function jpegLossless(frame: Uint8Array): Promise<Uint8Array> {
  const { Decoder } = await import("jpeg-lossless-decoder-js");
  return new Uint8Array(new Decoder().decompress(frame.slice().buffer));
}

async function jpeg(frame: Uint8Array): Promise<Uint8Array> {
  const { default: start } = await import("@cornerstonejs/codec-libjpeg-turbo-8bit");
  return decoded(new (await start(silent)).JPEGDecoder(), frame);
}

async function jpegLs(frame: Uint8Array): Promise<Uint8Array> {
  const { default: start } = await import("@cornerstonejs/codec-charls");
  return decoded(new (await start(silent)).JpegLSDecoder(), frame);
}

async function jpeg2000(frame: Uint8Array): Promise<Uint8Array> {
  const { default: start } = await import("@cornerstonejs/codec-openjpeg");
  return decoded(new (await start(silent)).J2KDecoder(), frame);
}

function decoded(decoder: CornerstoneDecoder, frame: Uint8Array): Uint8Array {
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    return decoder.getDecodedBuffer().slice();
  } finally {
    decoder.delete();
  }
}

/** What a decoder says; those compiled from C++ throw the address of their reason. */
function faultOf(fault: unknown): string {
  return fault instanceof Error
    ? `decoding ended with "${fault.message}"`
    : "their decoder gives up; copy the file again";
}
