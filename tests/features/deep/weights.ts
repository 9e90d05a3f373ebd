/** Weights and images by the formula of tests/fixtures/networks/torchvision-resnet34.py, and small files of weights. */

import { crc32 } from "node:zlib";
import { parametersOf, type ResidualNetwork } from "dlrn/features/deep/residual-network";
import { elementCount, type StateDict, type Tensor } from "dlrn/io/tensor";

/** Numbers of [0, 1) that depend on the name alone. */
export function uniform(name: string, count: number): Float64Array {
  const salt = crc32(name);
  return Float64Array.from({ length: count }, (_, i) => {
    let x = (Math.imul(i, 2654435761) + salt) >>> 0;
    x = (x ^ (x >>> 16)) >>> 0;
    x = Math.imul(x, 2246822519) >>> 0;
    return ((x ^ (x >>> 13)) >>> 0) / 4294967296;
  });
}

export function formulaWeights(network: ResidualNetwork): StateDict {
  const parameters = new Map<string, Tensor>();
  for (const [name, shape] of parametersOf(network)) {
    const u = uniform(name, elementCount(shape));
    const [to, , height, width] = shape;
    const bound = Math.sqrt(24 / (to * height * width));
    const positive = name.endsWith("running_var") || name.endsWith("weight");
    const values = Float32Array.from(u, (v) =>
      shape.length === 4 ? (v - 0.5) * bound : positive ? 0.5 + v : (v - 0.5) * 0.2,
    );
    parameters.set(name, { shape, values });
  }
  return parameters;
}

export function formulaImage(size: number): Float32Array {
  return Float32Array.from(uniform("image", 3 * size * size), (v) => (v - 0.5) * 4);
}

/** A `.safetensors` file of these tensors. */
export function safetensorsFile(state: StateDict): Uint8Array {
  let end = 0;
  const header = Object.fromEntries(
    [...state].map(([name, { shape, values }]) => {
      const data_offsets = [end, end + 4 * values.length];
      end = data_offsets[1];
      return [name, { dtype: "F32", shape, data_offsets }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const { values } of state.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Largest absolute difference. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}
