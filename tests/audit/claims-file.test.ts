/** Claims files: what is refused, in which words, and where. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { auditClaims } from "dlrn/audit/audit";
import { circle } from "dlrn/audit/claim-graph";
import { parseClaims } from "dlrn/audit/claims-file";
import { claimsJsonSchema } from "dlrn/audit/claims-schema";
import { formatJson } from "dlrn/io/format-json";

type Json = Record<string, unknown>;

const count = (id: string, value: number, more: Json = {}): Json => ({
  id,
  where: "Table 1",
  statement: id,
  kind: "count",
  printed: String(value),
  value,
  ...more,
});
const estimate = (id: string, printed: string, value: Json): Json => ({
  ...count(id, 1),
  kind: "odds ratio",
  printed,
  value,
});
const file = (claims: Json[], checks: Json[] = []): string =>
  JSON.stringify({ title: "A small study", source: "a test", claims, checks });
const words = (parts: unknown): Json => ({
  id: "w",
  where: "Abstract",
  statement: "it works",
  kind: "words",
  printed: "it works well",
  parts,
});

test("a sound file is read", () => {
  const read = parseClaims(
    file(
      [
        count("a", 60),
        count("b", 40),
        count("n", 100, { recompute: { by: "sum", of: ["a", "b"] } }),
        words([{ says: "most do", by: "compare", left: "a", relation: ">", right: "b" }]),
      ],
      [{ by: "sum", of: ["a", "b"], total: "n" }],
    ),
    "x.json",
  );
  assert.equal(read.claims.length, 4);
});

const OR = { estimate: 2, lower: 1.2, upper: 3.3 };

test("a file that contradicts itself is refused in one sentence that names the row", () => {
  const sum = (of: unknown[]): Json => ({ recompute: { by: "sum", of } });
  const faults: [claims: Json[], message: RegExp, checks?: Json[]][] = [
    [
      [{ ...count("a", 1), kind: "guess" }],
      /x\.json, claims\[0\] "a", kind: must be one of count, .*; it is "guess"/,
    ],
    [
      [count("a", 1), count("b", 2), count("a", 1)],
      /^x\.json, claims\[2\] "a": ids must be unique; claims\[0\] has this one too$/,
    ],
    [
      [count("a", 1, { value: 2 })],
      /^x\.json, claims\[0\] "a": the value must be what is printed; its value is 2; the printed "1" holds 1$/,
    ],
    [
      [estimate("o", "2.0 (1.2-3.4)", OR)],
      /claims\[0\] "o": .*its value is 2, 1\.2, 3\.3; the printed "2\.0 \(1\.2-3\.4\)" holds 2, 1\.2, 3\.4$/,
    ],
    [
      [count("a", 1, { printed: "31 October 2020", kind: "date", value: "2020-10-30" })],
      /claims\[0\] "a": .*"2020-10-30" is not the printed date "31 October 2020"$/,
    ],
    [
      [count("a", 1, { printed: "NA", value: "not reached" })],
      /claims\[0\] "a": .*"not reached" is not in the printed "NA"$/,
    ],
    [
      [count("a", 1, { quote: "in table 2" })],
      /claims\[0\] "a": the quote must contain what is printed, "1"; it is "in table 2"$/,
    ],
    [
      [count("a", 2, sum(["b", 1])), count("b", 1, sum(["c"])), count("c", 1, sum(["b"]))],
      /^x\.json, claims\[1\] "b": a claim must not be computed from itself; b ← c ← b$/,
    ],
    [
      [count("a", 2, sum(["a", 1]))],
      /claims\[0\] "a": a claim must not be computed from itself; a ← a$/,
    ],
    [
      [count("a", 2, sum(["z"]))],
      /claims\[0\] "a", recompute: must name claims of the file; there is no "z"$/,
    ],
    [
      [count("a", 2, sum(["b#lower"])), count("b", 2)],
      /claims\[0\] "a", recompute: must name a part of a claim's value; "b" has no "lower"$/,
    ],
    [
      [count("a", 2), words([{ says: "x", by: "not printed", needs: "y" }])],
      /checks\[0\] \(sum\): must name claims that are numbers; "w" is none$/,
      [{ by: "sum", of: ["w"], total: "a" }],
    ],
    [
      [{ ...count("a", 2), printed: null }],
      /claims\[0\] "a": a claim must be printed, or derived by a recipe; it is neither$/,
    ],
    [
      [count("a", 2, { recompute: { by: "magic" } })],
      /claims\[0\] "a", recompute\.by: must be one of .*; it is "magic"$/,
    ],
    [
      [count("a", 2, { colour: "red" })],
      /claims\[0\] "a": only known keys are allowed; it has "colour"$/,
    ],
    [
      [
        count("a", 2, {
          recompute: {
            by: "group comparison",
            ordered: false,
            levels: ["x", "y"],
            nonEvents: [1, 2, 3],
            events: [1, 2, 3],
          },
        }),
      ],
      /recompute: there must be a name per level; there are 2 for 3$/,
    ],
    [
      [count("a", 2), count("b", 3)],
      /^x\.json, checks\[0\] \(AUC interval\): must name claims with estimate, lower and upper; "a" has none$/,
      [{ by: "AUC interval", auc: "a", positives: "b", negatives: 9 }],
    ],
    [
      [
        count("a", 2),
        words([{ says: "x", by: "better than prevalence", matrix: "a", alpha: 0.05 }]),
      ],
      /^x\.json, claims\[1\] "w", parts\[0\] \(better than prevalence\): must name a confusion matrix; "a" is none$/,
    ],
    [
      [words(undefined)],
      /claims\[0\] "w": a claim in words must say what would have to hold, in parts$/,
    ],
    [
      [count("a", 2, { parts: [{ says: "x", by: "not printed", needs: "y" }] })],
      /only a claim in words has parts; its kind is count$/,
    ],
    [
      [
        count("a", 2, {
          recompute: {
            by: "group comparison",
            ordered: false,
            levels: ["1", "2", "3"],
            nonEvents: [1, 2],
            events: [1, 2, 3],
          },
        }),
      ],
      /claims\[0\] "a", recompute: both groups must have the same levels; there are 2 and 3$/,
    ],
    [
      [count("a", 2, { recompute: { by: "interval P", of: "b" } }), count("b", 2)],
      /recompute: must name claims with estimate, lower and upper; "b" has none$/,
    ],
    [
      [
        count("a", 2, { recompute: { by: "confusion figure", figure: "accuracy", matrix: "b" } }),
        count("b", 2),
      ],
      /recompute: must name a confusion matrix; "b" is none$/,
    ],
    [
      [
        count("a", 2, { recompute: { by: "odds ratio P", of: "b" } }),
        estimate("b", "2.0 (1.2-3.3)", OR),
      ],
      /must name a claim whose recipe is an odds ratio; "b" is none$/,
    ],
  ];
  for (const [claims, message, checks] of faults)
    assert.throws(
      () => parseClaims(file(claims, checks), "x.json"),
      (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.match(error.message, message);
        assert.ok(!error.message.includes("\n"));
        return true;
      },
    );
  assert.throws(() => parseClaims("{", "x.json"), /^InputError: x\.json: the file must be JSON; /);
  assert.throws(() => parseClaims(file([]), "x.json"), /claims: must have at least one claim/);
});

test("a matrix and the figures it is found from are no circle", () => {
  const claims = [
    count("p", 20),
    count("q", 96),
    {
      ...count("sen", 1),
      kind: "sensitivity",
      recompute: { by: "confusion figure", figure: "sensitivity", matrix: "m" },
    },
    { ...count("spe", 1), kind: "specificity" },
    {
      id: "m",
      where: "derived",
      statement: "m",
      kind: "confusion matrix",
      printed: null,
      recompute: {
        by: "confusion matrix",
        figures: { sensitivity: "sen", specificity: "spe" },
        positives: "p",
        negatives: "q",
      },
    },
  ];
  assert.equal(circle(parseClaims(file(claims), "x.json").claims), null);
});

test("the published JSON Schema is that of the reader; if not: npx dlrn audit --schema", () => {
  assert.equal(readFileSync("paper/claims.schema.json", "utf8"), formatJson(claimsJsonSchema()));
});

test("the example of the documentation is sound, and its share is recomputed", () => {
  const [, example] = /```json\n(.*?)```/su.exec(readFileSync("paper/claims.md", "utf8"))!;
  const read = parseClaims(example!, "paper/claims.md");
  const share = auditClaims(read).claims.find(({ id }) => id === "men")!;
  assert.equal(share.status, "recomputed");
  assert.equal(share.evidence, "62 of 96: 64.5833.");
});
