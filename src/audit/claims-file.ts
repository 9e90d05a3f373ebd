/** A claims file: read, and refused in one sentence that names the row if it contradicts itself. */

import { checkedJson, readCheckedJson } from "../io/checked-json.js";
import { InputError } from "../io/input-error.js";
import { type Claim, type ClaimsFile, isEstimate, isMatrix } from "./claim.js";
import { checkRefs, circle, dependencies, partRefs, recipeRefs, refId } from "./claim-graph.js";
import { claimsSchema } from "./claims-schema.js";
import { contradiction } from "./printed-value.js";
import type { Check, LevelCounts, Part, Recipe, Ref } from "./recipe.js";

/**
 * @param place how messages name the file
 * @throws InputError for an unknown kind, an id that comes twice, a claim that rests on itself or on one that is not
 *   there, a value that contradicts its printed text
 */
export function readClaims(path: string, place: string): ClaimsFile {
  return requireSound(readCheckedJson(path, place, claimsSchema, { ids: true }), place);
}

/** The same for a text at hand. */
export function parseClaims(text: string, place: string): ClaimsFile {
  return requireSound(checkedJson(text, place, claimsSchema, { ids: true }), place);
}

/** A claim by its id. @throws RangeError if there is none */
export function claimNamed({ claims }: ClaimsFile, id: string): Claim {
  const found = claims.find((claim) => claim.id === id);
  if (found === undefined) throw new RangeError(`there must be a claim "${id}"; there is none`);
  return found;
}

function requireSound(file: ClaimsFile, place: string): ClaimsFile {
  const { claims, checks } = file;
  const byId = new Map<string, Claim>();
  claims.forEach((claim, i) => {
    const at = `${place}, claims[${i}] "${claim.id}"`;
    if (byId.has(claim.id)) {
      const first = claims.findIndex(({ id }) => id === claim.id);
      throw new InputError(`ids must be unique; claims[${first}] has this one too`, at);
    }
    byId.set(claim.id, claim);
    const fault = formFault(claim);
    if (fault !== null) throw new InputError(fault, at);
  });
  claims.forEach((claim, i) => {
    const at = `${place}, claims[${i}] "${claim.id}"`;
    if (claim.recompute !== undefined) {
      requireNumbers(recipeRefs(claim.recompute), byId, `${at}, recompute`);
      const fault = recipeFault(claim.recompute, byId);
      if (fault !== null) throw new InputError(fault, `${at}, recompute`);
    }
    claim.parts?.forEach((part, p) => {
      const where = `${at}, parts[${p}] (${part.by})`;
      requireNumbers(partRefs(part), byId, where);
      const fault = partFault(part, byId);
      if (fault !== null) throw new InputError(fault, where);
    });
  });
  checks.forEach((check, i) => {
    const where = `${place}, checks[${i}] (${check.by})`;
    requireNumbers(checkRefs(check), byId, where);
    const fault = checkFault(check, byId);
    if (fault !== null) throw new InputError(fault, where);
  });
  const round = circle(claims);
  if (round !== null) {
    const i = claims.findIndex(({ id }) => id === round[0]);
    throw new InputError(
      `a claim must not be computed from itself; ${round.join(" ← ")}`,
      `${place}, claims[${i}] "${round[0]}"`,
    );
  }
  return file;
}

/** What a claim by itself does wrong, in a sentence; null if nothing. */
function formFault(claim: Claim): string | null {
  const { kind, printed, quote, value, recompute, parts } = claim;
  if (kind === "words") {
    if (parts === undefined) return "a claim in words must say what would have to hold, in parts";
    if (printed === null || value !== undefined || recompute !== undefined)
      return "a claim in words must be printed, and has neither value nor recipe";
    return null;
  }
  if (parts !== undefined) return `only a claim in words has parts; its kind is ${kind}`;
  if (printed === null && recompute === undefined)
    return "a claim must be printed, or derived by a recipe; it is neither";
  if (printed !== null && value === undefined) return "a printed claim must have a value";
  if (printed !== null && quote !== undefined && !quote.includes(printed))
    return `the quote must contain what is printed, "${printed}"; it is "${quote}"`;
  const wrong = contradiction(claim);
  return wrong === null ? null : `the value must be what is printed; ${wrong}`;
}

function requireNumbers(refs: readonly Ref[], byId: ReadonlyMap<string, Claim>, at: string): void {
  for (const ref of refs) {
    const id = refId(ref);
    if (id === null) continue;
    const claim = byId.get(id);
    if (claim === undefined)
      throw new InputError(`must name claims of the file; there is no "${id}"`, at);
    const part = (ref as string).split("#")[1];
    const { value } = claim;
    if (part !== undefined && !(typeof value === "object" && part in value))
      throw new InputError(`must name a part of a claim's value; "${id}" has no "${part}"`, at);
    if (claim.kind === "words" || (typeof value === "object" && Array.isArray(value)))
      throw new InputError(`must name claims that are numbers; "${id}" is none`, at);
  }
}

/** What a recipe asks of claims that they are not, in a sentence; null if nothing. */
function recipeFault(recipe: Recipe, byId: ReadonlyMap<string, Claim>): string | null {
  switch (recipe.by) {
    case "ordinal AUC":
      return levelFault(recipe);
    case "group comparison":
    case "odds ratio":
      return recipe.levels.length === recipe.events.length
        ? levelFault(recipe)
        : `there must be a name per level; there are ${recipe.levels.length} for ${recipe.events.length}`;
    case "logistic classification":
      return (
        levelFault(recipe.learned) ??
        levelFault(recipe.applied) ??
        (recipe.learned.events.length === recipe.applied.events.length
          ? null
          : "the model must be applied to the levels it was learned on")
      );
    case "odds ratio P":
      return byId.get(recipe.of)!.recompute?.by === "odds ratio"
        ? null
        : `must name a claim whose recipe is an odds ratio; "${recipe.of}" is none`;
    case "interval P":
      return notEstimate([recipe.of], byId);
    case "AUC comparison":
      return notEstimate(recipe.of, byId);
    case "confusion figure":
      return notMatrix([recipe.matrix], byId);
    case "McNemar":
      return notMatrix(recipe.of, byId);
    case "confusion matrix":
      return Object.keys(recipe.figures).length >= 2
        ? null
        : "a matrix must be found from at least two figures";
    default:
      return dependencies(recipe).length > 0 || recipe.by === "percentage"
        ? null
        : "must name at least one claim";
  }
}

function checkFault(check: Check, byId: ReadonlyMap<string, Claim>): string | null {
  switch (check.by) {
    case "interval":
    case "span":
      return notEstimate([check.estimate], byId);
    case "adjustment":
      return notEstimate([check.alone, check.together], byId);
    case "AUC interval":
      return notEstimate([check.auc], byId);
    default:
      return null;
  }
}

function partFault(part: Part, byId: ReadonlyMap<string, Claim>): string | null {
  switch (part.by) {
    case "higher AUC":
      return notEstimate(part.of, byId);
    case "more often right":
    case "net benefit":
      return notMatrix(part.of, byId);
    case "better than prevalence":
    case "figure above":
      return notMatrix([part.matrix], byId);
    default:
      return null;
  }
}

function levelFault({ nonEvents, events }: LevelCounts): string | null {
  return nonEvents.length === events.length
    ? null
    : `both groups must have the same levels; there are ${nonEvents.length} and ${events.length}`;
}

function notEstimate(ids: readonly string[], byId: ReadonlyMap<string, Claim>): string | null {
  const wrong = ids.find((id) => !isEstimate(byId.get(id)!.value));
  return wrong === undefined
    ? null
    : `must name claims with estimate, lower and upper; "${wrong}" has none`;
}

function notMatrix(ids: readonly string[], byId: ReadonlyMap<string, Claim>): string | null {
  const wrong = ids.find((id) => {
    const { kind, value } = byId.get(id)!;
    return kind !== "confusion matrix" || (value !== undefined && !isMatrix(value));
  });
  return wrong === undefined ? null : `must name a confusion matrix; "${wrong}" is none`;
}
