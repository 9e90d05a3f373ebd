/**
 * A volume cut into parts of whole lines along one axis, small enough for a kernel's memory: groups of neighbouring
 * lines for the slower axes, one long row after another for x.
 */

import type { VoxelArray } from "../io/volume.js";

/** `groups` · `width` lines, one sample of each beside the other's: [group][sample][line]. */
export interface LinePart {
  readonly groups: number;
  readonly width: number;
  readonly firstGroup: number;
  readonly firstLine: number;
  /** Neighbouring lines in the volume. */
  readonly inner: number;
}

/** Voxels of a part, unless a single line is longer. */
const PART = 2 ** 18;

/** @param axis 0 = x */
export function lineParts(size: readonly number[], axis: 0 | 1 | 2): LinePart[] {
  const inner = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const outer = (size[0] * size[1] * size[2]) / (inner * size[axis]);
  const width = Math.min(inner, Math.max(1, Math.floor(PART / size[axis])));
  const groups = width < inner ? 1 : Math.max(1, Math.floor(PART / (size[axis] * inner)));
  const parts: LinePart[] = [];
  for (let firstGroup = 0; firstGroup < outer; firstGroup += groups)
    for (let firstLine = 0; firstLine < inner; firstLine += width)
      parts.push({
        groups: Math.min(groups, outer - firstGroup),
        width: Math.min(width, inner - firstLine),
        firstGroup,
        firstLine,
        inner,
      });
  return parts;
}

/** Copy a part out of a volume whose lines have n samples. */
export function readLines(values: VoxelArray, n: number, part: LinePart, into: VoxelArray): void {
  const { groups, width, firstGroup, firstLine, inner } = part;
  const start = firstGroup * n * inner;
  if (width === inner) into.set(values.subarray(start, start + groups * n * inner));
  else
    for (let i = 0; i < n; i++) {
      const from = start + i * inner + firstLine;
      into.set(values.subarray(from, from + width), i * width);
    }
}

/** Copy a part into a volume whose lines have n samples. */
export function writeLines(from: VoxelArray, n: number, part: LinePart, into: VoxelArray): void {
  const { groups, width, firstGroup, firstLine, inner } = part;
  const start = firstGroup * n * inner;
  if (width === inner) into.set(from.subarray(0, groups * n * inner), start);
  else
    for (let i = 0; i < n; i++)
      into.set(from.subarray(i * width, (i + 1) * width), start + i * inner + firstLine);
}
