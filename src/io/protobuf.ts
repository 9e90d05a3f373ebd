/**
 * The wire format of protocol buffers, as much of it as ONNX files need: varints, 32-bit numbers, and fields with a length.
 * Source: Protocol Buffers documentation, "Encoding".
 */

import { InputError } from "./input-error.js";

/** A field to write: a whole number, a 32-bit float, a text, bytes, or a message of fields. */
export type WireField = readonly [
  tag: number,
  value: bigint | number | string | Uint8Array | { readonly float: number } | readonly WireField[],
];

/** A field that was read; `bytes` of a field with a length, else `number`. */
export interface ReadField {
  readonly tag: number;
  readonly number: bigint;
  readonly bytes: Uint8Array | null;
}

/** The bytes of a message, its fields in the order given. */
export function encodeMessage(fields: readonly WireField[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const length = write(fields, parts);
  const bytes = new Uint8Array(length);
  let at = length;
  for (const part of parts) {
    at -= part.length;
    bytes.set(part, at);
  }
  return bytes;
}

/** Parts from last to first, so that each length is known when it is written; large tensors are copied once. */
function write(fields: readonly WireField[], parts: Uint8Array[]): number {
  let length = 0;
  const push = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  for (let f = fields.length - 1; f >= 0; f--) {
    const [tag, value] = fields[f];
    const wire = wireType(value);
    if (wire === 0) push(varint(BigInt(value as number | bigint)));
    else if (wire === 5) {
      const float = new DataView(new ArrayBuffer(4));
      float.setFloat32(0, (value as { float: number }).float, true);
      push(new Uint8Array(float.buffer));
    } else {
      let inner: number;
      if (Array.isArray(value)) {
        inner = write(value as readonly WireField[], parts);
        length += inner;
      } else {
        const bytes =
          typeof value === "string" ? new TextEncoder().encode(value) : (value as Uint8Array);
        push(bytes);
        inner = bytes.length;
      }
      push(varint(BigInt(inner)));
    }
    push(varint(BigInt(tag * 8 + wire)));
  }
  return length;
}

function wireType(value: WireField[1]): 0 | 2 | 5 {
  if (typeof value === "number" || typeof value === "bigint") return 0;
  return typeof value === "object" && "float" in value ? 5 : 2;
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/**
 * The fields of a message, in the file's order; bytes are views, not copies.
 *
 * @throws InputError if the message ends within a field
 */
export function decodeMessage(bytes: Uint8Array, place: string): ReadField[] {
  const fields: ReadField[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const broken = (): InputError =>
    new InputError(
      "the file must be a complete protocol buffer, as ONNX files are; it is truncated or something else",
      place,
    );
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw broken();
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw broken();
  };
  while (at < bytes.length) {
    const key = Number(number());
    const tag = Math.floor(key / 8);
    const wire = key % 8;
    if (tag === 0) throw broken();
    if (wire === 0) fields.push({ tag, number: number(), bytes: null });
    else if (wire === 2 || wire === 1 || wire === 5) {
      const length = wire === 2 ? Number(number()) : wire === 1 ? 8 : 4;
      if (at + length > bytes.length) throw broken();
      const part = bytes.subarray(at, at + length);
      fields.push(
        wire === 2
          ? { tag, number: 0n, bytes: part }
          : {
              tag,
              number: wire === 1 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true)),
              bytes: null,
            },
      );
      at += length;
    } else throw broken();
  }
  return fields;
}
