/**
 * Weights as `.safetensors`: a header in JSON, then the numbers.
 * Source: Hugging Face, safetensors format (8 bytes of header length, little-endian; offsets from the header's end).
 */

import { z } from "zod";
import { checkedJson } from "./checked-json.js";
import { InputError } from "./input-error.js";
import { asFloats, bytesOf, isNumberKind } from "./number-kinds.js";
import { elementCount, type StateDict, type Tensor } from "./tensor.js";

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const header = z.record(z.string(), z.unknown());

/** Whether bytes begin with the length of a JSON object that fits the file. */
export function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return (
    bytes.length > 9 && bytes[8] === 0x7b && bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0
  );
}

/** @throws InputError if the header is no header, a tensor does not fit its bytes, or the file is truncated */
export function safetensorsStateDict(bytes: Uint8Array, place: string): StateDict {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? 0 : Number(view.getBigUint64(0, true));
  if (length === 0 || 8 + length > bytes.length)
    throw new InputError("the weights must be complete; the file is truncated or damaged", place);
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  const tensors = new Map<string, Tensor>();
  for (const [name, value] of Object.entries(checkedJson(text, place, header))) {
    if (name === "__metadata__") continue;
    const { dtype, shape, data_offsets } = checkedJson(
      JSON.stringify(value),
      `${place}, tensor ${name}`,
      entry,
    );
    if (!isNumberKind(dtype))
      throw new InputError(`a tensor must be of a known number type; "${name}" is ${dtype}`, place);
    const [from, to] = data_offsets;
    if (8 + length + to > bytes.length)
      throw new InputError("the weights must be complete; the file is truncated or damaged", place);
    const wanted = elementCount(shape) * bytesOf(dtype);
    if (to - from !== wanted)
      throw new InputError(
        `a tensor's bytes must fit its shape; "${name}" has ${to - from} for ${wanted}`,
        place,
      );
    tensors.set(name, {
      shape,
      values: asFloats(bytes.subarray(8 + length + from, 8 + length + to), dtype),
    });
  }
  return tensors;
}
