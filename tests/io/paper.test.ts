/** The paper's printed numbers: whole, consistent with themselves, and each found in the paper's text. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readFlow } from "dlrn/io/paper/flow";
import type { PublishedGroup, PublishedSet } from "dlrn/io/paper/table";
import { type PublishedCountRow, readTable1 } from "dlrn/io/paper/table-1";
import { readTable2 } from "dlrn/io/paper/table-2";
import { readTable3 } from "dlrn/io/paper/table-3";
import { projectRoot } from "dlrn/runner/environment";

const root = projectRoot();
const table1 = readTable1(root);
const table2 = readTable2(root);
const table3 = readTable3(root);
const flow = readFlow(root);
const countRows = table1.rows.filter((row): row is PublishedCountRow => row.kind === "counts");
const sets: readonly PublishedSet[] = ["training", "validation"];
const groups: readonly PublishedGroup[] = ["nonMetastasis", "metastasis"];

const textPath = join(root, "../shared/paper/liang-2022.txt");
const skip = existsSync(textPath) ? false : "the paper's text is not at ../shared/paper";

test("Table 1 has 104 counts and 22 P values; every column adds up to its group, but for the known 55", () => {
  assert.equal(countRows.flatMap(({ levels }) => levels).length * 4, 104);
  assert.equal(table1.rows.length * 2, 22);
  const wrong: string[] = [];
  for (const set of sets) {
    for (const group of groups) {
      const n = table1.sets[set][group].n.value;
      for (const row of countRows) {
        const cells = row[set][group];
        assert.equal(
          cells.reduce((sum, { count }) => sum + count, 0),
          n,
          `${row.variable}, ${set}, ${group}`,
        );
        if (cells.reduce((sum, { value }) => sum + value, 0) !== n)
          wrong.push(`${row.variable} ${set} ${group}`);
      }
    }
    assert.equal(
      table1.sets[set].nonMetastasis.n.value + table1.sets[set].metastasis.n.value,
      table1.sets[set].n.value,
    );
  }
  assert.deepEqual(wrong, ["depth validation metastasis"]);
});

test("the misprint keeps its printed text, and says why it is read as another", () => {
  const depth = countRows.find(({ variable }) => variable === "depth")!;
  const [deep, superficial] = depth.validation.metastasis;
  assert.deepEqual([deep!.text, deep!.value, deep!.count], ["55", 55, 5]);
  assert.match(deep!.misprint!, /55 and 14 make 69/);
  assert.equal(superficial!.misprint, null);
});

test("printed numbers keep their digits and bounds", () => {
  const radi = table2.rows[0]!.univariate;
  assert.deepEqual(radi.p, { text: "<0.001", value: 0.001, decimals: 3, relation: "<" });
  assert.equal(radi.oddsRatio.upper.text, "10.907");
  const necrosis = countRows.find(({ variable }) => variable === "necrosis")!;
  assert.deepEqual(necrosis.training.p, { text: "0.590", value: 0.59, decimals: 3, relation: "=" });
});

test("Table 2 has 12 univariate rows, and 5 multivariate ones: the score and the four with P < 0.10", () => {
  assert.equal(table2.rows.length, 12);
  const entered = table2.rows.filter(({ multivariate }) => multivariate !== null);
  assert.deepEqual(
    entered,
    table2.rows.filter(({ univariate }) => univariate.p.value < 0.1),
  );
  assert.equal(entered.length, 5);
});

test("Table 3 has three models in two sets; accuracy and error rate add up to 1, intervals hold their estimates", () => {
  assert.deepEqual(
    table3.rows.map(({ set, model }) => `${set} ${model}`),
    sets.flatMap((set) => ["dlrn", "radiomics", "clinical"].map((model) => `${set} ${model}`)),
  );
  for (const row of table3.rows) {
    assert.equal((row.accuracy.value + row.errorRate.value).toFixed(3), "1.000");
    assert.ok(
      row.auc.lower.value < row.auc.estimate.value && row.auc.estimate.value < row.auc.upper.value,
    );
  }
  for (const { univariate, multivariate } of table2.rows) {
    for (const cell of [univariate, ...(multivariate ? [multivariate] : [])]) {
      const { lower, estimate, upper } = cell.oddsRatio;
      assert.ok(lower.value < estimate.value && estimate.value < upper.value);
    }
  }
});

test("the flow's parts add up: 351, 242 = 116 + 126, 39 = 20 + 19 = 13 + 26", () => {
  const n = Object.fromEntries(flow.steps.map((step) => [step.id, step.n.value]));
  assert.equal(n["identified"], 351);
  assert.equal(n["enrolled"], n["training"]! + n["validation"]!);
  assert.equal(n["metastases"], n["training-metastasis"]! + n["validation-metastasis"]!);
  assert.equal(n["metastases"], n["single"]! + n["multiple"]!);
});

test("every cell of Table 1 stands in the paper's text, in its row and column", { skip }, () => {
  const lines = readFileSync(textPath, "utf8").split("\n");
  const start = lines.findIndex((line) => line.startsWith("TABLE 1 |"));
  const end = lines.findIndex((line) => line.startsWith("TABLE 2 |"));
  const printed = lines.slice(start, end).map((line) =>
    line
      .split("\t")
      .slice(1)
      .filter((cell) => cell !== ""),
  );
  const ours = table1.rows.flatMap((row) => {
    const cells = [
      row.training.nonMetastasis,
      row.training.metastasis,
      row.training.p,
      row.validation.nonMetastasis,
      row.validation.metastasis,
      row.validation.p,
    ];
    if (row.kind === "mean") return [cells.map((cell) => (cell as { text: string }).text)];
    return row.levels.map((level, l) => [
      level,
      ...cells.flatMap((cell) =>
        Array.isArray(cell) ? [cell[l].text] : l === 0 ? [(cell as { text: string }).text] : [],
      ),
    ]);
  });
  const found = printed
    .filter((cells) => cells.some((cell) => /^\d/.test(cell)))
    .map(([first, ...cells]) => [
      first === ">50% of tumor" ? ">50% of tumor volume" : first!,
      ...cells,
    ]);
  assert.deepEqual(ours, found);
  assert.equal(found.length, 27);
});

test("every row of Table 2 stands in the paper's text", { skip }, () => {
  const text = readFileSync(textPath, "utf8");
  for (const { label, univariate, multivariate } of table2.rows) {
    const cells = [
      label,
      univariate.oddsRatio.text,
      univariate.p.text,
      multivariate?.oddsRatio.text ?? "",
      multivariate?.p.text ?? "",
    ];
    const line = text
      .split("\n")
      .find((candidate) => candidate.startsWith(`${label}\t`) && candidate.includes("("));
    assert.deepEqual(line?.split("\t").slice(0, 5), cells);
  }
});

test("every number of Table 3 stands in the paper's text, in its row", { skip }, () => {
  const lines = readFileSync(textPath, "utf8").split("\n");
  const at = lines.findIndex((line) => line.startsWith("Set\tModel"));
  // the text layer runs the second and third training rows together, and leaves their last cells a line below
  const words = (from: number, to: number): string[] =>
    lines
      .slice(from, to)
      .join(" ")
      .replaceAll("< 0", "<0")
      .replace(/1\.(?= Clinical)/, "")
      .replace(/ 1(?=\t)/, " ")
      .split(/[\t ]+/);
  const numbers = ({
    auc,
    accuracy,
    errorRate,
    sensitivity,
    specificity,
    ppv,
    npv,
    p,
  }: (typeof table3.rows)[number]): string[] => [
    auc.estimate.text,
    `(${auc.lower.text}-${auc.upper.text})`,
    ...[accuracy, errorRate, sensitivity, specificity].map(({ text }) => text),
    ppv?.text ?? "NA",
    npv.text,
    p?.text ?? "Reference",
  ];
  const [dlrn, radiomics, clinical] = table3.rows.slice(0, 3).map(numbers);
  assert.deepEqual(words(at + 1, at + 2).slice(2), dlrn);
  assert.deepEqual(
    words(at + 2, at + 4).filter((word) => /\d|NA/.test(word)),
    [
      ...radiomics!.slice(0, 6),
      ...clinical!.slice(0, 6),
      ...radiomics!.slice(6),
      ...clinical!.slice(6),
    ],
  );
  table3.rows.slice(3).forEach((row, i) => {
    assert.deepEqual(words(at + 4 + i, at + 5 + i).slice(-9), numbers(row));
  });
});

test("titles, footnotes and the flow's quotations stand in the paper's text", { skip }, () => {
  const text = readFileSync(textPath, "utf8").replaceAll("; Cl, ", "; CI, ");
  assert.ok(text.includes(`TABLE 1 | ${table1.title}`));
  assert.ok(text.includes(`TABLE 2 | ${table2.title}`));
  for (const { footnote } of [table1, table2, table3]) assert.ok(text.includes(footnote), footnote);
  for (const { quote, n } of flow.steps) {
    assert.ok(text.includes(quote), quote);
    assert.match(quote, new RegExp(`\\b${n.text}\\b`));
  }
  assert.ok(text.includes(flow.age.quote));
});

test("a table that breaks its form is refused with file and key", () => {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-paper-"));
  mkdirSync(join(folder, "paper"));
  const broken = (file: string, from: string, to: string): void => {
    const source = readFileSync(join(root, "paper", file), "utf8");
    assert.ok(source.includes(from));
    writeFileSync(join(folder, "paper", file), source.replace(from, to));
  };
  const message = (read: (root: string) => unknown): string => {
    try {
      read(folder);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  try {
    broken("table1.json", '"51.31 ± 18.851"', '"51.31 18.851"');
    assert.equal(
      message(readTable1),
      'paper/table1.json, rows[0].training.nonMetastasis: must be a printed mean and SD like 51.31 ± 18.851; it is "51.31 18.851"',
    );
    broken("table1.json", '["62", "34"]', '["62"]');
    assert.equal(
      message(readTable1),
      "paper/table1.json, rows[1].training.nonMetastasis: must have one count per level; it has 1 for 2",
    );
    broken("table2.json", '"5.540 (2.814-10.907)"', '"5.540"');
    assert.equal(
      message(readTable2),
      'paper/table2.json, rows[0].univariate.oddsRatio: must be a printed estimate with its interval like 5.540 (2.814-10.907); it is "5.540"',
    );
    broken("table3.json", '"0.914"', '".914"');
    assert.equal(
      message(readTable3),
      'paper/table3.json, rows[0].accuracy: must be a printed number like 0.590 or <0.001; it is ".914"',
    );
    broken("table3.json", '"model": "dlrn"', '"model": "nomogram"');
    assert.equal(
      message(readTable3),
      'paper/table3.json, rows[0].model: must be one of dlrn, radiomics, clinical; it is "nomogram"',
    );
    broken("flow.json", '"of": "identified"', '"of": "asked"');
    assert.equal(
      message(readFlow),
      'paper/flow.json, steps[1].of: must be a step that stands before; it is "asked"',
    );
    broken("flow.json", '"n": "242"', '"n": "352"');
    assert.equal(
      message(readFlow),
      "paper/flow.json, steps[1].n: a part must not be larger than its whole (351); it is 352",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
