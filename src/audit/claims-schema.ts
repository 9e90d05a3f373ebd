/** The form of a claims file: known keys only, published as a JSON Schema so that an editor checks it while you type. */

import { z } from "zod";
import type { Schema } from "../io/checked-json.js";
import { type ClaimsFile, claimKinds } from "./claim.js";
import { figureNames } from "./recipe.js";

const words = z.string().regex(/\S/, "must not be empty");
const id = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*$/, "must be an id of letters, digits, points and hyphens");
const ref = z.union([
  z.number(),
  z.string().regex(/^[A-Za-z0-9][\w.-]*(#[a-z]+)?$/, "must be an id, id#part or a number"),
]);
const refs = z.array(ref).min(1, "must name at least one claim");
const ids = z.array(id).min(2, "must name at least two claims");
const pair = z.tuple([id, id]);
const figure = z.enum(figureNames);
const levelCounts = {
  nonEvents: z.array(ref).min(2, "must have at least two levels"),
  events: z.array(ref).min(2, "must have at least two levels"),
};
const meanGroup = z.strictObject({ mean: ref, standardDeviation: ref, n: ref });

const recipe = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("same as"), of: refs.max(2, "must name one claim or two") }),
  z.strictObject({ by: z.literal("sum"), of: refs }),
  z.strictObject({ by: z.literal("difference"), of: refs }),
  z.strictObject({ by: z.literal("product"), of: refs }),
  z.strictObject({ by: z.literal("logarithm"), of: ref }),
  z.strictObject({
    by: z.literal("percentage"),
    part: refs.optional(),
    whole: refs.optional(),
  }),
  z.strictObject({ by: z.literal("count below"), of: refs, limit: ref }),
  z.strictObject({
    by: z.literal("group comparison"),
    ...levelCounts,
    ordered: z.boolean(),
    levels: z.array(words),
  }),
  z.strictObject({
    by: z.literal("mean comparison"),
    groups: z.tuple([meanGroup, meanGroup]),
  }),
  z.strictObject({ by: z.literal("odds ratio"), ...levelCounts, levels: z.array(words) }),
  z.strictObject({ by: z.literal("odds ratio P"), of: id }),
  z.strictObject({ by: z.literal("interval P"), of: id }),
  z.strictObject({ by: z.literal("ordinal AUC"), ...levelCounts }),
  z.strictObject({
    by: z.literal("logistic classification"),
    learned: z.strictObject(levelCounts),
    applied: z.strictObject(levelCounts),
    cut: z.number().gt(0, "must lie between 0 and 1").lt(1, "must lie between 0 and 1"),
  }),
  z.strictObject({
    by: z.literal("confusion matrix"),
    figures: z.partialRecord(figure, id),
    positives: ref,
    negatives: ref,
  }),
  z.strictObject({ by: z.literal("confusion figure"), figure, matrix: id }),
  z.strictObject({ by: z.literal("McNemar"), of: pair }),
  z.strictObject({ by: z.literal("AUC comparison"), of: pair }),
]);

const check = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("sum"), of: refs, total: ref }),
  z.strictObject({
    by: z.literal("whole numbers"),
    mean: id,
    standardDeviation: id,
    n: ref,
    smallest: ref.optional(),
    largest: ref.optional(),
  }),
  z.strictObject({ by: z.literal("interval"), estimate: id, p: id }),
  z.strictObject({ by: z.literal("span"), estimate: id, positives: ref, negatives: ref }),
  z.strictObject({ by: z.literal("adjustment"), alone: id, together: id }),
  z.strictObject({
    by: z.literal("AUC interval"),
    auc: id,
    positives: ref,
    negatives: ref,
    untied: words.optional(),
  }),
  z.strictObject({
    by: z.literal("operating point"),
    auc: id,
    sensitivity: id,
    specificity: id,
  }),
  z.strictObject({ by: z.literal("proportion"), of: id, n: ref }),
  z.strictObject({ by: z.literal("shares"), of: ids }),
  z.strictObject({ by: z.literal("order"), of: ids }),
]);

const says = { says: words };
const part = z.discriminatedUnion("by", [
  z.strictObject({
    ...says,
    by: z.literal("compare"),
    left: ref,
    relation: z.enum(["<", "<=", "=", ">=", ">"]),
    right: ref,
  }),
  z.strictObject({ ...says, by: z.literal("count below"), of: refs, limit: ref, expected: ref }),
  z.strictObject({
    ...says,
    by: z.literal("computed by"),
    of: z.array(id).min(1, "must name at least one claim"),
    methods: z.array(words).min(1, "must name at least one test"),
  }),
  z.strictObject({ ...says, by: z.literal("computed alike"), of: ids }),
  z.strictObject({ ...says, by: z.literal("higher AUC"), of: pair, alpha: ref }),
  z.strictObject({ ...says, by: z.literal("more often right"), of: pair, alpha: ref }),
  z.strictObject({
    ...says,
    by: z.literal("higher accuracy"),
    of: z.tuple([ref, ref]),
    n: ref,
    alpha: ref,
  }),
  z.strictObject({ ...says, by: z.literal("better than prevalence"), matrix: id, alpha: ref }),
  z.strictObject({
    ...says,
    by: z.literal("figure above"),
    matrix: id,
    figure,
    least: z.number(),
  }),
  z.strictObject({
    ...says,
    by: z.literal("net benefit"),
    of: pair,
    threshold: z.number().gt(0, "must lie between 0 and 1").lt(1, "must lie between 0 and 1"),
  }),
  z.strictObject({ ...says, by: z.literal("not printed"), needs: words }),
]);

const number = z.number();
const value = z.union([
  number,
  words,
  z.array(words).min(1, "must not be empty"),
  z.strictObject({ estimate: number, lower: number, upper: number }),
  z.strictObject({ from: number, to: number }),
  z.strictObject({ estimate: number, count: number, total: number }),
  z.strictObject({ tp: number, fp: number, tn: number, fn: number }),
]);

const claim = z.strictObject({
  id,
  where: words,
  statement: words,
  kind: z.enum(claimKinds),
  set: words.optional(),
  printed: words.nullable(),
  quote: words.optional(),
  value: value.optional(),
  unit: words.optional(),
  cites: z.array(number).optional(),
  recompute: recipe.optional(),
  needs: words.optional(),
  notResult: words.optional(),
  beyondTwin: words.optional(),
  parts: z.array(part).min(1, "must not be empty").optional(),
  note: words.optional(),
});

const schema = z.strictObject({
  $schema: z.string().optional(),
  title: words,
  source: words,
  licence: words.optional(),
  claims: z.array(claim).min(1, "must have at least one claim"),
  checks: z.array(check),
});

/** What the reader checks the file's form with. */
export const claimsSchema: Schema<ClaimsFile> = schema as unknown as Schema<ClaimsFile>;

/** The form in the JSON Schema language. */
export function claimsJsonSchema(): object {
  return { title: "dlrn claims of a paper", ...z.toJSONSchema(schema) };
}
