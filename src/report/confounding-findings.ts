/**
 * What differs between the batches beside the images: each covariate and the outcome, by batch. Harmonising takes away
 * whatever differs, and where these differ too it cannot tell one from the other.
 */

import { cohortAt, completeCases, levelsOf, numbersOf } from "../cohort/cohort.js";
import type { Variable } from "../cohort/dictionary.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { type BatchAssociation, batchConfounding } from "../harmonize/batch-confounding.js";
import { countAndShare, fixed, pValue } from "../table/format.js";
import { makeTable, type Table, type TableRow } from "../table/table.js";
import type { ArmStudy } from "./harmonization-arms.js";
import type { Finding } from "./record.js";

/** One variable by batch, of the patients who have a value of it. */
export interface ConfoundedVariable {
  readonly variable: Variable;
  readonly association: BatchAssociation;
  readonly n: number;
}

/** Each covariate, then the outcome. */
export function confoundedVariables({ cohort, arms, batchOf }: ArmStudy): ConfoundedVariable[] {
  const { dictionary } = cohort;
  const batches = new Map(arms[0]!.rows.patients.map((patient, i) => [patient, batchOf[i]!]));
  const imaged = cohortAt(
    cohort,
    cohort.ids.flatMap((id, i) => (batches.has(id) ? [i] : [])),
  );
  const variables = [
    ...variablesOfRole(dictionary, "covariate"),
    ...variablesOfRole(dictionary, "outcome"),
  ].filter(({ kind }) => kind !== "text");
  return variables.map((variable) => {
    const { name, kind } = variable;
    const known = completeCases(imaged, [name]);
    const batch = known.ids.map((id) => batches.get(id)!);
    const [association] = batchConfounding(
      batch,
      kind === "continuous"
        ? { measurements: { [name]: numbersOf(known, name) } }
        : { categories: { [name]: levelsOf(known, name) } },
    );
    return { variable, association: association!, n: known.ids.length };
  });
}

/** Every level of every variable by batch, with the test and its strength. */
export function confoundingTable(
  { variable: batchLabel, batches, batchOf }: ArmStudy,
  found: readonly ConfoundedVariable[],
): Table {
  const sizeOf = (label: string): number => batchOf.filter((of) => of === label).length;
  return makeTable({
    id: "table-confounding",
    title: `Covariates and outcome by ${batchLabel.toLowerCase()}`,
    columns: [
      { key: "name", title: "Characteristic" },
      ...batches.map((label) => ({ key: label, title: `${label} (n = ${sizeOf(label)})` })),
      { key: "test", title: "Test", numeric: false },
      { key: "p", title: "P" },
      { key: "strength", title: "Strength" },
    ],
    rows: found.flatMap(variableRows),
    notes: [
      "Counts with their share of the batch, or means. Strength from 0 to 1: Cramér's V of a variable with levels, η of a number.",
      "This decides nothing: where a variable differs between batches, harmonising takes away part of what it means, and no method can tell which part.",
    ],
  });
}

export function confoundingFindings(
  { cohort, variable: batchLabel }: ArmStudy,
  found: readonly ConfoundedVariable[],
): Finding[] {
  return found.flatMap(({ variable: { name, label }, association, n }) => {
    const { strength, pValue: p, flag } = association;
    const at = `${cohort.id}.harmonization.confounding.${name}`;
    const facts = { source: "patients", n, reference: batchLabel } as const;
    const value = (id: string, what: string, test: string, own: number | null): Finding =>
      own === null
        ? {
            id,
            value: null,
            notComputable: flag ?? "not defined",
            label: `${label}: ${what}`,
            test,
            ...facts,
          }
        : { id, value: own, label: `${label}: ${what}`, test, ...facts };
    return [
      value(`${at}.p`, "P of a difference between batches", testOf(association), p),
      value(`${at}.strength`, "strength of the association", strengthOf(association), strength),
    ];
  });
}

/** The covariate that differs most, at the first batch against the others, and what differs beside it. */
export function confoundingSentence(
  { variable: batchLabel, batches, cohort }: ArmStudy,
  found: readonly ConfoundedVariable[],
): string {
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  const differing = found.filter(({ association: { pValue: p } }) => p !== null && p < 0.05);
  const covariates = found.filter(({ variable }) => variable !== outcome);
  const [most] = covariates.toSorted(
    (a, b) => (b.association.strength ?? 0) - (a.association.strength ?? 0),
  );
  const own = found.find(({ variable }) => variable === outcome)!;
  const positive = outcome!.levels.find(({ value }) => value === outcome!.positive)!.value;
  const names = differing.map(({ variable }) => variable.label).join(", ") || "nothing";
  return [
    `**Between the batches (${batchLabel.toLowerCase()}) there differ at P < 0.05:** ${names}; of ${found.length} variables, without correction for their number.`,
    ...(most === undefined ? [] : [mostWords(most, batches[0]!)]),
    `${own.variable.label}: ${shareWords(own.association, positive, batches[0]!)} (P ${signed(own.association.pValue)}).`,
    "The outcome is never a covariate of ComBat: what it would protect could not be told from what it would leak.",
  ].join(" ");
}

function mostWords({ variable, association }: ConfoundedVariable, first: string): string {
  const { kind, strength, pValue: p } = association;
  const facts = `(${strengthOf(association)} ${strength === null ? "not defined" : fixed(strength, 2)}, P ${signed(p)})`;
  if (kind === "measurement") return `Most of all covariates: ${variable.label} ${facts}.`;
  const at = association.batches.indexOf(first);
  const shares = association.levels.map((_, k) => {
    const [inFirst, elsewhere] = countsOf(association, k, at);
    return Math.abs(inFirst[0] / inFirst[1] - elsewhere[0] / elsewhere[1]);
  });
  const level = association.levels[shares.indexOf(Math.max(...shares))]!;
  const label = variable.levels.find(({ value }) => value === level)!.label;
  return `Most of all covariates: ${variable.label} ${facts}. ${label}: ${shareWords(association, level, first)}.`;
}

function shareWords(association: BatchAssociation, level: string, first: string): string {
  const at = association.batches.indexOf(first);
  const [inFirst, elsewhere] = countsOf(association, association.levels.indexOf(level), at);
  return `${inFirst[0]} of ${inFirst[1]} (${first}) against ${elsewhere[0]} of ${elsewhere[1]} elsewhere`;
}

type CountOf = readonly [count: number, size: number];

function countsOf(
  { counts, sizes }: BatchAssociation,
  level: number,
  first: number,
): readonly [inFirst: CountOf, elsewhere: CountOf] {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const count = counts.map((batch) => batch[level] ?? 0);
  return [
    [count[first]!, sizes[first]!],
    [sum(count) - count[first]!, sum(sizes) - sizes[first]!],
  ];
}

function variableRows({ variable, association }: ConfoundedVariable): TableRow[] {
  const { batches, levels, counts, sizes, means, pValue: p, strength } = association;
  const facts = {
    test: testOf(association),
    p: p === null ? "–" : pValue(p),
    strength: strength === null ? "–" : fixed(strength, 2),
  };
  if (association.kind === "measurement") {
    const cells = batches.map((batch, b) => [batch, fixed(means[b]!, 1)]);
    const name = variable.unit === null ? variable.label : `${variable.label} (${variable.unit})`;
    return [{ cells: { name: `${name}, mean`, ...Object.fromEntries(cells), ...facts } }];
  }
  const shown = variable.levels.filter(({ value }) => levels.includes(value));
  return [
    { cells: { name: variable.label, ...facts } },
    ...shown.map(({ value, label }): TableRow => {
      const k = levels.indexOf(value);
      const cells = batches.map((batch, b) => [batch, countAndShare(counts[b]![k]!, sizes[b]!)]);
      return { kind: "level", cells: { name: label, ...Object.fromEntries(cells) } };
    }),
  ];
}

function testOf({ kind }: BatchAssociation): string {
  return kind === "measurement" ? "analysis of variance" : "chi-square";
}

function strengthOf({ kind }: BatchAssociation): string {
  return kind === "measurement" ? "η" : "Cramér's V";
}

function signed(p: number | null): string {
  return p === null ? "not defined" : pValue(p).replace(/^(?=\d)/, "= ");
}
