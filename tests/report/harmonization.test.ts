/** Arms, values, tables and figures of notebook 04, on features that are drawn for the twin's patients: no images needed. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cohort, levelsOf } from "dlrn/cohort/cohort";
import { featureColumn, featureTable, selectTableRows } from "dlrn/cohort/feature-table";
import type { ImageFeatures } from "dlrn/cohort/image-features";
import { seededRandom } from "dlrn/math/random";
import { mean, median } from "dlrn/math/summary";
import { componentsFigure, explainedFigure } from "dlrn/plot/batch-figures";
import type { Figure } from "dlrn/plot/figure";
import { renderSvg } from "dlrn/plot/render";
import {
  confoundedVariables,
  confoundingFindings,
  confoundingSentence,
  confoundingTable,
} from "dlrn/report/confounding-findings";
import {
  type ArmStudy,
  armComponents,
  armEffects,
  armPerformances,
  armStudy,
  armsAbsence,
} from "dlrn/report/harmonization-arms";
import {
  componentFindings,
  effectFindings,
  effectTable,
  performanceFindings,
  performanceTable,
} from "dlrn/report/harmonization-findings";
import {
  batchesSentence,
  componentsPanels,
  componentsWords,
  explainedPanels,
  explainedWords,
  harmonizationAnswer,
} from "dlrn/report/harmonization-words";
import { pooledReason } from "dlrn/report/image-signature";
import { studyChain } from "dlrn/report/study-chain";
import { openCohort } from "dlrn/runner/environment";
import { cellText } from "dlrn/table/table";
import { textFaults } from "../plot/text-boxes.js";

const twin = openCohort("twin");
const count = 30;

/** Features of which each centre shifts and scales the first sequence's, and the outcome moves every third. */
function drawnFeatures(cohort: Cohort, batchOnly: string | null): ImageFeatures {
  const random = seededRandom(7);
  const centres = levelsOf(cohort, "institution").map(Number);
  const names = Array.from(
    { length: count },
    (_, j) => `${j < count / 2 ? "T1" : "FS"}_made_up_${j}`,
  );
  const rows = cohort.ids.map((_, i) =>
    names.map((name, j) => {
      const signal = random.normal() + (j % 3 === 0 ? 1.2 * cohort.outcome[i]! : 0);
      return name.startsWith("T1") ? 5 * centres[i]! + (1 + centres[i]!) * signal : signal;
    }),
  );
  return {
    origin: "random numbers",
    network: null,
    sequences: ["T1", "FS"],
    first: { patients: cohort.ids, table: featureTable(names, rows) },
    second: null,
    leftOut: [],
    without: [],
    batchOnly,
  };
}

const study = armStudy(twin, drawnFeatures(twin, null));

describe("arms of a study with external centres", () => {
  test("are none, pooled and reference, the last two with their reason", () => {
    assert.deepEqual(
      study.arms.map(({ id, exception }) => [id, exception === null]),
      [
        ["none", true],
        ["pooled", false],
        ["reference", false],
      ],
    );
    assert.match(
      batchesSentence(study),
      /Institution 1: 116 patients \(training\).*\(external\).*all 30 reliable features/,
    );
  });

  test("the reference leaves training patients as they are, and brings the others to them", () => {
    const column = (arm: number, role: string): Float64Array => {
      const { rows } = study.arms[arm]!;
      return featureColumn(rows.features, "T1_made_up_1").filter((_, i) => rows.roles[i] === role);
    };
    assert.deepEqual(column(2, "training"), column(0, "training"));
    assert.notDeepEqual(column(1, "training"), column(0, "training"));
    const [before, after, own] = [
      column(0, "validation"),
      column(2, "validation"),
      column(0, "training"),
    ];
    assert.ok(Math.abs(mean(before) - mean(own)) > 5);
    assert.ok(Math.abs(mean(after) - mean(own)) < 0.5);
  });

  test("only features that the batches touch are changed", () => {
    const part = armStudy(twin, drawnFeatures(twin, "^T1_"));
    assert.equal(part.touched.length, count / 2);
    const [none, pooled] = part.arms.map(({ rows }) => rows.features);
    assert.deepEqual(pooled!.names, none!.names);
    assert.deepEqual(
      featureColumn(pooled!, "FS_made_up_20"),
      featureColumn(none!, "FS_made_up_20"),
    );
    assert.notDeepEqual(
      featureColumn(pooled!, "T1_made_up_2"),
      featureColumn(none!, "T1_made_up_2"),
    );
  });

  test("training patients of several centres: ComBat learned on them, without an exception", () => {
    const all = { ...twin, roles: twin.ids.map(() => "training" as const) };
    const { arms, sets } = armStudy(all, drawnFeatures(all, null));
    assert.deepEqual(
      arms.map(({ id, exception }) => [id, exception]),
      [
        ["none", null],
        ["training", null],
      ],
    );
    assert.deepEqual(armPerformances({ arms, sets } as ArmStudy), []);
  });

  test("a validation centre without a training patient: what is learned on training is left out, and why", () => {
    const centres = levelsOf(twin, "institution");
    const [first, second, third] = [...new Set(centres)].sort();
    const roles = centres.map((centre) =>
      centre === third ? ("validation" as const) : ("training" as const),
    );
    const several = { ...twin, roles };
    const features = drawnFeatures(several, null);
    const own = armStudy(several, features);
    assert.deepEqual(
      own.arms.map(({ id, exception }) => [id, exception]),
      [
        ["none", null],
        ["pooled", pooledReason],
      ],
    );
    assert.match(batchesSentence(own), /cannot be used on patients of Institution 3, where none/);
    const chain = studyChain(several, features);
    assert.deepEqual([chain.harmonization.kind, chain.rows], ["none", chain.reliable.rows]);
    assert.match(
      chain.harmonization.words,
      /^Nothing is harmonised by institution: ComBat .* of 3,/,
    );
    assert.deepEqual([first, second], ["1", "2"]);
  });

  test("a centre with two training patients of an outcome at most is in no cross-validation for sure", () => {
    const centres = levelsOf(twin, "institution");
    const few = centres.map((centre, i) => (i < 2 ? "2" : centre === "2" ? "1" : centre));
    const roles = twin.ids.map(() => "training" as const);
    const institution = { ...twin.columns["institution"]!, values: few } as never;
    const several = { ...twin, roles, columns: { ...twin.columns, institution } };
    const { harmonization } = studyChain(several, drawnFeatures(twin, null));
    assert.equal(harmonization.kind, "none");
    assert.match(harmonization.words, / 2 has fewer than 3 training patients of each outcome\.$/);
  });

  test("nine patients read twice filter nothing, ten do", () => {
    const features = drawnFeatures(twin, null);
    const training = twin.ids.filter((_, i) => twin.roles[i] === "training");
    const again = (count: number) => {
      const patients = training.slice(0, count);
      const at = patients.map((patient) => twin.ids.indexOf(patient));
      const second = { patients, table: selectTableRows(features.first.table, at) };
      return studyChain(twin, { ...features, second }).reliable;
    };
    assert.deepEqual([again(9).readTwice, again(9).fitted], [0, []]);
    assert.equal(again(10).readTwice, 10);
    assert.deepEqual(
      again(10).fitted.map((own) => own.kind === "part" && own.step.kind),
      ["icc-filter"],
    );
  });

  test("one batch, or no variable for it: nothing to harmonise, and why", () => {
    const features = drawnFeatures(twin, null);
    assert.equal(armsAbsence(twin, features), null);
    const institution = twin.columns["institution"]!;
    const one = {
      ...twin,
      columns: {
        ...twin.columns,
        institution: { ...institution, values: twin.ids.map(() => "1") } as typeof institution,
      },
    };
    assert.match(armsAbsence(one, features)!, /one batch \(Institution: Institution 1\)/);
    const variables = twin.dictionary.variables.filter(({ role }) => role !== "centre");
    const without = { ...twin, dictionary: { ...twin.dictionary, variables } };
    assert.match(armsAbsence(without, features)!, /no variable of role centre/);
    assert.throws(() => armStudy(one, features), {
      message: "harmonisation needs two batches or more; got 1",
    });
  });
});

describe("what harmonising does", () => {
  const effects = armEffects(study);
  const components = armComponents(study);
  const performances = armPerformances(study);

  test("the batch goes from the features it touches, the outcome stays", () => {
    const [none, pooled, reference] = effects.map(({ effect }) => effect);
    assert.ok(none!.belowAdjusted >= 15);
    assert.ok(pooled!.belowAdjusted <= 1 && reference!.belowAdjusted <= 1);
    assert.ok(median(pooled!.byBatch) < 0.01);
    const findings = effectFindings(study, effects);
    const share = findings.find(({ id }) => id === "twin.harmonization.handcrafted.none.kruskal")!;
    assert.equal(share.value, none!.below / count);
    const table = effectTable(study, effects);
    assert.equal(
      cellText(table.rows[1]!.cells["below"]),
      `${none!.below} (${((100 * none!.below) / 30).toFixed(1)}%)`,
    );
  });

  test("the first component is the batch before, and not after", () => {
    assert.ok(components[0]!.byBatch[0]! > 0.8);
    assert.ok(components[1]!.byBatch[0]! < 0.05);
    assert.equal(componentFindings(study, components).length, 12);
  });

  test("each arm has its model: the apparent AUC, the external one, and the difference from none", () => {
    assert.deepEqual(
      performances.map(({ set, arm }) => `${set} ${arm.id}`),
      ["handcrafted none", "handcrafted pooled", "handcrafted reference"],
    );
    const [none, pooled] = performances;
    assert.equal(none!.against, null);
    assert.equal(none!.external.n, 126);
    assert.equal(pooled!.against!.difference, pooled!.external.auc.auc - none!.external.auc.auc);
    const findings = performanceFindings(study, performances);
    assert.equal(findings.length, 4 + 5 + 5);
    assert.equal(performanceTable(performances).rows.length, 4);
    assert.match(
      harmonizationAnswer(study, effects, performances),
      /External AUC of the handcrafted model: 0\.\d{3} \(None\)/,
    );
  });

  test("figures fit their page, with constructed data said", async () => {
    const figures: Figure[] = [
      componentsFigure(
        componentsWords(study, components),
        componentsPanels(study, components),
        study.batches,
      ),
      explainedFigure(explainedWords(study, effects), explainedPanels(study, effects)),
    ];
    for (const figure of figures) {
      const svg = await renderSvg(figure, { constructed: true });
      assert.deepEqual(textFaults(svg), [], figure.id);
      assert.ok(!svg.includes(" scale("), `${figure.id} is too wide`);
    }
  });
});

describe("what differs between the centres", () => {
  const found = confoundedVariables(study);

  test("the limb: 112 of 116 at the first against 70 of 126 elsewhere", () => {
    assert.match(
      confoundingSentence(study, found),
      /Limb: 112 of 116 \(Institution 1\) against 70 of 126 elsewhere/,
    );
    assert.match(
      confoundingSentence(study, found),
      /Lung metastasis: 20 of 116 \(Institution 1\) against 19 of 126/,
    );
    const { rows } = confoundingTable(study, found);
    const limb = rows.find(({ cells }) => cells["name"] === "Limb")!;
    assert.equal(cellText(limb.cells["Institution 1"]), "112 (96.6%)");
  });

  test("two values a variable, each with its test", () => {
    const findings = confoundingFindings(study, found);
    assert.equal(findings.length, 2 * found.length);
    const { test: strength } = findings.find(({ id }) => id.endsWith("location.strength"))!;
    assert.equal(strength, "Cramér's V");
  });
});
