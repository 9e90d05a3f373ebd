/** The files of a ZIP archive, each checked by its CRC-32. Source: PKWARE, APPNOTE 6.3 (no encryption, no ZIP64 sizes). */

import { crc32, inflateRawSync } from "node:zlib";
import { InputError } from "./input-error.js";

/** Whether bytes begin as a ZIP archive does. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Contents by name; stored files are views of the archive.
 *
 * @throws InputError if the archive is truncated, uses what is not read here, or a file differs from its CRC
 */
export function zipEntries(bytes: Uint8Array, place: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view, place);
  const entries = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  const truncated = (): InputError =>
    new InputError("the archive must be complete; it is truncated or damaged", place);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw truncated();
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const nameLength = view.getUint16(at + 28, true);
    const start = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (packed === 0xffffffff || size === 0xffffffff || start === 0xffffffff)
      throw new InputError(`an archive's files must be below 4 GB; "${name}" is not`, place);
    if (start + 30 > end || view.getUint32(start, true) !== 0x04034b50) throw truncated();
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packed > end) throw truncated();
    const content = unpacked(bytes.subarray(from, from + packed), method, size, name, place);
    if (content.length !== size || crc32(content) !== crc)
      throw new InputError(
        `each file of an archive must be as its checksum says; "${name}" is not`,
        place,
      );
    entries.set(name, content);
  }
  return entries;
}

function unpacked(
  bytes: Uint8Array,
  method: number,
  size: number,
  name: string,
  place: string,
): Uint8Array {
  if (method === 0) return bytes;
  if (method === 8) {
    try {
      return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) }));
    } catch {
      throw new InputError(
        `each file of an archive must be as its checksum says; "${name}" is not`,
        place,
      );
    }
  }
  throw new InputError(
    `files of an archive must be stored or deflated; "${name}" has method ${method}`,
    place,
  );
}

/** The record at the archive's end, which a comment of up to 65535 bytes may follow. */
function endOfDirectory(view: DataView, place: string): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65557); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw new InputError("the archive must be complete; it is truncated or damaged", place);
}
