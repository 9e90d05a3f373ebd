/**
 * A network nobody trained: He-initialised weights from a seed, batch normalisation calibrated on seeded noise.
 *
 * Random convolutions still respond to texture, and that is all that is claimed of them. Without calibration the
 * activations would grow from block to block and the channels become nearly collinear; so each batch normalisation gets
 * the mean and variance that its convolution has on a batch of noise, in one pass from the first layer to the last.
 * The noise is grey and coarse to fine in equal parts, as images are. Measured with ResNet34 on 49 public tumours (T1): the
 * 512 channels vary like 67 independent ones over the positions of the maps, like 12 without calibration; averaged over
 * the image, like 5, without calibration like 2 (participation ratio, `channel-rank.ts`). Sources: He et al., ICCV 2015 (normal, fan out,
 * as torchvision initialises); Ioffe & Szegedy, ICML 2015 (batch statistics).
 */

import { encodeOnnx, type OnnxNode } from "../../io/onnx-write.js";
import { elementCount, type StateDict, type Tensor } from "../../io/tensor.js";
import { type Random, seededRandom } from "../../math/random.js";
import { IMAGENET } from "./normalisation.js";
import {
  convolutionsOf,
  type Normalisation,
  type ResidualNetwork,
  residualGraph,
} from "./residual-network.js";
import { openSession } from "./session.js";

export interface UntrainedOptions {
  readonly seed: number;
  /** Images of noise that calibrate the batch normalisation. */
  readonly images: number;
}

export const UNTRAINED: UntrainedOptions = { seed: 34, images: 8 };

/** All parameters of an untrained network; on one kind of processor the same for the same options. */
export async function untrainedParameters(
  network: ResidualNetwork,
  { seed, images }: UntrainedOptions = UNTRAINED,
): Promise<StateDict> {
  const random = seededRandom(seed);
  const parameters = new Map<string, Tensor>();
  for (const { name, from, to, kernel } of convolutionsOf(network)) {
    const deviation = Math.sqrt(2 / (to * kernel * kernel));
    const shape = [to, from, kernel, kernel];
    const values = Float32Array.from(
      { length: elementCount(shape) },
      () => deviation * random.normal(),
    );
    parameters.set(`${name}.weight`, { shape, values });
  }
  const outputs = convolutionsOf(network).flatMap(({ normalisation: name, to }) => [
    { name: `${name}.mean`, shape: [1, to, 1, 1] },
    { name: `${name}.variance`, shape: [1, to, 1, 1] },
  ]);
  const graph = { ...residualGraph(network, parameters, {}, batchStatistics), outputs };
  const session = await openSession(encodeOnnx(graph), "the calibration", { threads: 1 });
  const size = network.inputSize;
  const found = await session.run(noiseImages(images, size, random), [images, 3, size, size]);
  await session.close();
  for (const { normalisation, to } of convolutionsOf(network)) {
    const set = (part: string, values: Float32Array): void => {
      parameters.set(`${normalisation}.${part}`, { shape: [to], values });
    };
    set("weight", new Float32Array(to).fill(1));
    set("bias", new Float32Array(to));
    set("running_mean", found[`${normalisation}.mean`].values);
    set("running_var", found[`${normalisation}.variance`].values);
  }
  return parameters;
}

/** Normalise by the batch at hand, and give its mean and variance. */
const batchStatistics: Normalisation = ({ normalisation: name }, input, output, constants) => {
  constants.set("epsilon", { shape: [1], values: Float32Array.of(1e-5) });
  const mean = (of: string, to: string): OnnxNode => ({
    operator: "ReduceMean",
    inputs: [of],
    outputs: [to],
    attributes: { axes: [0, 2, 3], keepdims: 1 },
  });
  const plain = (operator: string, inputs: string[], to: string): OnnxNode => ({
    operator,
    inputs,
    outputs: [to],
  });
  return [
    mean(input, `${name}.mean`),
    plain("Sub", [input, `${name}.mean`], `${name}.centred`),
    plain("Mul", [`${name}.centred`, `${name}.centred`], `${name}.squares`),
    mean(`${name}.squares`, `${name}.variance`),
    plain("Add", [`${name}.variance`, "epsilon"], `${name}.positive`),
    plain("Sqrt", [`${name}.positive`], `${name}.deviation`),
    plain("Div", [`${name}.centred`, `${name}.deviation`], output),
  ];
};

/**
 * Grey images of noise in ImageNet's normalisation: for cells of 1, 2, 4 … 64 pixels one field of normal numbers,
 * added up, with mean 0.5 and standard deviation 0.25 in [0, 1].
 */
export function noiseImages(count: number, size: number, random: Random): Float32Array {
  const pixels = size * size;
  const values = new Float32Array(count * 3 * pixels);
  for (let n = 0; n < count; n++) {
    const grey = new Float64Array(pixels);
    let octaves = 0;
    for (let cell = 1; cell <= size / 3; cell *= 2, octaves++) {
      const cells = Math.ceil(size / cell);
      const field = Float64Array.from({ length: cells * cells }, () => random.normal());
      for (let y = 0, i = 0; y < size; y++)
        for (let x = 0; x < size; x++, i++)
          grey[i] += field[Math.floor(y / cell) * cells + Math.floor(x / cell)];
    }
    for (let c = 0; c < 3; c++) {
      const to = (3 * n + c) * pixels;
      for (let i = 0; i < pixels; i++) {
        const level = Math.min(1, Math.max(0, 0.5 + (0.25 * grey[i]) / Math.sqrt(octaves)));
        values[to + i] = (level - IMAGENET.mean[c]) / IMAGENET.standardDeviation[c];
      }
    }
  }
  return values;
}
