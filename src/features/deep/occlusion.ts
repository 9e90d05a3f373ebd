/**
 * Which part of the slice a score needs: how much the score falls when one cell of the image after the other is covered.
 *
 * A cell is covered by the image's own mean level, so that covering changes texture and not brightness. Unlike a
 * weighted sum of maps this looks through the whole network, and needs no maps. Source: Zeiler & Fergus, Visualizing and
 * understanding convolutional networks, ECCV 2014 (section 4.2).
 */

import type { ActivationMap, ChannelWeight } from "./class-activation.js";
import type { Network } from "./network.js";

/** Cells along each side: as many as ResNet34's last layer has. */
export const OCCLUSION_CELLS = 7;

/**
 * The fall of the linear score (its channels' part) by cell: above 0 where the cell raises it.
 *
 * @param image [3, height, width], normalised, as the network takes it
 * @throws RangeError for another number of cells, a channel that the network does not have, or no weight at all
 */
export async function occlusionMap(
  network: Pick<Network, "input" | "run">,
  image: Float32Array,
  weights: readonly ChannelWeight[],
  cells: number = OCCLUSION_CELLS,
): Promise<ActivationMap> {
  const [height, width] = network.input.size;
  if (!Number.isInteger(cells) || cells < 1 || cells > Math.min(height, width))
    throw new RangeError(
      `cells must be a whole number from 1 to ${Math.min(height, width)}; got ${cells}`,
    );
  if (weights.length === 0) throw new RangeError("a score needs a channel; it has none");
  const score = async (values: Float32Array): Promise<number> =>
    linearScore((await network.run(values)).features, weights);
  const whole = await score(image);
  const means = [0, 1, 2].map((c) =>
    meanOf(image.subarray(c * height * width, (c + 1) * height * width)),
  );
  const values = new Float64Array(cells * cells);
  for (let cell = 0; cell < values.length; cell++) {
    const covered = Float32Array.from(image);
    const [row, column] = [Math.floor(cell / cells), cell % cells];
    const edge = (at: number, side: number): number => Math.round((at * side) / cells);
    for (let c = 0; c < 3; c++)
      for (let y = edge(row, height); y < edge(row + 1, height); y++) {
        const start = (c * height + y) * width;
        covered.fill(means[c], start + edge(column, width), start + edge(column + 1, width));
      }
    values[cell] = whole - (await score(covered));
  }
  return { width: cells, height: cells, values };
}

function linearScore(features: Float32Array, weights: readonly ChannelWeight[]): number {
  return weights.reduce((sum, { channel, coefficient }) => {
    if (!Number.isInteger(channel) || channel < 0 || channel >= features.length)
      throw new RangeError(`a channel must be from 0 to ${features.length - 1}; got ${channel}`);
    return sum + coefficient * features[channel];
  }, 0);
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
