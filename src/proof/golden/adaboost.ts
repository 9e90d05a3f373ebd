/** Golden topic `adaboost`: discrete AdaBoost on stumps. */

import { _fitAdaBoost, adaBoostDecision } from "../../model/adaboost.js";
import type { WeightedTree } from "../../model/stump-tree.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const machine = _fitAdaBoost(input["x"] as number[][], input["y"] as number[], {
    rounds: Number(options["rounds"]),
  });
  const scores = (input["newX"] as number[][]).map((row) => adaBoostDecision(machine, row));
  return {
    stumps: machine.rounds.map(({ tree, alpha, error }) => ({ ...stump(tree), error, alpha })),
    scoreNew: scores,
    predictedNew: scores.map((score) => (score > 0 ? 1 : 0)),
    probNewSamme: scores.map((score) => 1 / (1 + Math.exp(-score))),
  };
}

function stump(tree: WeightedTree): object {
  if (!("feature" in tree)) return {};
  const classOf = (leaf: WeightedTree): number => ("risk" in leaf && leaf.risk > 0.5 ? 1 : 0);
  return {
    feature0: tree.feature,
    threshold: tree.threshold,
    leftClass: classOf(tree.left),
    rightClass: classOf(tree.right),
  };
}
