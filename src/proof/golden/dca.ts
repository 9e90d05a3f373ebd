/** Golden topic `dca`: decision curves, with a risk equal to the threshold counted as dcurves and as rmda do. */

import { decisionCurve } from "../../evaluate/decision-curve.js";
import { completeCases } from "../complete-cases.js";
import type { GoldenCase, JsonObject } from "../golden.js";

export function compute({ input }: GoldenCase): unknown {
  const given = input["models"] as JsonObject;
  const complete = completeCases({ ...given, y: input["y"] });
  const names = Object.keys(given);
  const models = Object.fromEntries(names.map((name) => [name, complete[name as "y"]]));
  const thresholds = input["thresholds"] as unknown as number[];
  const curve = decisionCurve(complete.y, models, thresholds);
  const strict = decisionCurve(complete.y, models, thresholds, { rule: ">" });
  return {
    n: curve.n,
    prevalence: curve.prevalence,
    treatAll: curve.treatAll,
    treatNone: curve.treatNone,
    models: Object.fromEntries(
      names.map((name) => [
        name,
        {
          tpRate: curve.models[name].truePositiveRate,
          fpRate: curve.models[name].falsePositiveRate,
          netBenefit: curve.models[name].netBenefit,
          standardizedNetBenefit: curve.models[name].standardizedNetBenefit,
          netInterventionAvoidedPer1: curve.models[name].interventionsAvoided,
          netBenefitStrictGreater: strict.models[name].netBenefit,
        },
      ]),
    ),
  };
}
