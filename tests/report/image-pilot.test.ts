import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { imagePilot, parsePilot, pilotJson, pilotSentence } from "dlrn/report/image-pilot";
import { openEntry } from "dlrn/runner/environment";
import { openPilot, PILOT_FILE } from "dlrn/runner/twin-pilot";

const trial = (strength: number, externalAuc: number) => ({
  strength,
  externalAuc,
  ci: [externalAuc - 0.1, externalAuc + 0.1] as const,
  trainingAuc: 0.9,
  features: 10,
});
const facts = { seed: 2, n: 126, events: 19, goal: 0.8 };

describe("the pilot of the images", () => {
  test("chooses the strength whose AUC is nearest to the goal, the smaller of two that are", () => {
    const found = imagePilot({
      ...facts,
      goal: 0.75,
      trials: [trial(1, 0.875), trial(0.5, 0.625)],
    });
    assert.equal(found.chosen, 0.5);
    assert.deepEqual(
      found.trials.map(({ strength }) => strength),
      [0.5, 1],
    );
    assert.equal(imagePilot({ ...facts, trials: [trial(1, 0.83), trial(0.5, 0.7)] }).chosen, 1);
    assert.throws(() => imagePilot({ ...facts, trials: [] }), {
      message: "a pilot needs a trial; got none",
    });
  });

  test("the committed one chose what the manifest has, and is of another seed", () => {
    const grown = openEntry("twin").imageFeatures!.grown!;
    const pilot = openPilot("twin")!;
    assert.equal(grown.strength, pilot.chosen);
    assert.notEqual(grown.seed, pilot.seed);
    assert.equal(pilotJson(pilot), readFileSync(PILOT_FILE, "utf8"));
    assert.equal(openPilot("sts-tcia"), null);
  });

  test("is refused if its choice is not what its trials say", () => {
    const text = pilotJson(imagePilot({ ...facts, trials: [trial(0.5, 0.7), trial(1, 0.83)] }));
    assert.throws(
      () => parsePilot(text.replace('"chosen": 1', '"chosen": 0.5'), "pilot.json"),
      /nearest to the goal.*pilot\.json, chosen|pilot\.json, chosen.*nearest to the goal/s,
    );
  });

  test("is told in a sentence with every trial", () => {
    const text = pilotSentence(openPilot("twin"));
    for (const { externalAuc } of openPilot("twin")!.trials)
      assert.ok(text.includes(externalAuc.toFixed(3)), text);
    assert.match(pilotSentence(null), /^The images are those of the patients/);
  });
});
