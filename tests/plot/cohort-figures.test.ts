import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cohortComparisons } from "dlrn/audit/group-comparison";
import { readFlow } from "dlrn/io/paper/flow";
import { patientComposition, patientFlow } from "dlrn/plot/cohort-figures";
import { compositionFigure } from "dlrn/plot/composition";
import type { Figure } from "dlrn/plot/figure";
import { flowFigure } from "dlrn/plot/flow";
import { renderSvg } from "dlrn/plot/render";
import { openCohort } from "dlrn/runner/environment";
import { textBoxes, textFaults } from "./text-boxes.js";

const twin = openCohort("twin");
const words = { id: "figure-x", title: "T", caption: "C", description: "D" };

async function textsOf(figure: Figure): Promise<string[]> {
  const svg = await renderSvg(figure, { constructed: true });
  assert.deepEqual(textFaults(svg), []);
  return textBoxes(svg).boxes.map(({ text }) => text);
}

describe("the flow of patients", () => {
  test("from 351 identified to the groups that are compared", async () => {
    const texts = await textsOf(patientFlow(twin, readFlow(".")));
    for (const n of [351, 109, 242, 116, 126, 96, 20, 107, 19])
      assert.ok(texts.includes(`n = ${n}`), `n = ${n} is missing`);
  });

  test("of a cohort without a printed flow begins with its patients", async () => {
    const texts = await textsOf(patientFlow(twin, null));
    assert.ok(!texts.includes("n = 351"));
    assert.equal(texts.filter((text) => text === "n = 242").length, 1);
  });

  test("long labels are broken into lines, none overlaps", async () => {
    const label = "Excluded because images of both sequences were not available for review";
    const texts = await textsOf(
      flowFigure(words, [
        { id: "a", label: "Screened", n: 900, of: null },
        { id: "x", label, n: 658, of: "a", leaves: true },
        { id: "b", label, n: 242, of: "a" },
      ]),
    );
    assert.ok(texts.length > 8);
  });

  test("refuses a box before the one it is part of", () => {
    assert.throws(() => flowFigure(words, [{ id: "b", label: "B", n: 1, of: "a" }]), {
      name: "RangeError",
      message: 'a box must be part of one before it; "b" is part of "a"',
    });
  });
});

describe("the composition of a cohort", () => {
  const comparisons = cohortComparisons(twin);

  test("names every variable and level, both sets, both groups; nothing overlaps", async () => {
    const texts = await textsOf(patientComposition(twin, comparisons));
    for (const text of [
      "Training set",
      "External validation set",
      "Metastasis",
      "Peritumoral edema",
      ">50% of tumor volume",
      "Trunk wall",
    ])
      assert.ok(texts.includes(text), `${text} is missing`);
  });

  test("fits the page without being scaled down", async () =>
    assert.doesNotMatch(
      await renderSvg(patientComposition(twin, comparisons), { constructed: true }),
      / scale\(/,
    ));

  test("carries the shares it draws", () => {
    const { hconcat } = patientComposition(twin, comparisons).specification as {
      hconcat: { data: { values: { row: string; group: string; percent: number }[] } }[];
    };
    const { values } = hconcat[0]!.data;
    const male = values.filter(({ row }) => row === "Gender|Male");
    assert.deepEqual(
      male.map(({ group, percent }) => [group, percent]),
      [
        ["Non-metastasis", (100 * 62) / 96],
        ["Metastasis", (100 * 12) / 20],
      ],
    );
    for (const group of ["Non-metastasis", "Metastasis"]) {
      const stages = values.filter(
        (value) => value.row.startsWith("T-stage|") && value.group === group,
      );
      const sum = stages.reduce((total, { percent }) => total + percent, 0);
      assert.ok(Math.abs(sum - 100) < 1e-9, `${group}: ${sum}`);
    }
  });

  test("of one set has one panel of shares", async () => {
    const figure = compositionFigure({ ...words, groups: ["No", "Yes"] }, [
      { variable: "Sex", level: null, shares: [], differences: [{ set: "All", difference: 0.3 }] },
      {
        variable: "Sex",
        level: "Female",
        differences: [],
        shares: [
          { set: "All", group: "No", percent: 40 },
          { set: "All", group: "Yes", percent: 60 },
        ],
      },
    ]);
    assert.equal((figure.specification["hconcat"] as unknown[]).length, 2);
    await textsOf(figure);
  });
});
