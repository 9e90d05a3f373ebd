/**
 * A network in the data manifest: where its file is, whose it is, what image it wants, and which output is its features.
 */

import { z } from "zod";
import type { InputRoot } from "./manifest.js";

export interface NetworkEntry {
  readonly id: string;
  /** As every figure and table of its features names it: "ResNet34 (ImageNet-1k, torchvision)". */
  readonly title: string;
  /** An ONNX file, or weights of PyTorch for one of the architectures that are built here. */
  readonly format: "onnx" | "pytorch";
  /** For weights of PyTorch. */
  readonly architecture?: "resnet34" | "resnet20";
  readonly root: InputRoot;
  readonly path: string;
  /** SHA-256 as its publisher states it: all 64 digits, or the first ones, at least 8. */
  readonly sha256: string;
  readonly licence: string;
  readonly citation: string;
  /** Public https address; null for a file of one's own. */
  readonly address: string | null;
  readonly input: NetworkInput;
  readonly outputs: {
    /** One number a feature: [1, n], or [1, n, 1, 1]. */
    readonly features: string;
    /** The last convolutional layer, [1, n, h, w], for activation maps. */
    readonly maps?: string;
  };
}

export interface NetworkInput {
  readonly name: string;
  /** Height and width. */
  readonly size: readonly [number, number];
  /** Channels first or last. */
  readonly layout: "NCHW" | "NHWC";
  /** Subtracted from each channel of an image in [0, 1]; then divided by the standard deviation. */
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

const words = z.string().regex(/\S/, "must not be empty");
const three = z.array(z.number()).length(3, "must be three numbers, one a channel");

/** @param shared the manifest's own checks of ids, paths and addresses */
export function networkSchema(shared: {
  readonly identifier: z.ZodString;
  readonly path: z.ZodString;
  readonly address: z.ZodString;
}): z.ZodType {
  const entry = z.strictObject({
    id: shared.identifier,
    title: words.describe("as every figure and table of its features names it"),
    format: z.enum(["onnx", "pytorch"]),
    architecture: z.enum(["resnet34", "resnet20"]).optional().describe("of weights of PyTorch"),
    root: z.enum(["repository", "data"]),
    path: shared.path,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{8,64}$/, "must be 8 to 64 lowercase hexadecimal digits")
      .describe("as published: all 64 digits, or the first ones"),
    licence: words,
    citation: words,
    address: shared.address.nullable(),
    input: z.strictObject({
      name: words,
      size: z.tuple([z.int().positive(), z.int().positive()]).describe("height, width"),
      layout: z.enum(["NCHW", "NHWC"]),
      mean: three,
      standardDeviation: z
        .array(z.number().positive("must be positive"))
        .length(3, "must be three numbers, one a channel"),
    }),
    outputs: z.strictObject({ features: words, maps: words.optional() }),
  });
  return entry.refine(
    ({ format, architecture }) => (format === "pytorch") === (architecture !== undefined),
    { path: ["architecture"], error: "must be there for weights of PyTorch, and for nothing else" },
  );
}
