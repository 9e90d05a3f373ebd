/** What notebook 01 says in sentences, built from values. */

import type { GroupComparison } from "../audit/group-comparison.js";
import { testNamed } from "../audit/group-comparison.js";
import type { PublishedComparison } from "../audit/published-comparison.js";
import type { Agreement, TableOneAgreement } from "../audit/table-one-agreement.js";
import type { Cohort } from "../cohort/cohort.js";
import { variablesOfRole } from "../cohort/dictionary.js";
import { cohortSets } from "../cohort/group-summary.js";
import { decimal } from "../math/decimal.js";
import { pValue } from "../table/format.js";
import type { Finding } from "./record.js";

/** How many, how many with the outcome, in which sets; and whether the dictionary is still a draft. */
export function cohortSentence(cohort: Cohort): string {
  const [outcome] = variablesOfRole(cohort.dictionary, "outcome");
  const events = (outcomes: readonly number[]): number =>
    outcomes.filter((value) => value === 1).length;
  const share = (of: Cohort): string =>
    `${of.ids.length} patients, ${events(of.outcome)} of them with ${outcome!.label.toLowerCase()} (${decimal((100 * events(of.outcome)) / of.ids.length, 1)}%)`;
  const sets = cohortSets(cohort);
  const parts =
    sets.length < 2 ? [] : sets.map(({ label, patients }) => `${label}: ${share(patients)}.`);
  const missing = Object.values(cohort.missing).some((count) => count > 0);
  return [
    `**${cohort.title}.** ${share(cohort)}.`,
    ...parts,
    ...(missing ? ["Missing values are counted in Table 1 and left out of each test."] : []),
    ...guessedSentence(cohort),
  ].join(" ");
}

/** What nobody has confirmed cannot pass for knowledge. */
function guessedSentence({ dictionary: { variables, place } }: Cohort): string[] {
  const guessed = variables.filter(({ guess }) => guess !== null).map(({ name }) => name);
  if (guessed.length === 0) return [];
  return [
    `**Not confirmed:** kind and role of ${guessed.length} of ${variables.length} columns are guesses of a draft, \`${place}\` (${listed(guessed)}).`,
  ];
}

/** What the printed numbers alone give, and what the patients give. */
export function agreementSentence(
  { counts, moments, pValues }: TableOneAgreement,
  published: readonly PublishedComparison[],
): string {
  const compatible = published.filter((entry) => entry.identification.verdict === "compatible");
  const gives = published.filter((entry) => entry.identification.verdict === "gives");
  const of = ({ agree, of: all }: Agreement, what: string): string => `${agree} of ${all} ${what}`;
  const otherTest = gives.filter(
    ({ identification }) => identification.identified !== identification.promised,
  );
  return [
    `**From the printed numbers alone,** ${gives.length} of ${published.length} P values come out to their digits, ${otherTest.length} of them by another test than the table's footnote promises; ${compatible.length} are compatible with means and standard deviations that print as printed (${listed(compatible.map(placeOf))}).`,
    `**From the twin,** ${of(counts, "counts")}, ${of(moments, "means and standard deviations")} and ${of(pValues, "P values")} equal the printed ones.`,
    `What differs: ${[...counts.differ, ...moments.differ, ...pValues.differ].join("; ") || "nothing"}.`,
  ].join(" ");
}

/** The counts of agreement as results. */
export function agreementFindings(cohort: Cohort, agreement: TableOneAgreement): Finding[] {
  const names = { counts: "counts", moments: "means and standard deviations", pValues: "P values" };
  return Object.entries(names).map(([key, name]) => {
    const { agree, of } = agreement[key as keyof TableOneAgreement];
    return {
      id: `${cohort.id}.table1.agreement.${key}`,
      value: agree,
      label: `Table 1: ${name} that equal the printed ones`,
      source: "patients",
      reference: `of ${of} printed`,
    };
  });
}

/** The printed P that no test gives, each with what every test gives. */
export function unexplainedSentence(published: readonly PublishedComparison[]): string {
  const unexplained = published.filter((entry) => entry.identification.verdict === "differs");
  if (unexplained.length === 0) return "Every printed P is given by a test.";
  return unexplained
    .map((entry) => {
      const tests = entry.tests.map(({ name, p }) =>
        p === null ? `${name} not defined` : `${name} ${pValue(p)}`,
      );
      return `**${placeOf(entry)}: the printed P of ${entry.identification.printed.text} is given by none of the tests:** ${tests.join(", ")}.`;
    })
    .join("\n\n");
}

/** In which variables the groups differ at 0.05 by the usual test, which is named: the printed P may be of another. */
export function differenceSentence(
  cohort: Cohort,
  comparisons: readonly GroupComparison[],
): string {
  return cohortSets(cohort)
    .map(({ role, label }) => {
      const own = comparisons.filter((comparison) => comparison.role === role);
      const found = own.flatMap((comparison) => {
        const { p } = testNamed(comparison, comparison.conventional);
        return p !== null && p < 0.05
          ? [
              `${comparison.label} (P ${pValue(p).replace(/^(?=\d)/, "= ")}, ${comparison.conventional})`,
            ]
          : [];
      });
      return `**${label}:** the groups differ at P < 0.05 in ${listed(found) || "nothing"}, of ${own.length} variables compared without correction for their number.`;
    })
    .join(" ");
}

function placeOf({ label, role }: GroupComparison): string {
  return `${label.replace(/ \(.*/, "")}, ${role} set`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join("; ")} and ${words.at(-1)}`;
}
