/** Numbers as files of weights keep them, as 32-bit floats: halves and bfloat16 exactly, 64-bit ones rounded. */

/** safetensors' names. */
export type NumberKind =
  | "F64"
  | "F32"
  | "F16"
  | "BF16"
  | "I64"
  | "I32"
  | "I16"
  | "I8"
  | "U8"
  | "BOOL";

const BYTES: Readonly<Record<NumberKind, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

export function isNumberKind(name: string): name is NumberKind {
  return Object.hasOwn(BYTES, name);
}

export function bytesOf(kind: NumberKind): number {
  return BYTES[kind];
}

/** @param bytes little-endian, a whole number of values */
export function asFloats(bytes: Uint8Array, kind: NumberKind): Float32Array {
  const count = bytes.length / BYTES[kind];
  if (kind === "F32") return new Float32Array(bytes.slice().buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READERS[kind];
  return Float32Array.from({ length: count }, (_, i) => read(view, i * BYTES[kind]));
}

const READERS: Readonly<Record<NumberKind, (view: DataView, at: number) => number>> = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => half(view.getUint16(at, true)),
  BF16: (view, at) => bfloat(view.getUint16(at, true)),
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  I32: (view, at) => view.getInt32(at, true),
  I16: (view, at) => view.getInt16(at, true),
  I8: (view, at) => view.getInt8(at),
  U8: (view, at) => view.getUint8(at),
  BOOL: (view, at) => view.getUint8(at),
};

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return (sign * fraction) / 16777216;
  return (sign * (1024 + fraction) * 2 ** exponent) / 33554432;
}

/** The upper half of a 32-bit float. */
function bfloat(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 65536);
  return view.getFloat32(0);
}
