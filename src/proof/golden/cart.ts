/** Golden topic `cart`: R's rpart, without competing or surrogate splits. */

import { _fitCart, cartRisk } from "../../model/cart.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const x = input["x"] as number[][];
  const tree = _fitCart(x, input["y"] as number[], {
    split: options["split"] as "gini" | "information",
    complexity: Number(options["cp"]),
    minSplit: Number(options["minsplit"]),
    minBucket: Number(options["minbucket"]),
    maxDepth: Number(options["maxdepth"]),
  });
  return {
    nodes: tree.nodes.map(({ number, rows, events, risk, predicted, errors, split }) => ({
      node: number,
      n: rows,
      n1: events,
      prob1: risk,
      predicted,
      leaf: split === null,
      deviance: errors,
      ...(split && {
        variable0: split.feature,
        threshold: split.threshold,
        leftIsLess: split.leftIsLess,
        improve: split.improvement,
      }),
    })),
    trainProb1: x.map((row) => cartRisk(tree, row)),
    newProb1: (input["newX"] as number[][]).map((row) => cartRisk(tree, row)),
    variableImportance: Object.fromEntries(
      tree.importance.flatMap((value, j) => (value > 0 ? [[`x${j + 1}`, value]] : [])),
    ),
    cptable: tree.pruning.map(({ complexity, splits, relativeError }) => ({
      CP: complexity,
      nsplit: splits,
      "rel error": relativeError,
    })),
  };
}
