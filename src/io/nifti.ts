/**
 * NIfTI-1 in one file (.nii, .nii.gz): the format in which radiomics shares images.
 *
 * The file's patient coordinates are RAS; they become LPS here, as ITK does it. Orientation comes from the sform
 * where it has orthogonal axes, else from the qform; spacing is the header's own. A scaled image becomes Float64.
 * Source: Cox et al., NIfTI-1 data format (2004), header fields and quaternions.
 */

import { readFileSync } from "node:fs";
import { gunzipStart, gunzipWhole, isGzip } from "./gunzip.js";
import { InputError } from "./input-error.js";
import { type NumbersKind, numbersIn } from "./numbers-in-bytes.js";
import {
  checkGeometry,
  type Direction,
  type Geometry,
  type Triple,
  type Volume,
  type VoxelArray,
} from "./volume.js";

const HEADER = 348;

/** Read a NIfTI file. @throws InputError for anything that is not a whole, three-dimensional NIfTI-1 image */
export function readNifti(path: string): Volume {
  return parseNifti(readFileSync(path), path);
}

/** @param place the file, for messages */
export function parseNifti(file: Uint8Array, place: string): Volume {
  const start = isGzip(file) ? gunzipStart(file, place) : file;
  if (start.length < HEADER) {
    throw new InputError(
      `a NIfTI file must begin with a header of ${HEADER} bytes; there are ${start.length}`,
      place,
    );
  }
  const header = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const little = endianness(header, place);
  checkMagic(start, place);
  const geometry = geometryOf(header, little, place);
  const type = header.getInt16(70, little);
  const bytesPerVoxel = BYTES[type];
  if (bytesPerVoxel === undefined) {
    throw new InputError(
      `voxels must be whole or real numbers (NIfTI types ${Object.keys(BYTES).join(", ")}); the type is ${type}`,
      place,
    );
  }
  const count = geometry.size[0] * geometry.size[1] * geometry.size[2];
  const stated = header.getFloat32(108, little);
  if (!Number.isFinite(stated))
    throw new InputError(`the voxels' offset must be a number; the header says ${stated}`, place);
  if (stated < 0)
    throw new InputError(`the voxels' offset must not be negative; it is ${stated}`, place);
  const offset = Math.max(HEADER, Math.round(stated));
  const needed = offset + count * bytesPerVoxel;
  const data = isGzip(file) ? gunzipWhole(file, needed + 1024 * 1024, place) : file;
  if (data.length < needed) {
    throw new InputError(
      `the header promises ${geometry.size.join(" x ")} voxels (${needed} bytes); the file has ${data.length}`,
      place,
    );
  }
  const values = voxels(data.subarray(offset, needed), type, count, little);
  return {
    ...geometry,
    values: scaled(values, header.getFloat32(112, little), header.getFloat32(116, little)),
  };
}

function endianness(header: DataView, place: string): boolean {
  if (header.getInt32(0, true) === HEADER) return true;
  if (header.getInt32(0, false) === HEADER) return false;
  if (header.getInt32(0, true) === 540 || header.getInt32(0, false) === 540) {
    throw new InputError("the file must be NIfTI-1; this is NIfTI-2; convert it to NIfTI-1", place);
  }
  throw new InputError(
    `a NIfTI header must begin with ${HEADER}; it begins with ${header.getInt32(0, true)}`,
    place,
  );
}

function checkMagic(start: Uint8Array, place: string): void {
  const magic = String.fromCharCode(...start.subarray(344, 347));
  if (magic === "n+1") return;
  const hint = magic === "ni1" ? "; a pair of .hdr and .img must be merged into one .nii" : "";
  throw new InputError(
    `a NIfTI file must carry the mark "n+1"; it carries "${printable(magic)}"${hint}`,
    place,
  );
}

function geometryOf(header: DataView, little: boolean, place: string): Geometry {
  const dimensions = header.getInt16(40, little);
  const extent = (d: number): number => header.getInt16(40 + 2 * d, little);
  if (dimensions < 2 || dimensions > 7) {
    throw new InputError(
      `a NIfTI header must state 2 to 7 dimensions; it states ${dimensions}`,
      place,
    );
  }
  for (let d = 4; d <= dimensions; d++) {
    if (extent(d) > 1)
      throw new InputError(
        `the image must be one volume; dimension ${d} has ${extent(d)} entries`,
        place,
      );
  }
  const size: Triple = [extent(1), extent(2), dimensions >= 3 ? extent(3) : 1];
  const pixdim = (d: number): number => Math.abs(header.getFloat32(76 + 4 * d, little));
  const spacing: Triple = [pixdim(1), pixdim(2), dimensions >= 3 ? pixdim(3) : 1];
  const affine = sform(header, little, place) ?? qform(header, little);
  const direction = affine.flatMap((row, r) => row.slice(0, 3).map((c) => (r < 2 ? 0 - c : c)));
  const origin: Triple = [0 - affine[0][3], 0 - affine[1][3], affine[2][3]];
  const geometry = { size, spacing, origin, direction: direction as unknown as Direction };
  checkGeometry(geometry, place);
  return geometry;
}

/** Unit axes and origin in RAS, or null without an sform, or with one that is not usable beside a qform. */
function sform(header: DataView, little: boolean, place: string): number[][] | null {
  if (header.getInt16(254, little) <= 0) return null;
  const rows = [0, 1, 2].map((r) =>
    [0, 1, 2, 3].map((c) => header.getFloat32(280 + 16 * r + 4 * c, little)),
  );
  const norms = [0, 1, 2].map((c) => Math.hypot(rows[0][c], rows[1][c], rows[2][c]));
  const hasQform = header.getInt16(252, little) > 0;
  if (norms.some((norm) => !(norm > 0))) {
    if (hasQform) return null;
    throw new InputError(
      `the axes of an sform must have a length; theirs are ${norms.join(", ")} mm; mend the header`,
      place,
    );
  }
  const unit = rows.map((row) => row.map((value, c) => (c < 3 ? value / norms[c] : value)));
  const dot = (a: number, b: number): number =>
    unit[0][a] * unit[0][b] + unit[1][a] * unit[1][b] + unit[2][a] * unit[2][b];
  const skew = Math.max(Math.abs(dot(0, 1)), Math.abs(dot(0, 2)), Math.abs(dot(1, 2)));
  return skew > 1e-4 && hasQform ? null : unit;
}

/** Unit axes and origin in RAS from the quaternion; without a qform the axes are RAS themselves. */
function qform(header: DataView, little: boolean): number[][] {
  const at = (offset: number): number => header.getFloat32(offset, little);
  if (header.getInt16(252, little) <= 0) {
    return [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ];
  }
  let [b, c, d] = [at(256), at(260), at(264)];
  let a = 1 - (b * b + c * c + d * d);
  if (a < 1e-7) {
    const norm = Math.hypot(b, c, d);
    [a, b, c, d] = [0, b / norm, c / norm, d / norm];
  } else a = Math.sqrt(a);
  const flip = at(76) < 0 ? -1 : 1;
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), flip * 2 * (b * d + a * c), at(268)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, flip * 2 * (c * d - a * b), at(272)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), flip * (a * a + d * d - c * c - b * b), at(276)],
  ];
}

const BYTES: Readonly<Record<number, number>> = {
  2: 1,
  4: 2,
  8: 4,
  16: 4,
  64: 8,
  256: 1,
  512: 2,
  768: 4,
  1024: 8,
  1280: 8,
};

const KINDS: Readonly<Record<number, NumbersKind<VoxelArray>>> = {
  2: Uint8Array,
  4: Int16Array,
  8: Int32Array,
  16: Float32Array,
  64: Float64Array,
  256: Int8Array,
  512: Uint16Array,
  768: Uint32Array,
};

/** Whole numbers of 64 bits become Float64. */
function voxels(bytes: Uint8Array, type: number, count: number, little: boolean): VoxelArray {
  const kind = KINDS[type];
  if (kind !== undefined) return numbersIn(bytes, kind, count, little);
  const long =
    type === 1024
      ? numbersIn(bytes, BigInt64Array, count, little)
      : numbersIn(bytes, BigUint64Array, count, little);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = Number(long[i]);
  return values;
}

/** Slope 0 means "not scaled"; so does slope 1 with intercept 0. */
function scaled(values: VoxelArray, slope: number, intercept: number): VoxelArray {
  if (slope === 0 || !Number.isFinite(slope) || (slope === 1 && intercept === 0)) return values;
  const levels = new Float64Array(values.length);
  for (let i = 0; i < levels.length; i++) levels[i] = values[i] * slope + intercept;
  return levels;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
