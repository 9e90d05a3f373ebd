/** Figure 1 of a cohort: the pipeline as it really ran, each box with what entered and what was left. */

import type { Cohort } from "../cohort/cohort.js";
import { type ImageFeatures, isDeep, sequenceOf } from "../cohort/image-features.js";
import type { ClassifierKind } from "../model/classifier.js";
import type { Figure } from "../plot/figure.js";
import type { PipelineRow } from "../plot/pipeline.js";
import { classifierTitles, setTitles } from "./image-signature.js";
import { networkWords } from "./network-words.js";
import type { StudyChain } from "./study-chain.js";

export function pipelineWords({
  features,
}: Pick<StudyChain, "features">): Pick<Figure, "id" | "title" | "caption" | "description"> {
  return {
    id: "figure-1-pipeline",
    title: "Figure 1. From images to the signature",
    caption: `Each box is a step that ran for this report, with the numbers it gave. What is learned is learned on training patients.${networkWords(features.network)}`,
    description:
      "Boxes from above: images, features, reliability, harmonisation, selection of each model, classifiers, each with its numbers.",
  };
}

/** The rows of boxes. @param classifiers those that are compared */
export function pipelineRows(
  cohort: Cohort,
  { features, reliable, harmonization, selections }: StudyChain,
  classifiers: readonly ClassifierKind[],
): PipelineRow[] {
  const { names } = features.first.table;
  const keptNames = reliable.rows.features.names;
  const training = cohort.roles.filter((role) => role === "training").length;
  const others = cohort.ids.length - training;
  const handcrafted = names.filter((name) => !isDeep(name));
  const deep = names.filter(isDeep);
  const perSequence = (all: readonly string[]): string => bySequence(all).join(", ");
  return [
    [
      {
        title: "Patients and images",
        text: `${training} training${others > 0 ? ` and ${others} validation` : ""} patients; ${features.first.patients.length} with images; ${sequencesOf(features)}`,
      },
    ],
    [
      ...(handcrafted.length > 0
        ? [{ title: "Handcrafted features", text: perSequence(handcrafted) }]
        : []),
      ...(deep.length > 0 ? [{ title: "Deep features", text: perSequence(deep) }] : []),
    ],
    [
      ...(handcrafted.length > 0
        ? [
            {
              title: reliable.readTwice === 0 ? "All are kept" : "ICC above 0.75",
              text: perSequence(keptNames.filter((name) => !isDeep(name))),
            },
          ]
        : []),
      ...(deep.length > 0
        ? [{ title: "Not null in training", text: perSequence(keptNames.filter(isDeep)) }]
        : []),
    ],
    [{ title: "Harmonisation", text: harmonization.words.replaceAll("`", "") }],
    selections.map(({ set, candidates, mrmr, lasso }) => ({
      title: `${setTitles[set]} model`,
      text: `${candidates.length} features; mRMR: ${mrmr.features.length}; LASSO: ${lasso.features.length}`,
    })),
    [
      {
        title: "Classifiers",
        text: `${classifiers.map((kind) => classifierTitles[kind]).join(", ")}; each without correction, with SMOTE and with class weights`,
      },
    ],
  ];
}

function bySequence(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(sequenceOf(name), (counts.get(sequenceOf(name)) ?? 0) + 1);
  return [...counts].map(([sequence, count]) => `${sequence}: ${count}`);
}

function sequencesOf({ first, second }: ImageFeatures): string {
  const names = [...new Set(first.table.names.map(sequenceOf))].join(" and ");
  return second === null ? names : `${names}; ${second.patients.length} patients read twice`;
}
