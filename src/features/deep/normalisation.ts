/** What is subtracted from, and divides, each channel of an image in [0, 1] before a network sees it. */

export interface ChannelNormalisation {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

/** Of the images that torchvision's models were trained on. Source: torchvision, "Models and pre-trained weights". */
export const IMAGENET: ChannelNormalisation = {
  mean: [0.485, 0.456, 0.406],
  standardDeviation: [0.229, 0.224, 0.225],
};
