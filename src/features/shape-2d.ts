/**
 * Shape in a plane, for a region of one slice: marching squares at half height.
 * Source: PyRadiomics 3 documentation, "Shape Features (2D)".
 */

import { regionBox } from "../imaging/region.js";
import type { Mask } from "../io/volume.js";
import { symmetricEigen } from "../math/eigen.js";
import { largestDistance } from "./diameter.js";

/** Directed segments of corner configurations 0 to 15, two edge numbers each. */
const SEGMENTS = [
  "",
  "30",
  "01",
  "31",
  "12",
  "1230",
  "02",
  "32",
  "23",
  "20",
  "0123",
  "21",
  "13",
  "10",
  "03",
  "",
];
/** Middles of the four edges as (row, column), in half pixels. */
const EDGES = [
  [0, 1],
  [1, 2],
  [2, 1],
  [1, 0],
] as const;

/**
 * 9 features by PyRadiomics' names, and the deprecated SphericalDisproportion. Lengths in mm, areas in mm².
 *
 * @param acrossPlane the axis across the slice, 0 = z
 * @throws RangeError if the region extends over several slices along that axis
 */
export function shapeFeatures2D(mask: Mask, acrossPlane: 0 | 1 | 2): Record<string, number> {
  const box = regionBox(mask);
  const across = 2 - acrossPlane; // as (x, y, z)
  if (box.length[across] !== 1) {
    throw new RangeError(
      `a region must lie in one slice for 2D shape; it extends over ${box.length[across]}; leave shape2D out`,
    );
  }
  const [columnAxis, rowAxis] = [0, 1, 2].filter((d) => d !== across);
  const [columns, rows] = [box.length[columnAxis] + 2, box.length[rowAxis] + 2];
  const [sx, sy] = [mask.spacing[columnAxis], mask.spacing[rowAxis]];
  const stride = [1, mask.size[0], mask.size[0] * mask.size[1]];
  const start = box.first[0] + mask.size[0] * (box.first[1] + mask.size[1] * box.first[2]);
  const at = (row: number, column: number): number =>
    row < 1 || column < 1 || row > rows - 2 || column > columns - 2
      ? 0
      : mask.values[start + (column - 1) * stride[columnAxis] + (row - 1) * stride[rowAxis]];
  let [perimeter, surface, n] = [0, 0, 0];
  const middles: number[] = [];
  const sums = [0, 0, 0, 0, 0];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (at(r, c) === 1) {
        n++;
        [r, c, r * r, r * c, c * c].forEach((value, i) => {
          sums[i] += value;
        });
      }
      const index = at(r, c) | (at(r, c + 1) << 1) | (at(r + 1, c + 1) << 2) | (at(r + 1, c) << 3);
      const segments = SEGMENTS[index];
      for (let s = 0; s < segments.length; s += 2) {
        const [a, b] = [EDGES[Number(segments[s])], EDGES[Number(segments[s + 1])]];
        const [ar, ac, br, bc] = [2 * r + a[0], 2 * c + a[1], 2 * r + b[0], 2 * c + b[1]];
        const [ay, ax, by, bx] = [(ar * sy) / 2, (ac * sx) / 2, (br * sy) / 2, (bc * sx) / 2];
        perimeter += Math.sqrt((ay - by) ** 2 + (ax - bx) ** 2);
        surface += ay * bx - by * ax;
        middles.push(0, ar, ac, 0, br, bc);
      }
    }
  }
  surface /= 2;
  const [minor, major] = Array.from(planeVariances(sums, n, sy, sx), (variance) =>
    Math.sqrt(Math.max(0, variance)),
  );
  const circle = 2 * Math.sqrt(Math.PI * surface);
  return {
    Elongation: minor / major,
    MajorAxisLength: 4 * major,
    MaximumDiameter: largestDistance(
      { places: Int32Array.from(middles), size: [1, 2 * rows, 2 * columns] },
      [1, sy, sx],
    ),
    MeshSurface: surface,
    MinorAxisLength: 4 * minor,
    Perimeter: perimeter,
    PerimeterSurfaceRatio: perimeter / surface,
    PixelSurface: n * sx * sy,
    SphericalDisproportion: perimeter / circle,
    Sphericity: circle / perimeter,
  };
}

function planeVariances(
  [r, c, rr, rc, cc]: readonly number[],
  n: number,
  sy: number,
  sx: number,
): Float64Array {
  const [yy, xy, xx] = [
    (rr - (r * r) / n) * sy * sy,
    (rc - (r * c) / n) * sy * sx,
    (cc - (c * c) / n) * sx * sx,
  ];
  return symmetricEigen([yy / n, xy / n, xy / n, xx / n], 2).values;
}
