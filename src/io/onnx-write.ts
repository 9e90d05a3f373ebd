/**
 * ONNX files, written: a graph of operators with its weights inside, the same bytes for the same graph.
 * Source: ONNX, `onnx.proto` (IR version 8, operator set 13).
 */

import { encodeMessage, type WireField } from "./protobuf.js";
import type { Tensor } from "./tensor.js";

/** A whole number is an INT, an array INTS, `{float}` a FLOAT, a text a STRING. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  readonly name: string;
  /** A number, or the name of a size that is open: "N". */
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  /** Each after those whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Weights (32-bit floats), and lists of whole numbers that operators take as inputs. */
  readonly constants: ReadonlyMap<string, Tensor | readonly number[]>;
  /** Free texts that travel with the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  return encodeMessage([
    [1, 8], // ir_version
    [2, "dlrn"], // producer_name
    [
      7,
      [
        ...graph.nodes.map((node, i): WireField => [1, nodeFields(node, i)]),
        [2, graph.name],
        ...[...graph.constants].map(([name, value]): WireField => [5, constantFields(name, value)]),
        ...graph.inputs.map((value): WireField => [11, valueFields(value)]),
        ...graph.outputs.map((value): WireField => [12, valueFields(value)]),
      ],
    ],
    [8, [[2, 13]]], // opset_import
    ...Object.entries(graph.metadata ?? {}).map(
      ([key, value]): WireField => [
        14,
        [
          [1, key],
          [2, value],
        ],
      ],
    ),
  ]);
}

function nodeFields({ operator, inputs, outputs, attributes }: OnnxNode, i: number): WireField[] {
  return [
    ...inputs.map((name): WireField => [1, name]),
    ...outputs.map((name): WireField => [2, name]),
    [3, `${operator}_${i}`],
    [4, operator],
    ...Object.entries(attributes ?? {}).map(
      ([name, value]): WireField => [5, [[1, name], ...attributeFields(value)]],
    ),
  ];
}

function attributeFields(value: OnnxAttribute): WireField[] {
  if (typeof value === "number")
    return [
      [3, value],
      [20, 2],
    ];
  if (typeof value === "string")
    return [
      [4, value],
      [20, 3],
    ];
  if ("float" in value)
    return [
      [2, value],
      [20, 1],
    ];
  return [...value.map((n): WireField => [8, n]), [20, 7]];
}

function constantFields(name: string, value: Tensor | readonly number[]): WireField[] {
  if ("shape" in value) {
    const { shape, values } = value;
    return [
      ...shape.map((n): WireField => [1, n]),
      [2, 1],
      [8, name],
      [9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)],
    ];
  }
  const bytes = new DataView(new ArrayBuffer(8 * value.length));
  value.forEach((n, i) => {
    bytes.setBigInt64(8 * i, BigInt(n), true);
  });
  return [
    [1, value.length],
    [2, 7],
    [8, name],
    [9, new Uint8Array(bytes.buffer)],
  ];
}

function valueFields({ name, shape }: OnnxValue): WireField[] {
  const dimensions = shape.map((n): WireField => [1, typeof n === "number" ? [[1, n]] : [[2, n]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, 1],
            [2, dimensions],
          ],
        ],
      ],
    ],
  ];
}
