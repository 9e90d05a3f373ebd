/**
 * Golden cases: inputs with the outputs of R or Python, recomputed by this library and compared honestly.
 *
 * A case belongs to a topic; `golden/<topic>.ts` turns its input into calls of the library and gives back an
 * object shaped like `expected`. The comparison is strict: booleans and words exactly, numbers within the case's
 * own tolerance (relative plus absolute; P values by the relative part alone), and a field that is missing fails. Only the
 * text of an `error` or a `flag` is free, but it must be there.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parsedJson, readText } from "../io/checked-json.js";

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
  /** For cases that state a statistical rule instead of a tolerance: the failure, or null. Others are compared by field. */
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
    .map((file) => join(folder, file))
    .map((path) => parsedJson(readText(path, path), path) as Partial<GoldenFile> | null)
    .filter(
      (file): file is GoldenFile => typeof file?.topic === "string" && Array.isArray(file?.cases),
    );
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
    if (goldenCase.expected["error"] !== undefined && isRefusal(error)) return null;
    return `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
  return compareResult(adapter, result, goldenCase);
}

/**
 * Whether an error is the library's own refusal of the data: a RangeError with a sentence; not one of the engine
 * (an array too long, a stack too deep), and not an adapter that does not know the operation.
 */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    error.message.length > 0 &&
    !/^(Invalid (array|typed array|string|array buffer) length|Maximum call stack|Array buffer allocation|kind must be)/.test(
      error.message,
    )
  );
}

/** Compare a result that was already computed. */
export function compareResult(
  adapter: TopicAdapter,
  result: unknown,
  goldenCase: GoldenCase,
): string | null {
  if (goldenCase.expected["error"] !== undefined) return "must be refused, but gave a result";
  if (adapter.compareCase && goldenCase.tolerance.rule !== undefined)
    return adapter.compareCase(result, goldenCase);
  for (const { at, text } of faultsOf(result, goldenCase)) return `${at}: ${text}`;
  return null;
}

/** Where a result differs from what is expected, and how. */
export interface Fault {
  /** The path of the field, as `student.ci[0]`. */
  readonly at: string;
  readonly text: string;
}

/** All differences of a result, field by field. */
export function* faultsOf(result: unknown, { expected, tolerance }: GoldenCase): Generator<Fault> {
  if (!isRecord(result)) {
    yield { at: "result", text: `expected an object; got ${shown(result)}` };
    return;
  }
  const { byField, rule: _, ...base } = tolerance;
  for (const [field, item] of Object.entries(expected))
    yield* faultsIn(result[field], item, { ...base, ...byField?.[field] }, field);
}

interface Allowed {
  readonly rel?: number;
  readonly abs?: number;
}

/**
 * All differences at or below `at`.
 *
 * @param allowed |got − expected| ≤ abs + rel · |expected|; for P values abs counts only as far as 1e-300
 */
function* faultsIn(got: unknown, expected: Json, allowed: Allowed, at: string): Generator<Fault> {
  if (typeof expected === "number") {
    if (!(Math.abs(numberOf(got) - expected) <= toleranceAt(at, expected, allowed)))
      yield { at, text: `expected ${expected}; got ${shown(got)}` };
  } else if (expected === null || expected === "NaN") {
    if (!(got === null || got === "NaN" || Number.isNaN(got)))
      yield { at, text: `must be not computable; got ${shown(got)}` };
  } else if (expected === "Inf" || expected === "-Inf") {
    if (got !== (expected === "Inf" ? Infinity : -Infinity) && got !== expected)
      yield { at, text: `expected ${expected}; got ${shown(got)}` };
  } else if (typeof expected === "string" && /(^|\.)(error|flag)$/.test(at)) {
    // The text is free, but it must be there.
    if (typeof got !== "string" || got.length === 0)
      yield { at, text: `must be set with a sentence; got ${shown(got)}` };
  } else if (typeof expected !== "object") {
    if (got !== expected) yield { at, text: `expected ${shown(expected)}; got ${shown(got)}` };
  } else if (Array.isArray(expected)) {
    const list = ArrayBuffer.isView(got) ? Array.from(got as Float64Array) : got;
    if (!Array.isArray(list) || list.length !== expected.length)
      yield { at, text: `expected ${expected.length} items; got ${shown(got)}` };
    else
      for (let i = 0; i < expected.length; i++)
        yield* faultsIn(list[i], expected[i], allowed, `${at}[${i}]`);
  } else if (!isRecord(got)) {
    yield { at, text: `expected an object; got ${shown(got)}` };
  } else {
    yield* faultsOfRecord(got, expected as JsonObject, allowed, at);
  }
}

function* faultsOfRecord(
  got: Record<string, unknown>,
  expected: JsonObject,
  allowed: Allowed,
  at: string,
): Generator<Fault> {
  for (const [key, item] of Object.entries(expected))
    yield* faultsIn(got[key], item, allowed, `${at}.${key}`);
  // What must be refused must not give numbers beside the refusal.
  if (typeof expected["error"] !== "string") return;
  for (const [key, value] of Object.entries(got))
    if (!(key in expected) && typeof value === "number" && Number.isFinite(value))
      yield { at: `${at}.${key}`, text: `must be refused; got ${value}` };
}

/** How far a number may be off. */
export function toleranceAt(at: string, expected: number, allowed: Allowed): number {
  const abs = allowed.abs ?? 0;
  return (isPValue(at) ? Math.min(abs, 1e-300) : abs) + (allowed.rel ?? 0) * Math.abs(expected);
}

/** Whether the last name of a path is that of a P value: `p`, `pExact`, `lrP`, `waldP`, or a family of adjusted ones. */
export function isPValue(at: string): boolean {
  const name =
    at
      .replace(/\[\d+\]/g, "")
      .split(".")
      .at(-1) ?? "";
  return /^p$|^p[A-Z]|[a-z0-9]P$|^(bonferroni|holm|hochberg|BH|BY)$/.test(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing (the field is missing)";
  if (ArrayBuffer.isView(value)) return `${(value as Float64Array).length} items`;
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
