/**
 * Results that are computed once: kept in the cache under a key made of all that they depend on, namely the code they
 * can reach, their inputs, Node's major version and the processor.
 *
 * Inputs are values, seeds and settings; of a file its SHA-256, never its name alone. Of each name the 4096 most
 * recently used results stay.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { formatJson } from "../io/format-json.js";
import type { Json } from "../io/notebook.js";
import { codeKey } from "./code-key.js";
import { cacheFolder, ignoreCacheBefore } from "./environment.js";
import { pruneKept, readKept, writeKept } from "./kept-file.js";
import { whileOthersWait } from "./while-others-wait.js";

/** What is computed, and all that it depends on. */
export interface Remembered {
  /** Names the folder of the cache: "extraction". */
  readonly name: string;
  /** The modules that compute it, as cells name them: `dlrn/features/case`. */
  readonly modules: readonly string[];
  readonly inputs: Json;
}

/** How many results of a name stay. */
const MOST_KEPT = 4096;
const PRUNE_EVERY = 256;

const written: Map<string, number> = new Map();
const underWay: Map<string, Promise<unknown>> = new Map();

/**
 * The result of `compute`, from the cache if it was computed before. A damaged file of the cache counts as absent.
 *
 * @returns what JSON keeps of the result, whether it was computed now or before
 * @throws RangeError if the inputs or the result hold a number that is not finite
 */
export function remember<T extends Json>(what: Remembered, compute: () => Promise<T>): Promise<T> {
  return once(pathOf(what, "json"), compute, encodeJson, (bytes) => decodeJson(bytes) as T);
}

/** The same for numbers, bit for bit, NaN and −0 too. */
export function rememberNumbers(
  what: Remembered,
  compute: () => Promise<Float64Array>,
): Promise<Float64Array> {
  return once(pathOf(what, "f64"), compute, encodeNumbers, decodeNumbers);
}

/** The kept result without computing it; undefined if there is none. */
export function recalled<T extends Json>(what: Remembered): T | undefined {
  const bytes = readKept(pathOf(what, "json"), ignoreCacheBefore());
  return bytes === null ? undefined : (decodeJson(bytes) as T);
}

/** The kept numbers without computing them; undefined if there are none. */
export function recalledNumbers(what: Remembered): Float64Array | undefined {
  const bytes = readKept(pathOf(what, "f64"), ignoreCacheBefore());
  return bytes === null ? undefined : decodeNumbers(bytes);
}

/** Callers that ask at the same time share one computation, those of other processes too. */
function once<T>(
  path: string,
  compute: () => Promise<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
): Promise<T> {
  const running = underWay.get(path) as Promise<T> | undefined;
  const result = running ?? keptOrComputed(path, compute, encode, decode);
  underWay.set(path, result);
  return result.finally(() => underWay.delete(path));
}

async function keptOrComputed<T>(
  path: string,
  compute: () => Promise<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
): Promise<T> {
  const kept = readKept(path, ignoreCacheBefore());
  if (kept !== null) return decode(kept);
  return whileOthersWait(path, async () => {
    const keptMeanwhile = readKept(path, ignoreCacheBefore());
    return keptMeanwhile === null ? computed(path, compute, encode, decode) : decode(keptMeanwhile);
  });
}

async function computed<T>(
  path: string,
  compute: () => Promise<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
): Promise<T> {
  const bytes = encode(await compute());
  writeKept(path, bytes);
  const folder = join(path, "..");
  const count = written.get(folder) ?? 0;
  written.set(folder, count + 1);
  if (count % PRUNE_EVERY === 0) pruneKept(folder, MOST_KEPT);
  return decode(bytes);
}

function pathOf({ name, modules, inputs }: Remembered, ending: "json" | "f64"): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new RangeError(
      `the name of a kept result must be small letters, digits and hyphens; got "${name}"`,
    );
  const [major] = process.versions.node.split(".");
  const facts = [codeKey(modules), major, process.platform, process.arch, formatJson(inputs)];
  const key = createHash("sha256").update(facts.join("\n")).digest("hex");
  return join(cacheFolder(), "results", name, `${key}.${ending}`);
}

function encodeJson(value: Json): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify(value, (key, inner: unknown) => {
      if (typeof inner === "number" && !Number.isFinite(inner))
        throw new RangeError(`numbers must be finite to be kept; "${key}" is ${inner}`);
      return inner;
    }),
  );
}

function decodeJson(bytes: Uint8Array): Json {
  return JSON.parse(new TextDecoder().decode(bytes)) as Json;
}

function encodeNumbers(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function decodeNumbers(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
