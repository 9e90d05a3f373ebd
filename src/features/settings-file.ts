/** PyRadiomics' parameter files (YAML, or JSON), read with the text of each number, since names are made of it. */

import { existsSync, readFileSync } from "node:fs";
import {
  CORE_SCHEMA,
  floatCoreTag,
  intCoreTag,
  loadAll,
  NOT_RESOLVED,
  realMapTag,
  type ScalarTagDefinition,
  YAMLException,
} from "js-yaml";
import { InputError } from "../io/input-error.js";
import type { IbsiSettings } from "./ibsi/extract.js";
import { resolveIbsiSettings } from "./ibsi/settings-file.js";
import { type ExtractionSettings, resolveSettings } from "./settings.js";
import { isNamed, type NamedNumber } from "./specification.js";

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
  const documents = readYaml(text, place);
  if (documents.length > 1)
    throw new InputError(
      `the settings must be one YAML document; there are ${documents.length}`,
      place,
    );
  const value = plain(documents[0]) ?? {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new InputError("the settings must be a mapping of keys; they are not", place);
  return value as Record<string, unknown>;
}

/** The rule of a kind of number that keeps its text. */
function written(tag: ScalarTagDefinition<number>): ScalarTagDefinition<NamedNumber> {
  return {
    ...tag,
    resolve: (text, isExplicit, name) => {
      const value = tag.resolve(text, isExplicit, name);
      return value === NOT_RESOLVED ? NOT_RESOLVED : { value, text };
    },
  };
}

const schema = CORE_SCHEMA.withTags(written(intCoreTag), written(floatCoreTag), realMapTag);

function readYaml(text: string, place: string): unknown[] {
  try {
    return loadAll(text, { schema });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark === undefined ? "" : ` at line ${error.mark.line + 1}`;
    throw new InputError(`the settings must be valid YAML; ${error.reason}${at}`, place);
  }
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

/** Mappings as records, lists as lists; numbers as they are written. */
function plain(node: unknown): unknown {
  if (node instanceof Map)
    return Object.fromEntries(
      [...node].map(([key, value]) => [isNamed(key) ? key.text : String(key), plain(value)]),
    );
  if (Array.isArray(node)) return node.map(plain);
  return node === "None" ? null : node; // Python's null, as it is often written in these files
}
