/** Decompression that knows beforehand how large the result may be: a bomb ends as a sentence, not as a full memory. */

import { constants, gunzipSync } from "node:zlib";
import { InputError } from "./input-error.js";

/** 2 GiB: a thousand million voxels of 16 bits, more than any scanner makes. */
const LARGEST = 2 ** 31;

/** Whether the bytes start as a gzip member does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The first bytes of what a gzip file holds, enough for a header; a truncated file gives what there is. */
export function gunzipStart(bytes: Uint8Array, place: string): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, 16384), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw unreadable(error, place);
  }
}

/**
 * All of it.
 *
 * @param limit the most bytes it may have, from the header
 * @throws InputError if the stream is damaged, cut short, or larger than `limit`
 */
export function gunzipWhole(bytes: Uint8Array, limit: number, place: string): Uint8Array {
  if (limit > LARGEST)
    throw new InputError(
      `compressed data must unpack to at most ${LARGEST} bytes; the header asks for ${limit}; if it is right, unpack the file first`,
      place,
    );
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new InputError(
        `the compressed data must hold what the header says (at most ${limit} bytes); they unpack to more; the file is damaged or hostile`,
        place,
      );
    }
    throw unreadable(error, place);
  }
}

function unreadable(error: unknown, place: string): InputError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(
    `the gzip data must be whole; reading ended with "${reason}"; copy the file again`,
    place,
  );
}
