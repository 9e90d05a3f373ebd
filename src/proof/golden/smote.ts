/** Golden topic `smote`: neighbours, counts, and points on the lines between rows (imbalanced-learn). */

import { _smote, between, classNeighbours } from "../../model/smote.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options, expected }: GoldenCase): unknown {
  const x = input["x"] as number[][];
  const y = input["y"] as number[];
  const k = Number(options["k"] ?? 5);
  if ((options["strategy"] ?? "balance") !== "balance")
    throw new RangeError(`kind must be "balance"; got ${JSON.stringify(options["strategy"])}`);
  const near = classNeighbours(x, y, k);
  const { synthetic } = _smote(x, y, { neighbours: k, seed: 1 });
  const asked = (expected["interpolations"] ?? []) as {
    base0: number;
    neighbour0: number;
    gap: number;
  }[];
  const enlarged = near.members.length + synthetic.length;
  const other = x.length - near.members.length;
  return {
    nSynthetic: synthetic.length,
    finalCounts:
      near.label === 1 ? { class0: other, class1: enlarged } : { class0: enlarged, class1: other },
    kEffective: near.neighbours[0].length,
    minorityIndices0: near.members,
    neighbours0: near.neighbours,
    neighbourDistances: near.distances,
    interpolations: asked.map(({ base0, neighbour0, gap }) => ({
      base0,
      neighbour0,
      gap,
      row: between(x[base0], x[neighbour0], gap),
    })),
  };
}
