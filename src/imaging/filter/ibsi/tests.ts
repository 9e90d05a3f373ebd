/** The filters of IBSI 2's two phases, by the numbers of its manual: what to compute, on which phantom. */

import type { Triple, Volume } from "../../../io/volume.js";
import { type Box, crop, widenBox } from "../../region.js";
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
  ): ((image: Image, box?: Box) => Float64Array) =>
  (image, box) =>
    gaborFilter(
      image,
      {
        sigma: sigma / image.spacing[0],
        lambda: lambda / image.spacing[0],
        gamma,
        thetas,
        planes,
        boundary,
      },
      box,
    );
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
/** Directions of half a turn: those of the other half have the same modulus, and so the same mean. */
const turns = (step: number): number[] =>
  Array.from({ length: Math.round(Math.PI / step) }, (_, i) => i * step);

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

/** A volume's response in a box, as if the whole volume had been filtered. */
type BoxFilter = (volume: Volume, box: Box) => Volume;

export interface Phase2Filter {
  readonly name: string;
  readonly response: Readonly<Record<"A" | "B", BoxFilter>>;
}

/** By slice and in space, filters that see no farther than so many voxels: what lies beyond is left out. */
const near =
  (reach: number, dimensions: Dimensions, filter: Filter): BoxFilter =>
  (volume, box) => {
    const around = widenBox(box, [reach, reach, dimensions === "3D" ? reach : 0], volume);
    const first = box.first.map((f, d) => f - around.first[d]) as unknown as Triple;
    return crop(filterResponse(crop(volume, around), filter), { ...box, first });
  };
const far =
  (filter: Filter): BoxFilter =>
  (volume, box) =>
    crop(filterResponse(volume, filter), box);
const wave =
  (planes: "axial" | "all"): BoxFilter =>
  (volume, box) => {
    const filter = gabor(5, 2, 1.5, turns(Math.PI / 8), planes, "mirror");
    const values = filter({ ...volume, values: Float64Array.from(volume.values) }, box);
    return { ...crop(volume, box), values };
  };

/** Phase 2: filters 1 to 9 on the CT phantom, A by slice without interpolation, B in space at 1 mm. */
export const phase2Filters: readonly Phase2Filter[] = [
  { name: "none", response: { A: crop, B: crop } },
  {
    name: "mean",
    response: {
      A: near(2, "2D", mean("2D", "mirror", 5)),
      B: near(2, "3D", mean("3D", "mirror", 5)),
    },
  },
  {
    name: "Laplacian of Gaussian",
    response: {
      A: near(7, "2D", log(1.5, "2D", "mirror")),
      B: near(7, "3D", log(1.5, "3D", "mirror")),
    },
  },
  {
    name: "Laws",
    response: {
      A: near(9, "2D", laws("L5E5", "mirror", "max", 7)),
      B: near(9, "3D", laws("L5E5E5", "mirror", "max", 7)),
    },
  },
  { name: "Gabor", response: { A: wave("axial"), B: wave("all") } },
  {
    name: "Daubechies 3, level 1",
    response: {
      A: near(3, "2D", wavelet("db3", "LH", 1, "mean", "mirror")),
      B: near(3, "3D", wavelet("db3", "LLH", 1, "mean", "mirror")),
    },
  },
  {
    name: "Daubechies 3, level 2",
    response: {
      A: near(9, "2D", wavelet("db3", "HH", 2, "mean", "mirror")),
      B: near(9, "3D", wavelet("db3", "HHH", 2, "mean", "mirror")),
    },
  },
  {
    name: "Simoncelli, level 1",
    response: { A: far(simoncelli(1, "2D")), B: far(simoncelli(1, "3D")) },
  },
  {
    name: "Simoncelli, level 2",
    response: { A: far(simoncelli(2, "2D")), B: far(simoncelli(2, "3D")) },
  },
];
