import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersIn } from "dlrn/io/numbers-in-bytes";

test("numbers of every kind, in both orders, at even and odd places: as a DataView reads them", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 11) % 251);
  for (const start of [0, 1, 3]) {
    for (const little of [true, false]) {
      const part = bytes.subarray(start, start + 48);
      const view = new DataView(bytes.buffer, start, 48);
      const read = (size: number, one: (at: number) => number | bigint): (number | bigint)[] =>
        Array.from({ length: 48 / size - 1 }, (_, i) => one(i * size));
      const why = `${start} ${little}`;
      const list = (numbers: Iterable<number | bigint>): (number | bigint)[] => [...numbers];
      assert.deepEqual(
        list(numbersIn(part, Int8Array, 47, little)),
        read(1, (at) => view.getInt8(at)),
        why,
      );
      assert.deepEqual(
        list(numbersIn(part, Uint16Array, 23, little)),
        read(2, (at) => view.getUint16(at, little)),
        why,
      );
      assert.deepEqual(
        list(numbersIn(part, Int32Array, 11, little)),
        read(4, (at) => view.getInt32(at, little)),
        why,
      );
      assert.deepEqual(
        list(numbersIn(part, Float32Array, 11, little)),
        read(4, (at) => view.getFloat32(at, little)),
        why,
      );
      assert.deepEqual(
        list(numbersIn(part, Float64Array, 5, little)),
        read(8, (at) => view.getFloat64(at, little)),
        why,
      );
      assert.deepEqual(
        list(numbersIn(part, BigUint64Array, 5, little)),
        read(8, (at) => view.getBigUint64(at, little)),
        why,
      );
    }
  }
  assert.deepEqual(
    bytes,
    Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 11) % 251),
  );
});
