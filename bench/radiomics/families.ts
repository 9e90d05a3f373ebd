/** Each family of features on one image, and all 1409 of fifteen images, beside PyRadiomics. */

import { extractFeatures } from "dlrn/features/extract";
import { resolveSettings } from "dlrn/features/settings";
import type { Bench } from "dlrn/proof/bench";
import { benchVolume, pyradiomics } from "./volume.js";

const IMAGES = [
  "Original",
  "Wavelet",
  "Square",
  "SquareRoot",
  "Logarithm",
  "Exponential",
  "Gradient",
  "LBP2D",
];
const FAMILIES = ["shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"] as const;

/** @param seconds PyRadiomics 3.0.1 (Python 3.11, NumPy 1.26, one thread) where it was last installed; @param check one value of it */
function bench(
  name: string,
  images: readonly string[],
  families: readonly string[],
  seconds: number,
  check: Record<string, number>,
): Bench {
  const list = (names: readonly string[]): string => JSON.stringify(names);
  return {
    name,
    work: `${families.join(", ")} of ${images.length === 1 ? "one image" : "fifteen images"}, 96 x 96 x 24 voxels, 14,848 in the region`,
    peer: {
      software: "PyRadiomics 3.0.1",
      seconds,
      check,
      tolerance: 1e-8,
      python: pyradiomics(list(images), list(families)),
    },
    prepare() {
      const { image, mask } = benchVolume();
      const settings = resolveSettings({
        setting: { binWidth: 5 },
        imageType: Object.fromEntries(images.map((type) => [type, {}])),
        featureClass: Object.fromEntries(families.map((family) => [family, null])),
      });
      return () => {
        const { features } = extractFeatures(image, mask, settings);
        return Object.fromEntries(
          Object.keys(check).map((feature) => [feature, features[feature]]),
        );
      };
    },
  };
}

const CHECKED: Readonly<
  Record<(typeof FAMILIES)[number], readonly [seconds: number, feature: string, value: number]>
> = {
  shape: [0.09, "original_shape_MeshVolume", 44438],
  firstorder: [0.049, "original_firstorder_Energy", 162812536.9734664],
  glcm: [0.048, "original_glcm_Contrast", 12.755453189412433],
  glrlm: [0.044, "original_glrlm_RunEntropy", 4.805241692404194],
  glszm: [0.037, "original_glszm_ZoneEntropy", 6.441435038477547],
  gldm: [0.026, "original_gldm_DependenceEntropy", 7.0415126543349285],
  ngtdm: [0.023, "original_ngtdm_Coarseness", 0.0006029751049431596],
};

export const benches: readonly Bench[] = [
  ...FAMILIES.map((family) => {
    const [seconds, feature, value] = CHECKED[family];
    return bench(`radiomics-${family}`, ["Original"], [family], seconds, { [feature]: value });
  }),
  bench("radiomics-all", IMAGES, FAMILIES, 0.91, {
    "wavelet-HHL_glcm_MCC": 0.3212130499977986,
    "lbp-2D_glszm_ZoneVariance": 2208196,
  }),
];
