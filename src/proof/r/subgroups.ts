/** Subgroups of notebook 08 in R: which rows of a set belong to each. */

import type { Cohort } from "../../cohort/cohort.js";
import { variablesOfRole } from "../../cohort/dictionary.js";
import { rName, rText } from "./words.js";

/** Variables and levels of the subgroups that do not depend on the cohort. */
const named: Readonly<
  Record<string, { readonly variable: string; readonly levels: readonly string[] }>
> = {
  "stage-1-2": { variable: "t_stage", levels: ["1", "2"] },
  "stage-3-4": { variable: "t_stage", levels: ["3", "4"] },
  deep: { variable: "depth", levels: ["Deep"] },
  superficial: { variable: "depth", levels: ["Superficial"] },
  nodules: { variable: "lung_nodule", levels: ["1"] },
  limb: { variable: "location", levels: ["Limb"] },
};

/** The expression for membership, given the R name of the rows; null for a subgroup that is not known. */
export function subgroupsInR({
  dictionary,
}: Cohort): (subgroup: string, rows: string) => string | null {
  const [centre] = variablesOfRole(dictionary, "centre");
  return (subgroup, rows) => {
    const own = named[subgroup];
    if (own !== undefined)
      return `${rows}$${rName(own.variable)} %in% c(${own.levels.map(rText).join(", ")})`;
    if (subgroup === "other-location") return `${rows}$location != "Limb"`;
    if (subgroup === "younger") return `${rows}$age <= median(patients$age)`;
    if (subgroup === "older") return `${rows}$age > median(patients$age)`;
    if (subgroup.startsWith("centre-") && centre !== undefined)
      return `${rows}$${rName(centre.name)} == ${rText(subgroup.slice("centre-".length))}`;
    return null;
  };
}
