/**
 * Golden cases: inputs with the outputs of R or Python, recomputed by this library and compared honestly.
 *
 * A case belongs to a topic; `golden/<topic>.ts` turns its input into calls of the library and gives back an
 * object shaped like `expected`. The comparison is strict: booleans and words exactly, numbers within the case's
 * own tolerance (relative plus absolute; P values by the relative part alone), and a field that is missing fails.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Tolerance {
  readonly rel?: number;
  readonly abs?: number;
  readonly byField?: Readonly<Record<string, { readonly rel?: number; readonly abs?: number }>>;
  /** A statistical rule in words, for methods whose random draws are their own. */
  readonly rule?: string;
}

export interface GoldenCase {
  readonly name: string;
  readonly call?: string;
  readonly software?: string;
  readonly input: JsonObject;
  readonly options: JsonObject;
  readonly expected: JsonObject;
  readonly tolerance: Tolerance;
  readonly notes?: Json;
}

export interface GoldenFile {
  readonly topic: string;
  readonly cases: readonly GoldenCase[];
}

/** What each file of `golden/` exports. */
export interface TopicAdapter {
  /**
   * Recompute a case with the library. A case that must be refused is refused by throwing a RangeError.
   * The result may hold more than `expected` does, never less.
   */
  compute(goldenCase: GoldenCase): unknown;
  /** For topics whose comparison is no field-by-field one (a statistical rule): the failure, or null. */
  compareCase?(result: unknown, goldenCase: GoldenCase): string | null;
}

export interface CaseOutcome {
  readonly name: string;
  /** The first field that differs, in words, or null if the case passed. */
  readonly failure: string | null;
}

export interface TopicOutcome {
  readonly topic: string;
  readonly cases: readonly CaseOutcome[];
}

/** Every golden file of a folder, by topic. @throws RangeError if the folder has none */
export function readGoldenFolder(folder: string): GoldenFile[] {
  if (!existsSync(folder))
    throw new RangeError(`the folder of golden cases must exist; there is no ${folder}`);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as GoldenFile)
    .filter((file) => typeof file.topic === "string" && Array.isArray(file.cases));
  if (files.length === 0)
    throw new RangeError(
      `the folder must hold golden cases (a topic and its cases); ${folder} has none`,
    );
  return files;
}

/** Run all cases of a file. A topic without an adapter fails case by case. */
export async function runGoldenFile(file: GoldenFile): Promise<TopicOutcome> {
  const adapter = await adapterOf(file.topic);
  const cases = file.cases.map((goldenCase) => ({
    name: goldenCase.name,
    failure:
      adapter === null
        ? `no adapter for the topic "${file.topic}"`
        : failureOf(adapter, goldenCase),
  }));
  return { topic: file.topic, cases };
}

export async function adapterOf(topic: string): Promise<TopicAdapter | null> {
  const path = fileURLToPath(new URL(`./golden/${topic}.js`, import.meta.url));
  if (!/^[a-z0-9-]+$/.test(topic) || !existsSync(path)) return null;
  return (await import(path)) as TopicAdapter;
}

/** The first difference between what the library gives and what the case expects, in words; null if none. */
export function failureOf(adapter: TopicAdapter, goldenCase: GoldenCase): string | null {
  let result: unknown;
  try {
    result = adapter.compute(goldenCase);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (goldenCase.expected["error"] !== undefined && error instanceof RangeError) return null;
    return `threw ${message}`;
  }
  return compareResult(adapter, result, goldenCase);
}

/** Compare a result that was already computed. */
export function compareResult(
  adapter: TopicAdapter,
  result: unknown,
  goldenCase: GoldenCase,
): string | null {
  if (goldenCase.expected["error"] !== undefined) return "must be refused, but gave a result";
  if (adapter.compareCase) return adapter.compareCase(result, goldenCase);
  if (typeof result !== "object" || result === null) return "the result is not an object";
  for (const [field, expected] of Object.entries(goldenCase.expected)) {
    const { byField, ...base } = goldenCase.tolerance;
    const allowed = { ...base, ...byField?.[field] };
    const fault =
      field === "flag"
        ? flagFault((result as Record<string, unknown>)[field])
        : difference((result as Record<string, unknown>)[field], expected, allowed, field);
    if (fault !== null) return fault;
  }
  return null;
}

/** A flag's text is free, but it must be there. */
function flagFault(flag: unknown): string | null {
  return typeof flag === "string" && flag.length > 0
    ? null
    : "flag: must be set with a sentence; it is missing";
}

/**
 * The first difference at or below `at`, in words.
 *
 * @param allowed |got − expected| ≤ abs + rel · |expected|; for P values abs counts only as far as 1e-300
 */
export function difference(
  got: unknown,
  expected: Json,
  allowed: { readonly rel?: number; readonly abs?: number },
  at: string,
): string | null {
  if (expected === null || expected === "NaN") {
    const missing = got === null || got === "NaN" || (typeof got === "number" && Number.isNaN(got));
    return missing ? null : `${at}: must be not computable; got ${shown(got)}`;
  }
  if (expected === "Inf" || expected === "-Inf") {
    const infinite = expected === "Inf" ? Infinity : -Infinity;
    return got === infinite || got === expected
      ? null
      : `${at}: expected ${expected}; got ${shown(got)}`;
  }
  if (typeof expected === "number") {
    if (typeof got !== "number") return `${at}: expected ${expected}; got ${shown(got)}`;
    const abs = isPValue(at) ? Math.min(allowed.abs ?? 0, 1e-300) : (allowed.abs ?? 0);
    const error = Math.abs(got - expected);
    const bound = abs + (allowed.rel ?? 0) * Math.abs(expected);
    return error <= bound
      ? null
      : `${at}: expected ${expected}; got ${got}; off by ${error}, allowed ${bound}`;
  }
  if (typeof expected !== "object") {
    return got === expected ? null : `${at}: expected ${shown(expected)}; got ${shown(got)}`;
  }
  if (Array.isArray(expected)) {
    const list = ArrayBuffer.isView(got) ? Array.from(got as Float64Array) : got;
    if (!Array.isArray(list)) return `${at}: expected an array; got ${shown(got)}`;
    if (list.length !== expected.length)
      return `${at}: expected ${expected.length} items; got ${list.length}`;
    return firstOf(
      expected.map((item, i) => () => difference(list[i], item, allowed, `${at}[${i}]`)),
    );
  }
  if (typeof got !== "object" || got === null) return `${at}: missing; expected an object`;
  return firstOf(
    Object.entries(expected).map(
      ([key, item]) =>
        () =>
          difference((got as Record<string, unknown>)[key], item, allowed, `${at}.${key}`),
    ),
  );
}

/** Whether the last name of a path is that of a P value: `p`, `pExact`, `lrP`, `waldP`. */
export function isPValue(at: string): boolean {
  const name =
    at
      .replace(/\[\d+\]/g, "")
      .split(".")
      .at(-1) ?? "";
  return /^p$|^p[A-Z]|[a-z0-9]P$/.test(name);
}

function firstOf(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const fault = check();
    if (fault !== null) return fault;
  }
  return null;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing (the field is missing)";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
