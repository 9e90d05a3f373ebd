/**
 * The tumour's surface: an ellipsoid along the body's axis whose outline is cut by clefts into lobes.
 *
 * In the direction u the surface lies at the ellipsoid's radius times 1 − cleft(u), where clefts run along the zero
 * lines of a smooth random field on the sphere of directions; at the poles there is none, so that the length is exact.
 * The largest diameter is the length: within the class of the T-stage, near its lower end, since features of a large
 * region cost time. Large tumours are long and slender for the same reason.
 */

import type { Box } from "../../imaging/region.js";
import type { Geometry } from "../../io/volume.js";
import { fieldAt, type NoiseField, noiseField } from "./noise-field.js";
import type { ImagePatient } from "./patient.js";
import { between, type Streams } from "./stream.js";

export interface Tumour {
  /** Semi-axes before the tilt, mm: across, across, along the body. */
  readonly semiAxes: readonly [number, number, number];
  /** Cosine and sine of the turn about the body's axis. */
  readonly turn: readonly [number, number];
  /** Shift of the centre line across the body for 1 mm along it. */
  readonly tilt: readonly [number, number];
  /** Depth of the clefts as a share of the radius. */
  readonly clefts: number;
  readonly directions: NoiseField;
}

/** Lengths and mean widths, mm. AJCC, 8th edition: T1 up to 50, T2 up to 100, T3 up to 150. */
const SIZES = {
  "1": { length: [27, 45], width: [21, 27] },
  "2": { length: [57, 74], width: [22, 29] },
  "3": { length: [108, 122], width: [23, 30] },
  "4": { length: [159, 170], width: [24, 31] },
} as const;

export function tumourOf({ tStage }: ImagePatient, lobulation: number, streams: Streams): Tumour {
  const random = streams("tumour");
  const { length, width } = SIZES[tStage];
  const along = between(random, length[0], length[1]);
  const across = between(random, width[0], width[1]);
  const ratio = between(random, 0.8, 1.25);
  const angle = between(random, 0, Math.PI);
  const tilt = (): number => between(random, -3, 3) / along;
  return {
    semiAxes: [(across * Math.sqrt(ratio)) / 2, across / Math.sqrt(ratio) / 2, along / 2],
    turn: [Math.cos(angle), Math.sin(angle)],
    tilt: [tilt(), tilt()],
    clefts: Math.max(0.03, 0.2 + 0.065 * lobulation),
    directions: noiseField(streams("lobes"), [1, 1, 1], [0.62, 0.62, 0.4]),
  };
}

/** Half of what the tumour takes up across the body, mm. */
export function halfWidth({ semiAxes, tilt }: Tumour): number {
  return Math.max(semiAxes[0], semiAxes[1]) + semiAxes[2] * Math.max(...tilt.map(Math.abs));
}

/**
 * Depth below the tumour's surface at every voxel, mm (to first order); negative outside. The tumour's centre is at 0.
 */
export function tumourDepth(tumour: Tumour, { size, spacing, origin }: Geometry): Float32Array {
  const {
    semiAxes: [a, b, c],
    turn: [cos, sin],
    tilt,
    clefts,
    directions,
  } = tumour;
  const depth = new Float32Array(size[0] * size[1] * size[2]);
  let i = 0;
  for (let k = 0; k < size[2]; k++) {
    const z = origin[2] + k * spacing[2];
    const w = z / c;
    for (let j = 0; j < size[1]; j++) {
      const y = origin[1] + j * spacing[1] - tilt[1] * z;
      for (let h = 0; h < size[0]; h++, i++) {
        const x = origin[0] + h * spacing[0] - tilt[0] * z;
        const u = (cos * x + sin * y) / a;
        const v = (cos * y - sin * x) / b;
        const rho = Math.sqrt(u * u + v * v + w * w) + 1e-9;
        const slope = Math.sqrt((u / a) ** 2 + (v / b) ** 2 + (w / c) ** 2) + 1e-12;
        let radius = 1 - 0.4 * clefts;
        if (rho < 1.4) {
          const noise = Math.abs(fieldAt(directions, u / rho, v / rho, w / rho));
          const cleft = noise < 1 ? (1 - noise) ** 2 : 0;
          const fade = rho < 1.1 ? 1 : (1.4 - rho) / 0.3;
          radius += fade * clefts * (0.4 - (1.4 * cleft + 0.1) * (1 - (w / rho) ** 2));
        }
        depth[i] = ((radius - rho) * rho) / slope;
      }
    }
  }
  return depth;
}

/** The box of all voxels that lie deeper than `above`, mm. */
export function depthBox(depth: Float32Array, { size }: Geometry, above: number): Box {
  const [nx, ny, nz] = size;
  const [low, high] = [[nx, ny, nz] as [number, number, number], [-1, -1, -1]];
  for (let k = 0, i = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let h = 0; h < nx; h++, i++) {
        if (!(depth[i] > above)) continue;
        if (h < low[0]) low[0] = h;
        if (h > high[0]) high[0] = h;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        high[2] = k;
      }
    }
  }
  return { first: low, length: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] };
}
