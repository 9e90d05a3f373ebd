/**
 * PyTorch's files of weights (`.pth`, `.pt`, `.th`): the ZIP archive of today, and the older row of pickles.
 * Source: PyTorch, `torch/serialization.py` (both formats), `torch/_utils.py` (how a tensor lies in its storage).
 */

import { InputError } from "./input-error.js";
import { asFloats, bytesOf, type NumberKind } from "./number-kinds.js";
import { type Pickled, PickledName, type PickleRules, readPickle } from "./pickle.js";
import { elementCount, type StateDict, type Tensor } from "./tensor.js";
import { looksLikeZip, zipEntries } from "./zip.js";

const KINDS: Readonly<Record<string, NumberKind>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
};

/** Numbers that one or more tensors look at; in an older file they come after the pickle. */
class Storage {
  values: Float32Array | null = null;
  constructor(
    readonly key: string,
    readonly kind: NumberKind,
    readonly count: number,
  ) {}
}

/** A tensor as the pickle describes it: a view of a storage. */
class View {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** The number that begins an older file: 0x1950a86a20f9469cfc6c, as a pickle of protocol 2. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/** Whether bytes begin as either of PyTorch's formats does. */
export function looksLikePytorch(bytes: Uint8Array): boolean {
  return looksLikeZip(bytes) || MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The tensors of a file, by name. A file of training, with `state_dict` or `model` beside other things, gives those.
 *
 * @throws InputError if the file is truncated, names anything but tensors, or holds no state dict
 */
export function pytorchStateDict(bytes: Uint8Array, place: string): StateDict {
  const root = looksLikeZip(bytes) ? fromArchive(bytes, place) : fromPickles(bytes, place);
  const inner = ["state_dict", "model_state_dict", "model"]
    .map((key) => (root instanceof Map ? root.get(key) : undefined))
    .find((value) => value instanceof Map);
  const dict = inner ?? root;
  if (!(dict instanceof Map) || dict.size === 0)
    throw new InputError("the file must hold a dict of tensors by name; it does not", place);
  const tensors = new Map<string, Tensor>();
  for (const [name, value] of dict) {
    if (typeof name !== "string" || !(value instanceof View))
      throw new InputError(
        `each entry of the state dict must be a tensor with a name; "${String(name)}" is not`,
        place,
      );
    tensors.set(name, tensorOf(value, name, place));
  }
  return tensors;
}

function fromArchive(bytes: Uint8Array, place: string): Pickled {
  const entries = zipEntries(bytes, place);
  const pickle = [...entries.keys()].find((name) => name.endsWith("/data.pkl"));
  if (pickle === undefined)
    throw new InputError(
      "an archive of weights must hold data.pkl, as torch.save writes it; it does not",
      place,
    );
  const folder = pickle.slice(0, -"data.pkl".length);
  const order = entries.get(`${folder}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order).trim() !== "little")
    throw new InputError("the weights must be little-endian; they are not", place);
  const { rules, storages } = tensorRules(place);
  const { value } = readPickle(entries.get(pickle) as Uint8Array, 0, rules, place);
  for (const storage of storages.values()) {
    const content = entries.get(`${folder}data/${storage.key}`);
    fill(storage, content ?? new Uint8Array(0), place);
  }
  return value;
}

function fromPickles(bytes: Uint8Array, place: string): Pickled {
  const { rules, storages } = tensorRules(place);
  let at = MAGIC.length;
  const next = (): Pickled => {
    const { value, end } = readPickle(bytes, at, rules, place);
    at = end;
    return value;
  };
  const version = next();
  const system = next();
  if (version !== 1001 || !(system instanceof Map) || system.get("little_endian") !== true)
    throw new InputError(
      "the weights must be of protocol 1001 and little-endian; they are not",
      place,
    );
  const root = next();
  const keys = next();
  if (!Array.isArray(keys)) throw truncated(place);
  for (const key of keys) {
    const storage = storages.get(String(key));
    if (storage === undefined || at + 8 > bytes.length) throw truncated(place);
    const length = storage.count * bytesOf(storage.kind);
    fill(storage, bytes.subarray(at + 8, at + 8 + length), place);
    at += 8 + length;
  }
  return root;
}

function tensorRules(place: string): { rules: PickleRules; storages: Map<string, Storage> } {
  const storages = new Map<string, Storage>();
  const view = ([storage, offset, shape, strides]: readonly Pickled[]): View => {
    if (
      !(storage instanceof Storage) ||
      !isCount(offset) ||
      !areCounts(shape) ||
      !areCounts(strides)
    )
      throw truncated(place);
    return new View(storage, offset, shape, strides);
  };
  const names = new Map<string, ((args: readonly Pickled[]) => Pickled) | null>([
    ["collections.OrderedDict", () => new Map<Pickled, Pickled>()],
    ["torch._utils._rebuild_tensor", view],
    ["torch._utils._rebuild_tensor_v2", view],
    ["torch._utils._rebuild_parameter", ([data]) => data],
  ]);
  for (const storage of Object.keys(KINDS)) names.set(`torch.${storage}`, null);
  const persistent = (id: Pickled): Pickled => {
    const [word, kind, key, , count] = Array.isArray(id) ? id : [];
    if (word !== "storage" || !(kind instanceof PickledName) || !isCount(count))
      throw truncated(place);
    const own = KINDS[kind.name.slice("torch.".length)];
    if (own === undefined) throw truncated(place);
    const known = storages.get(String(key)) ?? new Storage(String(key), own, count);
    storages.set(known.key, known);
    return known;
  };
  return { rules: { names, persistent }, storages };
}

function fill(storage: Storage, bytes: Uint8Array, place: string): void {
  if (bytes.length !== storage.count * bytesOf(storage.kind)) throw truncated(place);
  storage.values = asFloats(bytes, storage.kind);
}

function tensorOf({ storage, offset, shape, strides }: View, name: string, place: string): Tensor {
  const from = storage.values;
  const count = elementCount(shape);
  const last = offset + shape.reduce((sum, n, d) => sum + (n - 1) * strides[d], 0);
  if (from === null || shape.length !== strides.length || (count > 0 && last >= from.length))
    throw new InputError(`each tensor must lie in its storage; "${name}" does not`, place);
  const values = new Float32Array(count);
  const index = shape.map(() => 0);
  for (let i = 0, at = offset; i < count; i++) {
    values[i] = from[at];
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d];
      if (++index[d] < shape[d]) break;
      at -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return { shape, values };
}

function isCount(value: Pickled | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function areCounts(value: Pickled): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function truncated(place: string): InputError {
  return new InputError("the weights must be complete; the file is truncated or damaged", place);
}
