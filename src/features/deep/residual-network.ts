/**
 * Residual networks of basic blocks (two 3 x 3 convolutions and a shortcut), in torchvision's layout of names.
 *
 * A network is a stem, then stages of blocks; the first block of a stage may halve the image and then needs a
 * shortcut of its own: a strided 1 x 1 convolution ("projection"), or every second pixel with channels of zeros around
 * ("padding"). Sources: He et al., CVPR 2016 (ResNet34, ResNet-20; shortcuts B and A); torchvision.models.resnet.
 */

import type { OnnxGraph, OnnxNode } from "../../io/onnx-write.js";
import type { StateDict, Tensor } from "../../io/tensor.js";

export interface ResidualNetwork {
  readonly name: string;
  /** Height and width it was made for. */
  readonly inputSize: number;
  readonly stem: { readonly kernel: number; readonly stride: number; readonly maxPool: boolean };
  /** Channels of each stage, and its number of blocks; every stage but the first halves the image. */
  readonly stages: readonly { readonly channels: number; readonly blocks: number }[];
  readonly shortcut: "projection" | "padding";
  /** The module of the classifier, which the features do not need. */
  readonly classifier: string;
}

export interface Convolution {
  /** Module of its weight. */
  readonly name: string;
  /** Module of the batch normalisation after it. */
  readonly normalisation: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride: number;
}

export interface Block {
  readonly name: string;
  readonly first: Convolution;
  readonly second: Convolution;
  readonly projection: Convolution | null;
}

export const RESNET34: ResidualNetwork = {
  name: "resnet34",
  inputSize: 224,
  stem: { kernel: 7, stride: 2, maxPool: true },
  stages: [
    { channels: 64, blocks: 3 },
    { channels: 128, blocks: 4 },
    { channels: 256, blocks: 6 },
    { channels: 512, blocks: 3 },
  ],
  shortcut: "projection",
  classifier: "fc",
};

/** For 32 x 32 images, as in He et al., section 4.2. */
export const RESNET20: ResidualNetwork = {
  name: "resnet20",
  inputSize: 32,
  stem: { kernel: 3, stride: 1, maxPool: false },
  stages: [16, 32, 64].map((channels) => ({ channels, blocks: 3 })),
  shortcut: "padding",
  classifier: "linear",
};

/** torchvision's and PyTorch's `eps` of batch normalisation. */
const EPSILON = 1e-5;

export function stemOf({ stem, stages }: ResidualNetwork): Convolution {
  const { kernel, stride } = stem;
  return { name: "conv1", normalisation: "bn1", from: 3, to: stages[0].channels, kernel, stride };
}

export function blocksOf({ stages, shortcut }: ResidualNetwork): Block[] {
  let from = stages[0].channels;
  return stages.flatMap(({ channels, blocks }, s) =>
    Array.from({ length: blocks }, (_, b) => {
      const name = `layer${s + 1}.${b}`;
      const stride = s > 0 && b === 0 ? 2 : 1;
      const own = (part: string, norm: string, rest: Partial<Convolution>): Convolution => ({
        name: `${name}.${part}`,
        normalisation: `${name}.${norm}`,
        from: channels,
        to: channels,
        kernel: 3,
        stride: 1,
        ...rest,
      });
      const changes = stride !== 1 || from !== channels;
      const block: Block = {
        name,
        first: own("conv1", "bn1", { from, stride }),
        second: own("conv2", "bn2", {}),
        projection:
          changes && shortcut === "projection"
            ? own("downsample.0", "downsample.1", { from, stride, kernel: 1 })
            : null,
      };
      from = channels;
      return block;
    }),
  );
}

/** All convolutions, in the order of the computation. */
export function convolutionsOf(network: ResidualNetwork): Convolution[] {
  return [
    stemOf(network),
    ...blocksOf(network).flatMap(({ first, second, projection }) =>
      projection === null ? [first, second] : [first, second, projection],
    ),
  ];
}

/** Name and shape of every parameter that the features need. */
export function parametersOf(network: ResidualNetwork): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const { name, normalisation, from, to, kernel } of convolutionsOf(network)) {
    shapes.set(`${name}.weight`, [to, from, kernel, kernel]);
    for (const part of ["weight", "bias", "running_mean", "running_var"])
      shapes.set(`${normalisation}.${part}`, [to]);
  }
  return shapes;
}

/** How the graph normalises after a convolution: `input` becomes `output`. */
export type Normalisation = (
  convolution: Convolution,
  input: string,
  output: string,
  constants: Map<string, Tensor | readonly number[]>,
) => OnnxNode[];

/**
 * The ONNX graph of a network: input `image` [N, 3, size, size]; outputs `maps`, the last convolutional layer after
 * its shortcut and rectifier, [N, channels, h, w], and `features`, their average over the image, [N, channels].
 *
 * @param normalise what stands after each convolution; by default batch normalisation with the stored statistics
 */
export function residualGraph(
  network: ResidualNetwork,
  parameters: StateDict,
  metadata: Readonly<Record<string, string>>,
  normalise: Normalisation = storedStatistics(parameters),
): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, Tensor | readonly number[]>();
  const convolve = (convolution: Convolution, input: string): string => {
    const { name, normalisation, kernel, stride } = convolution;
    constants.set(`${name}.weight`, parameters.get(`${name}.weight`) as Tensor);
    const pad = (kernel - 1) / 2;
    nodes.push(
      {
        operator: "Conv",
        inputs: [input, `${name}.weight`],
        outputs: [name],
        attributes: {
          kernel_shape: [kernel, kernel],
          strides: [stride, stride],
          pads: [pad, pad, pad, pad],
        },
      },
      ...normalise(convolution, name, normalisation, constants),
    );
    return normalisation;
  };
  const apply = (
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes?: OnnxNode["attributes"],
  ): string => {
    nodes.push({ operator, inputs, outputs: [output], ...(attributes && { attributes }) });
    return output;
  };

  let at = apply("Relu", [convolve(stemOf(network), "image")], "stem");
  if (network.stem.maxPool)
    at = apply("MaxPool", [at], "pooled", {
      kernel_shape: [3, 3],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
    });
  const blocks = blocksOf(network);
  blocks.forEach(({ name, first, second, projection }, b) => {
    const inner = apply("Relu", [convolve(first, at)], `${name}.relu`);
    const residual = convolve(second, inner);
    let shortcut = at;
    if (projection !== null) shortcut = convolve(projection, at);
    else if (first.stride !== 1) {
      const zeros = (first.to - first.from) / 2;
      constants.set("slice.start", [0, 0]);
      constants.set("slice.end", [2147483647, 2147483647]);
      constants.set("slice.axes", [2, 3]);
      constants.set("slice.steps", [2, 2]);
      constants.set(`${name}.pads`, [0, zeros, 0, 0, 0, zeros, 0, 0]);
      const every = ["slice.start", "slice.end", "slice.axes", "slice.steps"];
      const second = apply("Slice", [at, ...every], `${name}.every-second`);
      shortcut = apply("Pad", [second, `${name}.pads`], `${name}.padded`);
    }
    const sum = apply("Add", [residual, shortcut], `${name}.sum`);
    at = apply("Relu", [sum], b === blocks.length - 1 ? "maps" : name);
  });
  apply("GlobalAveragePool", ["maps"], "average");
  apply("Flatten", ["average"], "features");
  const channels = network.stages[network.stages.length - 1].channels;
  const { inputSize } = network;
  const halvings =
    (network.stem.stride === 2 ? 1 : 0) +
    (network.stem.maxPool ? 1 : 0) +
    network.stages.length -
    1;
  const side = Math.ceil(inputSize / 2 ** halvings);
  return {
    name: network.name,
    nodes,
    constants,
    inputs: [{ name: "image", shape: ["N", 3, inputSize, inputSize] }],
    outputs: [
      { name: "maps", shape: ["N", channels, side, side] },
      { name: "features", shape: ["N", channels] },
    ],
    metadata,
  };
}

function storedStatistics(parameters: StateDict): Normalisation {
  return ({ normalisation }, input, output, constants) => {
    const names = ["weight", "bias", "running_mean", "running_var"].map(
      (part) => `${normalisation}.${part}`,
    );
    for (const name of names) constants.set(name, parameters.get(name) as Tensor);
    return [
      {
        operator: "BatchNormalization",
        inputs: [input, ...names],
        outputs: [output],
        attributes: { epsilon: { float: EPSILON } },
      },
    ];
  };
}
