/** The volume of the radiomics benchmarks: 96 x 96 x 24 voxels of smooth noise, and an ellipsoid of about 15,000 voxels in it. */

import { IDENTITY_DIRECTION, type Mask, type Volume } from "dlrn/io/volume";
import { normal } from "../generator.js";

const [nx, ny, nz] = [96, 96, 24];
const place = {
  size: [nx, ny, nz],
  spacing: [1, 1, 3],
  origin: [0, 0, 0],
  direction: IDENTITY_DIRECTION,
} as const;

export function benchVolume(): { image: Volume; mask: Mask } {
  const noise = normal(nx * ny * nz, 301);
  const image = Float64Array.from(noise, (value, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return 100 + 60 * Math.sin(x / 9) * Math.cos(y / 7) * Math.cos(z / 5) + 12 * value;
  });
  const mask = Uint8Array.from(noise, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return ((x - 47.5) / 22) ** 2 + ((y - 47.5) / 20) ** 2 + ((z - 11.5) / 8) ** 2 <= 1 ? 1 : 0;
  });
  return { image: { ...place, values: image }, mask: { ...place, values: mask } };
}

/** The same for PyRadiomics, and its extractor's `work`. */
export function pyradiomics(imageTypes: string, featureClasses: string): string {
  return `
import logging, SimpleITK as sitk, radiomics
from radiomics import featureextractor
radiomics.logger.setLevel(logging.CRITICAL)
sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
nx, ny, nz = 96, 96, 24
z, y, x = np.meshgrid(np.arange(nz), np.arange(ny), np.arange(nx), indexing="ij")
a = 100 + 60 * np.sin(x / 9) * np.cos(y / 7) * np.cos(z / 5) + 12 * normal(nx * ny * nz, 301).reshape(nz, ny, nx)
m = (((x - 47.5) / 22) ** 2 + ((y - 47.5) / 20) ** 2 + ((z - 11.5) / 8) ** 2 <= 1).astype(np.uint8)
image, mask = sitk.GetImageFromArray(a), sitk.GetImageFromArray(m)
image.SetSpacing((1, 1, 3)); mask.SetSpacing((1, 1, 3))
extractor = featureextractor.RadiomicsFeatureExtractor(binWidth=5, additionalInfo=False)
extractor.disableAllImageTypes(); extractor.disableAllFeatures()
for name in ${imageTypes}: extractor.enableImageTypeByName(name)
for name in ${featureClasses}: extractor.enableFeatureClassByName(name)
def work():
    return extractor.execute(image, mask)
`;
}
