/** A cohort read from its table and its dictionary: what it gives, and what it refuses, cell by cell. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { codedColumns, cohortRows } from "dlrn/cohort/coding";
import {
  type Cohort,
  cohortAt,
  cohortOf,
  completeCases,
  levelsOf,
  numbersOf,
  readCohort,
  withRoles,
} from "dlrn/cohort/cohort";
import { endpointNames, endpointOf } from "dlrn/cohort/endpoint";
import { featureTable, tableRows } from "dlrn/cohort/feature-table";
import { applyImputation, fitImputation } from "dlrn/cohort/imputation";
import { messageOf, PATIENTS, sha256, smallProject } from "./small-project.js";

const project = smallProject();
after(() => project.remove());
const read = (): Cohort => readCohort(project.root, "small");
const cohort = read();

test("agrees with hand: ids, roles, outcome, columns and missing counts", () => {
  assert.deepEqual(cohort.ids, ["P1", "P2", "P3", "P4"]);
  assert.deepEqual(cohort.roles, ["training", "training", "validation", "validation"]);
  assert.deepEqual(cohort.outcome, [0, 1, 0, 1]);
  assert.deepEqual(cohort.columns["age"]!.values, [51.5, 40, 7, 90]);
  assert.deepEqual(cohort.columns["grade"]!.values, ["High", null, "Low", "High"]);
  assert.deepEqual(
    Object.entries(cohort.missing).filter(([, count]) => count > 0),
    [
      ["grade", 1],
      ["months", 1],
      ["event", 1],
    ],
  );
  assert.equal(cohort.constructed, false);
  assert.deepEqual(cohort.forcedCovariates, []);
});

test("agrees with hand: numbers, codes and levels", () => {
  assert.deepEqual(numbersOf(cohort, "age"), [51.5, 40, 7, 90]);
  assert.deepEqual(numbersOf(cohort, "stage"), [1, 3, 2, 2]);
  assert.deepEqual(numbersOf(cohort, "sex"), [1, 2, 2, 1]);
  assert.deepEqual(levelsOf(cohort, "sex"), ["Male", "Female", "Female", "Male"]);
});

test("agrees with hand: parts of a cohort", () => {
  assert.deepEqual(cohortOf(cohort, "validation").ids, ["P3", "P4"]);
  const back = cohortAt(cohort, [3, 1]);
  assert.deepEqual(
    [back.ids, back.outcome, back.columns["age"]!.values],
    [
      ["P4", "P2"],
      [1, 1],
      [90, 40],
    ],
  );
  assert.equal(back.missing["grade"], 1);
  const complete = completeCases(cohort, ["grade", "months"]);
  assert.deepEqual(complete.ids, ["P1", "P3"]);
  assert.equal(complete.missing["grade"], 0);
  assert.deepEqual(
    withRoles(cohort, ["validation", "training", "training", "training"]).roles[0],
    "validation",
  );
});

test("agrees with hand: an endpoint leaves out who has no time", () => {
  assert.deepEqual(endpointNames(cohort), ["event"]);
  assert.deepEqual(endpointOf(cohort, "event"), {
    name: "event",
    label: "Death",
    timeUnit: "months",
    ids: ["P1", "P2", "P3"],
    times: [12, 3.5, 20],
    events: [0, 1, 0],
  });
});

test("agrees with hand: coding by number, by indicators, and against another reference", () => {
  const rows = cohortRows(cohort, [
    "age",
    "stage",
    "sex",
    { variable: "stage", as: "indicators", reference: "2" },
  ]);
  assert.deepEqual(rows.features.names, ["age", "stage", "sex=Female", "stage=1", "stage=3"]);
  assert.deepEqual(
    tableRows(rows.features).map((row) => [...row]),
    [
      [51.5, 1, 0, 1, 0],
      [40, 3, 1, 0, 1],
      [7, 2, 1, 0, 0],
      [90, 2, 0, 0, 0],
    ],
  );
  assert.deepEqual(
    [rows.ids, rows.roles, rows.outcome],
    [cohort.ids, cohort.roles, cohort.outcome],
  );
  assert.deepEqual(
    codedColumns(cohort.dictionary, [{ variable: "sex", as: "indicators", reference: "Female" }]),
    [
      {
        name: "sex=Male",
        variable: "sex",
        label: "Sex: Male vs Female",
        level: "Male",
        reference: "Female",
      },
    ],
  );
  const joined = cohortRows(cohort, ["age"], {
    features: featureTable(["f"], [[5], [6], [7], [8]]),
  });
  assert.deepEqual(
    tableRows(joined.features).map((row) => [...row]),
    [
      [51.5, 5],
      [40, 6],
      [7, 7],
      [90, 8],
    ],
  );
});

test("agrees with hand: a missing level becomes the most frequent one of the training patients", () => {
  const imputation = fitImputation(cohortOf(cohort, "training"), ["grade"]);
  assert.deepEqual(imputation, { values: { grade: "High" }, exception: null });
  const filled = applyImputation(imputation, cohort);
  assert.deepEqual(filled.columns["grade"]!.values, ["High", "High", "Low", "High"]);
  assert.deepEqual([filled.missing["grade"], cohort.missing["grade"]], [0, 1]);
  assert.deepEqual(JSON.parse(JSON.stringify(imputation)), imputation);
});

test("agrees with hand: a missing number becomes the training median; equally frequent levels give the first", () => {
  project.variable("months", { role: "covariate", missing: "impute inside the fold" });
  assert.match(messageOf(read), /"event" names months$/);
  project.variable("age", { missing: "impute inside the fold" });
  project.patients(
    PATIENTS.replace("51.5", "").replace(
      "P1,training",
      "P0,training,0,1,1,Male,Low,1,0\nP1,training",
    ),
  );
  const small = read();
  const training = fitImputation(cohortOf(small, "training"), ["age", "grade"]);
  assert.deepEqual(training.values, { age: 20.5, grade: "Low" });
  project.variable("id", {});
  project.patients(PATIENTS);
});

test("a fit of imputation refuses validation patients, and variables of another policy", () => {
  assert.match(
    messageOf(() => fitImputation(cohort, ["grade"])),
    /^imputation must be fitted on training rows only; got 2 validation rows \(P3, P4\)/,
  );
  assert.equal(fitImputation(cohort, ["grade"], { exception: "pooled" }).exception, "pooled");
  assert.equal(
    messageOf(() => fitImputation(cohortOf(cohort, "training"), ["months"])),
    'a variable must have the policy "impute inside the fold" to be imputed; "months" has "complete cases"',
  );
  assert.equal(
    messageOf(() => fitImputation(cohortAt(cohort, [1]), ["grade"])),
    'imputation needs a known value; "grade" has none',
  );
});

test("calls that cannot be answered are refused", () => {
  const cases: [() => unknown, string][] = [
    [
      () => numbersOf(cohort, "size"),
      'the variable must be one of id, set, lm, age, stage, sex, grade, months, event; got "size"',
    ],
    [() => numbersOf(cohort, "id"), 'the variable must have numbers or levels; "id" is text'],
    [() => levelsOf(cohort, "age"), 'the variable must have levels; "age" is continuous'],
    [
      () => numbersOf(cohort, "grade"),
      '"grade" must be known for every patient; it is missing for 1 of 4, first P2; take completeCases first, or impute it',
    ],
    [
      () => cohortRows(cohort, [{ variable: "grade", as: "indicators" }]),
      '"grade" must be known for every patient; it is missing for 1 of 4, first P2; take completeCases first, or impute it',
    ],
    [
      () => cohortRows(cohort, ["id"]),
      'a variable must have numbers or levels to enter a model; "id" is text',
    ],
    [
      () => cohortRows(cohort, [{ variable: "age", as: "indicators" }]),
      'indicators need levels; "age" is continuous',
    ],
    [
      () => cohortRows(cohort, [{ variable: "sex", as: "indicators", reference: "M" }]),
      'the reference of "sex" must be one of Male, Female; got "M"',
    ],
    [
      () => cohortRows(cohort, ["age"], { features: featureTable(["f"], [[1]]) }),
      "tables must have the same rows to be joined; one has 4, another 1",
    ],
    [() => cohortRows(cohort, ["age", "age"]), 'feature names must be unique; "age" comes twice'],
    [() => endpointOf(cohort, "lm"), 'an endpoint must be one of event; got "lm"'],
    [() => withRoles(cohort, ["training"]), "need one role per patient; got 1 for 4 patients"],
  ];
  for (const [call, message] of cases) assert.equal(messageOf(call), message);
});

test("a table with a fault is refused with file, row, column and value", () => {
  const at = "cohorts/small/patients.csv";
  const cases: [from: string, to: string, message: string][] = [
    ["P2,", "P1,", `${at}, row 3, column id: ids must be unique; "P1" stands in row 2 already`],
    ["P3,", ",", `${at}, row 4, column id: a value is needed; the cell is empty`],
    [
      "90,2",
      "90,5",
      `${at}, row 5, column stage: the value must be one of the levels 1, 2, 3; it is "5"`,
    ],
    [
      "3,Female",
      "3,female",
      `${at}, row 3, column sex: the value must be one of the levels Male, Female; it is "female"`,
    ],
    [
      "validation,0",
      "test,0",
      `${at}, row 4, column set: the value must be one of the levels training, validation; it is "test"`,
    ],
    [
      "training,1",
      "training,yes",
      `${at}, row 3, column lm: the value must be one of the levels 0, 1; it is "yes"`,
    ],
    ["51.5", "51;5", `${at}, row 2, column age: the value must be a number; it is "51;5"`],
    ["51.5", "", `${at}, row 2, column age: a value is needed; the cell is empty`],
    [
      "51.5",
      "151.5",
      `${at}, row 2, column age: the value must lie between 0 and 120; it is "151.5"`,
    ],
    ["3.5,1", "-3.5,1", `${at}, row 3, column months: a time must not be negative; it is "-3.5"`],
    [
      "age",
      "years",
      `${at}: the table must have the column "age", which cohorts/small/dictionary.json describes; it is missing`,
    ],
    [
      PATIENTS,
      `${PATIENTS.trim().split("\n").join(",x\n")},x\n`,
      `${at}, row 1, column x: every column must be described in cohorts/small/dictionary.json; "x" is not; add it, with the role "note" if it is not analysed`,
    ],
    [
      PATIENTS,
      `${PATIENTS.split("\n")[0]}\n`,
      `${at}: the table must have at least one patient; it has none`,
    ],
  ];
  for (const [from, to, message] of cases) {
    assert.ok(PATIENTS.includes(from), from);
    project.patients(PATIENTS.replace(from, to));
    assert.equal(messageOf(read), message);
  }
  project.patients(PATIENTS);
});

test("a table that is not the one of the manifest is refused", () => {
  const changed = PATIENTS.replace("51.5", "51.6");
  project.write("cohorts/small/patients.csv", changed);
  assert.equal(
    messageOf(read),
    `cohorts/small/patients.csv: the SHA-256 must be ${sha256(PATIENTS)}, as the manifest has it; it is ${sha256(changed)}; restore the file, or record the change with: npx dlrn data record ID`,
  );
  project.patients(PATIENTS);
});

test("constructed patients must say so, and real ones must not", () => {
  project.manifest((m) => Object.assign(m.cohorts[0]!, { constructed: true }));
  assert.equal(
    messageOf(read),
    "cohorts/small/dictionary.json: a constructed cohort must have a variable of role constructed; it has none",
  );
  project.variable("made_up", {
    label: "Made up",
    kind: "nominal",
    role: "constructed",
    levels: ["no", "yes"],
    missing: "refuse",
  });
  const marked = PATIENTS.trim()
    .split("\n")
    .map((line, i) => `${line},${i === 0 ? "made_up" : i === 3 ? "no" : "yes"}`);
  project.patients(`${marked.join("\n")}\n`);
  project.manifest((m) => Object.assign(m.cohorts[0]!, { constructed: true }));
  assert.equal(
    messageOf(read),
    'cohorts/small/patients.csv, row 4, column made_up: the manifest calls this cohort constructed, so the value must be "yes"; it is "no"',
  );
  project.manifest(() => {});
  assert.equal(
    messageOf(read),
    'cohorts/small/patients.csv, row 2, column made_up: the manifest calls this cohort real, so the value must be "no"; it is "yes"',
  );
  project.variable("id", {});
  project.patients(PATIENTS);
});

test("forced covariates must be covariates", () => {
  project.manifest((m) => Object.assign(m.cohorts[0]!, { forcedCovariates: ["age"] }));
  assert.deepEqual(read().forcedCovariates, ["age"]);
  project.manifest((m) => Object.assign(m.cohorts[0]!, { forcedCovariates: ["months"] }));
  assert.equal(
    messageOf(read),
    'data-manifest.json, cohort small: a forced covariate must be a covariate of cohorts/small/dictionary.json; "months" is not',
  );
  project.manifest(() => {});
});

test("a dictionary with a fault is refused with file and key", () => {
  const at = "cohorts/small/dictionary.json, variables";
  const cases: [variable: string, change: Record<string, unknown>, message: string][] = [
    [
      "age",
      { kind: "number" },
      `${at}[3].kind: must be one of continuous, ordinal, nominal, text; it is "number"`,
    ],
    [
      "age",
      { missing: undefined },
      `${at}[3].missing: must be one of refuse, complete cases, impute inside the fold; it is missing`,
    ],
    ["age", { colour: "red" }, `${at}[3]: only known keys are allowed; it has "colour"`],
    [
      "age",
      { levels: ["a", "b"] },
      `${at}[3].levels: a variable of kind continuous must have no levels; "age" has 2`,
    ],
    [
      "sex",
      { levels: undefined },
      `${at}[5].levels: a variable of kind nominal must have levels; "sex" has none`,
    ],
    ["sex", { levels: ["Male"] }, `${at}[5].levels: must have at least two levels; it is ["Male"]`],
    [
      "sex",
      { levels: ["Male", "Male"] },
      `${at}[5].levels: levels must be unique; "Male" comes twice`,
    ],
    [
      "sex",
      { reference: "M" },
      `${at}[5].reference: must be one of the levels Male, Female; it is "M"`,
    ],
    [
      "sex",
      { missingValues: ["Male"] },
      `${at}[5].missingValues: a level cannot mean "not known"; "Male" is both`,
    ],
    ["sex", { name: "age" }, `${at}[5].name: variable names must be unique; "age" comes twice`],
    [
      "lm",
      { positive: undefined },
      `${at}[2].positive: a variable of role outcome must say which level means that it happened; "lm" does not`,
    ],
    [
      "lm",
      { levels: ["0", "1", "2"] },
      `${at}[2].levels: a variable of role outcome must have two levels; "lm" has 3`,
    ],
    [
      "lm",
      { missing: "complete cases" },
      `${at}[2].missing: a variable of role outcome must refuse missing values; "lm" has complete cases`,
    ],
    [
      "lm",
      { role: "covariate" },
      "cohorts/small/dictionary.json: a dictionary must have one variable of role outcome; it has 0",
    ],
    [
      "set",
      { levels: ["training", "test"] },
      `${at}[1].levels: the levels of a split must be training and validation; "test" is another`,
    ],
    [
      "event",
      { time: "age" },
      `${at}[8].time: an event must name the variable of role time that belongs to it; "event" names age`,
    ],
    [
      "event",
      { time: undefined },
      `${at}[8].time: an event must name the variable of role time that belongs to it; "event" names none`,
    ],
    [
      "months",
      { missing: "impute inside the fold" },
      `${at}[7].missing: a variable of role time cannot be imputed; "months" has impute inside the fold`,
    ],
    [
      "months",
      { kind: "text" },
      `${at}[7].kind: a variable of role time must be continuous; "months" is text`,
    ],
    [
      "sex",
      { role: "split", levels: ["training", "validation"] },
      "cohorts/small/dictionary.json: a dictionary can have one variable of role split at most; it has 2",
    ],
  ];
  for (const [variable, change, message] of cases) {
    project.variable(variable, change);
    assert.equal(messageOf(read), message);
  }
  project.write("cohorts/small/dictionary.json", '{"variables": []}');
  assert.equal(
    messageOf(read),
    "cohorts/small/dictionary.json, variables: must have at least one variable; it is []",
  );
  project.manifest((m) => Object.assign(m.cohorts[0]!, { dictionary: "cohorts/small/none.json" }));
  assert.equal(messageOf(read), "cohorts/small/none.json: the file must be readable; ENOENT");
  project.manifest(() => {});
  project.variable("id", {});
});
