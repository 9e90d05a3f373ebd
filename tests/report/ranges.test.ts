/** The committed ranges: what a seed's cohort gives, over enough seeds, and tables that say when a value was changed. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { differences } from "dlrn/cli/twin-ranges";
import { survivalBandFigure } from "dlrn/plot/band-figure";
import { calibrationFigure, decisionFigure } from "dlrn/plot/performance-figures";
import { renderSvg } from "dlrn/plot/render";
import { findingsOfTable, measuredSeed } from "dlrn/report/construct-ranges";
import { calibrationWords, decisionWords } from "dlrn/report/performance-words";
import { rangeFindings, spreadOf } from "dlrn/report/range-findings";
import {
  calibrationRangePanels,
  decisionRangePanels,
  survivalRangePanels,
} from "dlrn/report/range-panels";
import { parseRanges, rangesCsv, rangesNamed, rangesOf } from "dlrn/report/ranges";
import { survivalWords } from "dlrn/report/survival-findings";
import { projectRoot } from "dlrn/runner/environment";
import { openRanges } from "dlrn/runner/ranges";
import { textFaults } from "../plot/text-boxes.js";

const ranges = openRanges("twin")!;
const patients = readFileSync("cohorts/twin/patients.csv", "utf8");

describe("the committed table", () => {
  test("is of at least 20 seeds, the committed twin's among them", () => {
    assert.ok(ranges.seeds.length >= 20);
    assert.ok(ranges.seeds.includes(1));
  });

  test("holds for the committed twin what its patients give", () => {
    const findings = findingsOfTable(projectRoot(), patients, "patients.csv");
    assert.deepEqual(differences(ranges, rangesOf("twin", [{ seed: 1, findings }])), []);
  });

  test("holds for another seed what its construction gives, and that seed meets every target", () => {
    const found = measuredSeed(projectRoot(), 23);
    assert.equal(found.targets, 247);
    assert.deepEqual(differences(ranges, rangesOf("twin", [found])), []);
  });

  test("is written as it is read", () => {
    const text = readFileSync("cohorts/twin/ranges.csv", "utf8");
    assert.equal(rangesCsv(parseRanges("twin", text, "ranges.csv")), text);
  });

  test("a changed value, a missing row and other words are named", () => {
    const [first, second, third, ...rest] = ranges.rows;
    const moved = { ...first!, values: [first!.values[0]! + 0.001, ...first!.values.slice(1)] };
    const changed = { ...ranges, rows: [moved, { ...third!, label: "other" }, ...rest] };
    const found = differences(changed, ranges);
    assert.equal(found.length, 3);
    assert.match(found[0]!, /^nested\.score\.chi-square of seed 1 is /);
    assert.equal(found[1], `${second!.quantity} is missing there`);
    assert.equal(found[2], `${third!.quantity} has other words`);
  });
});

describe("ranges", () => {
  test("lowest, median and highest by hand; a value that is missing is not counted", () => {
    const row = { ...ranges.rows[0]!, values: [3, null, 1, 2, 10] };
    assert.deepEqual(spreadOf(row), { lowest: 1, median: 2.5, highest: 10, count: 4 });
    assert.equal(spreadOf({ ...row, values: [null, null] }), null);
    const [only] = rangeFindings({ ...ranges, rows: [{ ...row, values: [null] }] });
    assert.equal(only!.value, null);
  });

  test("real patients have none", () => assert.equal(openRanges("sts-tcia"), null));

  test("refuses a cell that is no number, a column that is no seed, and a name of nothing", () => {
    const head = "quantity,label,test,n,events";
    assert.throws(() => parseRanges("twin", `${head},seed 1\na,b,c,1,1,x\n`, "r.csv"), {
      message: 'r.csv, row 2: a value must be a number or empty; "a" of seed 1 is "x"',
    });
    assert.throws(() => parseRanges("twin", `${head},one\n`, "r.csv"), /named like "seed 7"/);
    assert.throws(() => rangesNamed(ranges, "nothing"), /must have rows named nothing/);
  });
});

test("curves over cohorts fit their page", async () => {
  const axis = { endpoint: "Progression-free share", unit: "months", step: 24 };
  const bands = survivalRangePanels(ranges, "survival-without-curve")!;
  for (const figure of [
    calibrationFigure(calibrationWords(ranges), calibrationRangePanels(ranges)!),
    decisionFigure(decisionWords(ranges), decisionRangePanels(ranges)!),
    survivalBandFigure(survivalWords(0.5, true, ranges), bands, axis),
  ]) {
    const svg = await renderSvg(figure, { constructed: true });
    assert.deepEqual(textFaults(svg), []);
    assert.doesNotMatch(svg, / scale\(/);
  }
});
