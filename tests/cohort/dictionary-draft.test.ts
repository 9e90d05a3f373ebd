/** The draft of a dictionary: what is guessed from names and cells, and what is refused. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { cohortFromTable } from "dlrn/cohort/cohort";
import type { VariableRole } from "dlrn/cohort/dictionary";
import { type DraftVariable, draftDictionary } from "dlrn/cohort/dictionary-draft";
import { parseDictionary } from "dlrn/cohort/dictionary-file";
import { columnLook, labelOf, positiveOf, unitOf } from "dlrn/cohort/guess";
import type { DraftChoices } from "dlrn/cohort/key-columns";
import { parseCsv } from "dlrn/io/csv";

/** A table of 20 patients: an id, the outcome lm (the last five), and the columns given. */
function table(columns: Record<string, (i: number) => string | number>, n = 20): string {
  const all = { id: (i: number) => `P${i}`, lm: (i: number) => (i < n - 5 ? 0 : 1), ...columns };
  const rows = Array.from({ length: n }, (_, i) =>
    Object.values(all).map((cell) => `"${cell(i)}"`),
  );
  return `${[Object.keys(all), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const drafted = (text: string, choices: DraftChoices = {}): DraftVariable[] =>
  draftDictionary(parseCsv(text, "patients.csv"), choices);

/** The draft of one more column. */
const column = (name: string, cell: (i: number) => string | number): DraftVariable =>
  drafted(table({ [name]: cell })).find((variable) => variable.name === name)!;

describe("guesses", () => {
  test("the roles that a person gave the constructed cohort's columns", () => {
    const place = "cohorts/twin/patients.csv";
    const text = readFileSync(place, "utf8");
    const path = "cohorts/twin/dictionary.json";
    const { variables: known } = parseDictionary(readFileSync(path, "utf8"), path);
    const draft = drafted(text);
    const roles: Record<string, VariableRole> = {};
    for (const { name, role } of known) roles[name] = role;
    const differ = draft
      .filter(({ name, role }) => role !== roles[name])
      .map(({ name, role }) => `${name}: ${role}, not ${roles[name]}`);
    // What a table cannot tell: whether a nodule is a predictor. That the multiplicity is none it does tell.
    assert.deepEqual(differ, [
      "lung_nodule: covariate, not description",
      "lm_multiplicity: note, not description",
    ]);
    for (const { name, levels = [], positive, time, unit, learnedOn } of draft) {
      const own = known.find((variable) => variable.name === name)!;
      if (own.role === "description") continue;
      assert.deepEqual([...levels].sort(), own.levels.map(({ value }) => value).sort(), name);
      assert.deepEqual(
        [positive ?? null, time ?? null, unit ?? null, learnedOn ?? null],
        [own.positive, own.time, own.unit, own.learnedOn],
        name,
      );
    }
  });

  test("a cell that spoils a column is named, and the column left out", () => {
    const spoilt = (name: string, cell: (i: number) => string | number): string => {
      const { role, guess } = column(name, cell);
      return `${role}: ${guess}`;
    };
    assert.equal(
      spoilt("age", (i) => (i === 6 ? "forty" : 30 + i)),
      'note: not analysed: its cells are numbers, but "forty" in row 8 is none',
    );
    assert.equal(
      spoilt("pfs_months", (i) => (i === 6 ? -3 : 2 * i)),
      "note: not analysed: by its name a time of follow-up, but -3 is below zero",
    );
    assert.equal(
      spoilt("pfs_event", (i) => i % 3),
      "note: not analysed: by its name an event, but it has not two levels but 0, 1, 2",
    );
  });

  test("what was written reads, and agrees with its table; each variable is marked", () => {
    const text = table({
      sex: (i) => ["Male", "Female"][i % 2],
      age: (i) => 30 + i,
      grade: (i) => ["High", "N/A", "Low"][i % 3],
      os_months: (i) => 3.5 * i,
      os_event: (i) => i % 2,
    });
    const variables = drafted(text);
    assert.ok(variables.every(({ guess }) => guess !== ""));
    const dictionary = parseDictionary(JSON.stringify({ variables }), "d.json");
    assert.ok(dictionary.variables.every(({ guess }) => guess !== null));
    const entry = { id: "c", title: "C", constructed: false, dictionary: "d.json" };
    const cohort = cohortFromTable(entry, dictionary, text, "patients.csv");
    assert.equal(cohort.missing["grade"], 7);
    assert.equal(cohort.outcome.filter((happened) => happened === 1).length, 5);
  });

  for (const [what, name, cell, expected] of [
    [
      "many numbers",
      "age",
      (i) => 30 + i,
      { kind: "continuous", role: "covariate", unit: "years" },
    ],
    [
      "few whole numbers",
      "stage",
      (i) => (i % 4) + 1,
      { kind: "ordinal", levels: ["1", "2", "3", "4"] },
    ],
    ["few broken numbers", "size", (i) => [1.5, 2, 3][i % 3], { kind: "continuous" }],
    ["two words", "sex", (i) => ["M", "F"][i % 2], { kind: "nominal", levels: ["F", "M"] }],
    [
      "words in an order",
      "grade",
      (i) => ["high", "low", "intermediate"][i % 3],
      { kind: "ordinal", levels: ["low", "intermediate", "high"] },
    ],
    [
      "letters with numbers",
      "t",
      (i) => ["T4", "T1", "T10"][i % 3],
      { kind: "ordinal", levels: ["T1", "T4", "T10"] },
    ],
    [
      "words without",
      "site",
      (i) => ["leg", "arm", "neck"][i % 3],
      { kind: "nominal", levels: ["arm", "leg", "neck"] },
    ],
    ["free text", "remark", (i) => `seen ${i} times`, { kind: "text", role: "note" }],
    ["nothing that varies", "country", () => "France", { kind: "text", role: "note" }],
    [
      "nothing at all",
      "empty",
      () => "",
      { kind: "text", role: "note", missing: "complete cases" },
    ],
    [
      "not known for some",
      "ki67",
      (i) => (i === 3 ? "unknown" : 10 + i),
      { kind: "continuous", missing: "impute inside the fold", missingValues: ["unknown"] },
    ],
    ["a centre", "hospital", (i) => "AB"[i % 2], { kind: "nominal", role: "centre" }],
    ["a centre alone", "centre", () => "A", { role: "note" }],
    ["a score", "rad_score", (i) => i / 7, { role: "score", learnedOn: "training" }],
    ["a split", "set", (i) => ["training", "validation"][i % 2], { role: "split" }],
    ["an event without a time", "relapse", (i) => i % 2, { role: "note" }],
    ["a time without an event", "os_days", (i) => 100 + i, { role: "time", unit: "days" }],
    ["about the outcome by name", "days_to_metastasis", (i) => 100 + i, { role: "note" }],
    [
      "about the outcome by cells",
      "chest",
      (i) => (i < 15 ? "clear" : "nodules"),
      { role: "note" },
    ],
  ] as [string, string, (i: number) => string | number, Partial<DraftVariable>][])
    test(what, () => {
      const found = column(name, cell);
      const of = Object.keys(expected) as (keyof DraftVariable)[];
      assert.deepEqual(Object.fromEntries(of.map((key) => [key, found[key]])), expected);
    });

  test("an event finds its time: by the first word, of a death the follow-up", () => {
    const draft = drafted(
      table({
        pfs_months: (i) => i,
        pfs_event: (i) => i % 2,
        fu_days: (i) => 30 * i,
        dead: (i) => i % 2,
        recurrence: (i) => i % 2,
      }),
    );
    const times = Object.fromEntries(draft.map(({ name, role, time }) => [name, [role, time]]));
    assert.deepEqual(times["pfs_event"], ["event", "pfs_months"]);
    assert.deepEqual(times["dead"], ["event", "fu_days"]);
    assert.deepEqual(times["recurrence"], ["note", undefined]);
  });

  test("ids: by a usual name, or the first column of different words", () => {
    const text = "weight,person,lm\n70.5,a,0\n71.5,b,1\n72.5,c,0\n";
    assert.equal(drafted(text).find(({ role }) => role === "identifier")?.name, "person");
    assert.equal(drafted(text, { id: "weight" })[0].role, "identifier");
  });

  test("the outcome may be named, and its level", () => {
    const text = "id,a,relapse_2y\n1,x,no\n2,y,late\n3,x,no\n";
    const outcome = drafted(text, { outcome: "relapse_2y", positive: "late" })[2];
    assert.deepEqual([outcome.role, outcome.levels], ["outcome", ["no", "late"]]);
  });

  test("labels, units and levels by name", () => {
    assert.equal(labelOf("t_stage"), "T stage");
    assert.equal(labelOf("pfs_months"), "PFS");
    assert.equal(labelOf("size_mm"), "Size");
    assert.equal(labelOf("days"), "Days");
    assert.equal(unitOf("size (mm)"), "mm");
    assert.equal(unitOf("gamma"), null);
    assert.equal(positiveOf(["Non-metastasis", "Metastasis"]), "Metastasis");
    assert.equal(positiveOf(["A", "B"]), null);
    assert.deepEqual(columnLook(["10", "9", "", "NA"]).values, ["9", "10"]);
    assert.equal(columnLook(["10", "9", "", "NA"]).missing, 2);
  });
});

describe("refuses in a sentence, with file and place", () => {
  for (const [what, text, message, choices] of [
    ["an empty table", "", "patients.csv: a table must begin with a header; it is empty"],
    [
      "no patient",
      "id,lm\n",
      "patients.csv: the table must have at least one patient; it has none",
    ],
    [
      "a column twice",
      "id,lm,lm\n1,0,1\n",
      'patients.csv, row 1, column 3: column names must be unique; "lm" comes twice',
    ],
    [
      "semicolons",
      "id;lm\n1;0\n",
      "patients.csv: the table must have columns of an id and an outcome, separated by commas; it has one column, id;lm",
    ],
    [
      "no ids",
      "age,lm\n50,0\n50,1\n60,0\n",
      "patients.csv: the table must have a column of ids, all different and none empty; none of age, lm is; add one, called id",
    ],
    [
      "an id twice",
      "id,lm\nA,0\nB,1\nA,1\n",
      'patients.csv, row 4, column id: ids must be unique; "A" stands in row 2 already',
    ],
    [
      "an empty id",
      "id,lm\nA,0\n,1\n",
      "patients.csv, row 3, column id: a patient must have an id; the cell is empty",
    ],
    [
      "no outcome",
      "id,age\nA,40\nB,50\n",
      "patients.csv: the table must have an outcome of two levels; none of age looks like it; name it: --outcome COLUMN=LEVEL",
    ],
    [
      "an outcome that is not known",
      "id,lm\nA,0\nB,NA\nC,1\n",
      'patients.csv, row 3, column lm: the outcome must be known for every patient; the cell says "NA"; leave such patients out',
    ],
    [
      "an outcome of three levels",
      "id,lm\nA,0\nB,1\nC,2\n",
      "patients.csv: an outcome must have two levels; lm has 0, 1, 2",
      { outcome: "lm" },
    ],
    [
      "levels that do not tell",
      "id,lm\nA,p\nB,q\n",
      "patients.csv: one of the outcome's levels p and q must mean that it happened; neither looks like it; name it: --outcome lm=LEVEL",
    ],
    [
      "a level it does not have",
      "id,lm\nA,x\nB,y\n",
      'patients.csv: one of the outcome\'s levels x and y must mean that it happened; "z" is none of them; name it: --outcome lm=LEVEL',
      { outcome: "lm", positive: "z" },
    ],
    [
      "a split in other words, which would make every patient a training patient",
      "id,lm,set\nA,0,dev\nB,1,extern\n",
      "patients.csv: a split must say training or validation of every patient; the cells of set say dev, extern; write these words, or give the column another name",
    ],
    [
      "a column it does not have",
      "id,lm\nA,0\nB,1\n",
      'patients.csv: the table must have the column "dead"; it has id, lm',
      { outcome: "dead" },
    ],
  ] as [string, string, string, DraftChoices?][])
    test(what, () => assert.throws(() => drafted(text, choices), { name: "InputError", message }));
});
