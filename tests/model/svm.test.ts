import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { featureTable } from "dlrn/cohort/feature-table";
import { makeRows, type Role } from "dlrn/cohort/rows";
import { seededRandom } from "dlrn/math/random";
import { withVectors } from "dlrn/math/vectors";
import { type Kernel, type KernelName, pointMemory, pointsOf } from "dlrn/model/kernel";
import { kernelRows } from "dlrn/model/kernel-rows";
import { _fitPlatt, plattRisk } from "dlrn/model/platt";
import { _leftOutDecisions, fitSvm, predictSvm } from "dlrn/model/svm";
import { _fitSvm, type SvmMachine, type SvmOptions, svmDecisions } from "dlrn/model/svm-machine";
import fc from "fast-check";
import { assertNear } from "../near.js";
import { sample, sampleRows } from "../select/cohort.js";

const oracle = JSON.parse(readFileSync("tests/model/svm-oracle.json", "utf8"));

function multipliers({ supportIndex, coefficients }: SvmMachine, n: number): number[] {
  const all = new Array<number>(n).fill(0);
  supportIndex.forEach((i, k) => {
    all[i] = coefficients[k];
  });
  return all;
}

describe(`agrees with libsvm, whose kernel is in single precision (${oracle.oracle})`, () => {
  const { x, y, folds } = oracle;
  for (const { name, options, expected } of oracle.cases) {
    test(name, () => {
      const machine = _fitSvm(x, y, options);
      assert.equal(machine.exact, true);
      assert.equal(machine.supportIndex.length, expected.supportCount);
      const within = { absolute: 1e-5 };
      assertNear(machine.rho, expected.rho, 0, within);
      assertNear(multipliers(machine, y.length), expected.alphaTimesY, 1e-5, within);
      assertNear(machine.trainingDecisions, expected.decisions, 0, within);
      assertNear(Array.from(svmDecisions(machine, oracle.new)), expected.decisionsNew, 0, within);
      assertNear(Array.from(_leftOutDecisions(x, y, folds, options)), expected.leftOut, 0, within);
    });
  }
});

describe("agrees with hand calculation", () => {
  test("two points: the margin lies between them", () => {
    const machine = _fitSvm([[3], [1]], [1, 0], { kernel: "linear", scale: false, cost: 10 });
    // f(x) = x − 2 is ±1 on them: w = 1 = (3 − 1) a, so a = ½; the objective is ½ w² = ½.
    assertNear(machine.coefficients, [0.5, -0.5], 1e-14);
    assertNear(machine.rho, 2, 1e-14);
    assertNear(machine.dualObjective, 0.5, 1e-14);
    assertNear(Array.from(svmDecisions(machine, [[2], [7]])), [0, 5], 1e-14);
  });

  test("when the cost is low every multiplier lies at it", () => {
    const machine = _fitSvm([[3], [1], [2], [0]], [1, 0, 1, 0], {
      kernel: "linear",
      scale: false,
      cost: 0.01,
    });
    assert.deepEqual(machine.coefficients, [0.01, -0.01, 0.01, -0.01]);
    assert.equal(machine.exact, false); // none is free, so there is nothing to solve for
  });

  test("the kernels", () => {
    const value = (kernel: KernelName, options: SvmOptions = {}) => {
      const machine = _fitSvm(
        [
          [1, 2],
          [-1, 0.5],
        ],
        [1, 0],
        { kernel, scale: false, gamma: 0.5, cost: 1e-3, ...options },
      );
      const [atNew] = svmDecisions(machine, [[2, 1]]);
      return (atNew + machine.rho) / 1e-3; // K(x₁, ·) − K(x₂, ·), both multipliers at the cost
    };
    // u'v = 4 and −1.5; ‖u − v‖² = 2 and 9.25
    assertNear(value("linear"), 5.5, 1e-12);
    assertNear(value("radial"), Math.exp(-1) - Math.exp(-4.625), 1e-12);
    assertNear(value("polynomial", { coef0: 1, degree: 3 }), 27 - 0.25 ** 3, 1e-12);
    assertNear(value("sigmoid", { coef0: 1 }), Math.tanh(3) - Math.tanh(0.25), 1e-12);
  });
});

describe("obeys the laws", () => {
  const { x, y } = sample(50, 4, 21);
  const kernels: SvmOptions[] = [
    { kernel: "linear", cost: 0.7 },
    { kernel: "radial", gamma: 0.4, cost: 5, classWeights: { nonEvent: 1, event: 3 } },
    { kernel: "polynomial", gamma: 0.5, coef0: 1, cost: 0.5 },
  ];

  test("features in large units, unscaled, are solved as far as rounding allows", () => {
    const large = x.map((row) => row.map((value) => 1e6 * value));
    const machine = _fitSvm(large, y, { kernel: "linear", scale: false, cost: 1e-10 });
    const same = _fitSvm(x, y, { kernel: "linear", scale: false, cost: 1e-10 * 1e12 });
    assertNear(machine.trainingDecisions, same.trainingDecisions, 0, { absolute: 1e-6 });
  });

  test("the conditions of optimality hold at every row", () => {
    for (const options of kernels) {
      const machine = _fitSvm(x, y, options);
      const all = multipliers(machine, y.length);
      assertNear(
        all.reduce((sum, a) => sum + a, 0),
        0,
        0,
        { absolute: 1e-10 },
      );
      y.forEach((label, i) => {
        const cost = machine.cost * machine.classWeights[label === 1 ? "event" : "nonEvent"];
        const margin = (label === 1 ? 1 : -1) * machine.trainingDecisions[i];
        const size = Math.abs(all[i]);
        assert.ok(size === 0 || Math.sign(all[i]) === (label === 1 ? 1 : -1));
        if (size === 0) assert.ok(margin >= 1 - 1e-8, `row ${i}: ${margin}`);
        else if (size === cost) assert.ok(margin <= 1 + 1e-8, `row ${i}: ${margin}`);
        else assertNear(margin, 1, 1e-9);
      });
    }
  });

  test("the primal objective equals the dual", () => {
    const machine = _fitSvm(x, y, { kernel: "linear", cost: 0.7, scale: false });
    const w = [0, 1, 2, 3].map((j) =>
      machine.coefficients.reduce((sum, a, k) => sum + a * machine.supportVectors[k][j], 0),
    );
    const hinge = y.map((label, i) =>
      Math.max(0, 1 - (label === 1 ? 1 : -1) * machine.trainingDecisions[i]),
    );
    const primal =
      w.reduce((sum, b) => sum + b * b, 0) / 2 + 0.7 * hinge.reduce((sum, h) => sum + h, 0);
    assertNear(machine.dualObjective, primal, 1e-10);
  });

  test("the order of patients does not matter", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(2), (seed, which) => {
        const order = Array.from(seededRandom(seed).permutation(y.length));
        const shuffled = _fitSvm(
          order.map((i) => x[i]),
          order.map((i) => y[i]),
          kernels[which],
        );
        const plain = _fitSvm(x, y, kernels[which]);
        assertNear(
          shuffled.trainingDecisions,
          order.map((i) => plain.trainingDecisions[i]),
          0,
          { absolute: 1e-9 },
        );
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  test("swapping the labels swaps the sign", () => {
    const plain = _fitSvm(x, y, { gamma: 0.4 });
    const swapped = _fitSvm(
      x,
      y.map((label) => 1 - label),
      { gamma: 0.4 },
    );
    assertNear(swapped.rho, -plain.rho, 1e-9);
    assertNear(
      swapped.trainingDecisions,
      plain.trainingDecisions.map((f) => -f),
      1e-9,
    );
  });

  test("every row twice is twice the cost, though the multipliers are no longer unique", () => {
    const twice = _fitSvm([...x, ...x], [...y, ...y], { gamma: 0.4, cost: 1, scale: false });
    const once = _fitSvm(x, y, { gamma: 0.4, cost: 2, scale: false });
    assert.equal(twice.exact, false);
    assertNear(twice.dualObjective, once.dualObjective, 1e-10);
    assertNear(twice.trainingDecisions.slice(0, y.length), once.trainingDecisions, 0, {
      absolute: 1e-8,
    });
  });

  test("a feature's unit does not matter when features are scaled", () => {
    const other = _fitSvm(
      x.map(([a, ...rest]) => [1e4 * a - 7, ...rest]),
      y,
    );
    assertNear(other.trainingDecisions, _fitSvm(x, y).trainingDecisions, 0, { absolute: 1e-9 });
  });

  test("rows of the kernel that were thrown out for want of room come back the same", () => {
    const kernel: Kernel = { name: "radial", gamma: 0.4, coef0: 0, degree: 3 };
    const rowsWithin = (limit: number) =>
      withVectors(pointMemory(50, 4), (vectors) => {
        const { row } = kernelRows(kernel, pointsOf(vectors, x, 4), limit);
        return [7, 1, 9, 7, 30, 12, 9, 1, 49, 7].map((i) => Array.from(row(i)));
      });
    const cramped = rowsWithin(3 * 50);
    assertNear(cramped, rowsWithin(50 * 50), 1e-15);
    const distance = x[7].reduce((sum, u, j) => sum + (u - x[1][j]) ** 2, 0);
    assertNear(cramped[0][1], Math.exp(-0.4 * distance), 1e-13);
    assert.equal(cramped[0][7], 1);
  });
});

describe("Platt's scaling obeys the laws", () => {
  test("A and B are where the derivatives vanish", () => {
    const decisions = [-2, -1.5, -0.3, 0.2, 0.4, -0.1, 1.2, 2.2, 0.9, -0.7];
    const y = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0];
    const platt = _fitPlatt(decisions, y);
    const [high, low] = [6 / 7, 1 / 7];
    const residuals = decisions.map((f, i) => plattRisk(platt, f) - (y[i] === 1 ? high : low));
    assertNear(
      residuals.reduce((sum, r) => sum + r, 0),
      0,
      0,
      { absolute: 1e-5 },
    );
    assertNear(
      residuals.reduce((sum, r, i) => sum + r * decisions[i], 0),
      0,
      0,
      { absolute: 1e-5 },
    );
  });

  test("risks rise with the decision and never reach 0 or 1 within reason", () => {
    const platt = _fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    assert.ok(platt.a < 0);
    assert.ok(plattRisk(platt, 3) > plattRisk(platt, 2) && plattRisk(platt, 3) < 1);
    assertNear(plattRisk(platt, 1.3) + plattRisk(platt, -1.3), 1, 1e-10);
    assert.ok(plattRisk(platt, -1000) < 1e-200 && plattRisk(platt, 1000) === 1);
  });
});

describe("fitSvm and predictSvm", () => {
  const data = sample(40, 3, 8);
  const rows = sampleRows(data);

  test("the fit is frozen, survives JSON, and predicts as it did", () => {
    const fit = fitSvm(rows, { platt: { count: 5, seed: 3 } });
    assert.ok(Object.isFrozen(fit));
    const read = JSON.parse(JSON.stringify(fit));
    assert.deepEqual(read, fit);
    assertNear(Array.from(predictSvm(read, rows.features)), fit.trainingDecisions, 0, {
      absolute: 1e-12,
    });
    const names = ["f2", "f0", "f1"];
    const [one] = data.x;
    const turned = featureTable(names, [[one[2], one[0], one[1]]]);
    assertNear(predictSvm(fit, turned)[0], fit.trainingDecisions[0], 0, { absolute: 1e-12 });
  });

  test("risks come from decisions of rows the machine had not seen", () => {
    const fit = fitSvm(rows, { platt: { count: 5, seed: 3 } });
    assert.equal(fit.platt?.folds?.length, 40);
    const leftOut = _leftOutDecisions(data.x, data.y, fit.platt?.folds ?? [], {});
    const { a, b } = _fitPlatt(leftOut, data.y);
    assertNear({ a: fit.platt?.a, b: fit.platt?.b }, { a, b }, 1e-12);
    const risks = predictSvm(fit, rows.features, { scale: "risk" });
    assertNear(risks[4], 1 / (1 + Math.exp(a * fit.trainingDecisions[4] + b)), 1e-10);
    const onTraining = fitSvm(rows, { platt: "training decisions" });
    assert.equal(onTraining.platt?.folds, null);
    assert.notEqual(onTraining.platt?.a, a);
  });

  test("synthetic rows may be learned from", () => {
    const roles = rows.roles.map((role, i): Role => (i > 35 ? "synthetic" : role));
    assert.equal(fitSvm(sampleRows(data, roles)).rowCount, 40);
  });
});

describe("refuses what it cannot answer", () => {
  const { x, y } = sample(12, 3, 4);
  const rows = sampleRows({ x, y });
  const validation = sampleRows(
    { x, y },
    y.map((_, i) => (i === 3 ? "validation" : "training")),
  );
  const synthetic = sampleRows(
    { x, y },
    y.map((_, i) => (i === 3 ? "synthetic" : "training")),
  );
  const constant = x.map(([a, b]) => [a, b, 7]);
  const byClass = y.map((label) => (label === 1 ? 1 : 2));
  const machine = _fitSvm(x, y);
  const refused: [why: string, call: () => unknown, message: string][] = [
    ["no rows", () => _fitSvm([], []), "x must have at least one row; it has none"],
    [
      "one row",
      () => _fitSvm([[1]], [1]),
      "SVM needs both outcomes; got 1 events and 0 non-events",
    ],
    [
      "a constant outcome",
      () =>
        _fitSvm(
          x,
          y.map(() => 0),
        ),
      "SVM needs both outcomes; got 0 events and 12 non-events",
    ],
    ["a label of −1", () => _fitSvm(x, y.with(2, -1)), "the outcome must be 0 or 1; y[2] is -1"],
    [
      "lengths that differ",
      () => _fitSvm(x, y.slice(1)),
      "need one outcome per row of x; got 11 for 12 rows",
    ],
    [
      "a missing value",
      () => _fitSvm(x.with(5, [1, Number.NaN, 2]), y),
      "x must hold finite numbers; x[5][1] is NaN",
    ],
    ["a cost of 0", () => _fitSvm(x, y, { cost: 0 }), "cost must be above 0 and finite; got 0"],
    [
      "a negative gamma",
      () => _fitSvm(x, y, { gamma: -1 }),
      "gamma must be above 0 and finite; got -1",
    ],
    [
      "an infinite coef0",
      () => _fitSvm(x, y, { coef0: Infinity }),
      "coef0 must be finite; got Infinity",
    ],
    [
      "degree 2.5",
      () => _fitSvm(x, y, { degree: 2.5 }),
      "degree must be a whole number from 1 to 100; got 2.5",
    ],
    [
      "an unknown kernel",
      () => _fitSvm(x, y, { kernel: "rbf" as "radial" }),
      "kernel must be linear, radial, polynomial or sigmoid; got rbf",
    ],
    [
      "a class weight of 0",
      () => _fitSvm(x, y, { classWeights: { nonEvent: 1, event: 0 } }),
      "class weights must be above 0 and finite; event is 0",
    ],
    [
      "a tolerance of 0",
      () => _fitSvm(x, y, { tolerance: 0 }),
      "tolerance must lie in (0, 1); got 0",
    ],
    [
      "a row of another width",
      () => svmDecisions(machine, [[1, 2]]),
      "rows must have the 3 features of training; row 0 has 2",
    ],
    [
      "a missing value to predict from",
      () => svmDecisions(machine, [[1, Number.NaN, 2]]),
      "rows must hold finite numbers; row 0, feature 1 is NaN",
    ],
    [
      "a constant feature",
      () => fitSvm(sampleRows({ x: constant, y })),
      "every feature to be scaled must vary in training; no feature was scaled: column 2 is constant; remove it, or set scale to false",
    ],
    [
      "risks without Platt",
      () => predictSvm(fitSvm(rows), rows.features, { scale: "risk" }),
      "risks must be asked for when the SVM is fitted; set platt to folds",
    ],
    [
      "an unknown scale",
      () => predictSvm(fitSvm(rows), rows.features, { scale: "odds" as "risk" }),
      "scale must be decision or risk; got odds",
    ],
    [
      "a fold with one class",
      () => fitSvm(rows, { platt: byClass }),
      `without fold 1: SVM needs both outcomes; got 0 events and ${byClass.filter((fold) => fold === 2).length} non-events`,
    ],
    [
      "a patient in two folds",
      () =>
        fitSvm(makeRows({ ...rows, patients: rows.ids.map((_, i) => `Q${i >> 1}`) }), {
          platt: y.map((_, i) => (i % 3) + 1),
        }),
      "all readings of a patient must share a fold; Q0 is in folds 1 and 2",
    ],
    [
      "synthetic rows in Platt's folds",
      () => fitSvm(synthetic, { platt: { count: 3, seed: 1 } }),
      "folds for Platt's scaling must hold real rows only; row 3 (P3) is synthetic; scale decisions that were made out of fold, with SMOTE inside each fold",
    ],
    [
      "a validation row",
      () => fitSvm(validation),
      "SVM must be fitted on training rows only; got 1 validation rows (P3); fit on the training rows, use out-of-fold scores, or give a written exception",
    ],
    [
      "Platt with one outcome",
      () => _fitPlatt([1, 2], [1, 1]),
      "Platt's scaling needs both outcomes; got 2 events and 0 non-events",
    ],
    [
      "Platt with a missing decision",
      () => _fitPlatt([1, Number.NaN], [1, 0]),
      "decisions must be finite; decisions[1] is NaN",
    ],
    [
      "Platt with lengths that differ",
      () => _fitPlatt([1, 2, 3], [1, 0]),
      "need one outcome per decision; got 2 for 3",
    ],
  ];
  for (const [why, call, message] of refused) {
    test(why, () => assert.throws(call, { name: "RangeError", message }));
  }

  test("scaling that was left out is flagged", () => {
    const { scaling, flag } = _fitSvm(constant, y);
    assert.equal(scaling, null);
    assert.equal(flag, "no feature was scaled: column 2 is constant");
  });
});
