/** `dlrn twin pilot`: how much of the score the twin's images carry, fixed on another cohort. */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeWhole } from "../io/write-whole.js";
import { pilotJson } from "../report/image-pilot.js";
import { projectRoot } from "../runner/environment.js";
import { PILOT_FILE, twinPilot } from "../runner/twin-pilot.js";

const SEED = 2;
const GOAL = 0.8;
const STRENGTHS = [0.6, 0.8, 0.9, 1];

export const pilotUsage: string = `Usage: npx dlrn twin pilot [--strengths S,S,…]

Constructs a cohort of seed ${SEED}, grows its images with each strength (how much of the score they carry, 0 to 1), runs
the paper's chain on them, and prints its AUC in the external patients. The strength nearest to an AUC of ${GOAL} is the
one for the twin's entry in data-manifest.json. Some minutes a strength; what is measured is kept.

--strengths LIST some strengths alone, printed and not written; ${STRENGTHS.join(",")} unless told otherwise, written
                 to ${PILOT_FILE}`;

export async function runPilot(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { strengths: { type: "string" } } });
  const strengths = values.strengths?.split(",").map(strengthOf) ?? STRENGTHS;
  console.log("constructed data: a pilot cohort, strength and AUC in its external patients");
  const pilot = await twinPilot({
    seed: SEED,
    strengths,
    goal: GOAL,
    found({ strength, externalAuc, ci, trainingAuc, features }) {
      console.log(
        `strength ${strength}: ${externalAuc} (${ci.join(" to ")}), training ${trainingAuc}, ${features} features`,
      );
    },
  });
  console.log(`nearest to ${GOAL}: strength ${pilot.chosen}`);
  if (values.strengths !== undefined) return;
  const changed = writeWhole(resolve(projectRoot(), PILOT_FILE), pilotJson(pilot));
  console.log(changed ? `written to ${PILOT_FILE}` : `${PILOT_FILE} is up to date`);
}

function strengthOf(text: string): number {
  const strength = Number(text);
  if (text.trim() !== "" && strength >= 0 && strength <= 1) return strength;
  throw new RangeError(`a strength must lie between 0 and 1; got "${text}"`);
}
