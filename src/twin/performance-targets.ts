/** Targets of the table of performance: AUC with DeLong's interval, the confusion matrix, and DeLong's tests. */

import { confusionMatrix } from "../evaluate/confusion.js";
import { delongAuc, delongTest } from "../evaluate/delong.js";
import { delongUnpairedTest, type ScoredGroup } from "../evaluate/delong-unpaired.js";
import { type ConstructedCohort, selectedRows } from "./constructed-cohort.js";
import { type ModelScores, modelScores } from "./model-scores.js";
import type { Comparison, Performance, Specification } from "./specification.js";
import { countTarget, printedTarget, type Target } from "./target.js";

export function performanceTargets(
  specification: Specification,
  cohort: ConstructedCohort,
  performance: readonly Performance[] = specification.performance,
  comparisons: readonly Comparison[] = specification.comparisons,
): Target[] {
  const known = new Map<string, ModelScores>();
  const scoresOf = (id: string): ModelScores => {
    const model = specification.models.find((candidate) => candidate.id === id)!;
    const scores = known.get(id) ?? modelScores(specification, cohort, model);
    known.set(id, scores);
    return scores;
  };
  const groupOf = (model: string, set: string, augmented = false): ScoredGroup => {
    const rows = selectedRows(cohort, { set });
    const labels = rows.map((i) => cohort.outcome[i]!);
    const scores = rows.map((i) => scoresOf(model).scores[i]!);
    if (!augmented) return { labels, scores };
    const { outcome } = specification.augmentation!;
    return {
      labels: [...labels, ...cohort.syntheticScores.map(() => outcome)],
      scores: [...scores, ...cohort.syntheticScores],
    };
  };
  return [
    ...performance.flatMap(({ id, model, set, augmented, auc, lower, upper, confusion }) => {
      const { labels, scores } = groupOf(model, set, augmented);
      const obtained = delongAuc(labels, scores);
      const counts = confusionMatrix(labels, scores, scoresOf(model).threshold);
      const claim = `${id}.auc`;
      const count = (part: keyof typeof confusion, value: number): Target =>
        countTarget(
          { id: `${id}.conf.${part}`, claim: `${id}.conf` },
          confusion[part],
          value,
          null,
        );
      const limit = (part: string, printed: string | undefined, value: number): Target[] =>
        printed === undefined
          ? []
          : [printedTarget({ id: `${claim}.${part}`, claim }, printed, value)];
      return [
        printedTarget({ id: claim, claim }, auc, obtained.auc),
        ...limit("lower", lower, obtained.ci[0]),
        ...limit("upper", upper, obtained.ci[1]),
        count("tp", counts.truePositives),
        count("fp", counts.falsePositives),
        count("tn", counts.trueNegatives),
        count("fn", counts.falseNegatives),
      ];
    }),
    ...comparisons.map(({ id, set, models: [first, second], p, augmented }) => {
      const a = groupOf(first, set);
      const b = groupOf(second, set, augmented);
      const obtained =
        augmented === true
          ? delongUnpairedTest(a, b).normalPValue
          : delongTest(a.labels, a.scores, b.scores).pValue;
      return printedTarget({ id, claim: id }, p, obtained);
    }),
  ];
}
