import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { riskFollowUp, riskGroupSurvival } from "dlrn/evaluate/risk-group-survival";
import { scoreModels, scoreModelsAbsence } from "dlrn/evaluate/score-models";
import { plotlyPanels } from "dlrn/plot/plotly";
import { renderSvg } from "dlrn/plot/render";
import { survivalFigure } from "dlrn/plot/survival-figure";
import { agreesWithPrinted } from "dlrn/report/findings-table";
import {
  circularitySentence,
  survivalFindings,
  survivalPanels,
  survivalWords,
} from "dlrn/report/survival-findings";
import { openCohort } from "dlrn/runner/environment";
import { textBoxes, textFaults } from "./text-boxes.js";

const twin = openCohort("twin");
const { rows } = scoreModels(twin, { exception: "test" });
const sets = (["training", "validation"] as const).map((role) =>
  riskFollowUp(twin, rows, "dlrn", "pfs_event", role),
);
const groups = sets.map((set) => riskGroupSurvival(set, 0.5));
const axis = { endpoint: "Progression-free share", unit: "months", step: 24 };

describe("survival by risk group", () => {
  test("the figure fits its page, with everybody at risk at the start", async () => {
    const figure = survivalFigure(survivalWords(0.5, false), survivalPanels(groups), axis);
    const svg = await renderSvg(figure, { constructed: true });
    assert.deepEqual(textFaults(svg), []);
    assert.doesNotMatch(svg, / scale\(/);
    const texts = textBoxes(svg).boxes.map(({ text }) => text);
    for (const { groups: both } of groups)
      for (const { curve } of both) assert.ok(texts.includes(String(curve.patients)));
  });

  test("in the interactive figure each step says how many are at risk", () => {
    const figure = survivalFigure(survivalWords(0.5, false), survivalPanels(groups), axis);
    const [panel] = plotlyPanels(figure.specification)!;
    const traces = panel!.traces as { name?: string; mode: string; text: string[] }[];
    for (const { group, curve } of groups[0]!.groups) {
      const steps = traces.find(
        ({ name, mode }) => name?.toLowerCase().startsWith(group) && mode === "lines",
      )!.text;
      const atRisk = [curve.patients, ...curve.atRisk].map((count) => `at risk ${count}`);
      assert.deepEqual(
        steps.map((text) => text.split("<br>").at(-1)),
        atRisk,
      );
    }
  });

  test("medians and log-rank tests print as printed", () => {
    const verdicts = survivalFindings("twin", groups, true).map(agreesWithPrinted);
    assert.equal(verdicts.filter((agrees) => agrees === true).length, 6);
    assert.equal(verdicts.filter((agrees) => agrees === false).length, 0);
  });

  test("who has the outcome has the event: it is said first", () => {
    assert.match(circularitySentence(sets), /39 of 39 patients with lung metastasis have an event/);
  });

  test("a group without an event has no hazard ratio, and says why", () => {
    const found = riskGroupSurvival(
      {
        role: "training",
        times: [1, 2, 3, 4],
        events: [1, 1, 0, 0],
        risks: [0.9, 0.8, 0.2, 0.1],
        outcome: [1, 1, 0, 0],
      },
      0.5,
    );
    assert.equal(found.highAgainstLow, null);
    assert.match(found.flag!, /runs off to infinity/);
    assert.deepEqual(
      found.groups.map(({ group, median }) => [group, median]),
      [
        ["high", 1.5],
        ["low", null],
      ],
    );
  });

  test("one group alone has no test", () => {
    const { test: logRank, groups: only } = riskGroupSurvival(sets[0]!, 0.9999999);
    assert.equal(logRank, null);
    assert.deepEqual(
      only.map(({ group }) => group),
      ["low"],
    );
  });
});

test("a cohort without a score says so", () => {
  const without = {
    ...twin,
    dictionary: {
      ...twin.dictionary,
      variables: twin.dictionary.variables.filter(({ role }) => role !== "score"),
    },
  };
  assert.equal(scoreModelsAbsence(twin), null);
  assert.match(
    scoreModelsAbsence(without)!,
    /has no radiomics score \(radi_score, of role score\); without them/,
  );
});
