/**
 * What is extracted and how: PyRadiomics' parameters, resolved.
 *
 * A specification (a parameter file, or an object of the same shape) names what differs from the defaults; one pure
 * function turns it into settings in which nothing is left open, so that a receipt can show them whole. Keys, names
 * and defaults are PyRadiomics 3's, so that its parameter files work as they are.
 */

import type { Discretisation } from "../imaging/discretise.js";
import { waveletFilters } from "../imaging/filter/wavelet.js";
import type { Interpolator } from "../imaging/resample.js";
import type { Resegmentation } from "../imaging/resegment.js";
import type { Triple } from "../io/volume.js";
import type { WeightingNorm } from "./glcm.js";
import { directions } from "./neighbours.js";
import { type PatternSettings, patternSettings } from "./pattern-settings.js";
import {
  choice,
  flag,
  isNamed,
  knownKeys,
  type NamedNumber,
  namedNumbers,
  nullable,
  numberOf,
  numbersOf,
  objectOf,
  type Plain,
  shareOf,
  shown,
} from "./specification.js";

export const FEATURE_CLASSES = [
  "shape",
  "shape2D",
  "firstorder",
  "glcm",
  "glrlm",
  "glszm",
  "gldm",
  "ngtdm",
] as const;
export type FeatureClass = (typeof FEATURE_CLASSES)[number];

export const IMAGE_TYPES = [
  "Original",
  "LoG",
  "Wavelet",
  "Square",
  "SquareRoot",
  "Logarithm",
  "Exponential",
  "Gradient",
  "LBP2D",
  "LBP3D",
] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface Preparation {
  readonly normalize: boolean;
  readonly normalizeScale: number;
  readonly removeOutliers: number | null;
  readonly resampledPixelSpacing: Triple | null;
  readonly interpolator: Interpolator | null;
  /** β of the Gaussian before coarser sampling; PyRadiomics has none. */
  readonly antiAliasing: number | null;
  readonly padDistance: number;
  readonly preCrop: boolean;
  readonly resegmentation: Resegmentation | null;
  readonly resegmentShape: boolean;
  readonly minimumRoiDimensions: number;
  readonly minimumRoiSize: number | null;
  readonly geometryTolerance: number;
  readonly correctMask: boolean;
  readonly label: number;
}

/** What holds for one image type; each may differ from the others. */
export interface ImageTypeSettings extends PatternSettings {
  readonly type: ImageType;
  readonly discretisation: Discretisation;
  readonly voxelArrayShift: number;
  readonly distances: readonly number[];
  /** The axis across the plane (0 = z) when texture is looked at in planes only. */
  readonly acrossPlane: 0 | 1 | 2 | null;
  readonly symmetricalGlcm: boolean;
  readonly weightingNorm: WeightingNorm | null;
  readonly gldmAlpha: number;
  /** LoG, mm. */
  readonly sigmas: readonly NamedNumber[];
  readonly wavelet: string;
  readonly waveletLevels: number;
  readonly waveletStartLevel: number;
  readonly gradientUseSpacing: boolean;
}

export interface ExtractionSettings {
  readonly preparation: Preparation;
  readonly images: readonly ImageTypeSettings[];
  /** The features of each class that is on: all that are not deprecated, or those named. */
  readonly classes: Readonly<Partial<Record<FeatureClass, "all" | readonly string[]>>>;
}

/** A parameter file as an object: `setting`, `imageType`, `featureClass`, `voxelSetting`. */
export type ExtractionSpecification = Readonly<Record<string, unknown>>;

/**
 * All defaults filled in.
 *
 * @throws RangeError for a key, image type, feature class or value that PyRadiomics does not know
 */
export function resolveSettings(specification: ExtractionSpecification = {}): ExtractionSettings {
  knownKeys(
    specification,
    ["setting", "imageType", "featureClass", "voxelSetting"],
    "the top level",
  );
  const setting = objectOf(specification["setting"], "setting");
  knownKeys(setting, SETTING_KEYS, "setting");
  const imageTypes =
    specification["imageType"] == null
      ? { Original: {} }
      : objectOf(specification["imageType"], "imageType");
  knownKeys(imageTypes, IMAGE_TYPES, "imageType");
  return {
    preparation: preparationOf(setting),
    images: Object.entries(imageTypes).map(([type, own]) => {
      const custom = own == null ? {} : objectOf(own, `imageType ${type}`);
      knownKeys(custom, SETTING_KEYS, `imageType ${type}`);
      return imageSettings(type as ImageType, { ...setting, ...custom });
    }),
    classes: classesOf(specification["featureClass"]),
  };
}

const SETTING_KEYS = [
  "normalize",
  "normalizeScale",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "antiAliasing",
  "padDistance",
  "preCrop",
  "resegmentRange",
  "resegmentMode",
  "resegmentShape",
  "minimumROIDimensions",
  "minimumROISize",
  "geometryTolerance",
  "correctMask",
  "label",
  "label_channel",
  "additionalInfo",
  "binWidth",
  "binCount",
  "distances",
  "force2D",
  "force2Ddimension",
  "symmetricalGLCM",
  "weightingNorm",
  "gldm_a",
  "voxelArrayShift",
  "sigma",
  "start_level",
  "level",
  "wavelet",
  "gradientUseSpacing",
  "lbp2DRadius",
  "lbp2DSamples",
  "lbp2DMethod",
  "lbp3DLevels",
  "lbp3DIcosphereRadius",
  "lbp3DIcosphereSubdivision",
  "enableCExtensions",
] as const;

function preparationOf(s: Plain): Preparation {
  const range = s["resegmentRange"] == null ? null : numbersOf(s, "resegmentRange", []);
  return {
    normalize: flag(s, "normalize", false),
    normalizeScale: numberOf(s, "normalizeScale", 1),
    removeOutliers: nullable(s, "removeOutliers"),
    resampledPixelSpacing: s["resampledPixelSpacing"] == null ? null : spacingOf(s),
    interpolator: interpolatorOf(s["interpolator"]),
    antiAliasing: shareOf(s, "antiAliasing"),
    padDistance: padDistanceOf(s),
    preCrop: flag(s, "preCrop", false),
    resegmentation:
      range === null
        ? null
        : {
            kind: choice(s, "resegmentMode", ["absolute", "relative", "sigma"], "absolute"),
            range,
          },
    resegmentShape: flag(s, "resegmentShape", false),
    minimumRoiDimensions: numberOf(s, "minimumROIDimensions", 2),
    minimumRoiSize: nullable(s, "minimumROISize"),
    geometryTolerance: nullable(s, "geometryTolerance") ?? 1e-6,
    correctMask: flag(s, "correctMask", false),
    label: numberOf(s, "label", 1),
  };
}

function imageSettings(type: ImageType, s: Plain): ImageTypeSettings {
  const count = nullable(s, "binCount");
  const width = numberOf(s, "binWidth", 25);
  if (count !== null && !(Number.isInteger(count) && count > 0))
    throw new RangeError(`binCount must be a positive whole number; it is ${count}`);
  if (!(width > 0)) throw new RangeError(`binWidth must be positive; it is ${width}`);
  const wavelet = s["wavelet"] == null ? "coif1" : String(s["wavelet"]);
  if (type === "Wavelet") waveletFilters(wavelet);
  return {
    type,
    discretisation:
      count === null ? { kind: "pyradiomics-width", width } : { kind: "pyradiomics-count", count },
    voxelArrayShift: numberOf(s, "voxelArrayShift", 0),
    distances: distancesOf(s),
    acrossPlane: flag(s, "force2D", false) ? axisOf(s) : null,
    symmetricalGlcm: flag(s, "symmetricalGLCM", true),
    weightingNorm:
      s["weightingNorm"] == null
        ? null
        : choice<WeightingNorm>(
            s,
            "weightingNorm",
            ["infinity", "euclidean", "manhattan", "no_weighting"],
            "no_weighting",
          ),
    gldmAlpha: numberOf(s, "gldm_a", 0),
    sigmas: type === "LoG" ? sigmasOf(s) : [],
    wavelet,
    waveletLevels: numberOf(s, "level", 1),
    waveletStartLevel: numberOf(s, "start_level", 0),
    gradientUseSpacing: flag(s, "gradientUseSpacing", true),
    ...patternSettings(s, axisOf(s)),
  };
}

function classesOf(given: unknown): ExtractionSettings["classes"] {
  if (given == null)
    return Object.fromEntries(
      FEATURE_CLASSES.filter((name) => name !== "shape2D").map((name) => [name, "all"]),
    );
  const named = objectOf(given, "featureClass");
  knownKeys(named, FEATURE_CLASSES, "featureClass");
  return Object.fromEntries(
    Object.entries(named).map(([name, list]) => {
      if (list == null || (Array.isArray(list) && list.length === 0)) return [name, "all"];
      if (!Array.isArray(list))
        throw new RangeError(`the features of ${name} must be a list; got ${shown(list)}`);
      return [name, list.map(String)];
    }),
  );
}

function spacingOf(s: Plain): Triple {
  const [x, y, z, ...more] = numbersOf(s, "resampledPixelSpacing", []);
  if (z === undefined || more.length > 0 || Math.min(x, y, z) < 0) {
    throw new RangeError(
      `resampledPixelSpacing must be three spacings in mm (0 keeps one); it is ${numbersOf(s, "resampledPixelSpacing", []).join(", ")}`,
    );
  }
  return [x, y, z];
}

function axisOf(s: Plain): 0 | 1 | 2 {
  const axis = numberOf(s, "force2Ddimension", 0);
  if (axis !== 0 && axis !== 1 && axis !== 2)
    throw new RangeError(`force2Ddimension must be 0, 1 or 2; it is ${axis}`);
  return axis;
}

function interpolatorOf(name: unknown): Interpolator | null {
  if (name === undefined || name === "sitkBSpline" || numberedAs(name, 3)) return "b-spline";
  if (name === null || name === "None") return null;
  if (name === "sitkLinear" || numberedAs(name, 2)) return "linear";
  if (name === "sitkNearestNeighbor" || numberedAs(name, 1)) return "nearest";
  throw new RangeError(
    `interpolator must be sitkBSpline, sitkLinear or sitkNearestNeighbor; it is ${shown(name)}`,
  );
}

function numberedAs(name: unknown, number: number): boolean {
  return name === number || (isNamed(name) && name.value === number);
}

function padDistanceOf(s: Plain): number {
  const distance = numberOf(s, "padDistance", 5);
  if (distance < 0) throw new RangeError(`padDistance must be 0 or more voxels; it is ${distance}`);
  return distance;
}

function distancesOf(s: Plain): number[] {
  const distances = numbersOf(s, "distances", [1]);
  directions([1, 1, 1], { distances });
  return distances;
}

function sigmasOf(s: Plain): NamedNumber[] {
  const sigmas = namedNumbers(s, "sigma");
  if (sigmas.length === 0)
    throw new RangeError("imageType LoG must have sigma, a list of widths in mm; it has none");
  const wrong = sigmas.find(({ value }) => !(value > 0));
  if (wrong) throw new RangeError(`sigma must be positive, in mm; one is ${wrong.value}`);
  return sigmas;
}
