/** The values of a Table 1 as results: each count, moment, P of each candidate test, and standardised difference. */

import type { TestName } from "../audit/candidate-tests.js";
import type { GroupComparison } from "../audit/group-comparison.js";
import type { PublishedComparison } from "../audit/published-comparison.js";
import { groupSizes } from "../cohort/group-summary.js";
import type { Finding } from "./record.js";
import type { Source } from "./results.js";

export interface TableOneFindingsInput {
  /** Begins each id: "twin", "aggregates". */
  readonly prefix: string;
  readonly source: Source;
  readonly comparisons: readonly GroupComparison[];
  /** The printed table that the values answer, claim by claim; null where there is none. */
  readonly published: readonly PublishedComparison[] | null;
}

const testIds: Readonly<Record<TestName, string>> = {
  "Student's t": "student",
  "Welch's t": "welch",
  "Chi-square": "chi-square",
  "Chi-square, Yates": "yates",
  "Likelihood ratio": "likelihood-ratio",
  "Fisher's exact": "fisher",
  "Mann-Whitney": "mann-whitney",
  "Mann-Whitney, corrected": "mann-whitney-corrected",
  "Linear-by-linear": "linear-by-linear",
};
const groupIds = ["nm", "m"] as const;
const setIds = { training: "train", validation: "val", synthetic: "synthetic" } as const;

/** Every value of every comparison. Counts that were only read from a printed table are no findings and are left out. */
export function tableOneFindings(input: TableOneFindingsInput): Finding[] {
  return input.comparisons.flatMap((comparison) => {
    const { variable, role } = comparison;
    const published =
      input.published?.find((entry) => entry.variable === variable && entry.role === role) ?? null;
    return [
      ...(input.source === "patients" ? describing(input, comparison, published) : []),
      ...testing(input, comparison, published),
    ];
  });
}

function describing(
  { prefix, source }: TableOneFindingsInput,
  { variable, role, label, summary }: GroupComparison,
  published: PublishedComparison | null,
): Finding[] {
  const at = `${prefix}.table1.${role}.${variable}`;
  const claimAt = `t1.${setIds[role]}.${variable.replaceAll("_", "")}`;
  const sizes = groupSizes(summary);
  const finding = (
    group: number,
    key: string | number,
    name: string,
    value: number,
    printed: string | undefined,
    test: string,
  ): Finding => ({
    id: `${at}.${groupIds[group]}.${key}`,
    value,
    label: `${label}, ${name}, ${role}, ${group === 0 ? "without" : "with"} the outcome`,
    source,
    test,
    reference: group === 0 ? "patients without the outcome" : "patients with the outcome",
    n: sizes[group as 0 | 1],
    events: group === 0 ? 0 : sizes[1],
    ...(published === null ? {} : { claim: `${claimAt}.${groupIds[group]}.${key}` }),
    ...(printed === undefined ? {} : { printed }),
  });
  if (summary.kind === "continuous")
    return summary.groups.flatMap(({ mean, standardDeviation }, group) => {
      const [printedMean, printedSd] = published?.printed[0]?.[group]?.split(" ± ") ?? [];
      return [
        finding(group, "mean", "mean", mean, printedMean, "mean"),
        finding(
          group,
          "sd",
          "standard deviation",
          standardDeviation,
          printedSd,
          "standard deviation, divisor n − 1",
        ),
      ];
    });
  return summary.counts.flatMap((pair, l) =>
    pair.map((count, group) =>
      finding(group, l, summary.levels[l]!, count, published?.printed[l]?.[group], "count"),
    ),
  );
}

function testing(
  { prefix, source }: TableOneFindingsInput,
  comparison: GroupComparison,
  published: PublishedComparison | null,
): Finding[] {
  const { variable, role, label, summary, tests, conventional, difference } = comparison;
  const at = `${prefix}.table1.${role}.${variable}`;
  const sizes = groupSizes(summary);
  const facts = {
    source,
    n: sizes[0] + sizes[1],
    events: sizes[1],
    reference: "without the outcome",
  };
  const answering = published?.identification.identified?.name ?? conventional;
  const claim = `t1.${setIds[role]}.${variable.replaceAll("_", "")}.p`;
  return [
    ...tests.map(({ name, p, notComputable }): Finding => {
      const printed = published?.identification.printed.text;
      const common = {
        id: `${at}.p.${testIds[name]}`,
        label: `${label}, ${role}: P`,
        test: name === conventional ? `${name} (promised)` : name,
        ...facts,
        ...(printed === undefined ? {} : { printed }),
        ...(published !== null && name === answering ? { claim } : {}),
      };
      return p === null
        ? { ...common, value: null, notComputable: notComputable ?? "not defined" }
        : { ...common, value: p };
    }),
    difference === null
      ? {
          id: `${at}.smd`,
          label: `${label}, ${role}: standardised mean difference`,
          value: null,
          notComputable: "neither group varies",
          ...facts,
        }
      : {
          id: `${at}.smd`,
          label: `${label}, ${role}: standardised mean difference`,
          value: difference,
          test: "difference over the root of the mean variance",
          ...facts,
        },
  ];
}
