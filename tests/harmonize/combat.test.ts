import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type FeatureTable, featureTable, selectTableRows } from "dlrn/cohort/feature-table";
import { makeRows, rowsOf } from "dlrn/cohort/rows";
import { _fitCombat, type CombatOptions, fitCombat } from "dlrn/harmonize/combat";
import { applyCombat } from "dlrn/harmonize/combat-apply";
import { seededRandom } from "dlrn/math/random";
import { mean, standardDeviation } from "dlrn/math/summary";
import { failureOf, type GoldenFile } from "dlrn/proof/golden";
import * as adapter from "dlrn/proof/golden/combat";
import fc from "fast-check";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/combat.json", "utf8")) as GoldenFile;

describe("agrees with sva::ComBat (3.46.0, R 4.2.2)", () => {
  for (const goldenCase of golden.cases)
    test(goldenCase.name, () => assert.equal(failureOf(adapter, goldenCase), null));

  // ComBat(dat, batch, par.prior = FALSE) and ComBat(dat, batch, mod = cbind(1, m)) of the ComBatHarmonization test data.
  const folder = "../shared/data/combat";
  test("200 features of 10 samples", { skip: !existsSync(folder) && `no ${folder}` }, () => {
    const read = (name: string) =>
      readFileSync(`${folder}/${name}.csv`, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",").map(Number));
    const data = read("input");
    const table = featureTable(
      data.map((_, j) => `f${j}`),
      data[0].map((_, i) => data.map((feature) => feature[i])),
    );
    const batch = data[0].map((_, i) => (i < 5 ? "1" : "2"));
    const kept = featureTable(
      ["m"],
      data[0].map((_, i) => [1 + (i % 2)]),
    );
    const check = (name: string, options: CombatOptions) => {
      const { values } = applyCombat(
        _fitCombat(table, batch, options),
        table,
        batch,
        options.covariates,
      );
      const wanted = read(name).flatMap((feature, j) =>
        feature.map((value, i) => ({ value, at: i * data.length + j })),
      );
      for (const { value, at } of wanted) assertNear(values[at], value, 1e-12, { absolute: 1e-12 });
    };
    check("testdata_combat_nonparametric_unadjusted_r", { parametric: false });
    check("testdata_combat_parametric_adjusted_r", { covariates: kept });
  });
});

const sizes = { A: 12, B: 9, C: 7 };
const batch = (["A", "B", "C"] as const).flatMap((name) => Array<string>(sizes[name]).fill(name));
/** 28 rows x 15 features whose batches differ in level and spread. */
const features = randomFeatures(4);

describe("agrees with hand calculation", () => {
  test("without empirical Bayes every batch gets the mean and the spread of all", () => {
    const { values } = applyCombat(
      _fitCombat(features, batch, { empiricalBayes: false }),
      features,
      batch,
    );
    for (let j = 0; j < 15; j++) {
      const all = columnOf(features, j);
      const grand = mean(all);
      const pooled = Math.sqrt(
        (["A", "B", "C"] as const)
          .map((name) => {
            const own = all.filter((_, i) => batch[i] === name);
            return own.reduce((sum, v) => sum + (v - mean(own)) ** 2, 0);
          })
          .reduce((sum, squares) => sum + squares, 0) / 28,
      );
      const adjusted = columnOf({ ...features, values }, j);
      for (const name of ["A", "B", "C"]) {
        const own = adjusted.filter((_, i) => batch[i] === name);
        assertNear(mean(own), grand, 1e-12);
        assertNear(standardDeviation(own), pooled, 1e-12);
      }
    }
  });

  test("mean only leaves the spread of each batch as it is", () => {
    const { values } = applyCombat(
      _fitCombat(features, batch, { meanOnly: true }),
      features,
      batch,
    );
    for (const name of ["A", "B", "C"]) {
      const own = (table: FeatureTable) => columnOf(table, 3).filter((_, i) => batch[i] === name);
      assertNear(
        standardDeviation(own({ ...features, values })),
        standardDeviation(own(features)),
        1e-12,
      );
    }
  });
});

describe("obeys the laws", () => {
  const options: CombatOptions[] = [
    {},
    { parametric: false },
    { reference: "B" },
    { meanOnly: true },
    { empiricalBayes: false },
  ];

  test("unit and origin of a feature do not matter, nor do the order of rows and the names of batches", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e5 }), fc.constantFrom(...options), (seed, choice) => {
        const table = randomFeatures(seed);
        const plain = applyCombat(_fitCombat(table, batch, choice), table, batch).values;
        const scaled = { ...table, values: table.values.map((v) => 100 + 7 * v) };
        assertNear(
          applyCombat(_fitCombat(scaled, batch, choice), scaled, batch).values,
          plain.map((v) => 100 + 7 * v),
          1e-9,
        );
        const order = Array.from(seededRandom(seed).permutation(28));
        const shuffled = selectTableRows(table, order);
        const named = order.map((i) => batch[i]);
        assertNear(
          applyCombat(_fitCombat(shuffled, named, choice), shuffled, named).values,
          selectTableRows({ ...table, values: plain }, order).values,
          1e-9,
        );
        const renamed = batch.map((name) => ({ A: "Z", B: "B", C: "A" })[name] as string);
        assertNear(
          applyCombat(_fitCombat(table, renamed, choice), table, renamed).values,
          plain,
          1e-9,
        );
      }),
      { numRuns: 25 },
    ));

  test("the reference batch has no prior, and its rows come back bit by bit", () => {
    const { aPrior, bPrior } = _fitCombat(features, batch, { reference: "B" }).batches[1];
    assert.deepEqual([aPrior, bPrior], [null, null]);
    const { values } = applyCombat(
      _fitCombat(features, batch, { reference: "B" }),
      features,
      batch,
    );
    assert.deepEqual(values.subarray(12 * 15, 21 * 15), features.values.subarray(12 * 15, 21 * 15));
    assert.notDeepEqual(values.subarray(0, 12 * 15), features.values.subarray(0, 12 * 15));
  });

  test("a new row of a known batch is mapped as a training row of it would be, alone or among others", () => {
    const combat = _fitCombat(features, batch);
    const all = applyCombat(combat, features, batch);
    for (const i of [0, 13, 27]) {
      const alone = applyCombat(combat, selectTableRows(features, [i]), [batch[i]]);
      assert.deepEqual(alone.values, all.values.subarray(i * 15, (i + 1) * 15));
    }
  });

  test("what was kept stays: the effect of a covariate survives", () => {
    const random = seededRandom(2);
    const covariates = featureTable(
      ["age"],
      batch.map(() => [random.normal()]),
    );
    const values = features.values.map((v, at) => v + 3 * covariates.values[Math.floor(at / 15)]);
    const table = { ...features, values };
    const combat = _fitCombat(table, batch, { covariates });
    for (const effect of combat.effects[0]) assertNear(effect, 3, 0.3);
    const adjusted = applyCombat(combat, table, batch, covariates);
    assertNear(_fitCombat(adjusted, batch, { covariates }).effects[0], combat.effects[0], 0.2);
  });

  test("the loop ends on sva's rule also at a tighter bound, near the looser one's end", () => {
    const loose = _fitCombat(features, batch);
    const tight = _fitCombat(features, batch, { convergence: 1e-10 });
    assertNear(tight.batches[1].gammaStar, loose.batches[1].gammaStar, 1e-2, { absolute: 1e-3 });
    assert.notDeepEqual(tight.batches[1].gammaStar, loose.batches[1].gammaStar);
  });
});

describe("fits training rows alone", () => {
  const outcome = batch.map((_, i) => (i % 4 === 0 ? 1 : 0));
  const rows = makeRows({
    ids: batch.map((_, i) => `P${i + 1}`),
    roles: batch.map((_, i) => (i % 7 === 6 ? "validation" : "training")),
    features,
    outcome,
  });
  const training = rowsOf(rows, "training");
  const trainingBatch = batch.filter((_, i) => i % 7 !== 6);

  test("a validation row is refused by name", () =>
    assert.throws(() => fitCombat(rows, batch), {
      name: "RangeError",
      message:
        "ComBat must be fitted on training rows only; got 4 validation rows (P7, P14, P21, P28); fit on the training rows, use out-of-fold scores, or give a written exception",
    }));

  test("validation rows are mapped with what training has shown, and the model survives JSON", () => {
    const combat = fitCombat(training, trainingBatch);
    assert.ok(Object.isFrozen(combat));
    const saved = JSON.parse(JSON.stringify(combat)) as typeof combat;
    assert.deepEqual(saved, combat);
    const validation = rowsOf(rows, "validation");
    const names = batch.filter((_, i) => i % 7 === 6);
    assert.deepEqual(
      applyCombat(saved, validation.features, names).values,
      applyCombat(combat, validation.features, names).values,
    );
  });

  test("the outcome is no covariate, in either direction, unless a reason is written", () => {
    for (const code of [(y: number) => y, (y: number) => 1 - y]) {
      const covariates = featureTable(
        ["metastasis"],
        training.outcome.map((y) => [code(y)]),
      );
      assert.throws(() => fitCombat(training, trainingBatch, { covariates }), {
        message:
          'a covariate of ComBat must be known before the outcome; "metastasis" is the outcome itself; leave it out, or give a written exception',
      });
      assert.equal(
        fitCombat(training, trainingBatch, { covariates, exception: "as published" }).exception,
        "as published",
      );
    }
  });
});

describe("refuses", () => {
  const combat = _fitCombat(features, batch);
  const row = selectTableRows(features, [0]);
  const column = (values: readonly number[], name = "z") =>
    featureTable(
      [name],
      values.map((v) => [v]),
    );
  const bad = { ...features, values: features.values.map((v, at) => (at === 17 ? Number.NaN : v)) };
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "an unseen batch",
      () => applyCombat(combat, row, ["D"]),
      'every batch must be one that ComBat was fitted on (A, B, C); row 0 is of batch "D"; leave such patients unharmonised and say so, fit on training patients that include the batch, or do without ComBat',
    ],
    [
      "a single batch",
      () =>
        _fitCombat(
          features,
          batch.map(() => "A"),
        ),
      "ComBat needs two batches or more; got 1 (A); without a second batch there is nothing to harmonise",
    ],
    [
      "no rows",
      () => _fitCombat(featureTable(["x"], []), []),
      "ComBat needs two batches or more; got 0 (); without a second batch there is nothing to harmonise",
    ],
    [
      "batches of another number",
      () => _fitCombat(features, ["A", "B"]),
      "need one batch per row; got 2 for 28 rows",
    ],
    [
      "an unknown reference",
      () => _fitCombat(features, batch, { reference: "D" }),
      'the reference must be one of the batches (A, B, C); got "D"',
    ],
    [
      "a covariate that follows from the batches",
      () =>
        _fitCombat(features, batch, {
          covariates: column(
            batch.map((b) => (b === "A" ? 1 : 0)),
            "scanner",
          ),
        }),
      'covariates must not be confounded with the batches; "scanner" follows from the batches and the covariates before; leave out what follows, or do not harmonise',
    ],
    [
      "a constant covariate",
      () =>
        _fitCombat(features, batch, {
          covariates: column(
            batch.map(() => 2),
            "same",
          ),
        }),
      'covariates must not be confounded with the batches; "same" follows from the batches and the covariates before; leave out what follows, or do not harmonise',
    ],
    [
      "a covariate twice over",
      () =>
        _fitCombat(features, batch, {
          covariates: featureTable(
            ["a", "b"],
            batch.map((_, i) => [i % 5, 2 * (i % 5)]),
          ),
        }),
      'covariates must not be confounded with the batches; "b" follows from the batches and the covariates before; leave out what follows, or do not harmonise',
    ],
    [
      "a missing covariate",
      () =>
        _fitCombat(features, batch, {
          covariates: column(batch.map((_, i) => (i === 3 ? Number.NaN : i))),
        }),
      'covariates must be finite; "z" is NaN in row 3',
    ],
    [
      "a missing value",
      () => _fitCombat(bad, batch),
      'features must be finite; "f2" is NaN in row 1; leave out or impute missing values',
    ],
    [
      "a single feature",
      () =>
        _fitCombat(
          column(
            batch.map((_, i) => (i * 7) % 5),
            "f",
          ),
          batch,
        ),
      "ComBat learns from many features; got 1 that vary in every batch; use empiricalBayes: false",
    ],
    [
      "other features",
      () => applyCombat(combat, featureTable(["f1"], [[1]]), ["A"]),
      'the features must be those of training, in their order; feature 0 was "f0" and is "f1"',
    ],
    [
      "no covariates where they were fitted",
      () =>
        applyCombat(
          _fitCombat(features, batch, { covariates: column(batch.map((_, i) => i % 5)) }),
          row,
          ["A"],
        ),
      'ComBat was fitted with the covariates "z"; give them for all 1 rows',
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("a feature that is constant in a batch is left as it is, and is no part of the prior", () => {
    const values = features.values.map((v, at) => (at % 15 === 4 && at < 12 * 15 ? 1 : v));
    const table = { ...features, values };
    const fit = _fitCombat(table, batch);
    assert.deepEqual(fit.skipped, [4]);
    const others = selectColumns(
      features,
      [...Array(15).keys()].filter((j) => j !== 4),
    );
    assertNear(fit.batches[0].tau2, _fitCombat(others, batch).batches[0].tau2, 1e-12);
    assert.deepEqual(columnOf(applyCombat(fit, table, batch), 4), columnOf(table, 4));
  });
});

function randomFeatures(seed: number): FeatureTable {
  const random = seededRandom(seed);
  const shift = Array.from({ length: 15 }, () => random.normal());
  return featureTable(
    shift.map((_, j) => `f${j}`),
    batch.map((name) =>
      shift.map(
        (s, j) =>
          10 +
          j +
          { A: 0, B: s + 1, C: -1 }[name as "A"] +
          { A: 1, B: 1.5, C: 0.7 }[name as "A"] * random.normal(),
      ),
    ),
  );
}

function columnOf({ values, rowCount, names }: FeatureTable, j: number): number[] {
  return Array.from({ length: rowCount }, (_, i) => values[i * names.length + j]);
}

function selectColumns(table: FeatureTable, at: readonly number[]): FeatureTable {
  return featureTable(
    at.map((j) => table.names[j]),
    Array.from({ length: table.rowCount }, (_, i) => at.map((j) => columnOf(table, j)[i])),
  );
}
