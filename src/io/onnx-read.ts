/**
 * What an ONNX file says of itself, before anything runs it: its inputs and outputs, its texts, and the files it refers to.
 * Source: ONNX, `onnx.proto`.
 */

import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { InputError } from "./input-error.js";
import type { OnnxValue } from "./onnx-write.js";
import { decodeMessage, type ReadField } from "./protobuf.js";

export interface OnnxHeader {
  /** Without those that are weights. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Files beside it that hold weights. */
  readonly externalFiles: readonly string[];
}

/**
 * @throws InputError if the file cannot be read, is no ONNX file, or refers to a file outside its folder
 */
export function readOnnxHeader(path: string): OnnxHeader {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new InputError(
      `the file must be readable; ${(error as NodeJS.ErrnoException).code}`,
      path,
    );
  }
  const header = onnxHeader(bytes, path);
  for (const file of header.externalFiles) requireInside(dirname(path), file, path);
  return header;
}

/** @throws InputError if these are not the bytes of an ONNX file */
export function onnxHeader(bytes: Uint8Array, place: string): OnnxHeader {
  const model = decodeMessage(bytes, place);
  const graph = model.find(({ tag, bytes: inner }) => tag === 7 && inner !== null)?.bytes;
  if (!graph)
    throw new InputError("the file must be an ONNX model with a graph; it has none", place);
  const fields = decodeMessage(graph, place);
  const weights = new Set(
    parts(fields, 5).map((tensor) => textOf(decodeMessage(tensor, place), 8)),
  );
  const values = (tag: number): OnnxValue[] =>
    parts(fields, tag).map((value) => describedValue(value, place));
  const files = new Set<string>();
  filesOfGraph(fields, files, place);
  for (const own of parts(model, 25))
    filesOfNodes(parts(decodeMessage(own, place), 7), files, place);
  return {
    inputs: values(11).filter(({ name }) => !weights.has(name)),
    outputs: values(12),
    metadata: Object.fromEntries(
      parts(model, 14).map((entry) => {
        const pair = decodeMessage(entry, place);
        return [textOf(pair, 1), textOf(pair, 2)];
      }),
    ),
    externalFiles: [...files],
  };
}

function parts(fields: readonly ReadField[], tag: number): Uint8Array[] {
  return fields.flatMap((field) => (field.tag === tag && field.bytes ? [field.bytes] : []));
}

function textOf(fields: readonly ReadField[], tag: number): string {
  return new TextDecoder().decode(parts(fields, tag)[0] ?? new Uint8Array(0));
}

function describedValue(bytes: Uint8Array, place: string): OnnxValue {
  const fields = decodeMessage(bytes, place);
  const inner = (of: readonly ReadField[], tag: number): ReadField[] =>
    parts(of, tag).flatMap((part) => decodeMessage(part, place));
  const dimensions = parts(inner(inner(fields, 2), 1), 2).flatMap((shape) =>
    parts(decodeMessage(shape, place), 1).map((part) => {
      const dimension = decodeMessage(part, place);
      const size = dimension.find(({ tag, bytes: text }) => tag === 1 && text === null);
      return size ? Number(size.number) : textOf(dimension, 2);
    }),
  );
  return { name: textOf(fields, 1), shape: dimensions };
}

/** Locations of tensors kept elsewhere: among the weights, sparse ones too, and in what the nodes carry. */
function filesOfGraph(fields: readonly ReadField[], files: Set<string>, place: string): void {
  filesOfTensors([...parts(fields, 5), ...sparseParts(parts(fields, 15), place)], files, place);
  filesOfNodes(parts(fields, 1), files, place);
}

/** In the attributes of nodes, of a graph or a function; the graphs among them are searched too. */
function filesOfNodes(nodes: readonly Uint8Array[], files: Set<string>, place: string): void {
  for (const node of nodes) {
    for (const attribute of parts(decodeMessage(node, place), 5)) {
      const own = decodeMessage(attribute, place);
      const sparse = sparseParts([...parts(own, 22), ...parts(own, 23)], place);
      filesOfTensors([...parts(own, 5), ...parts(own, 10), ...sparse], files, place);
      for (const graph of [...parts(own, 6), ...parts(own, 11)])
        filesOfGraph(decodeMessage(graph, place), files, place);
    }
  }
}

/** Values and indices of sparse tensors. */
function sparseParts(tensors: readonly Uint8Array[], place: string): Uint8Array[] {
  return tensors.flatMap((tensor) => {
    const fields = decodeMessage(tensor, place);
    return [...parts(fields, 1), ...parts(fields, 2)];
  });
}

function filesOfTensors(tensors: readonly Uint8Array[], files: Set<string>, place: string): void {
  for (const tensor of tensors) {
    for (const entry of parts(decodeMessage(tensor, place), 13)) {
      const pair = decodeMessage(entry, place);
      if (textOf(pair, 1) === "location") files.add(textOf(pair, 2));
    }
  }
}

function requireInside(folder: string, file: string, place: string): void {
  const outside = (): InputError =>
    new InputError(
      `weights kept in another file must lie in the network's folder; it refers to "${file}"`,
      place,
    );
  if (file === "" || /^([/\\]|[A-Za-z]:)/.test(file) || file.split(/[/\\]/).includes(".."))
    throw outside();
  let real: string;
  try {
    real = realpathSync(join(folder, file));
  } catch {
    throw new InputError(
      `weights kept in another file must be there; it refers to "${file}"`,
      place,
    );
  }
  if (!real.startsWith(realpathSync(folder) + sep)) throw outside();
}
