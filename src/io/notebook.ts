/**
 * Jupyter notebooks on disk, nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html):
 * read and checked, and written so that the same notebook always has the same bytes: sorted keys, one space of
 * indent, texts as lists of lines, one stream output where several followed each other.
 */

import { readFileSync } from "node:fs";
import { z } from "zod";
import { InputError } from "./input-error.js";
import { writeWhole } from "./write-whole.js";

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** MIME type to content: a string, or for JSON types the value itself. Binary types are base64. */
export type MimeBundle = Readonly<Record<string, Json>>;

export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: string;
  readonly text: string;
}

/** What a cell shows: `display_data`, or with an execution count the value of its last expression. */
export interface DisplayOutput {
  readonly output_type: "display_data" | "execute_result";
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly execution_count?: number | null;
}

export interface ErrorOutput {
  readonly output_type: "error";
  /** The kind of the error, such as `RangeError`. */
  readonly ename: string;
  /** Its message. */
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export type Output = StreamOutput | DisplayOutput | ErrorOutput;

export interface CellMetadata {
  readonly tags?: readonly string[];
  readonly [key: string]: Json | undefined;
}

export interface CodeCell {
  readonly cell_type: "code";
  /** Unique in the notebook. */
  readonly id: string;
  readonly metadata: CellMetadata;
  readonly source: string;
  readonly outputs: readonly Output[];
  /** The kernel's count of executed cells; null if the cell was not run. */
  readonly execution_count: number | null;
}

export interface TextCell {
  readonly cell_type: "markdown" | "raw";
  readonly id: string;
  readonly metadata: CellMetadata;
  readonly source: string;
  readonly attachments?: { readonly [key: string]: Json };
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  readonly nbformat: 4;
  /** As found in the file; written is always 5. */
  readonly nbformat_minor: number;
  readonly metadata: { readonly [key: string]: Json };
  readonly cells: readonly Cell[];
}

/**
 * Read a notebook. A cell without an id (nbformat before 4.5) is given `cell-01`, `cell-02` … by its place.
 *
 * @throws InputError if the file is no JSON, no notebook of nbformat 4, or two cells have the same id
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), path);
}

/** @param place what a message calls the notebook */
export function parseNotebook(text: string, place: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`a notebook must be JSON; ${(error as Error).message}`, place);
  }
  const { data, error } = notebookSchema.safeParse(value);
  if (error !== undefined) {
    const [issue] = error.issues;
    const where = issue.path.length === 0 ? "the file" : issue.path.join(".");
    throw new InputError(`a notebook must follow nbformat 4; at ${where}: ${issue.message}`, place);
  }
  const cells = data.cells.map(({ id, ...cell }, i) => ({
    ...cell,
    id: id ?? `cell-${String(i + 1).padStart(2, "0")}`,
  })) as Cell[];
  const seen = new Map<string, number>();
  for (const [i, { id }] of cells.entries()) {
    const first = seen.get(id);
    if (first !== undefined) {
      throw new InputError(
        `cell ids must be unique; cells ${first + 1} and ${i + 1} are both "${id}"`,
        place,
      );
    }
    seen.set(id, i);
  }
  return { ...data, cells } as Notebook;
}

/** The bytes of a notebook as text: what Python's nbformat writes for it. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.cell_type === "code" ? { outputs: mergeStreams(cell.outputs).map(fileOutput) } : {}),
  }));
  const file = { ...notebook, cells, nbformat_minor: 5 };
  return JSON.stringify(sortKeys(file), null, 1) + "\n";
}

/** @returns whether the file changed */
export function saveNotebook(path: string, notebook: Notebook): boolean {
  return writeWhole(path, notebookText(notebook));
}

/** Streams of the same name that follow each other become one. */
export function mergeStreams(outputs: readonly Output[]): Output[] {
  const merged: Output[] = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    if (
      output.output_type === "stream" &&
      last?.output_type === "stream" &&
      last.name === output.name
    ) {
      merged[merged.length - 1] = { ...last, text: last.text + output.text };
    } else merged.push(output);
  }
  return merged;
}

/** Whether a cell carries this tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}

function fileOutput(output: Output): object {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([type, content]) => [
    type,
    fileContent(type, content),
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function fileContent(type: string, content: Json): Json {
  if (typeof content !== "string") return content;
  if (isJsonType(type)) return JSON.parse(content) as Json;
  return type.startsWith("text/") || type === "image/svg+xml" ? lines(content) : content;
}

function isJsonType(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}

/** Each line with its newline. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, sortKeys(inner)]));
}

const text = z
  .union([z.string(), z.array(z.string())], { error: "must be a text or a list of lines" })
  .transform((value) => (typeof value === "string" ? value : value.join("")));
const metadata = z.looseObject({ tags: z.array(z.string()).optional() });
const bundle = z.record(z.string(), z.json()).transform((data) =>
  Object.fromEntries(
    Object.entries(data).map(([type, content]) => {
      const isLines = Array.isArray(content) && !isJsonType(type);
      return [type, isLines ? content.join("") : content];
    }),
  ),
);
const count = z.int().nullable();
const output = z.discriminatedUnion("output_type", [
  z.object({ output_type: z.literal("stream"), name: z.string(), text }),
  z.object({
    output_type: z.enum(["display_data", "execute_result"]),
    data: bundle,
    metadata: z.record(z.string(), z.json()),
    execution_count: count.optional(),
  }),
  z.object({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);
const id = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _")
  .optional();
const cell = z.discriminatedUnion("cell_type", [
  z.object({
    cell_type: z.literal("code"),
    id,
    metadata,
    source: text,
    outputs: z.array(output),
    execution_count: count,
  }),
  z.object({
    cell_type: z.enum(["markdown", "raw"]),
    id,
    metadata,
    source: text,
    attachments: z.record(z.string(), z.json()).optional(),
  }),
]);
const notebookSchema = z.object({
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(0),
  metadata: z.record(z.string(), z.json()),
  cells: z.array(cell),
});
