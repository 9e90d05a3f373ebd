/** The specification as a file: JSON with known keys only, checked first for form, then for what can hold together. */

import { z } from "zod";
import { checkedJson, readCheckedJson } from "../io/checked-json.js";
import type { Specification } from "./specification.js";
import { requireConsistent } from "./specification-check.js";

const words = z.string().regex(/\S/, "must not be empty");
const number = z.string().regex(/^\d+(\.\d+)?$/, 'must be a printed number, such as "0.936"');
const bound = z
  .string()
  .regex(/^<?\d+(\.\d+)?$/, 'must be a printed number, such as "0.034" or "<0.001"');
const count = z
  .number()
  .refine((n) => Number.isSafeInteger(n) && n >= 0, "must be a whole number from 0");
const outcome = z.union([z.literal(0), z.literal(1)]);
const range = z.tuple([z.number(), z.number()]);
const selection = { set: words.optional(), outcome: outcome.optional(), note: words.optional() };
const term = { variable: words, level: words.optional() };
const figure = z.strictObject({ id: words, printed: number }).optional();

const schema = z.strictObject({
  title: words,
  source: words,
  idPrefix: words,
  seed: z.number().refine((n) => Number.isSafeInteger(n), "must be a whole number"),
  columns: z.array(words),
  outcome: words,
  sets: z
    .array(z.strictObject({ name: words, id: words, counts: z.tuple([count, count]) }))
    .min(1, "must name at least one set"),
  continuous: z.array(
    z.strictObject({
      name: words,
      step: z.number().positive("must be above 0"),
      range,
      skewness: z.number().optional(),
      groups: z.array(
        z.strictObject({
          id: words,
          ...selection,
          mean: number,
          sd: number,
          halfSteps: count.optional(),
        }),
      ),
      overall: z.strictObject({ median: figure, smallest: figure, largest: figure }).optional(),
    }),
  ),
  categorical: z.array(
    z.strictObject({
      name: words,
      levels: z.array(words).min(2, "must have at least two levels"),
      codes: z.array(z.number()).optional(),
      groups: z.array(
        z.strictObject({
          id: words.optional(),
          ...selection,
          counts: z.array(count),
          printedAs: z.array(words).optional(),
          claims: z.array(words.nullable()).optional(),
        }),
      ),
      assumption: words.optional(),
    }),
  ),
  score: z.strictObject({ name: words, decimals: count, range }),
  regressions: z.array(
    z.strictObject({
      id: words,
      set: words,
      rows: z
        .array(
          z.strictObject({
            id: words,
            ...term,
            or: number,
            lower: number,
            upper: number,
            p: bound,
          }),
        )
        .min(1, "must have at least one row"),
    }),
  ),
  models: z.array(
    z.strictObject({
      id: words,
      label: words,
      terms: z.array(z.strictObject(term)).min(1, "must have at least one term").optional(),
      score: words.optional(),
      cut: z.union([
        z.strictObject({ risk: z.number().gt(0).lt(1) }),
        z.strictObject({ score: z.number() }),
      ]),
    }),
  ),
  performance: z.array(
    z.strictObject({
      id: words,
      model: words,
      set: words,
      augmented: z.boolean().optional(),
      auc: number,
      lower: number.optional(),
      upper: number.optional(),
      confusion: z.strictObject({ tp: count, fp: count, tn: count, fn: count }),
    }),
  ),
  comparisons: z.array(
    z.strictObject({
      id: words,
      set: words,
      models: z.tuple([words, words]),
      p: bound,
      augmented: z.boolean().optional(),
      note: words.optional(),
    }),
  ),
  augmentation: z
    .strictObject({
      set: words,
      outcome,
      to: count,
      idPrefix: words,
      patients: z.strictObject({ auc: range, positive: z.tuple([count, count]) }).optional(),
      note: words.optional(),
    })
    .optional(),
  survival: z
    .strictObject({
      time: words,
      event: words,
      model: words,
      decimals: count,
      longest: z.number().positive("must be above 0"),
      eventWithOutcome: z.boolean(),
      medians: z.array(
        z.strictObject({
          id: words,
          set: words,
          group: z.enum(["high", "low"]),
          median: z.union([number, z.literal("not reached")]),
        }),
      ),
      logRank: z.array(z.strictObject({ id: words, set: words, p: bound })),
      note: words.optional(),
    })
    .optional(),
  correlations: z.array(
    z.strictObject({
      set: words,
      between: z.tuple([words, words]),
      from: z.number(),
      to: z.number(),
      note: words,
    }),
  ),
});

/**
 * Read a specification.
 *
 * @param place how messages name the file
 * @throws InputError naming the row, if the file is no specification, or none that a cohort could meet
 */
export function readSpecification(path: string, place: string): Specification {
  const specification = readCheckedJson(path, place, schema, { ids: true }) as Specification;
  requireConsistent(specification, place);
  return specification;
}

/** The same for a text at hand. */
export function parseSpecification(text: string, place: string): Specification {
  const specification = checkedJson(text, place, schema, { ids: true }) as Specification;
  requireConsistent(specification, place);
  return specification;
}
