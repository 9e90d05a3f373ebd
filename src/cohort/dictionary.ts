/**
 * The variable dictionary: what each column of a cohort's table of patients means.
 *
 * A number without its label, unit, kind and levels cannot be tabled, tested or modelled without a guess. The
 * dictionary (`cohorts/<id>/dictionary.json`) says all of it once, and says what a missing value does.
 */

/** How a variable is measured: numbers, ordered levels, levels without order, or words that are not analysed. */
export type VariableKind = "continuous" | "ordinal" | "nominal" | "text";

/**
 * What a variable is in the analysis. `time` and `event` make an endpoint; `split` tells training from validation;
 * `centre` is where or how a patient was imaged; `score` is an output of a model; `constructed` marks made-up
 * patients; `description` is tabulated but predicts nothing; `note` is kept and never analysed.
 */
export type VariableRole =
  | "identifier"
  | "covariate"
  | "outcome"
  | "time"
  | "event"
  | "split"
  | "centre"
  | "score"
  | "constructed"
  | "description"
  | "note";

/** What a missing value does: stops the reading, drops the patient from analyses that use it, or is imputed in each fold. */
export type MissingPolicy = "refuse" | "complete cases" | "impute inside the fold";

export interface Level {
  /** As it stands in the table of patients. */
  readonly value: string;
  /** As a reader sees it. */
  readonly label: string;
  /** The number it has where the variable enters as a number. */
  readonly code: number;
}

export interface Variable {
  /** Name of the column. */
  readonly name: string;
  readonly label: string;
  readonly kind: VariableKind;
  readonly role: VariableRole;
  /** Of a continuous variable; null if it has none. */
  readonly unit: string | null;
  /** In their order; empty for continuous variables and text. */
  readonly levels: readonly Level[];
  /** The level others are compared with; null where there are no levels. */
  readonly reference: string | null;
  readonly missing: MissingPolicy;
  /** Cells that mean "not known", beside the empty one. */
  readonly missingValues: readonly string[];
  /** Smallest and largest value that can be true, for a continuous variable. */
  readonly range: readonly [lowest: number, highest: number] | null;
  /** Of an outcome or event: the level that means it happened. */
  readonly positive: string | null;
  /** Of an event: the variable that has its time. */
  readonly time: string | null;
  /** Of a score: on which rows it was learned, so that a later fit on them needs a written exception. */
  readonly learnedOn: "training" | null;
  /** What a reader must know beside the label. */
  readonly note: string | null;
  /** By what a draft guessed kind and role, while nobody has confirmed them; null otherwise. */
  readonly guess: string | null;
}

export interface Dictionary {
  /** The file, for messages. */
  readonly place: string;
  readonly variables: readonly Variable[];
}

/** The variable of a name. @throws RangeError if the dictionary has none; it lists those there are */
export function variableNamed(dictionary: Dictionary, name: string): Variable {
  const found = dictionary.variables.find((variable) => variable.name === name);
  if (found === undefined) {
    throw new RangeError(
      `the variable must be one of ${dictionary.variables.map((variable) => variable.name).join(", ")}; got "${name}"`,
    );
  }
  return found;
}

/** All variables of a role, in the dictionary's order. */
export function variablesOfRole(dictionary: Dictionary, role: VariableRole): Variable[] {
  return dictionary.variables.filter((variable) => variable.role === role);
}
