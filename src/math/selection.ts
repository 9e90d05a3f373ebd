/**
 * Quantiles of many values without sorting them: values are counted in buckets, and only the buckets that hold a wanted
 * rank are looked at closer, where quickselect puts each wanted value in its place. Compiled: see `selection-kernel.as`.
 * Source: Hoare, Algorithm 65: FIND, Commun ACM 4:321 (1961), with the median of three as pivot.
 */

import { kernelMemory } from "./kernel.js";
import { selectionKernelCode } from "./selection-kernel-code.js";
import { quantileBetween, quantileRanks } from "./summary.js";

interface SelectionKernel {
  valuesAtRanks(
    values: number,
    count: number,
    ranks: number,
    rankCount: number,
    counts: number,
    buckets: number,
    found: number,
  ): void;
}

const memory = kernelMemory<SelectionKernel>(selectionKernelCode);

/**
 * Quantiles of type 7, as R's default, the same bits as of the sorted values (0 and −0 are one value).
 *
 * @param values finite numbers, at least one
 * @param shares ascending, each in [0, 1]
 * @throws RangeError for no values, a share outside, or shares that do not ascend
 */
export function quantiles(values: Float64Array, shares: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError("quantiles need a value; there is none");
  if (shares.some((share, i) => share < shares[i - 1]))
    throw new RangeError(`shares must ascend; they are ${shares.join(", ")}`);
  const ranks = Int32Array.from(shares.flatMap((share) => quantileRanks(values.length, share)));
  const buckets = Math.min(4096, 1 + Math.ceil(values.length / 16));
  const room = memory.open(8 * values.length + 4 * buckets + 12 * ranks.length);
  const found = room.take(Float64Array, ranks.length);
  room.kernel.valuesAtRanks(
    room.copy(values).byteOffset,
    values.length,
    room.copy(ranks).byteOffset,
    ranks.length,
    room.take(Int32Array, buckets).byteOffset,
    buckets,
    found.byteOffset,
  );
  return shares.map((share, i) =>
    quantileBetween(found[2 * i], found[2 * i + 1], values.length, share),
  );
}
