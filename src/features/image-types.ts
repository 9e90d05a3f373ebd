/** The images on which features are computed, made from the prepared one, with PyRadiomics' names. */

import { gradientMagnitude } from "../imaging/filter/gradient.js";
import { laplacianOfGaussian, logRefusal } from "../imaging/filter/laplacian-of-gaussian.js";
import { localBinaryPattern2D, patternRefusal } from "../imaging/filter/local-binary-pattern.js";
import { localBinaryPattern3D } from "../imaging/filter/local-binary-pattern-3d.js";
import { pointFilter } from "../imaging/filter/point.js";
import { waveletBands, waveletFilters } from "../imaging/filter/wavelet.js";
import type { Volume } from "../io/volume.js";
import type { ImageTypeSettings } from "./settings.js";

export interface DerivedImage {
  readonly name: string;
  /** Null where the filter cannot be used on this image; then `reason` says why. */
  readonly volume: Volume | null;
  readonly reason?: string;
}

/**
 * How far a filter looks, in voxels along each axis, or null where it needs the whole image: only so much around a region
 * has to be filtered.
 */
export function filterReach(settings: ImageTypeSettings): number | null {
  switch (settings.type) {
    case "Original":
    case "Square":
    case "SquareRoot":
    case "Logarithm":
    case "Exponential":
      return 0;
    case "Gradient":
      return 1;
    case "LBP2D":
      return Math.ceil(settings.lbp2DRadius) + 1;
    case "Wavelet":
      return (
        (waveletFilters(settings.wavelet).low.length / 2) *
        (settings.waveletLevels + settings.waveletStartLevel)
      );
    default:
      return null; // a recursion or a spline sees everything
  }
}

/** Whether the image type looks at one voxel, scaled by the largest absolute level of the whole image. */
export function isPointFilter(type: ImageTypeSettings["type"]): boolean {
  return ["Square", "SquareRoot", "Logarithm", "Exponential"].includes(type);
}

/**
 * @param volume the part of the image that the filter has to see
 * @param magnitude the largest absolute level of the whole image, to which point filters are scaled; others do not look at it
 * @throws RangeError for settings that no filter has
 */
export function derivedImages(
  volume: Volume,
  settings: ImageTypeSettings,
  magnitude: number,
): DerivedImage[] {
  switch (settings.type) {
    case "Original":
      return [{ name: "original", volume }];
    case "LoG":
      return settings.sigmas.map(({ value, text }) => {
        const name = `log-sigma-${text.replaceAll(".", "-")}-mm-3D`;
        const reason = logRefusal(volume.size, volume.spacing, value);
        return reason === null
          ? { name, volume: laplacianOfGaussian(volume, value) }
          : { name, volume: null, reason };
      });
    case "Wavelet":
      return waveletBands(volume, {
        wavelet: settings.wavelet,
        levels: settings.waveletLevels,
        startLevel: settings.waveletStartLevel,
        ...(settings.acrossPlane === null
          ? {}
          : { skipAxis: (2 - settings.acrossPlane) as 0 | 1 | 2 }),
      }).map(({ level, letters, volume: band }) => ({
        name: `wavelet${level === 1 ? "" : level}-${letters}`,
        volume: band,
      }));
    case "Square":
    case "SquareRoot":
    case "Logarithm":
    case "Exponential": {
      const name = settings.type.toLowerCase() as
        | "square"
        | "squareroot"
        | "logarithm"
        | "exponential";
      return [{ name, volume: pointFilter(volume, name, magnitude) }];
    }
    case "Gradient":
      return [{ name: "gradient", volume: gradientMagnitude(volume, settings.gradientUseSpacing) }];
    case "LBP2D": {
      const circle = {
        samples: settings.lbp2DSamples,
        radius: settings.lbp2DRadius,
        method: settings.lbp2DMethod,
        across: settings.lbp2DAcross,
      };
      const reason = patternRefusal(volume, circle);
      return reason === null
        ? [{ name: "lbp-2D", volume: localBinaryPattern2D(volume, circle) }]
        : [{ name: "lbp-2D", volume: null, reason }];
    }
    case "LBP3D":
      return localBinaryPattern3D(volume, {
        levels: settings.lbp3DLevels,
        radius: settings.lbp3DRadius,
        subdivisions: settings.lbp3DSubdivision,
      }).map(({ name, volume: image }) => ({ name: `lbp-3D-${name}`, volume: image }));
  }
}
