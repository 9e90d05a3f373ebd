/**
 * How well each model tells patients apart inside subgroups: by stage, depth, location, age, centre, and among patients
 * who have lung nodules, for whom the question is asked in practice. A cohort is asked only for what its table has.
 */

import { type Cohort, levelsOf, numbersOf } from "../cohort/cohort.js";
import { type Rows, realRoles, rowsAt } from "../cohort/rows.js";
import { comparedModels } from "../evaluate/compared-models.js";
import { delongAucOnRows } from "../evaluate/discrimination-on-rows.js";
import { median } from "../math/summary.js";
import type { Finding } from "./record.js";

export interface Subgroup {
  /** In ids: "stage-low". */
  readonly id: string;
  readonly label: string;
  /** For each patient of the cohort whether it belongs. */
  readonly members: readonly boolean[];
}

const splits: readonly {
  readonly variable: string;
  readonly parts: readonly {
    readonly id: string;
    readonly label: string;
    readonly levels: readonly string[];
  }[];
}[] = [
  {
    variable: "t_stage",
    parts: [
      { id: "stage-1-2", label: "1 or 2", levels: ["1", "2"] },
      { id: "stage-3-4", label: "3 or 4", levels: ["3", "4"] },
    ],
  },
  {
    variable: "depth",
    parts: [
      { id: "deep", label: "deep tumours", levels: ["Deep"] },
      { id: "superficial", label: "superficial tumours", levels: ["Superficial"] },
    ],
  },
  { variable: "lung_nodule", parts: [{ id: "nodules", label: "lung nodules", levels: ["1"] }] },
];

/** The subgroups that a cohort's table allows. */
export function subgroupsOf(cohort: Cohort): Subgroup[] {
  const { variables } = cohort.dictionary;
  const complete = (name: string): boolean =>
    variables.some((variable) => variable.name === name) && cohort.missing[name] === 0;
  const named = splits.flatMap(({ variable, parts }) =>
    complete(variable)
      ? parts.map(({ id, label, levels }) => ({
          id,
          label: variable === "t_stage" ? `${stageTitle()} ${label}` : label,
          members: levelsOf(cohort, variable).map((level) => levels.includes(level)),
        }))
      : [],
  );
  return [...named, ...locations(), ...ages(), ...centres()];

  /** A size class is not called a stage. */
  function stageTitle(): string {
    const { label } = variables.find(({ name }) => name === "t_stage")!;
    return /stage/i.test(label) ? "T-stage" : label;
  }

  function locations(): Subgroup[] {
    if (!complete("location")) return [];
    const limb = levelsOf(cohort, "location").map((level) => level === "Limb");
    return [
      { id: "limb", label: "limb", members: limb },
      { id: "other-location", label: "other locations", members: limb.map((is) => !is) },
    ];
  }

  function ages(): Subgroup[] {
    if (!complete("age")) return [];
    const age = numbersOf(cohort, "age");
    const middle = median(age);
    const old = age.map((years) => years > middle);
    return [
      { id: "younger", label: `age up to ${middle}`, members: old.map((is) => !is) },
      { id: "older", label: `age above ${middle}`, members: old },
    ];
  }

  function centres(): Subgroup[] {
    const centre = variables.find(({ role }) => role === "centre");
    if (centre === undefined || !complete(centre.name)) return [];
    const own = levelsOf(cohort, centre.name);
    return centre.levels.map(({ value, label }) => ({
      id: `centre-${value}`,
      label,
      members: own.map((level) => level === value),
    }));
  }
}

/** The AUC of each model in each subgroup of each set; a subgroup of the whole set, or of nobody in it, is left out. */
export function subgroupFindings(prefix: string, cohort: Cohort, rows: Rows): Finding[] {
  const place = new Map(cohort.ids.map((id, i) => [id, i]));
  const groups = subgroupsOf(cohort);
  return realRoles(rows).flatMap((role) => {
    const ofSet = rows.ids.flatMap((_, i) => (rows.roles[i] === role ? [i] : []));
    return groups.flatMap(({ id, label, members }) => {
      const at = ofSet.filter((i) => members[place.get(rows.ids[i])!]);
      if (at.length === 0 || at.length === ofSet.length) return [];
      const own = rowsAt(rows, at);
      const events = own.outcome.filter((outcome) => outcome === 1).length;
      return comparedModels.map(({ model, label: name, score }): Finding => {
        const facts = {
          id: `${prefix}.subgroup.${role}.${model}.${id}`,
          label: `${name}, ${role}, ${label}: AUC`,
          source: "patients",
          n: at.length,
          events,
          test: "AUC, DeLong",
        } as const;
        return Math.min(events, at.length - events) < 2
          ? { ...facts, value: null, notComputable: "fewer than two patients of an outcome" }
          : { ...facts, value: delongAucOnRows(own, score).auc };
      });
    });
  });
}
