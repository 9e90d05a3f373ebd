/** Confusion matrices from printed figures: all of them, and none that is not one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { MatrixValue } from "dlrn/audit/claim";
import {
  exchangedFigures,
  figureCounts,
  figureOf,
  fittingMatrices,
  fittingSizes,
  misprintedFigures,
  type PrintedFigures,
  without,
} from "dlrn/audit/confusion-solver";
import { unfitting } from "dlrn/audit/confusion-unfitting";
import { type PrintedNumber, printedNumbers } from "dlrn/audit/printed-number";
import { type FigureName, figureNames } from "dlrn/audit/recipe";
import { decimal } from "dlrn/math/decimal";
import fc from "fast-check";

const printed = (text: string): PrintedNumber => printedNumbers(text)[0]!;

/** The figures of a matrix as a journal prints them. */
function printedFigures(matrix: MatrixValue, digits = 3): PrintedFigures {
  return Object.fromEntries(
    figureNames.map((name) => {
      const value = figureOf(matrix, name);
      return [name, value === null ? ("undefined" as const) : printed(decimal(value, digits))];
    }),
  );
}

const radiomicsTraining: PrintedFigures = {
  accuracy: printed("0.755"),
  "error rate": printed("0.245"),
  sensitivity: printed("0.463"),
  specificity: printed("1.000"),
  ppv: printed("1.000"),
  npv: printed("0.691"),
};

test("by hand: 13 of 20 found and 3 of 96 falsely", () => {
  const matrix = { tp: 13, fp: 3, tn: 93, fn: 7 };
  assert.equal(figureOf(matrix, "accuracy"), 106 / 116);
  assert.equal(figureOf(matrix, "error rate"), 10 / 116);
  assert.equal(figureOf(matrix, "sensitivity"), 13 / 20);
  assert.equal(figureOf(matrix, "specificity"), 93 / 96);
  assert.equal(figureOf(matrix, "ppv"), 13 / 16);
  assert.equal(figureOf(matrix, "npv"), 93 / 100);
  const figures = { sensitivity: printed("0.650"), ppv: printed("0.813") };
  assert.deepEqual(fittingMatrices(figures, 20, 96), [matrix]);
});

test("a figure that cannot be divided stands as undefined", () => {
  const nobody = { tp: 0, fp: 0, tn: 96, fn: 20 };
  assert.equal(figureOf(nobody, "ppv"), null);
  assert.deepEqual(fittingMatrices({ ppv: "undefined" }, 20, 96), [nobody]);
  assert.deepEqual(
    fittingMatrices({ ppv: printed("0.000"), accuracy: printed("0.828") }, 20, 96),
    [],
  );
});

test("the radiomics training row fits no table at 20 and 96, and none at any size", () => {
  assert.deepEqual(fittingMatrices(radiomicsTraining, 20, 96), []);
  assert.deepEqual(fittingSizes(radiomicsTraining, 130), []);
  assert.deepEqual(misprintedFigures(radiomicsTraining, 20, 96), []);
});

test("without its accuracy it fits 54/65, 80/96, 95/114 and 108/130, of which one keeps the 96", () => {
  const sizes = fittingSizes(without(radiomicsTraining, ["accuracy", "error rate"]), 130);
  assert.deepEqual(
    sizes.map(({ positives, negatives }) => [positives, negatives]),
    [
      [54, 65],
      [80, 96],
      [95, 114],
      [108, 130],
    ],
  );
  assert.deepEqual(sizes[1]!.matrices, [{ tp: 37, fp: 0, tn: 96, fn: 43 }]);
  assert.match(
    unfitting(radiomicsTraining, 20, 96),
    /of these only 80\/96 keeps the 96 negatives: 37\/0\/96\/43/,
  );
});

/** part/whole with halves to the even digit, in whole numbers. */
function halfEven(part: number, whole: number, digits: number): string {
  const units = part * 10 ** digits;
  const below = Math.floor(units / whole);
  const rest = 2 * (units - below * whole) - whole;
  const up = rest > 0 || (rest === 0 && below % 2 === 1);
  return ((below + (up ? 1 : 0)) / 10 ** digits).toFixed(digits);
}

test("law: a matrix is among those that its own printed figures fit, halves up or to even", () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(
      count,
      count,
      count,
      count,
      fc.integer({ min: 1, max: 4 }),
      (tp, fp, tn, fn, digits) => {
        const matrix = { tp, fp, tn, fn };
        const even: PrintedFigures = Object.fromEntries(
          figureNames.map((name) => {
            const [part, whole] = figureCounts(matrix, name);
            return [name, whole === 0 ? "undefined" : printed(halfEven(part, whole, digits))];
          }),
        );
        for (const figures of [printedFigures(matrix, digits), even]) {
          const found = fittingMatrices(figures, tp + fn, tn + fp);
          assert.ok(found.some((other) => JSON.stringify(other) === JSON.stringify(matrix)));
          for (const other of found)
            for (const name of figureNames) {
              const [part, whole] = figureCounts(other, name);
              const text = figures[name] as PrintedNumber;
              if (whole === 0) assert.equal(text, "undefined");
              else assert.ok(2 * Math.abs(part / whole - text.value) <= 10 ** -digits + 1e-9);
            }
        }
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test("law: nothing fits that the search does not list (every matrix of 9 and 12 tried)", () => {
  const figures = { accuracy: printed("0.7"), npv: printed("0.7") };
  const all: MatrixValue[] = [];
  for (let tp = 9; tp >= 0; tp--)
    for (let tn = 12; tn >= 0; tn--) {
      const matrix = { tp, fp: 12 - tn, tn, fn: 9 - tp };
      const [accuracy, npv] = [figureOf(matrix, "accuracy")!, figureOf(matrix, "npv")];
      if (accuracy >= 0.65 && accuracy <= 0.75 && npv !== null && npv >= 0.65 && npv <= 0.75)
        all.push(matrix);
    }
  assert.ok(all.length > 3);
  assert.deepEqual(fittingMatrices(figures, 9, 12), all);
});

test("figures in each other's place are found, and none where the row is sound or one figure is wrong", () => {
  const sound = printedFigures({ tp: 52, fp: 9, tn: 111, fn: 28 });
  const swapped = (...pairs: [FigureName, FigureName][]): PrintedFigures => ({
    ...sound,
    ...Object.fromEntries(
      pairs.flatMap(([a, b]) => [
        [a, sound[b]],
        [b, sound[a]],
      ]),
    ),
  });
  for (const pairs of [
    [["sensitivity", "specificity"]],
    [["ppv", "npv"]],
    [["accuracy", "error rate"]],
    [
      ["sensitivity", "specificity"],
      ["ppv", "npv"],
    ],
  ] satisfies [FigureName, FigureName][][]) {
    const found = exchangedFigures(swapped(...pairs), 80, 120);
    assert.deepEqual(found, { names: pairs.flat(), figures: sound });
  }
  assert.equal(exchangedFigures(sound, 80, 120), null);
  assert.equal(exchangedFigures({ ...sound, npv: printed("0.699") }, 80, 120), null);
  assert.equal(exchangedFigures(radiomicsTraining, 20, 96), null);
});

test("a planted error is named: each figure in turn changed by a tenth", () => {
  const sound = printedFigures({ tp: 60, fp: 18, tn: 102, fn: 20 });
  for (const name of figureNames) {
    const { value } = sound[name] as PrintedNumber;
    const wrong = { ...sound, [name]: printed(decimal(value - 0.1, 3)) };
    assert.deepEqual(misprintedFigures(wrong, 80, 120), [name] satisfies FigureName[]);
  }
  assert.deepEqual(misprintedFigures(sound, 80, 120), []);
});
