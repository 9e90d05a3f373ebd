/**
 * The draft of a variable dictionary, from the table of patients alone: every kind and role is guessed, and says so.
 *
 * A guess is made from names and cells, on the safe side: what could be known only after the outcome (a time, an event,
 * a column that tells the outcome without fail) never becomes a covariate. Whoever knows the patients reads the draft,
 * mends it, and deletes the marks.
 */

import { type CsvTable, csvColumn } from "../io/csv.js";
import { InputError } from "../io/input-error.js";
import type { MissingPolicy, VariableKind, VariableRole } from "./dictionary.js";
import { type ColumnLook, columnLook, labelOf, oddCell, positiveOf, unitOf } from "./guess.js";
import { type DraftChoices, type DraftOutcome, identifierOf, outcomeOf } from "./key-columns.js";

/** One variable as a dictionary's file has it. */
export interface DraftVariable {
  readonly name: string;
  readonly label: string;
  readonly kind: VariableKind;
  readonly role: VariableRole;
  readonly unit?: string;
  readonly levels?: readonly string[];
  readonly positive?: string;
  readonly time?: string;
  readonly learnedOn?: "training";
  readonly missing: MissingPolicy;
  readonly missingValues?: readonly string[];
  /** By what it was guessed. */
  readonly guess: string;
}

/** Most levels of a variable that is not a number. */
const MOST_LEVELS = 12;
/** A column of more different whole numbers than this is continuous. */
const MOST_CODES = 10;

/**
 * @throws InputError for a table without patients, without a column of ids or of an outcome, with an outcome that is not
 *   known for every patient, or with a split into other parts than training and validation
 */
export function draftDictionary(table: CsvTable, choices: DraftChoices = {}): DraftVariable[] {
  if (table.rows.length === 0)
    throw new InputError("the table must have at least one patient; it has none", table.place);
  if (table.header.length === 1)
    throw new InputError(
      `the table must have columns of an id and an outcome, separated by commas; it has one column, ${table.header[0]}`,
      table.place,
    );
  const looks = new Map(table.header.map((name) => [name, columnLook(csvColumn(table, name))]));
  const id = identifierOf(table, choices.id);
  const outcome = outcomeOf(table, looks, id, choices);
  const happened = csvColumn(table, outcome.name).map((cell) => cell === outcome.positive);
  const times = table.header.filter((name) => name !== id && looksLikeTime(name, looks.get(name)!));
  return table.header.map((name) => {
    const look = looks.get(name)!;
    if (name === id) return inOrder(identifier(name));
    if (name === outcome.name) return inOrder(outcomeVariable(outcome));
    return inOrder(
      mark(name, look, table.place) ??
        endpoint(name, look, times) ??
        later(name, csvColumn(table, name), happened, look, outcome.name) ??
        analysed(name, look, csvColumn(table, name)),
    );
  });
}

function identifier(name: string): DraftVariable {
  return {
    name,
    label: "Patient",
    kind: "text",
    role: "identifier",
    missing: "refuse",
    guess: "identifier: every cell is different",
  };
}

function outcomeVariable({ name, levels, positive }: DraftOutcome): DraftVariable {
  return {
    name,
    label: labelOf(name),
    kind: "nominal",
    role: "outcome",
    levels,
    positive,
    missing: "refuse",
    guess: `outcome: by its name, and "${positive}" means that it happened`,
  };
}

/** A column about the patient's place in the study. */
function mark(name: string, look: ColumnLook, place: string): DraftVariable | null {
  const { values, missing } = look;
  if (/^constructed$/i.test(name) && missing === 0 && values.every((v) => /^(yes|no)$/.test(v)))
    return {
      name,
      label: "Constructed",
      kind: "nominal",
      role: "constructed",
      levels: ["no", "yes"],
      missing: "refuse",
      guess: "mark of constructed patients: by its name",
    };
  if (missing === 0 && values.every((v) => v === "training" || v === "validation"))
    return {
      name,
      label: labelOf(name),
      kind: "nominal",
      role: "split",
      levels: ["training", "validation"],
      missing: "refuse",
      guess: "split: its cells say training and validation",
    };
  if (/^((data[_ ]?)?set|split|partition)$/i.test(name))
    throw new InputError(
      `a split must say training or validation of every patient; the cells of ${name} say ${values.slice(0, 5).join(", ")}${missing > 0 ? ", or nothing" : ""}; write these words, or give the column another name`,
      place,
    );
  if (/cent(re|er)|institution|hospital|scanner/i.test(name) && hasLevels(look))
    return {
      ...described(name, look),
      kind: "nominal",
      role: "centre",
      levels: values,
      guess: `centre: by its name, ${values.length} levels`,
    };
  if (/score|signature/i.test(name) && look.numeric && !look.whole)
    return {
      ...described(name, look),
      kind: "continuous",
      role: "score",
      learnedOn: "training",
      guess: "score of a model, taken to be learned on the training patients: by its name",
    };
  return null;
}

/** Times and events; one without the other is kept and not analysed. */
function endpoint(name: string, look: ColumnLook, times: readonly string[]): DraftVariable | null {
  const isTime = times.includes(name);
  const positive = positiveOf(look.values);
  const isEvent = namesEvent(name);
  if (!isEvent && !isTime && namesTime(name) && look.numeric && Number(look.values[0]) < 0)
    return note(
      name,
      look,
      `not analysed: by its name a time of follow-up, but ${look.values[0]} is below zero`,
    );
  if (isTime)
    return {
      ...described(name, look),
      kind: "continuous",
      role: "time",
      guess: "time of follow-up: by its name",
    };
  if (!isEvent) return null;
  const time = timeOf(name, times);
  if (time !== undefined && positive !== null && look.values.length === 2)
    return {
      ...described(name, look),
      kind: "nominal",
      role: "event",
      levels: look.values,
      positive,
      time,
      guess: `event: by its name, "${positive}" means that it happened, at the time in ${time}`,
    };
  const why =
    look.values.length === 2
      ? "its time or level is not clear"
      : `it has not two levels but ${look.values.slice(0, 4).join(", ")}${look.values.length > 4 ? " and more" : ""}`;
  return note(name, look, `not analysed: by its name an event, but ${why}`);
}

/** The time that begins with the event's first word, of a death the time of follow-up, or the only time there is. */
function timeOf(event: string, times: readonly string[]): string | undefined {
  const [first] = event.toLowerCase().split(/[_ .]/);
  const own = times.filter((time) => time.toLowerCase().startsWith(first));
  if (own.length === 1) return own[0];
  if (own.length > 1) return undefined;
  const whole = times.filter((time) => /^(os|fu|follow|surviv)/i.test(time));
  if (/^(dead|death|died|deceased)/i.test(event) && whole.length === 1) return whole[0];
  return times.length === 1 ? times[0] : undefined;
}

function looksLikeTime(name: string, look: ColumnLook): boolean {
  return (
    look.numeric &&
    look.values.length > (namesEvent(name) ? 5 : 2) &&
    look.values.every((value) => Number(value) >= 0) &&
    namesTime(name)
  );
}

function namesTime(name: string): boolean {
  const byUnit = ["days", "weeks", "months", "years"].includes(unitOf(name) ?? "");
  return (
    !/age/i.test(name) &&
    (byUnit || /^(os|pfs|dfs|lmfs|time|follow)/i.test(name) || /time$|follow/i.test(name))
  );
}

function namesEvent(name: string): boolean {
  return /event|status|death|dead|died|progress|relapse|recurr|censor/i.test(name);
}

/** A column about the outcome, by its name, or because its levels tell the outcome without fail. */
function later(
  name: string,
  cells: readonly string[],
  happened: readonly boolean[],
  look: ColumnLook,
  outcome: string,
): DraftVariable | null {
  if (/outcome|metasta|(^|_)mets?(_|$)/i.test(name) || name.startsWith(`${outcome}_`))
    return note(name, look, "not analysed: by its name about the outcome, as if known later");
  if (look.values.length < 2 || look.values.length > 4 || cells.length < 5 * look.values.length)
    return null;
  const tells = look.values.every(
    (value) => new Set(happened.filter((_, i) => cells[i] === value)).size === 1,
  );
  return tells
    ? note(name, look, "not analysed: its levels tell the outcome without fail, as if known later")
    : null;
}

function analysed(name: string, look: ColumnLook, cells: readonly string[]): DraftVariable {
  const { values, numeric, whole } = look;
  const base = { ...described(name, look), role: "covariate" as const };
  const missing = look.missing === 0 ? ("refuse" as const) : ("impute inside the fold" as const);
  if (values.length < 2)
    return note(name, look, "not analysed: every patient has the same, or none has any");
  if (numeric && values.length > 2 && (!whole || values.length > MOST_CODES)) {
    const unit = /^age$/i.test(name) ? "years" : unitOf(name);
    const guess = `continuous covariate: ${values.length} different numbers`;
    return { ...base, kind: "continuous", ...(unit !== null && { unit }), missing, guess };
  }
  if (!hasLevels(look)) {
    const odd = oddCell(cells, look);
    const why =
      odd === null
        ? `${values.length} different cells are no levels`
        : `its cells are numbers, but "${odd.cell}" in row ${odd.row} is none`;
    return note(name, look, `not analysed: ${why}`);
  }
  const kind = look.ordered && values.length > 2 ? "ordinal" : "nominal";
  const guess = `${kind} covariate: ${values.length} different ${whole ? "whole numbers" : "words"}`;
  return { ...base, kind, levels: values, missing, guess };
}

function note(name: string, look: ColumnLook, guess: string): DraftVariable {
  return { ...described(name, look), kind: "text", role: "note", guess };
}

/** What every variable has that is not of the study's own. */
function described(
  name: string,
  look: ColumnLook,
): Pick<DraftVariable, "name" | "label" | "unit" | "missing" | "missingValues"> {
  const unit = look.numeric ? unitOf(name) : null;
  return {
    name,
    label: labelOf(name),
    ...(unit !== null && { unit }),
    missing: look.missing === 0 ? "refuse" : "complete cases",
    ...(look.missingValues.length > 0 && { missingValues: look.missingValues }),
  };
}

function hasLevels({ values }: ColumnLook): boolean {
  return values.length >= 2 && values.length <= MOST_LEVELS;
}

/** The same with its keys as a dictionary's file has them. */
function inOrder(draft: DraftVariable): DraftVariable {
  const { name, label, kind, role, ...rest } = draft;
  const { missing, missingValues, guess, ...own } = rest;
  return {
    name,
    label,
    kind,
    role,
    ...own,
    missing,
    ...(missingValues !== undefined && { missingValues }),
    guess,
  };
}
