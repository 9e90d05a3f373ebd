/**
 * Bad input, for every public function that takes data: each is refused in one clear sentence, or answered without a
 * number that is none.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  compareSubjects,
  type Data,
  evaluateSubjects,
  learnSubjects,
  type Part,
  type Subject,
  soundData,
} from "./subjects.js";

interface Fault {
  readonly name: string;
  /** The parts that it spoils; a subject that reads none of them is left out. */
  readonly parts: readonly Part[];
  /** Whether an answer would be wrong; otherwise a finite answer is as good as a refusal. */
  readonly mustRefuse: boolean;
  spoil(data: Data, part: Part): unknown;
}

const every: readonly Part[] = [
  "labels",
  "scores",
  "otherScores",
  "risks",
  "otherRisks",
  "times",
  "events",
  "groups",
  "x",
  "ratings",
];
const binary: readonly Part[] = ["labels", "events"];
const measured: readonly Part[] = ["scores", "otherScores", "risks", "otherRisks", "times"];
const tables: readonly Part[] = ["x", "ratings"];

/** The same list with one entry replaced. */
const second = (list: readonly unknown[], value: unknown): unknown[] =>
  list.map((entry, i) => (i === 1 ? value : entry));
const inTable = (rows: readonly (readonly number[])[], value: unknown): unknown[] =>
  rows.map((row, i) => (i === 1 ? second(row, value) : row));
const replaced =
  (value: unknown) =>
  (data: Data, part: Part): unknown =>
    tables.includes(part)
      ? inTable(data[part] as number[][], value)
      : second(data[part] as unknown[], value);

/** One part after the other is spoiled. */
const faults: readonly Fault[] = [
  { name: "too short", parts: every, mustRefuse: true, spoil: (d, p) => d[p].slice(0, -1) },
  { name: "a label of 2", parts: binary, mustRefuse: true, spoil: replaced(2) },
  { name: "a label that is NaN", parts: binary, mustRefuse: true, spoil: replaced(Number.NaN) },
  { name: "a label as a word", parts: binary, mustRefuse: true, spoil: replaced("1") },
  { name: "NaN", parts: [...measured, ...tables], mustRefuse: true, spoil: replaced(Number.NaN) },
  {
    name: "infinite",
    parts: [...measured, ...tables],
    mustRefuse: true,
    spoil: replaced(Infinity),
  },
  {
    name: "missing",
    parts: [...measured, ...tables, ...binary],
    mustRefuse: true,
    spoil: replaced(null),
  },
  {
    name: "undefined",
    parts: [...measured, ...tables],
    mustRefuse: true,
    spoil: replaced(undefined),
  },
  { name: "a negative time", parts: ["times"], mustRefuse: true, spoil: replaced(-1) },
  {
    name: "a risk above 1",
    parts: ["risks", "otherRisks"],
    mustRefuse: true,
    spoil: replaced(1.2),
  },
  {
    name: "a short row",
    parts: tables,
    mustRefuse: true,
    spoil: (d, p) => (d[p] as number[][]).map((row, i) => (i === 1 ? row.slice(1) : row)),
  },
  { name: "all 0", parts: binary, mustRefuse: false, spoil: (d, p) => d[p].map(() => 0) },
  { name: "all 1", parts: binary, mustRefuse: false, spoil: (d, p) => d[p].map(() => 1) },
  {
    name: "constant",
    parts: [...measured, ...tables],
    mustRefuse: false,
    spoil: (d, p) => d[p].map((v) => (Array.isArray(v) ? v.map(() => 0.5) : 0.5)),
  },
  {
    name: "one constant column",
    parts: tables,
    mustRefuse: false,
    spoil: (d, p) => (d[p] as number[][]).map((row) => [row[0], 0.5, row[2]]),
  },
  {
    name: "two equal columns",
    parts: tables,
    mustRefuse: false,
    spoil: (d, p) => (d[p] as number[][]).map((row) => [row[0], row[0], row[2]]),
  },
  {
    name: "ties everywhere",
    parts: [...measured, ...tables],
    mustRefuse: false,
    spoil: (d, p) =>
      d[p].map((v, i) =>
        Array.isArray(v) ? v.map((_, j) => ((i + j) % 3 === 0 ? 1 : 0)) : i % 3 === 0 ? 1 : 0,
      ),
  },
  {
    name: "perfect separation",
    parts: ["scores", "risks", "x"],
    mustRefuse: false,
    spoil: (d, p) =>
      p === "x"
        ? d.x.map((row, i) => [d.labels[i], row[1], row[2]])
        : d.labels.map((label, i) => label / 2 + i / 100),
  },
  {
    name: "as the outcome itself",
    parts: ["scores", "otherScores", "risks", "otherRisks", "x"],
    mustRefuse: false,
    spoil: (d, p) =>
      p === "x" ? d.x.map((_, i) => [d.labels[i], d.labels[i], d.labels[i]]) : [...d.labels],
  },
  {
    name: "one group",
    parts: ["groups"],
    mustRefuse: false,
    spoil: (d) => d.groups.map(() => "A"),
  },
  {
    name: "each its own group",
    parts: ["groups"],
    mustRefuse: false,
    spoil: (d) => d.groups.map((_, i) => `g${i}`),
  },
  {
    name: "huge",
    parts: ["scores", "otherScores", "x", "ratings"],
    mustRefuse: false,
    spoil: (d, p) =>
      d[p].map((v) => (Array.isArray(v) ? v.map((w) => w * 1e150) : Number(v) * 1e150)),
  },
  {
    name: "tiny",
    parts: ["scores", "otherScores", "x", "ratings"],
    mustRefuse: false,
    spoil: (d, p) =>
      d[p].map((v) => (Array.isArray(v) ? v.map((w) => w * 1e-150) : Number(v) * 1e-150)),
  },
];

/** What a function takes on purpose, and why. */
const accepted: Readonly<Record<string, string>> = {
  "adjustedPValues: n = 0": "no P value has none to adjust",
  "adjustedPValues: risks missing": "a missing P value stays missing",
  "_fitMrmr: labels a label of 2": "an outcome that is measured has a correlation too",
  "_fitMrmr: x perfect separation": "the information of a copy is infinite; fitMrmr refuses it",
  "_fitMrmr: x as the outcome itself": "the same",
  "_fitMrmr: x two equal columns": "the same of a feature with its copy",
  "_fitZScore: x NaN": "a missing value is left out of the mean, and stays missing",
  "intraclassCorrelation: ratings ties everywhere":
    "a mean of equal patients has the form −∞, as in psych",
};

/** Numbers that may be infinite by their meaning: limits and thresholds without an end. */
const mayBeInfinite =
  /threshold|lower|upper|Ratio|ci\[|low|high|interval|statistic|\.f$|aPrior|bPrior|logStandardError|lrPos|lrNeg|recall/i;

/** Where a result holds NaN, or an infinity that is no limit. */
function* noNumbers(value: unknown, at: string): Generator<string> {
  if (typeof value === "number") {
    if (Number.isNaN(value) || (!Number.isFinite(value) && !mayBeInfinite.test(at)))
      yield `${at} is ${value}`;
  } else if (ArrayBuffer.isView(value)) {
    yield* noNumbers(Array.from(value as Float64Array), at);
  } else if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) yield* noNumbers(entry, `${at}[${i}]`);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* noNumbers(entry, `${at}.${key}`);
  } else if (value === undefined) {
    yield `${at} is undefined`;
  }
}

/** What is wrong with how a call ended, or null. */
function complaint(call: () => unknown, mustRefuse: boolean): string | null {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    if (!(error instanceof RangeError)) return `threw ${String(error)}`;
    const { message } = error;
    // A name without a value says that lengths differ, and not where; a place does.
    const isClear =
      message.length >= 20 && !/Maximum call|Invalid (typed )?array|\[object|\n/.test(message);
    return isClear ? null : `is refused by no clear sentence: "${message}"`;
  }
  if (mustRefuse) return `must be refused; gave ${JSON.stringify(result)?.slice(0, 80)}`;
  const [first] = noNumbers(result, "result");
  return first ?? null;
}

for (const [stage, subjects] of [
  ["compare", compareSubjects],
  ["evaluate", evaluateSubjects],
  ["harmonize, select, model", learnSubjects],
] as const)
  describe(`bad input to ${stage}`, () => {
    for (const subject of subjects) test(subject.name, () => testSubject(subject));
  });

function testSubject(subject: Subject): void {
  const complaints: string[] = [];
  const note = (what: string, text: string | null): void => {
    if (text !== null && accepted[`${subject.name}: ${what}`] === undefined)
      complaints.push(`${what}: ${text}`);
  };
  const run = (data: Data, options = subject.options): unknown =>
    subject.call(data, options as never);
  note(
    "sound data",
    complaint(() => run(soundData()), false),
  );
  const sound = (() => {
    try {
      return run(soundData());
    } catch {
      return undefined;
    }
  })();
  if (sound === undefined) complaints.push("sound data must be accepted");
  for (const n of [0, 1, 2]) {
    const cut = Object.fromEntries(
      Object.entries(soundData()).map(([part, list]) => [part, (list as unknown[]).slice(0, n)]),
    ) as unknown as Data;
    note(
      `n = ${n}`,
      complaint(() => run(cut), n === 0),
    );
  }
  for (const fault of faults)
    for (const part of subject.parts) {
      if (!fault.parts.includes(part)) continue;
      if (fault.name === "too short" && (subject.paired === false || subject.parts.length < 2))
        continue;
      if (part === "groups" && fault.name === "too short" && subject.parts.length < 2) continue;
      const data = soundData();
      const spoiled = { ...data, [part]: fault.spoil(data, part) } as Data;
      note(
        `${part} ${fault.name}`,
        complaint(() => run(spoiled), fault.mustRefuse),
      );
    }
  if (subject.options !== null)
    note(
      "an unknown option",
      complaint(() => run(soundData(), { ...subject.options, surprise: 1 } as object), true),
    );
  assert.deepEqual(complaints, [], subject.name);
}
