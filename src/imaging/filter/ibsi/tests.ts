/** The filters of IBSI 2's two phases, by the numbers of its manual: what to compute, on which phantom. */

import type { Triple, Volume } from "../../../io/volume.js";
import type { Boundary } from "./convolution.js";
import { gaborFilter } from "./gabor.js";
import {
  type Dimensions,
  laplacianOfGaussianKernel,
  lawsFilter,
  meanFilter,
  separableWavelet,
} from "./linear.js";
import { simoncelliFilter } from "./simoncelli.js";

interface Image {
  readonly values: Float64Array;
  readonly size: Triple;
  readonly spacing: Triple;
}

type Filter = (image: Image) => Float64Array;

export interface ResponseTest {
  /** As in the names of the reference maps: `1A1`. */
  readonly id: string;
  readonly phantom: "checkerboard" | "impulse" | "sphere";
  readonly filter: Filter;
}

/** A volume's response, Float64. */
export function filterResponse(volume: Volume, filter: Filter): Volume {
  const { size, spacing } = volume;
  return { ...volume, values: filter({ values: Float64Array.from(volume.values), size, spacing }) };
}

const mean =
  (dimensions: Dimensions, boundary: Boundary, support = 15): Filter =>
  (image) =>
    meanFilter(image, support, dimensions, boundary);
const log =
  (mm: number, dimensions: Dimensions, boundary: Boundary): Filter =>
  (image) =>
    laplacianOfGaussianKernel(
      image,
      image.spacing.map((s) => mm / s) as unknown as Triple,
      4,
      dimensions,
      boundary,
    );
const laws =
  (names: string, boundary: Boundary, pooling: "max" | null, energyDelta: number | null): Filter =>
  (image) =>
    lawsFilter(image, names, { pooling, energyDelta, boundary });
const gabor =
  (
    sigma: number,
    lambda: number,
    gamma: number,
    thetas: readonly number[],
    planes: "axial" | "all",
    boundary: Boundary,
  ): Filter =>
  (image) =>
    gaborFilter(image, {
      sigma: sigma / image.spacing[0],
      lambda: lambda / image.spacing[0],
      gamma,
      thetas,
      planes,
      boundary,
    });
const wavelet =
  (
    name: string,
    letters: string,
    level: number,
    pooling: "mean" | null,
    boundary: Boundary,
  ): Filter =>
  (image) =>
    separableWavelet(image, { wavelet: name, letters, level, pooling, boundary });
const simoncelli =
  (level: number, dimensions: Dimensions): Filter =>
  (image) =>
    simoncelliFilter(image, level, dimensions);
const turns = (step: number): number[] =>
  Array.from({ length: Math.round((2 * Math.PI) / step) }, (_, i) => i * step);

/** Phase 1: response maps of digital phantoms, each voxel within 1 % of the map's range. */
export const responseTests: readonly ResponseTest[] = [
  { id: "1A1", phantom: "checkerboard", filter: mean("3D", "zero") },
  { id: "1A2", phantom: "checkerboard", filter: mean("3D", "nearest") },
  { id: "1A3", phantom: "checkerboard", filter: mean("3D", "periodic") },
  { id: "1A4", phantom: "checkerboard", filter: mean("3D", "mirror") },
  { id: "1B1", phantom: "impulse", filter: mean("2D", "zero") },
  { id: "2A", phantom: "impulse", filter: log(3, "3D", "zero") },
  { id: "2B", phantom: "checkerboard", filter: log(5, "3D", "mirror") },
  { id: "2C", phantom: "checkerboard", filter: log(5, "2D", "mirror") },
  { id: "3A1", phantom: "impulse", filter: laws("E5L5S5", "zero", null, null) },
  { id: "3A2", phantom: "impulse", filter: laws("E5L5S5", "zero", "max", null) },
  { id: "3A3", phantom: "impulse", filter: laws("E5L5S5", "zero", "max", 7) },
  { id: "3B1", phantom: "checkerboard", filter: laws("E3W5R5", "mirror", null, null) },
  { id: "3B2", phantom: "checkerboard", filter: laws("E3W5R5", "mirror", "max", null) },
  { id: "3B3", phantom: "checkerboard", filter: laws("E3W5R5", "mirror", "max", 7) },
  { id: "3C1", phantom: "checkerboard", filter: laws("L5S5", "mirror", null, null) },
  { id: "3C2", phantom: "checkerboard", filter: laws("L5S5", "mirror", "max", null) },
  { id: "3C3", phantom: "checkerboard", filter: laws("L5S5", "mirror", "max", 7) },
  { id: "4A1", phantom: "impulse", filter: gabor(10, 4, 0.5, [Math.PI / 3], "axial", "zero") },
  { id: "4A2", phantom: "impulse", filter: gabor(10, 4, 0.5, turns(Math.PI / 4), "all", "zero") },
  {
    id: "4B1",
    phantom: "sphere",
    filter: gabor(20, 8, 2.5, [(5 * Math.PI) / 4], "axial", "mirror"),
  },
  { id: "4B2", phantom: "sphere", filter: gabor(20, 8, 2.5, turns(Math.PI / 8), "all", "mirror") },
  { id: "5A1", phantom: "impulse", filter: wavelet("db2", "LHL", 1, null, "zero") },
  { id: "5A2", phantom: "impulse", filter: wavelet("db2", "LHL", 1, "mean", "zero") },
  { id: "6A1", phantom: "sphere", filter: wavelet("coif1", "HHL", 1, null, "periodic") },
  { id: "6A2", phantom: "sphere", filter: wavelet("coif1", "HHL", 1, "mean", "periodic") },
  { id: "7A1", phantom: "checkerboard", filter: wavelet("haar", "LLL", 2, "mean", "mirror") },
  { id: "7A2", phantom: "checkerboard", filter: wavelet("haar", "HHH", 2, "mean", "mirror") },
  { id: "8A1", phantom: "checkerboard", filter: simoncelli(1, "3D") },
  { id: "8A2", phantom: "checkerboard", filter: simoncelli(2, "3D") },
  { id: "8A3", phantom: "checkerboard", filter: simoncelli(3, "3D") },
];

/** Phase 2: filters 1 to 9 on the CT phantom, A by slice without interpolation, B in space at 1 mm. */
export const phase2Filters: Readonly<Record<"A" | "B", readonly Filter[]>> = {
  A: [
    ({ values }) => values,
    mean("2D", "mirror", 5),
    log(1.5, "2D", "mirror"),
    laws("L5E5", "mirror", "max", 7),
    gabor(5, 2, 1.5, turns(Math.PI / 8), "axial", "mirror"),
    wavelet("db3", "LH", 1, "mean", "mirror"),
    wavelet("db3", "HH", 2, "mean", "mirror"),
    simoncelli(1, "2D"),
    simoncelli(2, "2D"),
  ],
  B: [
    ({ values }) => values,
    mean("3D", "mirror", 5),
    log(1.5, "3D", "mirror"),
    laws("L5E5E5", "mirror", "max", 7),
    gabor(5, 2, 1.5, turns(Math.PI / 8), "all", "mirror"),
    wavelet("db3", "LLH", 1, "mean", "mirror"),
    wavelet("db3", "HHH", 2, "mean", "mirror"),
    simoncelli(1, "3D"),
    simoncelli(2, "3D"),
  ],
};
