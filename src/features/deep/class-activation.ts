/**
 * Where in the slice a score comes from: the maps of its channels, weighted by the score's coefficients.
 *
 * A deep feature is the average of a map, so a linear score is the average of the weighted sum of maps, up to its constant.
 * Source: Zhou et al., Learning deep features for discriminative localization, CVPR 2016 (class activation mapping).
 */

import type { Tensor } from "../../io/tensor.js";

/** Coefficient of a channel, in units of the score for one unit of the feature as the network gives it. */
export interface ChannelWeight {
  readonly channel: number;
  readonly coefficient: number;
}

/** One map, row after row. */
export interface ActivationMap {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** @throws RangeError if the channel is not one of the maps' */
export function channelMap(maps: Tensor, channel: number): ActivationMap {
  return weightedMap(maps, [{ channel, coefficient: 1 }]);
}

/**
 * The weighted sum of channels; its average over the image is the channels' part of the linear score.
 *
 * @param maps [channels, height, width]
 * @throws RangeError if a channel is not one of the maps', or a coefficient not finite
 */
export function weightedMap(
  { shape: [channels, height, width], values: from }: Tensor,
  weights: readonly ChannelWeight[],
): ActivationMap {
  const values = new Float64Array(height * width);
  for (const { channel, coefficient } of weights) {
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels)
      throw new RangeError(`a channel must be from 0 to ${channels - 1}; got ${channel}`);
    if (!Number.isFinite(coefficient))
      throw new RangeError(`a coefficient must be finite; channel ${channel} has ${coefficient}`);
    for (let i = 0; i < values.length; i++)
      values[i] += coefficient * from[channel * values.length + i];
  }
  return { width, height, values };
}
