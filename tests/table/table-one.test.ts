import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { cohortComparisons } from "dlrn/audit/group-comparison";
import { publishedBeside } from "dlrn/audit/published-comparison";
import { readCohort } from "dlrn/cohort/cohort";
import { openCohort } from "dlrn/runner/environment";
import { cellMark, cellText, type Table } from "dlrn/table/table";
import { tableOne } from "dlrn/table/table-one";
import { candidatesTable, identificationTable } from "dlrn/table/test-tables";

const twin = openCohort("twin");
const published = publishedBeside(twin, ".")!;
const comparisons = cohortComparisons(twin);

function rowOf(table: Table, name: string, after = ""): Record<string, string> {
  const from =
    after === "" ? 0 : table.rows.findIndex(({ cells }) => cellText(cells["name"]) === after);
  const row = table.rows.slice(from).find(({ cells }) => cellText(cells["name"]) === name);
  return Object.fromEntries(Object.entries(row!.cells).map(([key, cell]) => [key, cellText(cell)]));
}

describe("Table 1 beside the printed one", () => {
  const table = tableOne({ cohort: twin, comparisons, published });
  const marks = (mark: string): string[] =>
    table.rows.flatMap(({ cells }) =>
      Object.values(cells).flatMap((cell) => (cellMark(cell) === mark ? [cellText(cell)] : [])),
    );

  test("has the paper's form: its rows in its order, its decimals, counts alone", () => {
    assert.deepEqual(rowOf(table, "Age (years)"), {
      name: "Age (years)",
      "training.0": "51.31 ± 18.851",
      "training.1": "48.10 ± 17.741",
      "training.p": "0.485",
      "training.smd": "0.176",
      "validation.0": "51.51 ± 17.159",
      "validation.1": "49.74 ± 20.448",
      "validation.p": "0.687",
      "validation.smd": "0.094",
    });
    assert.equal(rowOf(table, "Female", "Gender")["training.0"], "34");
    assert.deepEqual(
      table.rows.filter(({ kind }) => kind === "heading").map(({ cells }) => cells["name"]),
      ["MRI Semantic Features"],
    );
  });

  test("128 cells are compared: 4 of mean ± SD, 103 counts and 21 P agree, a count and a P differ", () => {
    assert.equal(marks("agrees").length, 4 + 103 + 21);
    assert.deepEqual(marks("differs"), ["5", "0.536"]);
  });

  test("says below what differs, and why", () => {
    assert.match(table.notes[0]!, /^✗ Depth, Deep: 5; the paper prints 55: .*14 make 69/);
    assert.match(
      table.notes[1]!,
      /^✗ Location: 0\.536; Fisher's exact; the paper prints 0\.648, which no test gives\.$/,
    );
  });

  test("leaves out what the paper does not print", () =>
    assert.ok(!table.rows.some(({ cells }) => cells["name"] === "Lung nodule")));
});

describe("Table 1 of patients without a printed one", () => {
  const table = tableOne({ cohort: twin, comparisons, published: null });

  test("prints shares and one decimal, and judges nothing", () => {
    assert.equal(rowOf(table, "Male", "Gender")["training.0"], "62 (64.6%)");
    assert.equal(rowOf(table, "Age (years)")["training.0"], "51.3 ± 18.9");
    assert.ok(
      table.rows.every(({ cells }) =>
        Object.values(cells).every((cell) => cellMark(cell) === null),
      ),
    );
  });
});

describe("the tests behind the P values", () => {
  test("promised and found, from the printed numbers and from the twin", () => {
    const table = identificationTable(twin, comparisons, published);
    assert.equal(table.rows.length, 22);
    assert.deepEqual(rowOf(table, "N-stage"), {
      name: "N-stage",
      set: "Training set",
      printed: "0.161",
      promised: "Fisher's exact",
      promisedPrinted: "0.1336",
      promisedPatients: "0.1336",
      identified: "Chi-square, Yates",
      identifiedPrinted: "0.1609",
      identifiedPatients: "0.1609",
    });
    assert.equal(rowOf(table, "Age (years) (mean ± SD)")["promisedPrinted"], "0.4857");
    assert.match(String(rowOf(table, "Age (years) (mean ± SD)")["promisedPatients"]), /^0\.485/);
    assert.equal(rowOf(table, "Location")["identified"], "none");
  });

  test("every candidate of the P that no test gives", () => {
    assert.deepEqual(rowOf(candidatesTable(twin, published), "Location"), {
      name: "Location",
      set: "Training set",
      printed: "0.648",
      "Chi-square": "0.6843",
      "Chi-square, Yates": "–",
      "Fisher's exact": "0.5361",
      "Mann-Whitney": "0.6857",
      "Mann-Whitney, corrected": "0.6943",
      "Linear-by-linear": "0.9788",
      "Likelihood ratio": "0.6577",
    });
  });

  test("without a printed table there is no printed column", () => {
    const { columns } = candidatesTable(twin, comparisons);
    assert.ok(columns.every(({ key }) => key !== "printed"));
  });
});

const data = process.env["DLRN_DATA"] ?? "../shared/data";
const skip = existsSync(`${data}/sts-clinical`) ? false : "the public data are not here";

describe("Table 1 of 51 real patients", { skip }, () => {
  test("by lung metastasis, missing values counted, no patient named", () => {
    const cohort = readCohort(".", "sts-tcia", { dataFolder: data });
    const table = tableOne({ cohort, comparisons: cohortComparisons(cohort), published: null });
    assert.deepEqual(
      table.columns.map(({ title }) => title),
      ["Characteristic", "Non-metastasis (N = 32)", "Metastasis (N = 19)", "P", "SMD"],
    );
    // t.test(age ~ lung_mets, var.equal = TRUE) and wilcox.test(grade ~ lung_mets, exact = FALSE, correct = FALSE), R 4.2.2
    assert.equal(rowOf(table, "Age (years)")["training.p"], "0.018");
    assert.equal(rowOf(table, "Grade")["training.p"], "0.079");
    assert.deepEqual(rowOf(table, "Missing", "Grade"), {
      name: "Missing",
      "training.0": "2",
      "training.1": "1",
    });
    assert.doesNotMatch(JSON.stringify(table), /STS_\d/);
  });
});
