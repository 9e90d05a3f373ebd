/** The file of a variable dictionary: its schema, and what its entries must not contradict. */

import { z } from "zod";
import { checkedJson, readText } from "../io/checked-json.js";
import { InputError } from "../io/input-error.js";
import type { Dictionary, Level, Variable, VariableKind, VariableRole } from "./dictionary.js";

const words = z.string().regex(/\S/, "must not be empty");
const level = z.union([
  words,
  z.strictObject({ value: words, label: words.optional(), code: z.number().optional() }),
]);

const variableSchema = z.strictObject({
  name: words.describe("name of the column"),
  label: words,
  kind: z.enum(["continuous", "ordinal", "nominal", "text"]),
  role: z.enum([
    "identifier",
    "covariate",
    "outcome",
    "time",
    "event",
    "split",
    "centre",
    "score",
    "constructed",
    "description",
    "note",
  ]),
  unit: words.optional(),
  levels: z
    .array(level)
    .min(2, "must have at least two levels")
    .optional()
    .describe("in their order; the code is the number a level is, or 1, 2, 3 …"),
  reference: words.optional().describe("the level others are compared with; the first if left out"),
  missing: z.enum(["refuse", "complete cases", "impute inside the fold"]),
  missingValues: z
    .array(words)
    .optional()
    .describe('cells that mean "not known", beside the empty one'),
  range: z.tuple([z.number(), z.number()]).optional(),
  positive: words.optional().describe("of an outcome or event: the level that means it happened"),
  time: words.optional().describe("of an event: the variable that has its time"),
  learnedOn: z.literal("training").optional().describe("of a score: the rows it was learned on"),
  note: words.optional(),
  guess: words
    .optional()
    .describe("by what a draft guessed kind and role; delete it once they are right"),
});

const dictionarySchema = z.strictObject({
  $schema: z.string().optional(),
  variables: z.array(variableSchema).min(1, "must have at least one variable"),
});

type VariableEntry = z.infer<typeof variableSchema>;

/**
 * Read a dictionary.
 *
 * @param path of the file
 * @param place how messages name it
 * @throws InputError naming the key, for anything that breaks the schema or contradicts itself
 */
export function readDictionary(path: string, place: string): Dictionary {
  return parseDictionary(readText(path, place), place);
}

/** The same for a text at hand. */
export function parseDictionary(text: string, place: string): Dictionary {
  const { variables } = checkedJson(text, place, dictionarySchema);
  const resolved = variables.map((entry, i) =>
    resolveVariable(entry, variables, `${place}, variables[${i}]`),
  );
  for (const role of ["identifier", "outcome"] as const) requireOne(resolved, role, place);
  for (const role of ["split", "constructed"] as const) requireAtMostOne(resolved, role, place);
  return { place, variables: resolved };
}

/** The dictionary's schema in the JSON Schema language, as published in `cohorts/dictionary.schema.json`. */
export function dictionaryJsonSchema(): object {
  return { title: "dlrn variable dictionary", ...z.toJSONSchema(dictionarySchema) };
}

function resolveVariable(
  entry: VariableEntry,
  all: readonly VariableEntry[],
  place: string,
): Variable {
  const refuse = (key: string, sentence: string): never => {
    throw new InputError(sentence, key === "" ? place : `${place}.${key}`);
  };
  if (all.find(({ name }) => name === entry.name) !== entry) {
    refuse("name", `variable names must be unique; "${entry.name}" comes twice`);
  }
  const withLevels = entry.kind === "ordinal" || entry.kind === "nominal";
  const levels = resolveLevels(entry);
  if (withLevels && levels.length === 0)
    refuse("levels", `a variable of kind ${entry.kind} must have levels; "${entry.name}" has none`);
  if (!withLevels && levels.length > 0)
    refuse(
      "levels",
      `a variable of kind ${entry.kind} must have no levels; "${entry.name}" has ${levels.length}`,
    );
  const values = levels.map(({ value }) => value);
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) refuse("levels", `levels must be unique; "${twice}" comes twice`);
  for (const key of ["reference", "positive"] as const) {
    const value = entry[key];
    if (value !== undefined && !values.includes(value)) {
      refuse(key, `must be one of the levels ${values.join(", ")}; it is "${value}"`);
    }
  }
  const common = entry.missingValues?.find((value) => values.includes(value));
  if (common !== undefined)
    refuse("missingValues", `a level cannot mean "not known"; "${common}" is both`);
  checkRole(entry, all, refuse);
  return {
    name: entry.name,
    label: entry.label,
    kind: entry.kind,
    role: entry.role,
    unit: entry.unit ?? null,
    levels,
    reference: entry.reference ?? values[0] ?? null,
    missing: entry.missing,
    missingValues: entry.missingValues ?? [],
    range: entry.range ?? null,
    positive: entry.positive ?? null,
    time: entry.time ?? null,
    learnedOn: entry.learnedOn ?? null,
    note: entry.note ?? null,
    guess: entry.guess ?? null,
  };
}

function resolveLevels({ levels = [] }: VariableEntry): Level[] {
  const objects = levels.map((entry) => (typeof entry === "string" ? { value: entry } : entry));
  const numbers = objects.every(({ value }) => /^-?\d+(\.\d+)?$/.test(value));
  return objects.map(({ value, label, code }, i) => ({
    value,
    label: label ?? value,
    code: code ?? (numbers ? Number(value) : i + 1),
  }));
}

/** What a role demands of a variable. */
function checkRole(
  entry: VariableEntry,
  all: readonly VariableEntry[],
  refuse: (key: string, sentence: string) => never,
): void {
  const { role, kind } = entry;
  const kinds: Partial<Record<VariableRole, readonly VariableKind[]>> = {
    identifier: ["text"],
    description: ["continuous", "ordinal", "nominal"],
    note: ["text", "nominal", "ordinal", "continuous"],
    covariate: ["continuous", "ordinal", "nominal"],
    time: ["continuous"],
    score: ["continuous"],
  };
  const allowed = kinds[role] ?? ["nominal"];
  if (!allowed.includes(kind))
    refuse(
      "kind",
      `a variable of role ${role} must be ${allowed.join(" or ")}; "${entry.name}" is ${kind}`,
    );
  if (role === "outcome" || role === "event") {
    if (entry.positive === undefined)
      refuse(
        "positive",
        `a variable of role ${role} must say which level means that it happened; "${entry.name}" does not`,
      );
    if (entry.levels?.length !== 2)
      refuse(
        "levels",
        `a variable of role ${role} must have two levels; "${entry.name}" has ${entry.levels?.length}`,
      );
  }
  if (role === "event" && all.find(({ name }) => name === entry.time)?.role !== "time") {
    refuse(
      "time",
      `an event must name the variable of role time that belongs to it; "${entry.name}" names ${entry.time ?? "none"}`,
    );
  }
  if (role === "split") {
    const strange = resolveLevels(entry).find(
      ({ value }) => value !== "training" && value !== "validation",
    );
    if (strange)
      refuse(
        "levels",
        `the levels of a split must be training and validation; "${strange.value}" is another`,
      );
  }
  if (
    ["identifier", "outcome", "split", "constructed"].includes(role) &&
    entry.missing !== "refuse"
  ) {
    refuse(
      "missing",
      `a variable of role ${role} must refuse missing values; "${entry.name}" has ${entry.missing}`,
    );
  }
  if (
    ["time", "event", "centre", "score"].includes(role) &&
    entry.missing === "impute inside the fold"
  ) {
    refuse(
      "missing",
      `a variable of role ${role} cannot be imputed; "${entry.name}" has ${entry.missing}`,
    );
  }
}

function requireOne(variables: readonly Variable[], role: VariableRole, place: string): void {
  const count = variables.filter((variable) => variable.role === role).length;
  if (count !== 1)
    throw new InputError(
      `a dictionary must have one variable of role ${role}; it has ${count}`,
      place,
    );
}

function requireAtMostOne(variables: readonly Variable[], role: VariableRole, place: string): void {
  const count = variables.filter((variable) => variable.role === role).length;
  if (count > 1)
    throw new InputError(
      `a dictionary can have one variable of role ${role} at most; it has ${count}`,
      place,
    );
}
