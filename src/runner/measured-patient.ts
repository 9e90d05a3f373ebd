/**
 * The features of one patient's images: every sequence, every reading, handcrafted and deep, with the same settings.
 *
 * Images come from files or are grown from the patient's row; what follows is the same for both.
 */

import { type DeepSettings, deepFeatures } from "../features/deep/deep-features.js";
import type { Network } from "../features/deep/network.js";
import { extractFeatures } from "../features/extract.js";
import type { ExtractionSettings } from "../features/settings.js";
import { loadImage, loadMask } from "../imaging/load.js";
import type { Mask, Volume } from "../io/volume.js";
import { growImages } from "../twin/images/grow.js";
import type { ImagePatient } from "../twin/images/patient.js";

/** Where the images of a patient are. */
export type PatientSource =
  | {
      readonly kind: "grown";
      readonly patient: ImagePatient;
      readonly seed: number;
      readonly strength: number;
      /** By the sequences' names, as the growth has them. */
      readonly sequences: readonly ("T1" | "FS")[];
      readonly readings: 1 | 2;
    }
  | {
      readonly kind: "files";
      readonly images: readonly {
        readonly sequence: string;
        readonly image: string;
        /** One per reader. */
        readonly masks: readonly string[];
        readonly roi?: string;
      }[];
    };

/** Features of one image and one reading. */
export interface MeasuredImage {
  readonly sequence: string;
  /** From 1. */
  readonly reading: number;
  readonly features: Readonly<Record<string, number>>;
  /** What this region does not have, with the reason. */
  readonly notComputable: Readonly<Record<string, string>>;
  readonly voxels: number;
}

/**
 * @param deep null for handcrafted features alone; else the network, and what it is shown
 * @throws InputError or RangeError: what is wrong with an image, in a sentence
 */
export async function measurePatient(
  source: PatientSource,
  settings: ExtractionSettings,
  deep: { readonly network: Network; readonly settings: DeepSettings } | null,
): Promise<MeasuredImage[]> {
  const measured: MeasuredImage[] = [];
  for (const { sequence, volume, masks } of await imagesOf(source)) {
    for (const [r, mask] of masks.entries()) {
      const { features, notComputable, facts } = extractFeatures(volume, mask, settings);
      const seen = deep && (await deepFeatures(deep.network, volume, mask, deep.settings));
      measured.push({
        sequence,
        reading: r + 1,
        features: { ...features, ...seen?.features },
        notComputable,
        voxels: facts.regionVoxels,
      });
    }
  }
  return measured;
}

interface SourceImage {
  readonly sequence: string;
  readonly volume: Volume;
  readonly masks: readonly Mask[];
}

/** The images of a patient, in memory. */
export async function imagesOf(source: PatientSource): Promise<SourceImage[]> {
  if (source.kind === "files")
    return Promise.all(
      source.images.map(async ({ sequence, image, masks, roi }) => {
        const volume = await loadImage(image);
        const choice = roi === undefined ? {} : { roi };
        const loaded = await Promise.all(masks.map((mask) => loadMask(mask, volume, choice)));
        return { sequence, volume, masks: loaded };
      }),
    );
  const { patient, seed, strength, sequences, readings } = source;
  const grown = growImages(patient, { seed, strength });
  return sequences.map((sequence) => {
    const { volume, masks } = sequence === "T1" ? grown.t1 : grown.fs;
    return { sequence, volume, masks: readings === 2 ? [masks[1], masks[2]] : [masks[1]] };
  });
}
