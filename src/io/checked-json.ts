/** JSON files that people write: read, checked against a schema, and refused in one sentence with file and key. */

import { readFileSync } from "node:fs";
import { InputError } from "./input-error.js";

/** A fault that a schema found, as zod reports it. */
interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What this file needs of a schema: that it can check. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}

/** How a fault is placed. */
export interface Naming {
  /** Name an element of a list by its `id` too, as people who look for it do: `claims[1] "n.men", kind`. */
  readonly ids: boolean;
}

/**
 * Read a JSON file and check it.
 *
 * @param place how messages name the file
 * @throws InputError if the file cannot be read, is not JSON, or breaks the schema; the first fault is named by its key
 */
export function readCheckedJson<T>(
  path: string,
  place: string,
  schema: Schema<T>,
  naming: Naming = { ids: false },
): T {
  return checkedJson(readText(path, place), place, schema, naming);
}

/** The text of a file. @throws InputError if it cannot be read */
export function readText(path: string, place: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      `the file must be readable; ${(error as NodeJS.ErrnoException).code}`,
      place,
    );
  }
}

/** The same for a text at hand. */
export function checkedJson<T>(
  text: string,
  place: string,
  schema: Schema<T>,
  { ids }: Naming = { ids: false },
): T {
  const value = parsedJson(text, place);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  const more = others.length === 0 ? "" : ` (and ${others.length} more faults)`;
  const key = ids ? namedPath(first!.path, value) : keyPath(first!.path);
  throw new InputError(
    `${sentence(first!, valueAt(value, first!.path))}${more}`,
    key === "" ? place : `${place}, ${key}`,
  );
}

/** What a text of JSON says, whatever it is. @throws InputError if it is none */
export function parsedJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`the file must be JSON; ${(error as Error).message}`, place);
  }
}

/** `cohorts[0].files[2].sha256` */
export function keyPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`))
    .join("");
}

/** `claims[1] "n.men", kind` */
function namedPath(path: readonly PropertyKey[], value: unknown): string {
  let [text, named] = ["", false];
  path.forEach((key, i) => {
    const isIndex = typeof key === "number";
    const before = isIndex || i === 0 ? "" : named ? ", " : ".";
    const row = valueAt(value, path.slice(0, i + 1)) as
      | { readonly id?: unknown }
      | null
      | undefined;
    named = isIndex && typeof row?.id === "string";
    text += `${before}${isIndex ? `[${key}]` : String(key)}${named ? ` "${row!.id}"` : ""}`;
  });
  return text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

/** Messages of our schemas say what must hold; zod's own are put in the same words. */
function sentence(issue: SchemaIssue, value: unknown): string {
  const got = value === undefined ? "it is missing" : `it is ${shortJson(value)}`;
  if (issue.code === "unrecognized_keys") {
    const keys = (issue as SchemaIssue & { keys: readonly string[] }).keys;
    return `only known keys are allowed; it has "${keys.join('", "')}"`;
  }
  if (issue.code === "invalid_value") {
    const values = (issue as SchemaIssue & { values: readonly unknown[] }).values;
    return `must be ${values.length === 1 ? "" : "one of "}${values.map(String).join(", ")}; ${got}`;
  }
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    const expected = (issue as SchemaIssue & { expected: string }).expected;
    return `must be ${/^[aeiou]/.test(expected) ? "an" : "a"} ${expected}; ${got}`;
  }
  if (issue.code === "invalid_union" && issue.message.startsWith("Invalid discriminator"))
    return `must be one of ${issue.message
      .replace(/^.*Expected /u, "")
      .replaceAll("'", "")
      .replaceAll(" | ", ", ")}; ${got}`;
  return `${issue.message}; ${got}`;
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
