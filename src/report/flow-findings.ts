/** The flow of patients as results: what the article prints, what follows from it, and what the cohort has. */

import { type Cohort, numbersOf } from "../cohort/cohort.js";
import { cohortSets } from "../cohort/group-summary.js";
import type { PublishedFlow } from "../io/paper/flow.js";
import type { Printed } from "../io/paper/printed.js";
import { median } from "../math/summary.js";
import type { Finding } from "./record.js";

/** @param published the article's flow, beside a cohort that was constructed from it; null for others */
export function flowFindings(cohort: Cohort, published: PublishedFlow | null): Finding[] {
  const printedOf = (id: string): { printed?: string } => {
    const step = published?.steps.find((entry) => entry.id === id);
    return step === undefined ? {} : { printed: step.n.text };
  };
  const claim = (id: string): { claim?: string } => (published === null ? {} : { claim: id });
  const sets = cohortSets(cohort);
  const short = { training: "n.train", validation: "n.val", synthetic: "n.synthetic" } as const;
  const counted = (id: string, label: string, value: number, facts: object): Finding => ({
    id: `${cohort.id}.flow.${id}`,
    value,
    label,
    source: "patients",
    n: value,
    test: "count",
    ...facts,
  });
  return [
    ...(published === null ? [] : excluded(published)),
    counted("enrolled", "Patients of the cohort", cohort.ids.length, {
      ...claim("n.total"),
      ...printedOf("enrolled"),
    }),
    ...(published === null ? [] : ages(cohort, published)),
    ...sets.flatMap(({ role, label, patients }) => {
      const events = patients.outcome.filter((value) => value === 1).length;
      const size = patients.ids.length;
      return [
        ...(sets.length > 1
          ? [counted(role, label, size, { ...claim(short[role]), ...printedOf(role) })]
          : []),
        counted(
          `${role}.nm`,
          `${label}, without the outcome`,
          size - events,
          claim(`${short[role]}.nm`),
        ),
        counted(`${role}.m`, `${label}, with the outcome`, events, {
          ...claim(`${short[role]}.m`),
          ...printedOf(`${role}-metastasis`),
        }),
      ];
    }),
  ];
}

/** Median and range of age, which the article prints of all enrolled patients together. */
function ages(cohort: Cohort, { age }: PublishedFlow): Finding[] {
  const values = numbersOf(cohort, "age");
  const finding = (
    key: string,
    value: number,
    test: string,
    printed: Printed,
    claim: string,
  ): Finding => ({
    id: `${cohort.id}.flow.age.${key}`,
    value,
    label: `Age of all patients, ${test}`,
    source: "patients",
    claim,
    printed: printed.text,
    n: values.length,
    test,
  });
  return [
    finding("median", median(values), "median", age.median, "m.agemedian"),
    finding("lowest", Math.min(...values), "lowest value", age.lowest, "m.agemin"),
    finding("highest", Math.max(...values), "highest value", age.highest, "m.agemax"),
  ];
}

/** The difference that the article leaves to its supplement. */
function excluded({ steps }: PublishedFlow): Finding[] {
  const identified = steps.find(({ of }) => of === null);
  const enrolled = steps.find(({ of }) => of === identified?.id);
  if (identified === undefined || enrolled === undefined) return [];
  return [
    {
      id: "aggregates.flow.excluded",
      value: identified.n.value - enrolled.n.value,
      label: `Identified (${identified.n.text}) less enrolled (${enrolled.n.text})`,
      source: "printed aggregates",
      claim: "m.excluded",
      n: identified.n.value,
      test: "difference",
    },
  ];
}
