/**
 * Whether a specification speaks of one cohort: its names are known, its groups divide the patients, its sums agree.
 * What the printed numbers then allow is for `attainable.ts` to say. The first fault ends the check; it is one
 * sentence that names the row.
 */

import { InputError } from "../io/input-error.js";
import { requireAttainable } from "./attainable.js";
import { categoricalNamed, continuousNamed, selectedRows } from "./constructed-cohort.js";
import { emptyDrafts } from "./draft.js";
import { printedNumber } from "./printed.js";
import type {
  ModelSpecification,
  Selection,
  Specification,
  SurvivalSpecification,
  Term,
} from "./specification.js";

/** @throws InputError for the first thing that does not hold */
export function requireConsistent(specification: Specification, place: string): void {
  const refuse = (row: string, sentence: string): never => {
    throw new InputError(sentence, `${place}, ${row}`);
  };
  requireNames(specification, refuse);
  requireColumns(specification, refuse);
  requireGroups(specification, refuse);
  requireRegressions(specification, refuse);
  requireModels(specification, refuse);
  requireTables(specification, refuse);
  requireAttainable(specification, refuse);
}

/** Ends the check. */
export type Refuse = (row: string, sentence: string) => never;

function requireNames(specification: Specification, refuse: Refuse): void {
  const { continuous, categorical, score, regressions, performance, comparisons } = specification;
  const { sets, models, survival } = specification;
  const unique = (what: string, names: readonly string[]): void => {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) refuse(twice, `${what} must be unique; "${twice}" comes twice`);
  };
  unique(
    "names of sets",
    sets.map(({ name }) => name),
  );
  unique(
    "names of models",
    models.map(({ id }) => id),
  );
  unique("names of variables", [
    ...[...continuous, ...categorical].map(({ name }) => name),
    score.name,
  ]);
  const groups: (Selection & { readonly id?: string })[] = [
    ...continuous.flatMap((variable) => variable.groups),
    ...categorical.flatMap((variable) => variable.groups),
  ];
  unique("ids", [
    ...groups.flatMap(({ id }) => (id === undefined ? [] : [id])),
    ...regressions.flatMap(({ rows }) => rows.map(({ id }) => id)),
    ...performance.map(({ id }) => id),
    ...comparisons.map(({ id }) => id),
    ...(survival?.medians ?? []).map(({ id }) => id),
    ...(survival?.logRank ?? []).map(({ id }) => id),
  ]);
  const placed: readonly { readonly set?: string; readonly id?: string }[] = [
    ...groups,
    ...regressions,
    ...performance,
    ...comparisons,
    ...specification.correlations,
    ...(survival?.medians ?? []),
    ...(survival?.logRank ?? []),
  ];
  for (const { set, id } of placed)
    if (set !== undefined && !sets.some(({ name }) => name === set))
      refuse(
        id ?? "correlations",
        `the set must be one of ${sets.map(({ name }) => name).join(", ")}; it is "${set}"`,
      );
}

function requireColumns(specification: Specification, refuse: Refuse): void {
  const { columns, outcome, continuous, categorical, score, survival } = specification;
  const needed = ["id", "constructed", "set", outcome, score.name];
  needed.push(...[...continuous, ...categorical].map(({ name }) => name));
  if (survival !== undefined) needed.push(survival.time, survival.event);
  const missing = needed.find((name) => !columns.includes(name));
  if (missing !== undefined)
    refuse("columns", `every variable needs its column; "${missing}" has none`);
  const extra = columns.find((name, i) => !needed.includes(name) || columns.indexOf(name) !== i);
  if (extra !== undefined)
    refuse("columns", `columns must be those of the variables, each once; "${extra}" is not`);
}

function requireGroups(specification: Specification, refuse: Refuse): void {
  const drafts = emptyDrafts(specification);
  const rows = {
    sets: drafts.flatMap(({ set, size }) => new Array<string>(size).fill(set)),
    outcome: drafts.flatMap((draft) => Array.from(draft.outcome)),
  };
  for (const { name, groups } of [...specification.continuous, ...specification.categorical]) {
    const times = new Uint8Array(rows.sets.length);
    for (const group of groups) for (const i of selectedRows(rows, group)) times[i]++;
    const at = times.findIndex((count) => count !== 1);
    if (at >= 0)
      refuse(
        name,
        `every patient must be in one group of "${name}"; those of ${rows.sets[at]} with outcome ${rows.outcome[at]} are in ${times[at]}`,
      );
  }
  for (const { name, levels, codes, groups } of specification.categorical) {
    if (codes !== undefined && codes.length !== levels.length)
      refuse(name, `codes must be one per level; there are ${codes.length} for ${levels.length}`);
    for (const group of groups) {
      const row = group.id ?? name;
      if (group.counts.length !== levels.length)
        refuse(
          row,
          `counts must be one per level; there are ${group.counts.length} for ${levels.length}`,
        );
      const sum = group.counts.reduce((total, count) => total + count, 0);
      const size = selectedRows(rows, group).length;
      if (sum !== size)
        refuse(
          row,
          `the counts must add up to the group's ${size} patients; ${group.counts.join(" + ")} is ${sum}`,
        );
    }
  }
}

function requireRegressions(specification: Specification, refuse: Refuse): void {
  const { sets, score } = specification;
  for (const { id, set, rows } of specification.regressions) {
    for (const row of rows) requireTerm(specification, row, set, row.id, refuse);
    const hasScore = rows.some(({ variable }) => variable === score.name);
    if (rows.length > 1 && !hasScore)
      refuse(
        id,
        `a regression of several terms must contain the score "${score.name}", which is what the builder moves to meet it; this one has ${rows.map(({ variable }) => variable).join(", ")}`,
      );
    if (hasScore && set !== sets[0]!.name)
      refuse(
        id,
        `a regression on the score must be on the first set, ${sets[0]!.name}; it is on ${set}`,
      );
  }
}

function requireModels(specification: Specification, refuse: Refuse): void {
  const { sets, score } = specification;
  for (const { id, terms, score: plain, cut } of specification.models) {
    if ((terms === undefined) === (plain === undefined))
      refuse(id, "a model must have either terms or the score it is");
    if (plain !== undefined && plain !== score.name)
      refuse(id, `the score must be "${score.name}"; it is "${plain}"`);
    if ("risk" in cut !== (terms !== undefined))
      refuse(id, "a model of terms must be cut at a risk, a score at a score");
    for (const term of terms ?? [])
      for (const { name } of sets) requireTerm(specification, term, name, id, refuse);
  }
}

function requireTables(specification: Specification, refuse: Refuse): void {
  const { sets, performance, comparisons, augmentation, survival } = specification;
  const model = (row: string, id: string): ModelSpecification =>
    specification.models.find((candidate) => candidate.id === id) ??
    refuse(
      row,
      `the model must be one of ${specification.models.map((m) => m.id).join(", ")}; it is "${id}"`,
    );
  const sizes = ({ set, outcome }: Selection): number =>
    sets.find(({ name }) => name === set)!.counts[outcome!];
  if (augmentation !== undefined) {
    const { set, outcome, to } = augmentation;
    if (set !== sets[0]!.name || outcome !== 1)
      refuse("augmentation", `synthetic rows must be of ${sets[0]!.name}, with the outcome`);
    if (to <= sizes({ set, outcome }))
      refuse(
        "augmentation",
        `there must be more than ${sizes({ set, outcome })} rows afterwards; got ${to}`,
      );
  }
  for (const { id, model: name, set, augmented, confusion } of performance) {
    const { terms } = model(id, name);
    requireAugmentable(augmented, set, terms !== undefined, id);
    const without = sizes({ set, outcome: 0 });
    const with_ = augmented === true ? augmentation!.to : sizes({ set, outcome: 1 });
    const { tp, fp, tn, fn } = confusion;
    if (tp + fn !== with_ || fp + tn !== without)
      refuse(
        id,
        `the confusion matrix must have ${with_} patients with the outcome and ${without} without; it has ${tp + fn} and ${fp + tn}`,
      );
  }
  for (const { id, models, set, augmented } of comparisons) {
    const [, second] = models.map((name) => model(id, name));
    requireAugmentable(augmented, set, second!.terms !== undefined, id);
  }
  for (const { id, p } of [...comparisons, ...(survival?.logRank ?? [])])
    if (printedNumber(p).value > 1) refuse(id, `a P must lie between 0 and 1; it is ${p}`);
  for (const { set, between } of specification.correlations)
    for (const variable of between)
      requireTerm(specification, { variable }, set, "correlations", refuse);
  if (survival !== undefined) {
    model("survival", survival.model);
    requireSurvival(specification, survival, refuse);
  }

  function requireAugmentable(
    asked: boolean | undefined,
    set: string,
    fitted: boolean,
    row: string,
  ): void {
    if (asked !== true) return;
    if (augmentation === undefined || augmentation.set !== set || fitted)
      refuse(
        row,
        "only the score itself, on the set that has synthetic rows, can be measured with them",
      );
  }
}

/** A median that cannot be: of a group without patients, or not reached where half have the event for certain. */
function requireSurvival(
  { performance }: Specification,
  { model, medians, longest, eventWithOutcome }: SurvivalSpecification,
  refuse: Refuse,
): void {
  for (const { id, set, group, median } of medians) {
    if (Number(median) > longest)
      refuse(id, `a median must be at most the longest time, ${longest}; it is ${median}`);
    const row = performance.find(
      (candidate) =>
        candidate.model === model && candidate.set === set && candidate.augmented !== true,
    );
    if (row === undefined) continue;
    const { tp, fp, tn, fn } = row.confusion;
    const [withOutcome, patients] = group === "high" ? [tp, tp + fp] : [fn, fn + tn];
    if (patients === 0)
      refuse(id, `a group with a median must have patients; by ${row.id} nobody is in it`);
    if (median === "not reached" && eventWithOutcome && 2 * withOutcome >= patients)
      refuse(
        id,
        `a median that is not reached needs fewer events; ${withOutcome} of ${patients} have the outcome, which is one`,
      );
  }
}

/** A term's variable is known, and its counts or means are given for each outcome of the set, so that they decide. */
function requireTerm(
  specification: Specification,
  { variable, level }: Term,
  set: string,
  row: string,
  refuse: Refuse,
): void {
  const { score } = specification;
  const found =
    categoricalNamed(specification, variable) ?? continuousNamed(specification, variable);
  if (variable !== score.name && found === undefined)
    refuse(row, `the variable must be one of the specification's; "${variable}" is not`);
  const levels = categoricalNamed(specification, variable)?.levels ?? [];
  if (level !== undefined && !levels.includes(level))
    refuse(row, `the level must be one of ${levels.join(", ")}; it is "${level}"`);
  const whole = (found?.groups as readonly Selection[] | undefined)?.find(
    (group) =>
      (group.set ?? set) === set && (group.set === undefined || group.outcome === undefined),
  );
  if (whole !== undefined)
    refuse(row, `"${variable}" must be given for each set and outcome to enter a model`);
}
