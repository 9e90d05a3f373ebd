/** The sizes of tree that different complexities leave, with their errors: rpart's `cptable` without cross-validation. */

import type { CartTree } from "./cart.js";
import type { Growing } from "./cart-growth.js";

/** For each complexity at which some split goes: the splits that stay, and their error relative to the root's. */
export function pruningTable(
  root: Growing,
  alpha: number,
  complexity: number,
): CartTree["pruning"] {
  const values = new Set<number>([root.complexity]);
  const capped = new Map<Growing, number>();
  (function visit(node: Growing, parent: number): void {
    const own = Math.max(Math.min(node.complexity, parent), alpha);
    capped.set(node, Math.min(node.complexity, parent));
    if (own < parent) values.add(own);
    for (const son of node.sons ?? []) visit(son, own);
  })(root, root.complexity);
  const count = (node: Growing, at: number): { splits: number; errors: number } => {
    if (node.sons === null || (capped.get(node) ?? 0) <= at)
      return { splits: 0, errors: node.errors };
    const [left, right] = node.sons.map((son) => count(son, at));
    return { splits: left.splits + right.splits + 1, errors: left.errors + right.errors };
  };
  if (root.errors === 0) return [{ complexity: null, splits: 0, relativeError: null }];
  const sorted = [...values].sort((a, b) => b - a);
  return sorted.map((value) => {
    const { splits, errors } = count(root, value);
    return {
      complexity: value === alpha ? complexity : value / root.errors,
      splits,
      relativeError: errors / root.errors,
    };
  });
}
