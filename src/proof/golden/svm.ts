/** Golden topic `svm`: the machine with its decisions, and Platt's scaling of given decisions (kind=platt). */

import type { KernelName } from "../../model/kernel.js";
import { _fitPlatt, plattRisk } from "../../model/platt.js";
import { _fitSvm, svmDecisions } from "../../model/svm-machine.js";
import type { GoldenCase, JsonObject } from "../golden.js";

export function compute(goldenCase: GoldenCase): unknown {
  const y = goldenCase.input["y"] as unknown as number[];
  if (goldenCase.options["kind"] === "platt") {
    const decision = goldenCase.input["decision"] as unknown as number[];
    const platt = _fitPlatt(decision, y);
    return { A: platt.a, B: platt.b, prob: decision.map((value) => plattRisk(platt, value)) };
  }
  return machine(goldenCase, y);
}

function machine({ input, options }: GoldenCase, y: number[]): unknown {
  const x = input["x"] as unknown as number[][];
  const newX = (input["newX"] ?? []) as unknown as number[][];
  const weights = options["classWeights"] as JsonObject | null | undefined;
  const number = (name: string, as: string) =>
    options[name] == null ? {} : { [as]: options[name] as number };
  const fit = _fitSvm(x, y, {
    ...number("C", "cost"),
    ...number("gamma", "gamma"),
    ...number("coef0", "coef0"),
    ...number("degree", "degree"),
    ...(options["kernel"] != null && { kernel: options["kernel"] as KernelName }),
    ...(options["scale"] != null && { scale: options["scale"] as boolean }),
    ...(weights != null && {
      classWeights: {
        nonEvent: (weights["class0"] ?? weights["0"] ?? 1) as number,
        event: (weights["class1"] ?? weights["1"] ?? 1) as number,
      },
    }),
    tolerance: 1e-10,
  });
  const decisionNew = Array.from(svmDecisions(fit, newX));
  const platt = _fitPlatt(fit.trainingDecisions, y);
  const alphaTimesY = new Array<number>(x.length).fill(0);
  fit.supportIndex.forEach((i, k) => {
    alphaTimesY[i] = fit.coefficients[k];
  });
  // The reference re-solved its multipliers only where some lie at the cost; with separated classes it kept libsvm's.
  const costOf = (i: number) =>
    fit.cost * (y[i] === 1 ? fit.classWeights.event : fit.classWeights.nonEvent);
  const atCost = fit.supportIndex.some((i, k) => Math.abs(fit.coefficients[k]) >= costOf(i));
  return {
    polished: fit.exact && atCost,
    scaling: fit.scaling && { mean: fit.scaling.mean, sd: fit.scaling.standardDeviation },
    nSV: fit.supportIndex.length,
    dualObjective: fit.dualObjective,
    rho: fit.rho,
    alphaTimesY,
    decision: fit.trainingDecisions,
    decisionNew,
    predictedNew: decisionNew.map((value) => (value > 0 ? 1 : 0)),
    plattOnTrainingDecisions: {
      A: platt.a,
      B: platt.b,
      probNew: decisionNew.map((value) => plattRisk(platt, value)),
    },
  };
}
