import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type FeatureTable, featureTable, selectTableRows } from "dlrn/cohort/feature-table";
import { makeRows } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import { _fitLogistic, fitLogistic, predictLogistic } from "dlrn/model/logistic";
import { _profileIntervals } from "dlrn/model/logistic-profile";
import {
  _dropTests,
  likelihoodRatioTest,
  nestedTest,
  pseudoRSquared,
} from "dlrn/model/logistic-tests";
import { waldTable } from "dlrn/model/wald";
import { failureOf, type GoldenFile } from "dlrn/proof/golden";
import * as adapter from "dlrn/proof/golden/logistic";
import fc from "fast-check";
import { assertNear } from "../near.js";

const golden = JSON.parse(readFileSync("tests/golden/logistic.json", "utf8")) as GoldenFile;

// Table 2 from printed counts: patients of T stage 1 to 4, with and without metastasis.
const stages = [1, 2, 3, 4];
const events = [2, 5, 8, 6];
const nonEvents = [28, 35, 20, 12];
const stage = featureTable(
  ["stage"],
  [...stages, ...stages].map((value) => [value]),
);
const outcome = [1, 1, 1, 1, 0, 0, 0, 0];
const weights = [...events, ...nonEvents];
/** The same patients, one row each. */
const rows = stages
  .flatMap((value, i) => Array<number[]>(events[i]).fill([value]))
  .concat(stages.flatMap((value, i) => Array<number[]>(nonEvents[i]).fill([value])));
const patients = featureTable(["stage"], rows);
const labels = rows.map((_, i) => (i < 21 ? 1 : 0));

describe("agrees with R's glm, confint by root finding, and drop1 (4.2.2)", () => {
  for (const goldenCase of golden.cases)
    test(goldenCase.name, () => assert.equal(failureOf(adapter, goldenCase), null));

  // x <- rep(c(1:4, 1:4), c(2, 5, 8, 6, 28, 35, 20, 12)); y <- rep(1:0, c(21, 95))
  // glm(y ~ x, binomial, control = glm.control(1e-15, 100))
  // Errors: sqrt(diag(solve(crossprod(X, w * X)))) with w at the fitted risks; glm prints those of the iterate before,
  // here off in the eighth digit.
  test("a column of counts, and the patients one by one", () => {
    const counted = _fitLogistic(stage, outcome, { weights });
    const single = _fitLogistic(patients, labels);
    for (const fit of [counted, single]) {
      assertNear(fit.coefficients, [-3.215706295404196, 0.679379596520795], 1e-12);
      assertNear(fit.standardErrors, [0.7282640994114813, 0.2517084551533783], 1e-11);
      assertNear([fit.deviance, fit.nullDeviance], [101.840981355531, 109.72637254819], 1e-13);
      assert.deepEqual([fit.eventWeight, fit.totalWeight], [21, 116]);
    }
    assertNear([single.aic, single.bic], [105.840981355531, 111.348161737744], 1e-13);
  });

  test("an offset: glm(y ~ x + offset(seq(-1, 1, length.out = 116)))", () => {
    const offset = rows.map((_, i) => -1 + (2 * i) / 115);
    const fit = _fitLogistic(patients, labels, { offset });
    assertNear(fit.coefficients, [-2.679321564887009, 0.411151145137259], 1e-12);
    assertNear(fit.standardErrors, [0.757621783428059, 0.2644733247207849], 1e-11);
    assertNear([fit.deviance, fit.nullDeviance], [147.532459592702, 150.094709664226], 1e-13);
  });

  test("no intercept: glm(y ~ 0 + x)", () => {
    const fit = _fitLogistic(patients, labels, { intercept: false });
    assertNear(
      [fit.coefficients[0], fit.standardErrors[0]],
      [-0.470233233342195, 0.09440662413688924],
      1e-9,
    );
    assertNear([fit.deviance, fit.nullDeviance], [129.256434297986, 160.810145889907], 1e-13);
  });

  test("weights that are not whole: rounded in logLik, not in the deviance", () => {
    const fractional = rows.map((_, i) => [0.5, 1.5, 2.25, 1][i % 4]);
    const fit = _fitLogistic(patients, labels, { weights: fractional });
    assertNear(fit.coefficients, [-3.187625617875847, 0.658629630309383], 1e-12);
    assertNear(
      [fit.deviance, fit.logLikelihood, fit.aic],
      [132.176409610524, -62.5381094911839, 129.076218982368],
      1e-13,
    );
  });

  // anova(smaller, larger, test = "LRT") and test = "Rao" on the first golden case, control = glm.control(1e-12, 100)
  test("a factor dropped as a whole, and nested models", () => {
    const { table, y } = adapter.logisticCase(golden.cases[0]);
    const [race] = _dropTests(table, y, {}, [["race2", "race3"]]);
    assertNear(
      race.likelihoodRatio,
      { chiSquare: 6.40658581359261, degreesOfFreedom: 2, pValue: 0.0406281985945606 },
      1e-9,
    );
    assertNear(race.score.chiSquare, 6.42082927848668, 1e-9);
    const small = _fitLogistic(keepColumns(table, ["age", "lwt"]), y);
    assertNear(
      nestedTest(small, _fitLogistic(table, y)),
      { chiSquare: 30.2896849077839, degreesOfFreedom: 6, pValue: 3.46241477325081e-5 },
      1e-9,
    );
  });
});

describe("agrees with hand calculation", () => {
  test("a fourfold table: the odds ratio is ad/bc, its variance the sum of reciprocals", () => {
    const fit = _fitLogistic(featureTable(["exposed"], [[1], [1], [0], [0]]), [1, 0, 1, 0], {
      weights: [10, 20, 5, 40],
    });
    const [, row] = waldTable(fit);
    assertNear(row.oddsRatio, (10 * 40) / (20 * 5), 1e-13);
    assertNear(row.standardError, Math.sqrt(1 / 10 + 1 / 20 + 1 / 5 + 1 / 40), 1e-10);
  });

  test("without terms the risk is the share of events", () => {
    const fit = _fitLogistic(
      featureTable(
        [],
        rows.map(() => []),
      ),
      labels,
    );
    assertNear(fit.coefficients[0], Math.log(21 / 95), 1e-14);
    assertNear(fit.deviance, fit.nullDeviance, 1e-15);
  });

  test("limits of the profile lie where the deviance has risen by 3.8415", () => {
    const [, interval] = _profileIntervals(patients, labels);
    const best = _fitLogistic(patients, labels).deviance;
    for (const limit of [interval.lower, interval.upper]) {
      const offset = rows.map(([value]) => (limit as number) * value);
      const held = _fitLogistic(
        featureTable(
          [],
          rows.map(() => []),
        ),
        labels,
        { offset },
      );
      assertNear(held.deviance - best, 3.841458820694124, 1e-10);
    }
  });
});

describe("obeys the laws", () => {
  const problem = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 30, max: 60 }),
    p: fc.integer({ min: 1, max: 4 }),
  });

  test("the order of patients does not matter", () =>
    fc.assert(
      fc.property(problem, (settings) => {
        const { table, y } = randomProblem(settings);
        const order = Array.from(seededRandom(settings.seed).permutation(y.length));
        const fit = _fitLogistic(table, y);
        const shuffled = _fitLogistic(
          selectTableRows(table, order),
          order.map((i) => y[i]),
        );
        assertNear(shuffled.coefficients, fit.coefficients, 1e-9, { absolute: 1e-9 });
        assertNear(shuffled.deviance, fit.deviance, 1e-12);
      }),
      { numRuns: 20 },
    ));

  test("counting the other outcome turns every sign round", () =>
    fc.assert(
      fc.property(problem, (settings) => {
        const { table, y } = randomProblem(settings);
        const fit = _fitLogistic(table, y);
        const other = _fitLogistic(
          table,
          y.map((value) => 1 - value),
        );
        assertNear(
          other.coefficients.map((b) => -(b ?? 0)),
          fit.coefficients,
          1e-9,
          { absolute: 1e-9 },
        );
        assertNear(other.standardErrors, fit.standardErrors, 1e-6);
      }),
      { numRuns: 20 },
    ));

  test("units and origin of a term change its coefficient alone, never a risk", () =>
    fc.assert(
      fc.property(problem, (settings) => {
        const { table, y } = randomProblem(settings);
        const p = table.names.length;
        const moved = {
          ...table,
          values: table.values.map((v, at) => (at % p === 0 ? 1000 + 25 * v : v)),
        };
        const risks = predictLogistic(_fitLogistic(table, y), table);
        assertNear(predictLogistic(_fitLogistic(moved, y), moved), risks, 1e-7);
      }),
      { numRuns: 20 },
    ));

  test("fitted risks add up to the events, and a weight of two is the row twice", () =>
    fc.assert(
      fc.property(problem, (settings) => {
        const { table, y } = randomProblem(settings);
        const fit = _fitLogistic(table, y);
        const total = predictLogistic(fit, table).reduce((sum, risk) => sum + risk, 0);
        assertNear(total, fit.events, 1e-9);
        const at = [...y.keys(), ...y.keys()];
        const twice = _fitLogistic(
          selectTableRows(table, at),
          at.map((i) => y[i]),
        );
        const weighted = _fitLogistic(table, y, { weights: y.map(() => 2) });
        assertNear(weighted.coefficients, twice.coefficients, 1e-9, { absolute: 1e-9 });
        assertNear(weighted.deviance, twice.deviance, 1e-12);
      }),
      { numRuns: 20 },
    ));

  test("many rows are folded block by block to the same fit, aliased terms and all", () => {
    const random = seededRandom(5);
    const n = 3000;
    const table = featureTable(
      ["a", "b", "sum"],
      Array.from({ length: n }, () => {
        const [a, b] = [random.normal(), random.normal()];
        return [a, b, a + b];
      }),
    );
    const y = Array.from({ length: n }, (_, i) =>
      random.uniform() < 1 / (1 + Math.exp(-table.values[i * 3])) ? 1 : 0,
    );
    const fit = _fitLogistic(table, y);
    assert.deepEqual(fit.aliased, ["sum"]);
    const fewer = _fitLogistic(keepColumns(table, ["a", "b"]), y);
    assertNear(fit.coefficients.slice(0, 3), fewer.coefficients, 1e-11);
    assertNear(fit.standardErrors.slice(0, 3), fewer.standardErrors, 1e-11);
    // The score equations hold, so it is the maximum.
    const risks = predictLogistic(fit, table);
    for (const j of [0, 1]) {
      const score = y.reduce<number>(
        (sum, value, i) => sum + (value - risks[i]) * table.values[i * 3 + j],
        0,
      );
      assertNear(score, 0, 0, { absolute: 1e-8 });
    }
  });

  test("a start from a sample of very many rows leads to the same fit, and does no harm with rare events", () => {
    const random = seededRandom(9);
    const n = 20_000;
    const table = featureTable(
      ["a"],
      Array.from({ length: n }, () => [random.normal()]),
    );
    for (const intercept of [-1, -8]) {
      const y = Array.from(table.values, (a) =>
        random.uniform() < 1 / (1 + Math.exp(-intercept - a)) ? 1 : 0,
      );
      y[1] = 1; // none of the sample, if events are rare
      const fit = _fitLogistic(table, y);
      const plain = _fitLogistic(table, y, { epsilon: 1e-10 });
      assertNear(fit.coefficients, plain.coefficients, 1e-7);
      assertNear(fit.deviance, plain.deviance, 1e-12);
    }
  });

  test("pseudo-R² are 0 without terms and ordered with them", () => {
    const none = pseudoRSquared(
      _fitLogistic(
        featureTable(
          [],
          rows.map(() => []),
        ),
        labels,
      ),
    );
    assertNear(none, { coxSnell: 0, nagelkerke: 0, mcFadden: 0 }, 0, { absolute: 1e-14 });
    const some = pseudoRSquared(_fitLogistic(patients, labels));
    assert.ok(0 < some.coxSnell && some.coxSnell < some.nagelkerke && some.nagelkerke < 1);
  });
});

describe("fits training rows alone", () => {
  const all = makeRows({
    ids: labels.map((_, i) => `P${i + 1}`),
    roles: labels.map((_, i) => (i % 3 === 0 ? "validation" : "training")),
    features: patients,
    outcome: labels,
  });

  test("a validation row is refused by name", () =>
    assert.throws(() => fitLogistic(all), {
      name: "RangeError",
      message:
        /^logistic regression must be fitted on training rows only; got 39 validation rows \(P1, P4, /,
    }));

  test("a score on the rows it was learned on is refused", () => {
    const training = makeRows({
      ...all,
      roles: labels.map(() => "training"),
      inSample: { stage: ["P1", "P2"] },
    });
    assert.throws(
      () => fitLogistic(training),
      /the score "stage" was learned on 2 of these rows \(P1, P2\)/,
    );
    const model = fitLogistic(training, { exception: "as published" });
    assert.equal(model.exception, "as published");
  });

  test("the model survives JSON and is frozen", () => {
    const training = makeRows({ ...all, roles: labels.map(() => "training") });
    const model = fitLogistic(training);
    assert.ok(Object.isFrozen(model));
    assert.deepEqual(JSON.parse(JSON.stringify(model)), model);
    assert.equal(model.exception, null);
  });
});

describe("refuses", () => {
  const x = featureTable(["x"], [[1], [2], [3], [4], [5], [6]]);
  const y = [0, 1, 0, 1, 0, 1];
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "no rows",
      () => _fitLogistic(featureTable(["x"], []), []),
      "a logistic model needs both outcomes; got 0 events among 0 patients",
    ],
    [
      "one row",
      () => _fitLogistic(featureTable(["x"], [[1]]), [1]),
      "a logistic model needs both outcomes; got 1 events among 1 patients",
    ],
    [
      "two rows",
      () => _fitLogistic(featureTable(["x"], [[1], [2]]), [0, 1]),
      'a logistic model needs outcomes that overlap; "x" separates them completely (2 of 2 rows; the deviance falls to 0 as the coefficients grow without end); use Firth\'s penalised likelihood, or leave the term out',
    ],
    [
      "lengths that differ",
      () => _fitLogistic(x, [0, 1]),
      "outcome must have one value per row; got 2 for 6 rows",
    ],
    [
      "a label of 2",
      () => _fitLogistic(x, [0, 1, 2, 1, 0, 1]),
      "outcome must be 0 or 1; outcome[2] is 2",
    ],
    [
      "one outcome",
      () => _fitLogistic(x, [1, 1, 1, 1, 1, 1]),
      "a logistic model needs both outcomes; got 6 events among 6 patients",
    ],
    [
      "a missing value",
      () => _fitLogistic(featureTable(["x"], [[1], [Number.NaN]]), [0, 1]),
      '"x" must be finite in every row; row 1 has NaN; leave out or impute rows with missing values',
    ],
    [
      "a negative weight",
      () => _fitLogistic(x, y, { weights: [1, 1, -1, 1, 1, 1] }),
      "weights must be finite and not negative; weights[2] is -1",
    ],
    [
      "an infinite offset",
      () => _fitLogistic(x, y, { offset: [0, 0, 0, Infinity, 0, 0] }),
      "offset must be finite; offset[3] is Infinity",
    ],
    [
      "nothing to fit",
      () =>
        _fitLogistic(
          featureTable(
            [],
            y.map(() => []),
          ),
          y,
          { intercept: false },
        ),
      "a model needs an intercept, a term or an offset; got none of them",
    ],
    [
      "a percentage for a confidence",
      () => waldTable(_fitLogistic(x, y), 95),
      "confidence must lie in (0, 1); got 95",
    ],
    [
      "a term the model lacks",
      () => _dropTests(x, y, {}, [["z"]]),
      'each group must consist of terms of the model; got "z"',
    ],
    [
      "a test without a term",
      () =>
        likelihoodRatioTest(
          _fitLogistic(
            featureTable(
              [],
              y.map(() => []),
            ),
            y,
          ),
        ),
      "a chi-square test needs at least one degree of freedom; got 0",
    ],
    [
      "collinear terms to drop",
      () =>
        _dropTests(
          featureTable(
            ["a", "b"],
            y.map((_, i) => [i, 2 * i]),
          ),
          y,
        ),
      'terms to be dropped in turn must not be collinear; "b" follow from the terms before; leave them out',
    ],
    [
      "a table without a term",
      () => predictLogistic(_fitLogistic(x, y), featureTable(["z"], [[1]])),
      'the table must have the feature "x"; it has z',
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));

  test("a constant column is aliased, not an error", () => {
    const fit = _fitLogistic(
      featureTable(
        ["x", "same"],
        y.map((_, i) => [i, 3]),
      ),
      y,
    );
    assert.deepEqual(fit.aliased, ["same"]);
    assert.equal(fit.coefficients[2], null);
  });
});

function randomProblem({ seed, n, p }: { seed: number; n: number; p: number }): {
  table: FeatureTable;
  y: number[];
} {
  const random = seededRandom(seed);
  const values = Array.from({ length: n }, () => Array.from({ length: p }, () => random.normal()));
  const y = values.map<number>(([first]) =>
    random.uniform() < 1 / (1 + Math.exp(-first / 2)) ? 1 : 0,
  );
  for (let k = 0; k < 4; k++) y[k] = k % 2; // both outcomes, and
  for (let k = 0; k < 4; k += 2) values[k] = values[k + 1].map((v) => v); // a pair that no term can tell apart
  return {
    table: featureTable(
      values[0].map((_, j) => `x${j}`),
      values,
    ),
    y,
  };
}

function keepColumns(table: FeatureTable, names: readonly string[]): FeatureTable {
  const at = names.map((name) => table.names.indexOf(name));
  const p = table.names.length;
  return featureTable(
    names,
    Array.from({ length: table.rowCount }, (_, i) => at.map((j) => table.values[i * p + j])),
  );
}
