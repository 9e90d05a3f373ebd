/**
 * How much of the score the twin's images carry, and how that was chosen: on a pilot, another constructed cohort of
 * another seed, by the AUC that the paper's chain reaches in its external patients.
 */

import { z } from "zod";
import { checkedJson } from "../io/checked-json.js";
import { formatJson } from "../io/format-json.js";
import { decimal } from "../math/decimal.js";

/** What the paper's chain reaches on the pilot's images of one strength. */
export interface PilotTrial {
  /** Correlation of the tumours' character with the score. */
  readonly strength: number;
  /** In the external patients, with DeLong's interval. */
  readonly externalAuc: number;
  readonly ci: readonly [lower: number, upper: number];
  /** In the training patients, apparent. */
  readonly trainingAuc: number;
  /** Features that the LASSO keeps. */
  readonly features: number;
}

export interface ImagePilot {
  /** Of the pilot's patients and of their images. */
  readonly seed: number;
  /** External patients, and those of them with the event. */
  readonly n: number;
  readonly events: number;
  /** The AUC in external patients that was aimed at. */
  readonly goal: number;
  /** In ascending order of strength. */
  readonly trials: readonly PilotTrial[];
  /** Strength of the trial nearest to the goal. */
  readonly chosen: number;
}

const note =
  "Constructed data. Made by: npx dlrn twin pilot. On images of a constructed cohort of another seed: ComBat over all centres, mRMR and LASSO on handcrafted and deep features, support vector machine with SMOTE.";

/** @throws RangeError without a trial */
export function imagePilot(pilot: Omit<ImagePilot, "chosen">): ImagePilot {
  if (pilot.trials.length === 0) throw new RangeError("a pilot needs a trial; got none");
  const distance = ({ externalAuc }: PilotTrial): number => Math.abs(externalAuc - pilot.goal);
  const trials = pilot.trials.toSorted((a, b) => a.strength - b.strength);
  const nearest = trials.reduce((best, trial) => (distance(trial) < distance(best) ? trial : best));
  return { ...pilot, trials, chosen: nearest.strength };
}

export function pilotJson(pilot: ImagePilot): string {
  return formatJson({ note, ...pilot });
}

/** @throws InputError if the text is no pilot, or its choice is not the trial nearest to its goal */
export function parsePilot(text: string, place: string): ImagePilot {
  const { note: _, ...pilot } = checkedJson(text, place, schema);
  return pilot;
}

/** How the strength was chosen, in a sentence. @param pilot null where images are not grown */
export function pilotSentence(pilot: ImagePilot | null): string {
  if (pilot === null) return "The images are those of the patients; nothing in them was chosen.";
  const { seed, n, events, goal, trials, chosen } = pilot;
  const found = trials.map(
    ({ strength, externalAuc, ci: [lower, upper] }) =>
      `${decimal(strength, 2)} gives ${decimal(externalAuc, 3)} (95% CI ${decimal(lower, 3)} to ${decimal(upper, 3)})`,
  );
  return `The images carry the constructed score with a correlation of ${decimal(chosen, 2)}. It was fixed on a pilot, a constructed cohort of seed ${seed} with images of its own, before the images of this cohort were looked at: the AUC of the paper's chain in the pilot's ${n} external patients (${events} events) was to lie near ${decimal(goal, 2)}, and ${found.join(", ")}. What the AUC of this cohort's images is, whichever it is, is therefore no finding.`;
}

const auc = z.number().min(0).max(1);
const schema = z
  .strictObject({
    note: z.string(),
    seed: z.int(),
    n: z.int().min(1),
    events: z.int().min(1),
    goal: auc,
    trials: z
      .array(
        z.strictObject({
          strength: auc,
          externalAuc: auc,
          ci: z.tuple([auc, auc]),
          trainingAuc: auc,
          features: z.int().min(1),
        }),
      )
      .min(1),
    chosen: auc,
  })
  .refine((pilot) => imagePilot(pilot).chosen === pilot.chosen, {
    path: ["chosen"],
    message: "must be the strength of the trial nearest to the goal",
  });
