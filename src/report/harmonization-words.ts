/** The sentences of notebook 04 and what its figures draw, built from its values. */

import type { ComponentsPanel, ExplainedPanel } from "../plot/batch-figures.js";
import type { Figure } from "../plot/figure.js";
import { fixed } from "../table/format.js";
import type { ArmComponents, ArmEffect, ArmPerformance, ArmStudy } from "./harmonization-arms.js";
import { medianShare } from "./harmonization-findings.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

/** Who is in which batch, which features that touches, and what is done about it. */
export function batchesSentence({
  variable,
  batches,
  batchOf,
  touched,
  arms,
  leftOut,
}: ArmStudy): string {
  const { rows } = arms[0]!;
  const sizes = batches.map((label) => {
    const at = batchOf.flatMap((of, i) => (of === label ? [i] : []));
    const training = at.filter((i) => rows.roles[i] === "training").length;
    const role =
      training === at.length ? "training" : training === 0 ? "external" : `${training} training`;
    return `${label}: ${at.length} patients (${role})`;
  });
  const { names } = rows.features;
  const which =
    touched.length === names.length
      ? `all ${names.length} reliable features`
      : `${touched.length} of ${names.length} reliable features; the others were measured alike in all patients and stay as they are`;
  return [
    `**Batches by ${variable.toLowerCase()}.** ${sizes.join("; ")}. They touch ${which}.`,
    `Ways to meet them that are compared: ${arms.map(({ label }) => label).join("; ")}.`,
    ...(leftOut === null ? [] : [leftOut]),
    ...(arms.some(({ id }) => id === "training")
      ? [
          "ComBat is learned here on all training patients to describe it; where a model is validated, it is learned inside each fold.",
        ]
      : []),
  ].join(" ");
}

export function componentsWords(
  { variable, batchOf, batches }: ArmStudy,
  found: readonly ArmComponents[],
): Words {
  return {
    id: "figure-batch-components",
    title: "Patients by principal components, before and after harmonising",
    caption: `Each point is a patient (${batchOf.length}); the first two principal components of ${found[0]!.features} reliable handcrafted features, as z-scores by the training patients; who lies beyond the middle 95% of an axis stands at its edge. At the axes: the component's share of the variance of all features, and the share of its own variance that lies between batches (η²).`,
    description: `${found.length} panels, a way of harmonising each, with patients coloured by ${variable.toLowerCase()} (${batches.join(", ")}).`,
  };
}

export function componentsPanels(
  { batchOf }: ArmStudy,
  found: readonly ArmComponents[],
): ComponentsPanel[] {
  return found.map(({ arm, scores, shares, byBatch }) => {
    const axis = (c: number): string =>
      `PC${c + 1}: ${fixed(100 * shares[c]!, 0)}%, η² ${fixed(byBatch[c]!, 2)}`;
    return {
      title: arm.label,
      axes: [axis(0), axis(1)],
      points: batchOf.map((batch, i) => ({ batch, x: scores[0]![i]!, y: scores[1]![i]! })),
    };
  });
}

export function explainedWords({ variable }: ArmStudy, found: readonly ArmEffect[]): Words {
  const { effect, kind } = found[0]!;
  return {
    id: "figure-variance-explained",
    title: "What is taken away, and what is left",
    caption: `Share of ${effect.features.length} reliable ${kind} features of which ${variable.toLowerCase()} (left) or the outcome (right) explains at least so much of the variance, before and after harmonising.`,
    description:
      "Two panels of falling curves, one a way of harmonising: variance explained by the batch, and by the outcome.",
  };
}

export function explainedPanels(
  { variable }: ArmStudy,
  found: readonly ArmEffect[],
): ExplainedPanel[] {
  const own = found.filter(({ kind }) => kind === found[0]!.kind);
  const panel = (title: string, key: "byBatch" | "byOutcome"): ExplainedPanel => ({
    title,
    lines: own.map(({ arm, effect }) => ({ name: arm.label, explained: effect[key] })),
  });
  return [panel(`By ${variable.toLowerCase()}`, "byBatch"), panel("By outcome", "byOutcome")];
}

/** Why there are no models to compare, in a sentence. */
export const noExternalSentence =
  "The cohort has no external patients, or too few of an outcome: an AUC in the patients that features were chosen on would say nothing. What harmonising does to the estimate is seen by cross-validation, where it is learned inside each fold.";

/** What the arms do, built from the values. */
export function harmonizationAnswer(
  { variable }: ArmStudy,
  effects: readonly ArmEffect[],
  performances: readonly ArmPerformance[],
): string {
  const { kind } = effects[0]!;
  const own = effects.filter((effect) => effect.kind === kind);
  const each = (key: "byBatch" | "byOutcome"): string =>
    own.map(({ arm, effect }) => `${medianShare(effect[key])} (${arm.label})`).join(", ");
  const sets = [...new Set(performances.map(({ set }) => set))];
  const aucs = sets.map((set) => {
    const values = performances
      .filter((one) => one.set === set)
      .map(({ arm, external }) => `${fixed(external.auc.auc)} (${arm.label})`);
    return `External AUC of the ${set} model: ${values.join(", ")}.`;
  });
  return [
    `**Of a ${kind} feature's variance, ${variable.toLowerCase()} explains** ${each("byBatch")}; the outcome ${each("byOutcome")} (medians).`,
    ...aucs,
  ].join(" ");
}
