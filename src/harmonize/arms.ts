/**
 * Ways to meet the differences between centres of a study with external validation, to be compared with one another.
 *
 * "none" leaves the features as they are. "pooled" fits ComBat on the patients of all centres at once, as a study does
 * that harmonises before it splits: external images then shape what is learned from. "reference" keeps the training
 * centre as it is and brings each other centre to it, estimated from that centre's own images; nothing that is learned
 * later can depend on them. The outcome is never a covariate. Both need a written exception, since ComBat sees images of
 * patients who are not training patients.
 */

import { type Rows, withFeatures } from "../cohort/rows.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { type Combat, fitCombat } from "./combat.js";
import { applyCombat } from "./combat-apply.js";

export type HarmonizationArm = "none" | "pooled" | "reference";

export const harmonizationArms: readonly HarmonizationArm[] = ["none", "pooled", "reference"];

export interface ArmOptions {
  readonly arm: HarmonizationArm;
  /** The training centre; needed by "reference" alone. */
  readonly reference?: string;
  /** Why rows that are not training rows may enter. */
  readonly exception: string;
}

export interface HarmonizedRows {
  readonly arm: HarmonizationArm;
  readonly rows: Rows;
  /** Null for "none". */
  readonly combat: Combat | null;
}

/**
 * @param centres one per row
 * @throws RangeError for an unknown arm, a missing reference, and as {@link fitCombat}
 */
export function harmonizedRows(
  rows: Rows,
  centres: readonly string[],
  { arm, reference, exception, ...others }: ArmOptions,
): HarmonizedRows {
  requireNoOtherOptions("an arm", others);
  if (!harmonizationArms.includes(arm))
    throw new RangeError(
      `an arm must be one of ${harmonizationArms.join(", ")}; got "${String(arm)}"`,
    );
  if (arm === "none") return { arm, rows, combat: null };
  if (arm === "reference" && reference === undefined)
    throw new RangeError('the arm "reference" needs the training centre; got none');
  const combat = fitCombat(rows, centres, {
    exception,
    ...(arm === "reference" && { reference: reference! }),
  });
  return { arm, combat, rows: withFeatures(rows, applyCombat(combat, rows.features, centres)) };
}
