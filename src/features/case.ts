/** One case of a batch: its files read, its features computed, and a receipt of what was really done. */

import { createHash } from "node:crypto";
import { type LoadedImage, loadImage, loadMask, type RegionChoice } from "../imaging/load.js";
import type { SliceRule } from "../io/dicom/series.js";
import { InputError } from "../io/input-error.js";
import type { Mask, Triple, VoxelArray } from "../io/volume.js";
import { extractFeatures } from "./extract.js";
import type { PipelineSettings } from "./settings-file.js";

export interface ExtractionCase extends RegionChoice {
  readonly name: string;
  readonly image: string;
  readonly mask: string;
  /** SeriesInstanceUID of the image, where its folder holds several series. */
  readonly series?: string;
  /** Replaces the file's, mm, or says how that of DICOM slices is found. */
  readonly spacing?: Triple | SliceRule;
}

export type Naming = "pyradiomics" | "ibsi";

export interface CaseResult {
  readonly name: string;
  readonly features: Readonly<Record<string, number>>;
  readonly notComputable: Readonly<Record<string, string>>;
  readonly receipt: Readonly<Record<string, unknown>>;
}

/** @throws InputError or RangeError: what is wrong with the case, in a sentence */
export async function extractCase(
  one: ExtractionCase,
  pipeline: PipelineSettings,
  naming: Naming,
): Promise<CaseResult> {
  const image = await loadImage(one.image, {
    ...(one.spacing && { spacing: one.spacing }),
    ...(one.series !== undefined && { series: one.series }),
  });
  if (one.series !== undefined && image.seriesInstanceUid === undefined)
    throw new InputError(
      `a series can be chosen in a folder of DICOM images only; "${one.series}" is chosen here`,
      one.image,
    );
  const label =
    one.label ?? (pipeline.pipeline === "pyradiomics" ? pipeline.settings.preparation.label : 1);
  const mask = await loadMask(one.mask, image, {
    ...(one.roi === undefined ? {} : { roi: one.roi }),
    label,
  });
  const computed = await computedFeatures(image, mask, pipeline);
  const renamed =
    naming === "ibsi" && pipeline.pipeline === "pyradiomics"
      ? await ibsiNames()
      : <V>(values: V): V => values;
  return {
    name: one.name,
    features: renamed(computed.features),
    notComputable: renamed(computed.notComputable),
    receipt: {
      pipeline: pipeline.pipeline,
      settings: pipeline.settings,
      ...computed.facts,
      imageHash: hashOf(image.values),
      maskHash: hashOf(mask.values),
    },
  };
}

/** Gives all entries of a record IBSI's names. */
async function ibsiNames(): Promise<
  <V>(values: Readonly<Record<string, V>>) => Readonly<Record<string, V>>
> {
  const { ibsiName } = await import("./names.js");
  return (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [ibsiName(name), value]));
}

async function computedFeatures(
  image: LoadedImage,
  mask: Mask,
  pipeline: PipelineSettings,
): Promise<{
  features: Readonly<Record<string, number>>;
  notComputable: Readonly<Record<string, string>>;
  facts: object;
}> {
  if (pipeline.pipeline === "pyradiomics") return extractFeatures(image, mask, pipeline.settings);
  const { ibsiFeatures } = await import("./ibsi/extract.js");
  const { features, ...facts } = ibsiFeatures(image, mask, pipeline.settings);
  const [values, missing]: [Record<string, number>, Record<string, string>] = [{}, {}];
  for (const [name, value] of Object.entries(features)) {
    if (Number.isFinite(value)) values[name] = value;
    else
      missing[name] = "the region gives this feature no value (no neighbours, or a divisor of 0)";
  }
  return {
    features: values,
    notComputable: missing,
    facts: { imageSize: image.size, imageSpacing: image.spacing, ...facts },
  };
}

/** SHA-256 of the voxels as they lie in memory, little-endian. */
function hashOf(values: VoxelArray): string {
  return createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
}
