import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import {
  adapterOf,
  compareResult,
  failureOf,
  faultsOf,
  type GoldenCase,
  type Json,
  readGoldenFolder,
  type TopicAdapter,
  toleranceAt,
} from "dlrn/proof/golden";

const files = readGoldenFolder("tests/golden");
/** Kinds and options without a case there: `further/cases.R` and `further/cases.py`. */
const further = readGoldenFolder("tests/golden/further");

/** `expected` with every number, boolean, word or gap changed by `change`; and the paths that were changed. */
function changed(
  goldenCase: GoldenCase,
  change: (value: Json, at: string, field: string) => Json | undefined,
): { readonly moved: GoldenCase; readonly paths: string[] } {
  const paths: string[] = [];
  const walk = (value: Json, at: string, field: string): Json => {
    if (Array.isArray(value)) return value.map((item, i) => walk(item, `${at}[${i}]`, field));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item, `${at}.${key}`, field)]),
      );
    const other = change(value, at, field);
    if (other === undefined) return value;
    paths.push(at);
    return other;
  };
  const expected = Object.fromEntries(
    Object.entries(goldenCase.expected).map(([key, item]) => [key, walk(item, key, key)]),
  );
  return { moved: { ...goldenCase, expected }, paths };
}

/** Ten tolerances away; where a number must be met exactly, a last digit away. */
function tenTolerancesAway(goldenCase: GoldenCase, sign: 1 | -1) {
  const { byField, ...base } = goldenCase.tolerance;
  return changed(goldenCase, (value, at, field) => {
    if (typeof value !== "number") return undefined;
    const allowed = toleranceAt(at, value, { ...base, ...byField?.[field] });
    return value + sign * (10 * allowed || 1e-9 * Math.max(1, Math.abs(value)));
  });
}

/** For a statistical rule: the case with one mean moved by ten times 4 standard deviations / √5 + 0.02. */
function* tenBoundsAway(goldenCase: GoldenCase): Generator<[moved: GoldenCase, field: string]> {
  for (const [field, stated] of Object.entries(goldenCase.expected)) {
    const { mean, sd } = stated as { mean: number | number[]; sd: number | number[] };
    const [means, sds] = [[mean].flat(), [sd].flat()];
    for (const [k, sign] of means.flatMap(
      (_, k) =>
        [
          [k, 1],
          [k, -1],
        ] as const,
    )) {
      const other = means.with(k, means[k] + sign * 10 * ((4 * sds[k]) / Math.sqrt(5) + 0.02));
      const expected = {
        ...goldenCase.expected,
        [field]: { ...(stated as object), mean: typeof mean === "number" ? other[0] : other },
      };
      yield [{ ...goldenCase, expected }, field];
    }
  }
}

const isFreeText = (at: string) => /(^|\.)(error|flag)$/.test(at);

const flaws: [name: string, change: (value: Json, at: string) => Json | undefined][] = [
  ["a boolean turned", (value) => (typeof value === "boolean" ? !value : undefined)],
  [
    "a word changed",
    (value, at) =>
      typeof value === "string" && value !== "NaN" && !isFreeText(at) ? `not ${value}` : undefined,
  ],
  ["a gap filled", (value) => (value === null || value === "NaN" ? 0.5 : undefined)],
  ["a number made a gap", (value) => (typeof value === "number" ? null : undefined)],
];

test("every topic and every case is there", () => {
  assert.equal(files.length, 25);
  assert.equal(
    files.reduce((sum, { cases }) => sum + cases.length, 0),
    175,
  );
});

for (const file of [...files, ...further]) {
  const adapter = await adapterOf(file.topic);
  describe(`golden topic ${file.topic}${further.includes(file) ? ", further cases" : ""}`, () => {
    test("is computed", () => assert.ok(adapter));
    if (adapter) for (const goldenCase of file.cases) testCase(adapter, goldenCase);
  });
}

function testCase(adapter: TopicAdapter, goldenCase: GoldenCase): void {
  const { name, expected } = goldenCase;
  if (expected["error"] !== undefined) {
    test(`${name} is refused`, () => assert.equal(failureOf(adapter, goldenCase), null));
    return;
  }
  describe(name, () => {
    let result: unknown;
    before(() => {
      result = adapter.compute(goldenCase);
    });

    test("agrees", () => assert.equal(compareResult(adapter, result, goldenCase), null));
    if (goldenCase.tolerance.rule !== undefined) {
      test("each expected mean, ten bounds away, is seen", () => {
        for (const [moved, at] of tenBoundsAway(goldenCase))
          assert.match(compareResult(adapter, result, moved) ?? "", new RegExp(`^${at}\\b`));
      });
      return;
    }

    test("each expected number, ten tolerances away, is seen", () => {
      for (const sign of [1, -1] as const) {
        const { moved, paths } = tenTolerancesAway(goldenCase, sign);
        assert.deepEqual(
          [...faultsOf(result, moved)].map(({ at }) => at),
          paths,
        );
        assert.notEqual(paths.length && compareResult(adapter, result, moved), null);
      }
    });

    test("each other change is seen", () => {
      for (const [flaw, change] of flaws) {
        const { moved, paths } = changed(goldenCase, change);
        const found = [...faultsOf(result, moved)].map(({ at }) => at);
        assert.deepEqual(found, paths, flaw);
      }
    });

    test("each missing field is seen", () => {
      for (const field of Object.keys(expected)) {
        const { [field]: _, ...rest } = result as Record<string, unknown>;
        assert.match(compareResult(adapter, rest, goldenCase) ?? "", new RegExp(`^${field}\\b`));
      }
    });
  });
}

test("a folder that is not there, has no cases, or a file that is no JSON: one sentence", () => {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-golden-"));
  try {
    assert.throws(() => readGoldenFolder(join(folder, "none")), /must exist; there is no/);
    for (const text of ["null", "[1]", '{"topic":"icc"}']) {
      writeFileSync(join(folder, "other.json"), text);
      assert.throws(() => readGoldenFolder(folder), /must hold golden cases/);
    }
    writeFileSync(join(folder, "other.json"), '{"topic":');
    assert.throws(() => readGoldenFolder(folder), {
      name: "InputError",
      message: /other\.json: the file must be JSON; /,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("the comparison", () => {
  const goldenCase = (expected: GoldenCase["expected"], tolerance = {}): GoldenCase => ({
    name: "made up",
    input: {},
    options: {},
    expected,
    tolerance,
  });
  const compare = (result: unknown, expected: GoldenCase["expected"], tolerance = {}) =>
    compareResult({ compute: () => result }, result, goldenCase(expected, tolerance));
  const loose = { rel: 1e-6, abs: 1e-3 };

  const accepted: [what: string, result: unknown, expected: GoldenCase["expected"]][] = [
    ["a number within its tolerance", { x: 1.0005 }, { x: 1 }],
    ["more than was asked for", { x: 1, y: 2 }, { x: 1 }],
    ["NaN for null", { x: NaN }, { x: null }],
    ["null for NaN", { x: null }, { x: "NaN" }],
    ["an infinity for its word", { x: -Infinity }, { x: "-Inf" }],
    ["a typed array", { x: Float64Array.of(1, 2) }, { x: [1, 2] }],
    ["free text of an inner error", { t: { error: "too few" } }, { t: { error: "n < 2" } }],
    ["free text of a flag", { flag: "separated" }, { flag: "infinite" }],
  ];
  for (const [what, result, expected] of accepted)
    test(`accepts ${what}`, () => assert.equal(compare(result, expected, loose), null));

  const refused: [what: string, result: unknown, expected: GoldenCase["expected"]][] = [
    ["a number beyond its tolerance", { x: 1.002 }, { x: 1 }],
    ["a P value that only the absolute part would save", { p: 2e-6 }, { p: 1e-6 }],
    ["the same in an array", { p: [2e-6] }, { p: [1e-6] }],
    ["the same by another name", { lrP: 2e-6 }, { lrP: 1e-6 }],
    ["an adjusted P value likewise", { holm: [2e-6] }, { holm: [1e-6] }],
    ["a missing field", {}, { x: 1 }],
    ["a missing field for null", {}, { x: null }],
    ["a number for null", { x: 0 }, { x: null }],
    ["NaN for a number", { x: NaN }, { x: 1 }],
    ["a number as text", { x: "1" }, { x: 1 }],
    ["a boolean as an object", { x: true }, { x: {} }],
    ["another boolean", { x: false }, { x: true }],
    ["one for true", { x: 1 }, { x: true }],
    ["another word", { x: "b" }, { x: "a" }],
    ["a finite number for Inf", { x: 1e308 }, { x: "Inf" }],
    ["a longer array", { x: [1, 2] }, { x: [1] }],
    ["a shorter array", { x: [1] }, { x: [1, 2] }],
    ["an array for an object", { x: [1] }, { x: { 0: 1 } }],
    ["a number beside an inner refusal", { t: { error: "no", p: 1 } }, { t: { error: "no" } }],
    ["an empty sentence", { t: { error: "" } }, { t: { error: "no" } }],
    ["a missing flag", { x: 1 }, { flag: "separated" }],
    ["a result where a refusal is due", { x: 1 }, { error: "refuse" }],
    ["no object at all", null, { x: 1 }],
  ];
  for (const [what, result, expected] of refused)
    test(`refuses ${what}`, () => assert.notEqual(compare(result, expected, loose), null));

  test("a field's own tolerance comes before the case's", () => {
    const tolerance = { rel: 1e-9, byField: { x: { rel: 0.1 } } };
    assert.equal(compare({ x: 1.05, y: 1 }, { x: 1, y: 1 }, tolerance), null);
    assert.match(compare({ x: 1, y: 1.05 }, { x: 1, y: 1 }, tolerance) ?? "", /^y: /);
  });

  const due = goldenCase({ error: "must be refused" });
  const throwing = (error: Error): TopicAdapter => ({
    compute: () => {
      throw error;
    },
  });
  test("a refusal is a RangeError of the library with a sentence", () => {
    assert.equal(failureOf(throwing(new RangeError("need two batches; got one")), due), null);
    assert.notEqual(failureOf(throwing(new TypeError("x is undefined")), due), null);
    assert.notEqual(failureOf(throwing(new RangeError("Invalid array length")), due), null);
    assert.notEqual(failureOf(throwing(new RangeError("Maximum call stack size")), due), null);
    assert.notEqual(failureOf(throwing(new RangeError("kind must be one of …")), due), null);
  });
  test("a refusal where a result is due fails", () => {
    const failure = failureOf(throwing(new RangeError("no")), goldenCase({ x: 1 }));
    assert.equal(failure, "threw RangeError: no");
  });
});
