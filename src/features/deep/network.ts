/**
 * A network that turns an image into features: its file checked against what the manifest says of it, then kept open.
 *
 * Images are run one at a time. A batch gives the same bits (tested) and is no faster on a processor, so there is
 * nothing to set, and nothing that could change a result.
 */

import { InputError } from "../../io/input-error.js";
import type { NetworkEntry, NetworkInput } from "../../io/network-entry.js";
import { readOnnxHeader } from "../../io/onnx-read.js";
import { elementCount, type Tensor } from "../../io/tensor.js";
import { openSession, type Session, type SessionOptions } from "./session.js";

/** What is needed of a manifest's entry to run a network. */
export type NetworkUse = Pick<NetworkEntry, "title" | "input" | "outputs">;

export interface Network {
  /** Title and hash: what every figure and table of its features must show. */
  readonly label: string;
  /** SHA-256 of the ONNX file, with that of files beside it that hold its weights. */
  readonly sha256: string;
  readonly input: NetworkInput;
  /** Whether {@link NetworkOutputs.maps} can be asked for. */
  readonly hasMaps: boolean;
  /**
   * @param image [3, height, width], normalised
   * @throws RangeError if the image is not of the network's size, or a feature of it is not finite
   */
  run(image: Float32Array, options?: { readonly maps?: boolean }): Promise<NetworkOutputs>;
  close(): Promise<void>;
}

export interface NetworkOutputs {
  readonly features: Float32Array;
  /** The last convolutional layer, [channels, height, width], if it was asked for. */
  readonly maps: Tensor | null;
}

/**
 * Before it is used, an image of zeros is run, so that a network of another kind is refused once and not image by image.
 *
 * @param path an ONNX file
 * @param sha256 of that file
 * @throws InputError if the file is no such network: without the named input or outputs, of another input shape, with
 *   weights outside its folder, or with an output that is not one number a feature
 */
export async function openNetwork(
  path: string,
  sha256: string,
  { title, input, outputs }: NetworkUse,
  options: SessionOptions = {},
): Promise<Network> {
  const header = readOnnxHeader(path);
  const [height, width] = input.size;
  const channelsFirst = input.layout === "NCHW";
  const shape = channelsFirst ? [1, 3, height, width] : [1, height, width, 3];
  const names = (values: readonly { name: string }[]): string =>
    values.map(({ name }) => name).join(", ") || "none";
  const found = header.inputs.find(({ name }) => name === input.name);
  if (found === undefined)
    throw new InputError(
      `the network must have the input "${input.name}"; it has ${names(header.inputs)}`,
      path,
    );
  if (
    found.shape.length !== 4 ||
    found.shape.some((n, d) => typeof n === "number" && n > 0 && n !== shape[d])
  )
    throw new InputError(
      `the input "${input.name}" must take ${shape.join(" x ")} (${input.layout}); the file has ${found.shape.join(" x ")}`,
      path,
    );
  for (const name of Object.values(outputs))
    if (!header.outputs.some((output) => output.name === name))
      throw new InputError(
        `the network must have the output "${name}"; it has ${names(header.outputs)}`,
        path,
      );
  const session = await openSession(path, path, options);
  try {
    await requireOutputs(session, shape, outputs, path);
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    label: `${title}, SHA-256 ${sha256.slice(0, 12)}`,
    sha256,
    input,
    hasMaps: outputs.maps !== undefined,
    async run(image, { maps = false } = {}) {
      if (image.length !== 3 * height * width)
        throw new RangeError(
          `an image must be 3 x ${height} x ${width}; it has ${image.length} values`,
        );
      if (maps && outputs.maps === undefined)
        throw new RangeError(
          `activation maps need the output "maps" in the manifest's entry; "${title}" names none`,
        );
      const wanted = maps ? [outputs.features, outputs.maps as string] : [outputs.features];
      const results = await session.run(
        channelsFirst ? image : channelsLast(image, height * width),
        shape,
        wanted,
      );
      const features = results[outputs.features];
      const at = features.values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0)
        throw new RangeError(
          `features must be finite; "${title}" gives ${features.values[at]} for feature ${at}`,
        );
      const last = maps ? results[outputs.maps as string] : null;
      return {
        features: features.values,
        maps: last === null ? null : { shape: last.shape.slice(1), values: last.values },
      };
    },
    close: () => session.close(),
  };
}

/** What an image of zeros gives: one number a feature, and as many maps. */
async function requireOutputs(
  session: Session,
  shape: readonly number[],
  { features, maps }: NetworkUse["outputs"],
  path: string,
): Promise<void> {
  const wanted = maps === undefined ? [features] : [features, maps];
  const found = await session
    .run(new Float32Array(elementCount(shape)), shape, wanted)
    .catch((error: unknown) => {
      throw new InputError(error instanceof Error ? error.message : String(error), path);
    });
  const words = (name: string): string =>
    `the output "${name}" is ${found[name].shape.join(" x ") || "a single number"}`;
  const count = found[features].values.length;
  if (count === 0 || !found[features].shape.includes(count))
    throw new InputError(
      `features must be one number each; ${words(features)}; name a pooled one`,
      path,
    );
  if (maps === undefined) return;
  const [images, channels, ...sides] = found[maps].shape;
  if (images !== 1 || channels !== count || sides.length !== 2)
    throw new InputError(
      `maps must be 1 x ${count} x height x width, one a feature; ${words(maps)}; leave maps out of the entry`,
      path,
    );
}

function channelsLast(image: Float32Array, pixels: number): Float32Array {
  const turned = new Float32Array(image.length);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < pixels; i++) turned[3 * i + c] = image[c * pixels + i];
  return turned;
}
