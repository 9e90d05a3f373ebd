/** How long the two extractions take that a user waits for, from the loaded volume, one thread: first call and median of the next ten. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extractFeatures } from "dlrn/features/extract";
import { type ExtractionSettings, resolveSettings } from "dlrn/features/settings";
import { readPipeline } from "dlrn/features/settings-file";
import { loadImage, loadMask } from "dlrn/imaging/load";
import type { Mask, Volume } from "dlrn/io/volume";
import { median } from "dlrn/math/summary";
import type { Measurement } from "dlrn/proof/measurement";
import { dataFolder } from "dlrn/runner/environment";
import { benchVolume } from "./volume.js";

/** The setting of the sarcoma table (`sts-features`). */
const SARCOMA: ExtractionSettings = resolveSettings({
  setting: {
    normalize: true,
    normalizeScale: 100,
    resampledPixelSpacing: [3, 3, 3],
    interpolator: "sitkBSpline",
    binWidth: 10,
    voxelArrayShift: 300,
  },
  imageType: { Original: {}, LoG: { sigma: [3, 5] }, Wavelet: {} },
});

export const measurement: Measurement = {
  name: "radiomics-limits",
  async run() {
    const path = fileURLToPath(new URL("../../../paper/extraction.yaml", import.meta.url));
    const paper = readPipeline(path);
    if (paper.pipeline !== "pyradiomics") throw new RangeError(`${path} must be PyRadiomics' kind`);
    const { image, mask } = benchVolume();
    const lines = [
      timed(
        "the paper's setting, 96 x 96 x 24 voxels (at most 0.4 s)",
        image,
        mask,
        paper.settings,
      ),
    ];
    const folder = join(dataFolder(), "sts-001-fs-dicom");
    if (!existsSync(folder)) return [...lines, `STS_001: ${folder} is not there`];
    const scan = await loadImage(join(folder, "image"));
    const tumour = await loadMask(join(folder, "mask", "1-1.dcm"), scan, { roi: "GTV_Mass" });
    return [...lines, timed("STS_001, fat-suppressed T2 (at most 1.5 s)", scan, tumour, SARCOMA)];
  },
};

function timed(name: string, image: Volume, mask: Mask, settings: ExtractionSettings): string {
  const [seconds, processor]: [number[], number[]] = [[], []];
  let count = 0;
  for (let i = 0; i < 11; i++) {
    const before = process.cpuUsage();
    const start = performance.now();
    count = Object.keys(extractFeatures(image, mask, settings).features).length;
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1e6);
  }
  const told = (times: readonly number[]): string =>
    `first ${times[0].toFixed(2)} s, then ${median(times.slice(1)).toFixed(3)} s`;
  return `${name}: ${count} features; ${told(seconds)}; of the processor ${told(processor)}`;
}
