/** How the paper's patients came together: from all that were identified to the groups of its tables. */

import { join } from "node:path";
import { z } from "zod";
import { readCheckedJson } from "../checked-json.js";
import { InputError } from "../input-error.js";
import { type Printed, parsePrinted } from "./printed.js";

export interface FlowStep {
  readonly id: string;
  readonly label: string;
  readonly n: Printed;
  /** The step these patients are a part of; null for the first. */
  readonly of: string | null;
  /** The paper's words. */
  readonly quote: string;
}

export interface PublishedFlow {
  readonly source: string;
  readonly steps: readonly FlowStep[];
  readonly age: {
    readonly median: Printed;
    readonly lowest: Printed;
    readonly highest: Printed;
    readonly quote: string;
  };
  /** What the paper does not say. */
  readonly notPrinted: string;
}

const words = z.string().regex(/\S/, "must not be empty");

const flowSchema = z.strictObject({
  source: words,
  steps: z.array(
    z.strictObject({ id: words, label: words, n: words, of: words.nullable(), quote: words }),
  ),
  age: z.strictObject({ median: words, lowest: words, highest: words, quote: words }),
  notPrinted: words,
});

/**
 * The flow of patients.
 *
 * @throws InputError naming file and key, if a step is part of one that does not stand before it, or larger than it
 */
export function readFlow(root: string): PublishedFlow {
  const place = "paper/flow.json";
  const flow = readCheckedJson(join(root, place), place, flowSchema);
  const steps = flow.steps.map((step, i) => ({
    ...step,
    n: parsePrinted(step.n, `${place}, steps[${i}].n`),
  }));
  steps.forEach((step, i) => {
    if (step.of === null) return;
    const whole = steps.slice(0, i).find(({ id }) => id === step.of);
    if (whole === undefined) {
      throw new InputError(
        `must be a step that stands before; it is "${step.of}"`,
        `${place}, steps[${i}].of`,
      );
    }
    if (step.n.value > whole.n.value) {
      throw new InputError(
        `a part must not be larger than its whole (${whole.n.text}); it is ${step.n.text}`,
        `${place}, steps[${i}].n`,
      );
    }
  });
  const age = (key: "median" | "lowest" | "highest"): Printed =>
    parsePrinted(flow.age[key], `${place}, age.${key}`);
  return {
    source: flow.source,
    steps,
    age: {
      median: age("median"),
      lowest: age("lowest"),
      highest: age("highest"),
      quote: flow.age.quote,
    },
    notPrinted: flow.notPrinted,
  };
}
