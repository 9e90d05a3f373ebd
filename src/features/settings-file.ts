/** PyRadiomics' parameter files (YAML, or JSON), read with the text of each number, since names are made of it. */

import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { InputError } from "../io/input-error.js";
import { type ExtractionSettings, resolveSettings } from "./settings.js";

/** @throws InputError naming the file for bad YAML, an unknown key or a bad value */
export function readSettings(path: string): ExtractionSettings {
  return parseSettings(readFileSync(path, "utf8"), path);
}

export function parseSettings(text: string, place: string): ExtractionSettings {
  const document = parseDocument(text, { maxAliasCount: 20 } as never);
  const fault = document.errors[0];
  if (fault)
    throw new InputError(`the settings must be valid YAML; ${fault.message.split("\n")[0]}`, place);
  try {
    return resolveSettings((plain(document.contents) ?? {}) as Record<string, unknown>);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(error.message, place);
    throw error;
  }
}

function plain(node: unknown): unknown {
  if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), plain(value)]),
    );
  if (isSeq(node)) return node.items.map(plain);
  if (!isScalar(node)) return node ?? null;
  if (node.value === "None") return null; // Python's null, as it is often written in these files
  return typeof node.value === "number"
    ? { value: node.value, text: node.source ?? String(node.value) }
    : node.value;
}
