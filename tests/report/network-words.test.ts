/** Whatever shows deep features names their network; without deep features no network is named. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import type { ImageFeatures } from "dlrn/cohort/image-features";
import { seededRandom } from "dlrn/math/random";
import { comparedModel, comparisonTable, correctionTable } from "dlrn/report/comparison-findings";
import {
  cutWords,
  featureCountFindings,
  featureNotes,
  featuresSentence,
  iccTable,
  repeatedFeatures,
} from "dlrn/report/feature-findings";
import { armEffects, armStudy } from "dlrn/report/harmonization-arms";
import { effectTable } from "dlrn/report/harmonization-findings";
import { pipelineWords } from "dlrn/report/pipeline-words";
import {
  coefficientWords,
  cvWords,
  pathWords,
  selectionSentence,
  tableS3,
} from "dlrn/report/signature-findings";
import { stabilityTable } from "dlrn/report/stability-findings";
import { studyChain, widestSelection } from "dlrn/report/study-chain";
import { openCohort } from "dlrn/runner/environment";

const twin = openCohort("twin");
const label = "untrained ResNet34 (random weights), SHA-256 0123456789ab";
const note = `Deep features: ${label}.`;

/** Eight features of each kind and sequence that carry some outcome, read twice; of the deep ones of T1 four are copies. */
function drawn(network: string | null): ImageFeatures {
  const random = seededRandom(11);
  const kinds = ["original_firstorder", ...(network === null ? [] : ["deep"])];
  const names = ["T1", "FS"].flatMap((sequence) =>
    kinds.flatMap((kind) => [0, 1, 2, 3, 4, 5, 6, 7].map((j) => `${sequence}_${kind}_00${j}`)),
  );
  const rows = twin.ids.map((_, i) => {
    const row = names.map(() => random.normal() + 0.7 * twin.outcome[i]!);
    for (let j = 0; j < 4; j++) {
      const [copy, of] = [`T1_deep_00${4 + j}`, `T1_deep_00${j}`].map((name) =>
        names.indexOf(name),
      );
      if (copy! >= 0) row[copy!] = row[of!]!;
    }
    return row;
  });
  const training = twin.ids.filter((_, i) => twin.roles[i] === "training").slice(0, 12);
  const again = training.map((id) =>
    rows[twin.ids.indexOf(id)]!.map((value) => value + 0.1 * random.normal()),
  );
  return {
    origin: "random numbers",
    network,
    sequences: ["T1", "FS"],
    first: { patients: twin.ids, table: featureTable(names, rows) },
    second: { patients: training, table: featureTable(names, again) },
    leftOut: [],
    without: [],
    batchOnly: null,
  };
}

/** All texts around the tables and figures of features, by what they belong to. */
function textsOf(features: ImageFeatures): Record<string, string> {
  const chain = studyChain(twin, features);
  const widest = widestSelection(chain);
  const repeated = repeatedFeatures(twin, features)!;
  const arms = armStudy(twin, features);
  const stability = {
    replicates: 1,
    sizes: [1],
    features: [{ feature: widest.lasso.features[0]!, share: 1 }],
  };
  const model = comparedModel(widest, "logistic", "none");
  const s4 = comparisonTable({ id: "table-s4", title: "S4" }, [model], "none");
  const said = {
    "first cell of 03 to 05": featuresSentence(twin, features),
    "table-features": featureNotes(features).join(" "),
    "table-icc": iccTable(repeated).notes.join(" "),
    "figure-icc-cut": cutWords(repeated).caption,
    "figure-1-pipeline": pipelineWords(chain).caption,
    "table-batch-effect": effectTable(arms, armEffects(arms)).notes.join(" "),
    "first cell of 06": selectionSentence(chain.selections),
    "table-s3": tableS3(chain.selections, repeated).notes.join(" "),
    "figure-2a": coefficientWords(widest).caption,
    "figure-2b": pathWords(widest).caption,
    "figure-2c": cvWords(widest).caption,
    "table-stability": stabilityTable(stability as never, widest).notes.join(" "),
    "table-s4": s4.notes.join(" "),
    "table-corrections": correctionTable([model]).notes.join(" "),
  };
  return said;
}

describe("texts beside features", () => {
  for (const [what, text] of Object.entries(textsOf(drawn(label))))
    test(`${what}: the network by title and hash, once`, () => {
      assert.equal(text.split(note).length, 2, text);
    });
  for (const [what, text] of Object.entries(textsOf(drawn(null))))
    test(`${what}: no network where there is none`, () => {
      assert.doesNotMatch(text, /Deep features:|untrained|SHA-256/);
    });
  test("a handcrafted model names none beside a deep one that does", () => {
    const [handcrafted, deep, combined] = studyChain(twin, drawn(label)).selections;
    assert.deepEqual(
      [handcrafted!.network, deep!.network, combined!.network],
      [null, label, label],
    );
  });
});

test("the rank of the kept channels is a result: eight that differ, and eight of which four are copies", () => {
  const chain = studyChain(twin, drawn(label));
  const ranks = featureCountFindings(twin, chain).filter(({ id }) => id.endsWith(".deep.rank"));
  assert.deepEqual(
    ranks.map(({ id }) => id),
    ["twin.features.t1.deep.rank", "twin.features.fs.deep.rank"],
  );
  const [t1, fs] = ranks.map(({ value }) => value as number);
  // of p equally correlated channels p² / (p + p (p − 1) r²): below 8, and below 4 where each stands twice
  assert.ok(t1! > 3 && t1! < 4, String(t1));
  assert.ok(fs! > 6 && fs! < 8, String(fs));
});
