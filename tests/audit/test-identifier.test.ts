import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  candidateTests,
  conventionalTest,
  standardisedDifference,
} from "dlrn/audit/candidate-tests";
import { cohortComparisons } from "dlrn/audit/group-comparison";
import { momentRange } from "dlrn/audit/moment-range";
import { printsAs } from "dlrn/audit/printed-number";
import { publishedComparisons } from "dlrn/audit/published-comparison";
import { tableOneAgreement } from "dlrn/audit/table-one-agreement";
import { identifyTest } from "dlrn/audit/test-identifier";
import type { LevelSummary, Pair } from "dlrn/cohort/group-summary";
import { parsePrinted } from "dlrn/io/paper/printed";
import { readTable1 } from "dlrn/io/paper/table-1";
import { openCohort } from "dlrn/runner/environment";
import { assertNear } from "../near.js";

const published = publishedComparisons(readTable1("."), ["t_stage", "necrosis", "edema"]);
const twin = openCohort("twin");
const printed = (text: string) => parsePrinted(text, "test");

function levels(kind: LevelSummary["kind"], counts: readonly Pair<number>[]): LevelSummary {
  return { kind, levels: counts.map((_, i) => String(i)), counts, missing: [0, 0] };
}

describe("agrees with R 4.2.2: chisq.test(correct = FALSE / TRUE), fisher.test, wilcox.test(exact = FALSE), pchisq((n - 1) * cor(x, y)^2, 1)", () => {
  // N-stage and location of the training set, as printed.
  const nStage = candidateTests(
    levels("nominal", [
      [86, 15],
      [10, 5],
    ]),
  );
  const location = candidateTests(
    levels("nominal", [
      [93, 19],
      [2, 1],
      [0, 0],
      [1, 0],
    ]),
  );
  const cases: [tests: typeof nStage, name: string, p: number][] = [
    [nStage, "Chi-square", 0.0770284],
    [nStage, "Chi-square, Yates", 0.1609374],
    [nStage, "Fisher's exact", 0.1336468],
    [nStage, "Mann-Whitney", 0.0783135],
    [nStage, "Mann-Whitney, corrected", 0.0793844],
    [nStage, "Linear-by-linear", 0.0783135],
    [location, "Chi-square", 0.6842703],
    [location, "Fisher's exact", 0.536055],
  ];
  for (const [tests, name, p] of cases)
    test(`${name}: ${p}`, () =>
      assertNear(tests.find((candidate) => candidate.name === name)!.p, p, 0, { absolute: 5e-8 }));
});

describe("finds in the paper's Table 1 what is there to be found", () => {
  const expected: [variable: string, training: string, validation: string][] = [
    ["age", "compatible Student's t", "compatible Student's t"],
    ["gender", "gives Chi-square", "gives Chi-square"],
    ["t_stage", "gives Chi-square", "gives Chi-square"],
    ["n_stage", "gives Chi-square, Yates", "gives Chi-square"],
    ["number", "gives Chi-square", "gives Chi-square"],
    ["depth", "gives Mann-Whitney", "gives Chi-square"],
    ["t1_het", "gives Chi-square", "gives Chi-square"],
    ["t2_het", "gives Chi-square", "gives Chi-square"],
    ["necrosis", "gives Chi-square", "gives Chi-square"],
    ["edema", "gives Chi-square", "gives Chi-square"],
    ["location", "differs none", "gives Fisher's exact"],
  ];
  for (const [variable, training, validation] of expected)
    for (const [role, what] of [
      ["training", training],
      ["validation", validation],
    ] as const)
      test(`${variable}, ${role}: ${what}`, () => {
        const { identification } = published.find(
          (p) => p.variable === variable && p.role === role,
        )!;
        const { verdict, identified } = identification;
        assert.equal(`${verdict} ${identified?.name ?? "none"}`, what);
      });

  test("depth, training: linear-by-linear gives it too, chi-square does not", () => {
    const { tests } = published.find(
      (p) => p.variable === "depth" && p.role === "training",
    )!.identification;
    const giving = tests.filter(({ verdict }) => verdict === "gives").map(({ name }) => name);
    assert.deepEqual(giving, ["Mann-Whitney", "Linear-by-linear"]);
  });

  test("each unordered variable keeps its chi-square where Yates is not defined, with the reason", () => {
    const { tests } = published.find((p) => p.variable === "location")!;
    const yates = tests.find(({ name }) => name === "Chi-square, Yates")!;
    assert.equal(yates.p, null);
    assert.match(yates.notComputable!, /^Yates's correction is for 2 x 2 tables; got 3 x 2$/);
  });
});

describe("the twin beside the printed table", () => {
  const agreement = tableOneAgreement(cohortComparisons(twin), published);

  test("103 of 104 counts: the 104th is printed 55", () => {
    assert.deepEqual(agreement.counts, {
      agree: 103,
      of: 104,
      differ: ["Depth, Deep, validation: 5, printed 55"],
    });
  });

  test("every mean and standard deviation", () =>
    assert.deepEqual(agreement.moments, { agree: 8, of: 8, differ: [] }));

  test("21 of 22 P values: the 22nd is given by no test", () => {
    assert.deepEqual(agreement.pValues, {
      agree: 21,
      of: 22,
      differ: ["Location, P, training: no test gives the printed 0.648"],
    });
  });

  test("two patients with each other's outcome, and rows fall", () => {
    const event = twin.outcome.indexOf(1);
    const other = twin.outcome.findIndex(
      (value, i) =>
        value === 0 &&
        twin.roles[i] === twin.roles[event] &&
        twin.columns["gender"]!.values[i] !== twin.columns["gender"]!.values[event],
    );
    const outcome = [...twin.outcome];
    [outcome[event], outcome[other]] = [0, 1];
    const swapped = tableOneAgreement(cohortComparisons({ ...twin, outcome }), published);
    assert.ok(swapped.counts.agree <= 99, `${swapped.counts.agree} counts still agree`);
    assert.ok(swapped.pValues.agree <= 19, `${swapped.pValues.agree} P values still agree`);
  });
});

describe("rounding of printed means and standard deviations", () => {
  const moments = [
    { n: 96, mean: 51.31, standardDeviation: 18.851 },
    { n: 20, mean: 48.1, standardDeviation: 17.741 },
  ] as const;
  const rounding = { mean: 0.005, standardDeviation: 0.0005 };
  const [lowest, highest] = momentRange("Student's t", moments, rounding)!;

  test("allows 0.4843 to 0.4871, so the printed 0.485 is possible though 0.4857 prints 0.486", () => {
    assertNear(lowest, 0.4843, 0, { absolute: 5e-5 });
    assertNear(highest, 0.4871, 0, { absolute: 5e-5 });
  });

  test("holds every combination of inputs that print the same, and is reached at its ends", () => {
    const found: number[] = [];
    for (const [a, b, c, d] of corners())
      found.push(
        candidateTests({
          kind: "continuous",
          groups: [
            { n: 96, mean: 51.31 + 0.005 * a, standardDeviation: 18.851 + 0.0005 * c },
            { n: 20, mean: 48.1 + 0.005 * b, standardDeviation: 17.741 + 0.0005 * d },
          ],
          values: null,
          missing: [0, 0],
        })[0]!.p!,
      );
    assertNear(Math.min(...found), lowest, 1e-12);
    assertNear(Math.max(...found), highest, 1e-12);
  });

  test("says nothing of a test that needs the values", () =>
    assert.equal(momentRange("Mann-Whitney", moments, rounding), null));
});

describe("how a P is printed", () => {
  const cases: [p: number, text: string, same: boolean][] = [
    [0.4845, "0.485", true], // halves either way
    [0.48449, "0.485", false],
    [0.48549, "0.485", true],
    [0.4855, "0.485", true],
    [0.48551, "0.485", false],
    [0.0009, "<0.001", true],
    [0.001, "<0.001", false],
    [0.9995, ">0.999", true],
    [0.5904, "0.590", true],
    [0.5904, "0.59", true],
  ];
  for (const [p, text, same] of cases)
    test(`${p} as ${text}: ${same}`, () => assert.equal(printsAs(p, printed(text)), same));
});

describe("obeys the laws", () => {
  test("the order of the groups and of unordered levels changes no P", () => {
    const tests = candidateTests(
      levels("nominal", [
        [62, 12],
        [34, 8],
      ]),
    );
    const mirrored = candidateTests(
      levels("nominal", [
        [8, 34],
        [12, 62],
      ]),
    );
    tests.forEach(({ p }, i) => assertNear(mirrored[i]!.p, p, 1e-12));
  });

  test("the promised test is preferred among those that give the P", () => {
    const tests = candidateTests(
      levels("nominal", [
        [61, 9],
        [16, 4],
        [2, 2],
        [28, 4],
      ]),
    );
    assert.equal(
      identifyTest(printed("0.202"), tests, "Fisher's exact").identified!.name,
      "Fisher's exact",
    );
    assert.equal(
      identifyTest(printed("0.202"), tests, "Chi-square").identified!.name,
      "Chi-square",
    );
  });

  test("Fisher's test is promised where an expected count is below 5", () => {
    assert.equal(
      conventionalTest(
        levels("nominal", [
          [86, 15],
          [10, 5],
        ]),
      ),
      "Fisher's exact",
    );
    assert.equal(
      conventionalTest(
        levels("nominal", [
          [62, 12],
          [34, 8],
        ]),
      ),
      "Chi-square",
    );
    assert.equal(
      conventionalTest(
        levels("ordinal", [
          [86, 15],
          [10, 5],
        ]),
      ),
      "Mann-Whitney",
    );
    const smallest35 = levels("nominal", [
      [30, 10],
      [12, 3],
    ]);
    assert.equal(conventionalTest(smallest35), "Fisher's exact");
  });

  test("a variable that does not vary has neither tests nor a difference, and says so", () => {
    const constant = levels("nominal", [
      [5, 4],
      [0, 0],
    ]);
    assert.equal(standardisedDifference(constant), null);
    for (const { p, notComputable } of candidateTests(constant)) {
      assert.equal(p, null);
      assert.ok(notComputable!.length > 20);
    }
  });
});

describe("refuses", () => {
  test("a promised test that is no candidate", () => {
    const tests = candidateTests(
      levels("nominal", [
        [62, 12],
        [34, 8],
      ]),
    );
    assert.throws(() => identifyTest(printed("0.5"), tests, "Student's t"), {
      name: "RangeError",
      message: /^the promised test must be one of Chi-square, .*; got "Student's t"$/,
    });
  });
});

/** All sixteen sign patterns of four inputs. */
function corners(): number[][] {
  return Array.from({ length: 16 }, (_, bits) =>
    [0, 1, 2, 3].map((k) => ((bits >> k) & 1 ? 1 : -1)),
  );
}
