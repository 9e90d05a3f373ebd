/**
 * NRRD (.nrrd, and .nhdr with its data beside it): a text header, then raw, gzip or text voxels.
 * Coordinates are turned to LPS, whatever space the header names.
 * Source: Kindlmann, "Definition of NRRD file format" (teem), fields used by ITK's writer.
 */

import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { gunzipWhole } from "./gunzip.js";
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

/** More than any scanner makes. */
const LARGEST = 2 ** 31;

/** Read an NRRD file. @throws InputError for anything that is not a whole, three-dimensional scalar image */
export function readNrrd(path: string): Volume {
  return parseNrrd(new Uint8Array(readFileSync(path)), path);
}

/** @param place the file, for messages; a detached data file is looked for in its folder and nowhere else */
export function parseNrrd(file: Uint8Array, place: string): Volume {
  const { fields, dataAt } = readHeader(file, place);
  const geometry = geometryOf(fields, place);
  const kind = TYPES[field(fields, "type", place).toLowerCase()];
  if (!kind)
    throw new InputError(
      `voxels must be of a numeric type; the header says "${fields.get("type")}"`,
      place,
    );
  const count = geometry.size[0] * geometry.size[1] * geometry.size[2];
  const detached = fields.get("data file") ?? fields.get("datafile");
  const stored = detached === undefined ? file.subarray(dataAt) : readNeighbour(place, detached);
  return { ...geometry, values: voxels(stored, fields, kind, count, place) };
}

type Fields = ReadonlyMap<string, string>;

function readHeader(file: Uint8Array, place: string): { fields: Fields; dataAt: number } {
  const text = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, 1 << 20)).toString(
    "latin1",
  );
  if (!/^NRRD000[1-5]\r?\n/.test(text)) {
    throw new InputError(
      'an NRRD file must begin with "NRRD0001" to "NRRD0005"; it does not',
      place,
    );
  }
  const end = /\r?\n\r?\n/.exec(text);
  const header = end ? text.slice(0, end.index) : text;
  const fields = new Map<string, string>();
  for (const line of header.split(/\r?\n/).slice(1)) {
    if (line.startsWith("#") || line.includes(":=")) continue;
    const colon = line.indexOf(": ");
    if (colon > 0)
      fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 2).trim());
  }
  return { fields, dataAt: end ? end.index + end[0].length : file.length };
}

function field(fields: Fields, name: string, place: string): string {
  const value = fields.get(name);
  if (value === undefined)
    throw new InputError(`an NRRD header must have the field "${name}"; it is missing`, place);
  return value;
}

function geometryOf(fields: Fields, place: string): Geometry {
  const size = field(fields, "sizes", place).split(/\s+/).map(Number);
  if (size.length !== 3 || field(fields, "dimension", place) !== "3") {
    throw new InputError(
      `the image must be one scalar volume with three dimensions; its sizes are ${size.join(" x ")}`,
      place,
    );
  }
  const flip = spaceToLps(fields.get("space"), place);
  const axes = fields.get("space directions")?.match(/\([^)]*\)|none/g);
  const vectors =
    axes?.map((text) => vector(text, flip, place)) ?? unitAxes(fields.get("spacings"));
  if (vectors.length !== 3)
    throw new InputError(
      `the header must give three space directions; it gives ${vectors.length}`,
      place,
    );
  const spacing = vectors.map((v) => Math.hypot(...v));
  const direction = [0, 1, 2].flatMap((row) => vectors.map((v, d) => v[row] / spacing[d]));
  const origin = fields.has("space origin")
    ? vector(fields.get("space origin")!, flip, place)
    : [0, 0, 0];
  const geometry = {
    size: size as unknown as Triple,
    spacing: spacing as unknown as Triple,
    origin: origin as unknown as Triple,
    direction: direction as unknown as Direction,
  };
  checkGeometry(geometry, place);
  return geometry;
}

/** Signs that turn a named space into LPS. */
function spaceToLps(space: string | undefined, place: string): Triple {
  switch (space?.toLowerCase()) {
    case undefined:
    case "left-posterior-superior":
    case "lps":
      return [1, 1, 1];
    case "right-anterior-superior":
    case "ras":
      return [-1, -1, 1];
    case "left-anterior-superior":
    case "las":
      return [1, -1, 1];
    default:
      throw new InputError(`the space must be LPS, RAS or LAS; it is "${space}"`, place);
  }
}

function vector(text: string, flip: Triple, place: string): number[] {
  const numbers = text.replace(/[()]/g, "").split(",").map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
    throw new InputError(`a space direction must be three numbers; it is "${text}"`, place);
  }
  return numbers.map((n, d) => n * flip[d]);
}

function unitAxes(spacings: string | undefined): number[][] {
  const s = spacings?.split(/\s+/).map(Number) ?? [1, 1, 1];
  return [0, 1, 2].map((d) => [0, 1, 2].map((row) => (row === d ? s[d] : 0)));
}

function readNeighbour(place: string, name: string): Uint8Array {
  const folder = realpathSync(dirname(place));
  if (/^LIST|%/.test(name))
    throw new InputError(`the data must be in one file; the header names "${name}"`, place);
  let path: string;
  try {
    path = realpathSync(join(folder, name));
  } catch {
    throw new InputError(
      `the data file must be there; there is no "${name}" beside the header`,
      place,
    );
  }
  if (!path.startsWith(folder + sep)) {
    throw new InputError(`the data file must lie in the header's folder; it is "${name}"`, place);
  }
  return new Uint8Array(readFileSync(path));
}

type Kind = NumbersKind<VoxelArray>;

const KINDS: readonly (readonly [Kind, readonly string[]])[] = [
  [Int8Array, ["signed char", "int8", "int8_t"]],
  [Uint8Array, ["uchar", "unsigned char", "uint8", "uint8_t"]],
  [Int16Array, ["short", "short int", "signed short", "signed short int", "int16", "int16_t"]],
  [Uint16Array, ["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"]],
  [Int32Array, ["int", "signed int", "int32", "int32_t"]],
  [Uint32Array, ["uint", "unsigned int", "uint32", "uint32_t"]],
  [Float32Array, ["float"]],
  [Float64Array, ["double"]],
];
const TYPES: Readonly<Record<string, Kind>> = Object.fromEntries(
  KINDS.flatMap(([kind, names]) => names.map((name) => [name, kind])),
);

function voxels(
  stored: Uint8Array,
  fields: Fields,
  kind: Kind,
  count: number,
  place: string,
): VoxelArray {
  const bytes = kind.BYTES_PER_ELEMENT;
  const encoding = field(fields, "encoding", place).toLowerCase();
  const least = ["text", "txt", "ascii", "gzip", "gz"].includes(encoding) ? 0 : count * bytes;
  if (stored.length < least) throw tooFew(least, stored.length, "bytes", place);
  if (count > LARGEST)
    throw new InputError(
      `a volume must have at most ${LARGEST} voxels; the header promises ${count}`,
      place,
    );
  if (["text", "txt", "ascii"].includes(encoding)) {
    const numbers = Buffer.from(stored).toString("latin1").trim().split(/\s+/);
    if (numbers.length !== count) throw tooFew(count, numbers.length, "numbers", place);
    const values = new kind(new ArrayBuffer(count * bytes), 0, count);
    numbers.forEach((text, i) => {
      values[i] = Number(text);
    });
    return values;
  }
  const needed = count * bytes;
  const raw = ["gzip", "gz"].includes(encoding) ? gunzipWhole(stored, needed, place) : stored;
  if (!["gzip", "gz", "raw"].includes(encoding)) {
    throw new InputError(
      `the encoding must be raw, gzip or text; it is "${encoding}"; write the image again as gzip`,
      place,
    );
  }
  if (raw.length < needed) throw tooFew(needed, raw.length, "bytes", place);
  const little = bytes === 1 || field(fields, "endian", place).toLowerCase() === "little";
  return numbersIn(raw, kind, count, little);
}

function tooFew(promised: number, got: number, unit: string, place: string): InputError {
  return new InputError(
    `the header promises ${promised} ${unit} of voxels; the file has ${got}`,
    place,
  );
}
