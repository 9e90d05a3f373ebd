/**
 * IBSI 2, phase 2: statistics of filter responses in the region of the CT phantom. The image is prepared and the region
 * resegmented on the unfiltered levels; the filter sees the whole image; 18 intensity statistics describe its response.
 */

import { phase2Filters } from "../../imaging/filter/ibsi/tests.js";
import { crop, regionBox, regionLevels } from "../../imaging/region.js";
import type { Mask, Volume } from "../../io/volume.js";
import { type IbsiRegions, prepareIbsi } from "./extract.js";
import { intensityStatistics } from "./intensity.js";

/** @param configuration A: no interpolation, by slice; B: 1 mm by cubic spline, rounded, in space */
export function phase2Regions(volume: Volume, mask: Mask, configuration: "A" | "B"): IbsiRegions {
  return prepareIbsi(volume, mask, {
    dimensions: configuration === "A" ? "2D" : "3D",
    spacing: configuration === "A" ? null : [1, 1, 1],
    interpolator: "b-spline",
    antiAliasing: null,
    round: true,
    range: [-1000, 400],
    outliers: null,
    discretisation: { kind: "none" },
    volumeHistogram: { kind: "none" },
  });
}

/**
 * By IBSI's tags: `stat_mean`.
 *
 * @param regions as `phase2Regions` prepares them in the same configuration
 * @param filter 1 to 9, as the manual numbers them
 */
export function phase2Statistics(
  { volume, intensity }: IbsiRegions,
  filter: number,
  configuration: "A" | "B",
): Record<string, number> {
  const chosen = phase2Filters[filter - 1];
  if (chosen === undefined)
    throw new RangeError(`the filter must be a number from 1 to 9; got ${filter}`);
  const box = regionBox(intensity);
  const response = chosen.response[configuration](volume, box);
  const statistics = intensityStatistics(regionLevels(response, crop(intensity, box)));
  return Object.fromEntries(
    Object.entries(statistics).map(([name, value]) => [`stat_${name}`, value]),
  );
}
