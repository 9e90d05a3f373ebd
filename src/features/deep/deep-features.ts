/** Deep features of a tumour: what a network's last layer says of its slices, averaged over the image. */

import type { DeepEntry } from "../../io/image-features-entry.js";
import type { Mask, Volume } from "../../io/volume.js";
import {
  checkImageInput,
  IMAGE_INPUT,
  type ImageInputSettings,
  imageInputs,
} from "./image-input.js";
import type { Network } from "./network.js";

export interface DeepSettings {
  readonly image: ImageInputSettings;
  /** How several slices become one number: their mean or their maximum. */
  readonly pooling: "mean" | "max";
}

export const DEEP: DeepSettings = { image: IMAGE_INPUT, pooling: "mean" };

/**
 * The settings of a manifest's entry; what it leaves out is as in {@link DEEP}.
 *
 * @throws RangeError for a setting that is not allowed
 */
export function deepSettings({ pooling = DEEP.pooling, ...image }: DeepEntry): DeepSettings {
  const settings = { image: { ...DEEP.image, ...image }, pooling };
  checkImageInput(settings.image);
  return settings;
}

export interface DeepFeatures {
  /** `deep_000`, `deep_001` …: one a channel of the network's last layer. */
  readonly features: Readonly<Record<string, number>>;
  /** The network by title and hash; to be shown wherever the features are. */
  readonly network: string;
  /** Slices that were looked at, from the feet, with the region's pixels in each. */
  readonly slices: readonly { readonly slice: number; readonly area: number }[];
}

/** @throws RangeError as {@link imageInputs}, or for an unknown pooling */
export async function deepFeatures(
  network: Network,
  volume: Volume,
  mask: Mask,
  { image, pooling }: DeepSettings = DEEP,
): Promise<DeepFeatures> {
  if (pooling !== "mean" && pooling !== "max")
    throw new RangeError(`pooling must be "mean" or "max"; got "${String(pooling)}"`);
  const inputs = imageInputs(volume, mask, network.input, image);
  let pooled = new Float64Array(0);
  for (const [n, { values }] of inputs.entries()) {
    const { features } = await network.run(values);
    if (n === 0) pooled = Float64Array.from(features);
    else
      for (let j = 0; j < features.length; j++)
        pooled[j] = pooling === "mean" ? pooled[j] + features[j] : Math.max(pooled[j], features[j]);
  }
  const divisor = pooling === "mean" ? inputs.length : 1;
  return {
    features: Object.fromEntries(Array.from(pooled, (value, j) => [deepName(j), value / divisor])),
    network: network.label,
    slices: inputs.map(({ slice, area }) => ({ slice, area })),
  };
}

/** The name of a channel's feature. */
export function deepName(channel: number): string {
  return `deep_${String(channel).padStart(3, "0")}`;
}
