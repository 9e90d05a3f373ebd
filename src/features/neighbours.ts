/** Directions in which texture looks: offsets (z, y, x) in PyRadiomics' order. */

/** (z, y, x). */
export type Offset = readonly [z: number, y: number, x: number];

export interface NeighbourOptions {
  /** Chebyshev distances; defaults to [1]. */
  readonly distances?: readonly number[];
  /** Look within planes only: the axis across them, 0 = z. */
  readonly acrossPlane?: 0 | 1 | 2 | null;
}

/**
 * One of each pair of opposite directions: 13 in space, 4 in a plane, at distance 1.
 *
 * @param box of the region (x, y, z): an offset must fit into it
 * @throws RangeError for a distance that is not a positive whole number, or for none
 */
export function directions(
  box: readonly [number, number, number],
  options: NeighbourOptions = {},
): Offset[] {
  const { distances = [1], acrossPlane = null } = options;
  if (distances.length === 0)
    throw new RangeError("distances must be positive whole numbers, one or more; there are none");
  for (const distance of distances) {
    if (!Number.isInteger(distance) || distance < 1) {
      throw new RangeError(`distances must be positive whole numbers; one is ${distance}`);
    }
  }
  const most = Math.max(...distances);
  const [rx, ry, rz] = box.map((length) => Math.min(most, length - 1));
  const found: Offset[] = [];
  for (let z = rz; z >= -rz; z--) {
    for (let y = ry; y >= -ry; y--) {
      for (let x = rx; x >= -rx; x--) {
        const offset: Offset = [z, y, x];
        const first = z > 0 || (z === 0 && (y > 0 || (y === 0 && x > 0)));
        if (!first || !distances.includes(Math.max(Math.abs(z), Math.abs(y), Math.abs(x))))
          continue;
        if (acrossPlane !== null && offset[acrossPlane] !== 0) continue;
        found.push(offset);
      }
    }
  }
  return found;
}

/** Steps in an array of the given size (x fastest) for the offsets, and for their opposites if asked. */
export function steps(
  offsets: readonly Offset[],
  size: readonly [number, number, number],
  both: boolean = false,
): Int32Array {
  const forward = offsets.map(([z, y, x]) => x + size[0] * (y + size[1] * z));
  return Int32Array.from(both ? [...forward, ...forward.map((step) => -step)] : forward);
}
