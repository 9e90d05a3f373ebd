/** Voxels as a file holds them: a view of its bytes where they can be read so, else a copy, turned if need be. */

import type { VoxelArray } from "./volume.js";

/** A kind of typed array. */
export interface NumbersKind<A extends VoxelArray | BigInt64Array | BigUint64Array> {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): A;
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * The first `count` numbers of some bytes.
 *
 * @param little whether the lowest byte of a number comes first, as on the machines that this runs on
 */
export function numbersIn<A extends VoxelArray | BigInt64Array | BigUint64Array>(
  bytes: Uint8Array,
  kind: NumbersKind<A>,
  count: number,
  little: boolean,
): A {
  const size = kind.BYTES_PER_ELEMENT;
  const turned = !little && size > 1;
  if (!turned && bytes.byteOffset % size === 0)
    return new kind(bytes.buffer as ArrayBuffer, bytes.byteOffset, count);
  const copy = new Uint8Array(count * size);
  copy.set(bytes.subarray(0, count * size));
  if (turned) {
    const swapped = Buffer.from(copy.buffer);
    if (size === 2) swapped.swap16();
    else if (size === 4) swapped.swap32();
    else swapped.swap64();
  }
  return new kind(copy.buffer, 0, count);
}
