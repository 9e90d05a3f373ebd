/**
 * IBSI 2, phase 2: statistics of filter responses in the region of the CT phantom. The image is prepared and the region
 * resegmented on the unfiltered levels; the filter sees the whole image; 18 intensity statistics describe its response.
 */

import { filterResponse, phase2Filters } from "../../imaging/filter/ibsi/tests.js";
import { regionLevels } from "../../imaging/region.js";
import type { Mask, Volume } from "../../io/volume.js";
import { prepareIbsi } from "./extract.js";
import { intensityStatistics } from "./intensity.js";

/**
 * @param filter 1 to 9, as the manual numbers them
 * @param configuration A: no interpolation, by slice; B: 1 mm by cubic spline, rounded, in space
 */
export function phase2Statistics(
  volume: Volume,
  mask: Mask,
  filter: number,
  configuration: "A" | "B",
): Record<string, number> {
  const chosen = phase2Filters[configuration][filter - 1];
  if (chosen === undefined)
    throw new RangeError(`the filter must be a number from 1 to 9; got ${filter}`);
  const { volume: image, intensity } = prepareIbsi(volume, mask, {
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
  return intensityStatistics(regionLevels(filterResponse(image, chosen), intensity));
}
