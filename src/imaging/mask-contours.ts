/**
 * From voxels to contours: the outlines of a region, slice by slice, along the edges of its pixels.
 *
 * Each outline keeps the region on its right; holes are outlines of their own. Corners lie between pixel centres, so
 * that the even-odd rule at centres (`contour-mask.ts`) gives back exactly the same voxels. Pixels that touch by a
 * corner alone are parted.
 */

import { type Mask, patientPoint, type Triple } from "../io/volume.js";

/** Closed outlines in patient coordinates, mm, LPS, from the first slice to the last. */
export function maskContours(mask: Mask): Triple[][] {
  const [columns, rows, slices] = mask.size;
  return Array.from({ length: slices }, (_, k) => {
    const slice = mask.values.subarray(k * columns * rows, (k + 1) * columns * rows);
    return sliceOutlines(slice, columns, rows).map((corners) =>
      corners.map(([x, y]): Triple => patientPoint(mask, [x - 0.5, y - 0.5, k])),
    );
  }).flat();
}

/** Right, down, left, up: each the next one's turn to the right. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Outlines as corners of pixels: corner (0, 0) is the outer corner of pixel (0, 0). */
function sliceOutlines(slice: Uint8Array, columns: number, rows: number): [number, number][][] {
  const width = columns + 1;
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < columns && y < rows && slice[y * columns + x] !== 0;
  const edges = new Uint8Array(width * (rows + 1)); // bit d: an edge leaves this corner along step d
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x, y - 1)) edges[y * width + x] |= 1;
      if (!inside(x + 1, y)) edges[y * width + x + 1] |= 2;
      if (!inside(x, y + 1)) edges[(y + 1) * width + x + 1] |= 4;
      if (!inside(x - 1, y)) edges[(y + 1) * width + x] |= 8;
    }
  const outlines: [number, number][][] = [];
  for (let corner = 0; corner < edges.length; corner++)
    while (edges[corner] !== 0) outlines.push(followed(edges, corner, width));
  return outlines;
}

/** One outline from a corner back to it; its edges are taken away. */
function followed(edges: Uint8Array, start: number, width: number): [number, number][] {
  const corners: [number, number][] = [];
  const first = [0, 1, 2, 3].find((d) => edges[start] & (1 << d)) as number;
  let [corner, direction] = [start, first];
  do {
    const before = direction;
    edges[corner] &= ~(1 << before);
    corner += STEPS[before][0] + width * STEPS[before][1];
    const isBack = (d: number): boolean => corner === start && d === first;
    direction = [1, 0, 3]
      .map((turn) => (before + turn) % 4)
      .find((d) => isBack(d) || edges[corner] & (1 << d)) as number;
    if (direction !== before) corners.push([corner % width, Math.floor(corner / width)]);
  } while (corner !== start || direction !== first);
  return corners;
}
