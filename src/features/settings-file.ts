/** PyRadiomics' parameter files (YAML, or JSON), read with the text of each number, since names are made of it. */

import { existsSync, readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { InputError } from "../io/input-error.js";
import type { IbsiSettings } from "./ibsi/extract.js";
import { resolveIbsiSettings } from "./ibsi/settings-file.js";
import { type ExtractionSettings, resolveSettings } from "./settings.js";

/** Either pipeline, as the file asks for it. */
export type PipelineSettings =
  | { readonly pipeline: "pyradiomics"; readonly settings: ExtractionSettings }
  | { readonly pipeline: "ibsi"; readonly settings: IbsiSettings };

/** A parameter file of PyRadiomics, or one with the single key `ibsi`. @throws InputError as {@link readSettings} */
export function readPipeline(path: string): PipelineSettings {
  if (!existsSync(path))
    throw new InputError("the settings file must be there; there is none", path);
  const specification = parseYaml(readFileSync(path, "utf8"), path);
  return named(path, () =>
    "ibsi" in specification && Object.keys(specification).length === 1
      ? { pipeline: "ibsi", settings: resolveIbsiSettings(specification["ibsi"]) }
      : { pipeline: "pyradiomics", settings: resolveSettings(specification) },
  );
}

/** @throws InputError naming the file for bad YAML, an unknown key or a bad value */
export function readSettings(path: string): ExtractionSettings {
  return parseSettings(readFileSync(path, "utf8"), path);
}

export function parseSettings(text: string, place: string): ExtractionSettings {
  return named(place, () => resolveSettings(parseYaml(text, place)));
}

function parseYaml(text: string, place: string): Record<string, unknown> {
  const document = parseDocument(text);
  const fault = document.errors[0];
  if (fault)
    throw new InputError(`the settings must be valid YAML; ${fault.message.split("\n")[0]}`, place);
  const value = plain(document.contents) ?? {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new InputError("the settings must be a mapping of keys; they are not", place);
  return value as Record<string, unknown>;
}

/** A bad value is the file's mistake. */
function named<R>(place: string, resolve: () => R): R {
  try {
    return resolve();
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
