/** Golden topic `mrmr`: the classic form of mRMRe, and the textbook difference and quotient. */

import { _fitMrmr, type MrmrCriterion, type MrmrEstimator } from "../../select/mrmr.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const x = input["x"] as unknown as number[][];
  const y = input["y"] as unknown as number[];
  const count = options["featureCount"] as number;
  const estimator = options["estimator"] as MrmrEstimator;
  const picks = (criterion: MrmrCriterion) => _fitMrmr(x, y, { count, criterion, estimator });
  const shown = ({ selected, scores }: ReturnType<typeof picks>) => ({
    selected0: selected,
    scores,
  });
  const classic = picks("classic");
  return {
    relevanceMI: classic.relevance,
    mrmreClassic: shown(classic),
    mid: shown(picks("mid")),
    miq: shown(picks("miq")),
  };
}
