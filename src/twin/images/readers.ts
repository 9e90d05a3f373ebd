/** Two readers' delineations: each sees the surface with an offset and a smooth error of its own. */

import type { Geometry, Mask } from "../../io/volume.js";
import { fieldOnGrid, noiseField } from "./noise-field.js";
import type { Streams } from "./stream.js";
import { depthBox } from "./tumour.js";

/** Standard deviation of a reader's error, as a share of the tumour's half width. */
const ERROR = 0.06;

/**
 * @param depth below the tumour's surface, mm
 * @param halfWidth of the tumour, mm
 * @param name of the sequence: a reader draws on each anew
 */
export function reading(
  reader: 1 | 2,
  depth: Float32Array,
  grid: Geometry,
  halfWidth: number,
  name: string,
  streams: Streams,
): Mask {
  const random = streams(`reader ${reader}, ${name}`);
  const offset = 0.5 * ERROR * halfWidth * random.normal();
  const reach = [0, 1, 2].map((d) => -grid.origin[d]);
  const field = noiseField(random, [reach[0], reach[1], reach[2]], [9, 9, 14]);
  // Splines stay between the lattice's values: farther out there is no region, whatever the error.
  const most = field.values.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  const near = depthBox(depth, grid, -offset - 1.001 * ERROR * halfWidth * most);
  const error = fieldOnGrid(field, grid, near);
  const values = new Uint8Array(depth.length);
  for (let i = 0; i < values.length; i++)
    values[i] = depth[i] + offset + ERROR * halfWidth * error[i] > 0 ? 1 : 0;
  return { ...grid, values };
}
