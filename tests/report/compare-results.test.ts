import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { resultDifferences } from "dlrn/report/compare-results";
import type { NotebookResults, Result } from "dlrn/report/results";

function results(...values: Partial<Result>[]): NotebookResults[] {
  return [
    {
      notebook: "01-cohort",
      cohort: "twin",
      data: "constructed data",
      items: [],
      exceptions: [],
      results: values.map((value, i) => ({
        id: `r${i}`,
        cell: "c",
        label: "",
        source: "patients" as const,
        value: 1,
        ...value,
      })),
    },
  ];
}

describe("two runs, value by value", () => {
  const cases: [
    why: string,
    expected: Partial<Result>,
    found: Partial<Result>,
    what: string | null,
  ][] = [
    ["equal", { value: 0.1 }, { value: 0.1 }, null],
    ["last bits", { value: 0.1 }, { value: 0.1 * (1 + 1e-12) }, null],
    [
      "beyond the usual tolerance",
      { value: 1 },
      { value: 1.1 },
      "was 1, is 1.1; off by 0.10000000000000009, allowed 1e-9",
    ],
    ["within its own tolerance", { value: 1, tolerance: { absolute: 0.2 } }, { value: 1.1 }, null],
    [
      "the found one's tolerance does not count",
      { value: 1 },
      { value: 2, tolerance: { absolute: 9 } },
      "was 1, is 2; off by 1, allowed 1e-9",
    ],
    ["words", { value: "Student" }, { value: "Welch" }, 'was "Student", is "Welch"'],
    ["booleans", { value: true }, { value: false }, "was true, is false"],
    [
      "computable no more",
      { value: 1 },
      { value: null, notComputable: "no events" },
      "was 1, is not computable (no events)",
    ],
    [
      "computable now",
      { value: null, notComputable: "no events" },
      { value: 1 },
      "was not computable (no events), is 1",
    ],
    [
      "never computable",
      { value: null, notComputable: "a" },
      { value: null, notComputable: "b" },
      null,
    ],
    [
      "zero has no relative tolerance",
      { value: 0 },
      { value: 1e-12 },
      "was 0, is 1e-12; off by 1e-12, allowed 0",
    ],
  ];
  for (const [why, expected, found, what] of cases)
    test(why, () => {
      const differences = resultDifferences(results(expected), results(found));
      assert.deepEqual(
        differences.map((difference) => difference.what),
        what === null ? [] : [what],
      );
    });

  test("a value that is missing and one that is new are named, with notebook and cell", () => {
    assert.deepEqual(resultDifferences(results({ id: "old" }), results({ id: "new" })), [
      { notebook: "01-cohort", cell: "c", id: "old", what: "is missing in the fresh run" },
      { notebook: "01-cohort", cell: "c", id: "new", what: "is new in the fresh run" },
    ]);
  });
});
