import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sameValues } from "dlrn/io/same-values";

describe("texts that say the same", () => {
  const same: [string, string][] = [
    ["AUC 0.84", "AUC 0.84"],
    ['{"auc": 0.8399999999999999}', '{"auc": 0.84}'],
    ["1e-3, 2", "0.001, 2.0"],
    ["x=-1.0000000001;", "x=-1;"],
  ];
  for (const [a, b] of same)
    test(`${a} | ${b}`, () => assert.ok(sameValues(a, b) && sameValues(b, a)));
});

describe("texts that do not", () => {
  const different: [string, string][] = [
    ["AUC 0.84", "AUC 0.85"],
    ["n 242", "n 243"],
    ["0.84", "-0.84"],
    ["a 1", "b 1"],
    ["1", "1 2"],
    ["sha256 a1b2", "sha256 a1b3"],
    ["version 1.2.3", "version 1.2.4"],
    ["iVBOR10w", "iVBOR10.0w"],
    ["1.00000001", "1"],
    ["P 1e-17", "P 3e-18"],
  ];
  for (const [a, b] of different)
    test(`${a} | ${b}`, () => assert.ok(!sameValues(a, b) && !sameValues(b, a)));
});
