/**
 * Golden topic `random-forest`: R's randomForest over many seeds. Draws differ, so the means of five seeds of ours must lie
 * where the case's rule puts them: within mean ± 4 sd/√5 + 0.005 (0.02 for probabilities).
 */

import { delongAuc } from "../../evaluate/delong.js";
import { _fitForest, forestRisk } from "../../model/random-forest.js";
import type { GoldenCase } from "../golden.js";

const SEEDS = [1, 2, 3, 4, 5];

export function compute({ input, options }: GoldenCase): unknown {
  const x = input["x"] as number[][];
  const y = input["y"] as number[];
  const newX = (input["newX"] ?? []) as number[][];
  const newY = input["newY"] as number[] | undefined;
  if (options["replace"] === false)
    throw new RangeError("kind must be a forest of rows drawn with replacement");
  const runs = SEEDS.map((seed) => {
    const forest = _fitForest(x, y, {
      trees: Number(options["ntree"] ?? 500),
      ...(options["mtry"] != null && { featuresPerSplit: Number(options["mtry"]) }),
      nodeSize: Number(options["nodesize"] ?? 1),
      seed,
    });
    const judged = y.flatMap((label, i) =>
      forest.outOfBagRisk[i] === null ? [] : [{ label, risk: forest.outOfBagRisk[i] }],
    );
    const risks = newX.map((row) => forestRisk(forest, row));
    return {
      oobError: forest.outOfBagError,
      oobAuc: delongAuc(
        judged.map(({ label }) => label),
        judged.map(({ risk }) => risk),
      ).auc,
      ...(newY && { testAuc: delongAuc(newY, risks).auc }),
      meanDecreaseGini: forest.giniImportance,
      newProb1: risks,
    };
  });
  return Object.fromEntries(
    Object.keys(runs[0]).map((field) => [
      field,
      average(runs.map((run) => run[field as keyof typeof run])),
    ]),
  );
}

function average(values: readonly (number | readonly number[] | undefined)[]): unknown {
  const lists = values.map((value) => (typeof value === "number" ? [value] : (value ?? [])));
  const means = lists[0].map(
    (_, k) => lists.reduce((sum, list) => sum + list[k], 0) / lists.length,
  );
  return typeof values[0] === "number" ? means[0] : means;
}

/** The first mean outside the rule's bounds, or null. */
export function compareCase(result: unknown, { expected }: GoldenCase): string | null {
  for (const [field, stated] of Object.entries(expected)) {
    const { mean, sd } = stated as { mean: number | number[]; sd: number | number[] };
    const slack = /^newProb/.test(field) ? 0.02 : 0.005;
    const [means, sds] = [mean, sd].map((value) => (typeof value === "number" ? [value] : value));
    const got = (result as Record<string, number | number[] | undefined>)[field];
    const list = typeof got === "number" ? [got] : got;
    if (list?.length !== means.length)
      return `${field}: expected ${means.length} values; got ${list?.length ?? "nothing (the field is missing)"}`;
    for (let k = 0; k < means.length; k++) {
      const bound = (4 * sds[k]) / Math.sqrt(SEEDS.length) + slack;
      if (!(Math.abs(list[k] - means[k]) <= bound))
        return `${field}[${k}]: the mean of ${SEEDS.length} seeds is ${list[k]}; it must lie within ${means[k]} ± ${bound}`;
    }
  }
  return null;
}
