/** The processing configurations with which IBSI 1 made its reference values: the digital phantom, and A to E of the CT phantom. */

import type { IbsiSettings } from "./extract.js";

export const ibsiConfigurations: Readonly<
  Record<"digital" | "A" | "B" | "C" | "D" | "E", IbsiSettings>
> = {
  digital: {
    dimensions: "both",
    spacing: null,
    interpolator: "linear",
    antiAliasing: null,
    round: false,
    range: null,
    outliers: null,
    discretisation: { kind: "none" },
    volumeHistogram: { kind: "none" },
  },
  A: {
    dimensions: "2D",
    spacing: null,
    interpolator: "linear",
    antiAliasing: null,
    round: true,
    range: [-500, 400],
    outliers: null,
    discretisation: { kind: "ibsi-size", width: 25 },
    volumeHistogram: { kind: "none" },
  },
  B: {
    dimensions: "2D",
    spacing: [2, 2, 0],
    interpolator: "linear",
    antiAliasing: null,
    round: true,
    range: [-500, 400],
    outliers: null,
    discretisation: { kind: "ibsi-number", count: 32 },
    volumeHistogram: { kind: "none" },
  },
  C: {
    dimensions: "3D",
    spacing: [2, 2, 2],
    interpolator: "linear",
    antiAliasing: null,
    round: true,
    range: [-1000, 400],
    outliers: null,
    discretisation: { kind: "ibsi-size", width: 25 },
    volumeHistogram: { kind: "ibsi-size", width: 2.5 },
  },
  D: {
    dimensions: "3D",
    spacing: [2, 2, 2],
    interpolator: "linear",
    antiAliasing: null,
    round: true,
    range: null,
    outliers: 3,
    discretisation: { kind: "ibsi-number", count: 32 },
    volumeHistogram: { kind: "none" },
  },
  E: {
    dimensions: "3D",
    spacing: [2, 2, 2],
    interpolator: "b-spline",
    antiAliasing: null,
    round: true,
    range: [-1000, 400],
    outliers: 3,
    discretisation: { kind: "ibsi-number", count: 32 },
    volumeHistogram: { kind: "ibsi-number", count: 1000 },
  },
};
