/** Volumes and masks as NIfTI-1 (.nii, .nii.gz), so that other programs can open what was made here. LPS becomes RAS. */

import { gzipSync } from "node:zlib";
import { type Geometry, handedness, type Volume, type VoxelArray } from "./volume.js";
import { writeWhole } from "./write-whole.js";

const TYPES: Readonly<Record<string, number>> = {
  Uint8Array: 2,
  Int16Array: 4,
  Int32Array: 8,
  Float32Array: 16,
  Float64Array: 64,
  Int8Array: 256,
  Uint16Array: 512,
  Uint32Array: 768,
};

/**
 * The number type of the voxels is kept. A name that ends in .gz is compressed.
 *
 * @param description at most 79 characters of ASCII, in the header's field `descrip`
 */
export function saveNifti(path: string, volume: Volume, description?: string): void {
  const bytes = encodeNifti(volume, description);
  writeWhole(path, path.endsWith(".gz") ? gzipSync(bytes) : bytes);
}

export function encodeNifti(volume: Volume, description: string = ""): Uint8Array {
  const { values, size, spacing } = volume;
  const type = TYPES[values.constructor.name];
  const file = new Uint8Array(352 + values.byteLength);
  const view = new DataView(file.buffer);
  view.setInt32(0, 348, true);
  [3, ...size, 1, 1, 1, 1].forEach((n, d) => view.setInt16(40 + 2 * d, n, true));
  view.setInt16(70, type, true);
  view.setInt16(72, 8 * values.BYTES_PER_ELEMENT, true);
  [handedness(volume) < 0 ? -1 : 1, ...spacing].forEach((s, d) =>
    view.setFloat32(76 + 4 * d, s, true),
  );
  view.setFloat32(108, 352, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2); // mm
  file.set(new TextEncoder().encode(description).subarray(0, 79), 148);
  view.setInt16(254, 1, true); // the sform alone: exact for any direction
  ras(volume).forEach((row, r) =>
    row.forEach((value, c) => view.setFloat32(280 + 16 * r + 4 * c, value, true)),
  );
  file.set([0x6e, 0x2b, 0x31, 0], 344); // n+1
  file.set(littleEndian(values), 352);
  return file;
}

function ras({ spacing, origin, direction: d }: Geometry): number[][] {
  return [0, 1, 2].map((r) => {
    const sign = r < 2 ? -1 : 1;
    return [...[0, 1, 2].map((c) => sign * d[3 * r + c] * spacing[c]), sign * origin[r]];
  });
}

/** Typed arrays lie in the machine's order; every platform of Node is little-endian. */
function littleEndian(values: VoxelArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
