/** What notebook 09 finds of the choice of the cut: each cut as if it had been given, and the one that separates best. */

import type { MaximallySelectedTest } from "../evaluate/maximally-selected.js";
import { type RiskFollowUp, riskGroupSurvival } from "../evaluate/risk-group-survival.js";
import type { Finding } from "./record.js";

/** What each cut gives in each set, as if it had been fixed beforehand. */
export function cutFindings(
  prefix: string,
  sets: readonly RiskFollowUp[],
  cuts: readonly number[],
): Finding[] {
  return sets.flatMap((set) =>
    cuts.flatMap((cut): Finding[] => {
      const { role, n, events, groups, test, highAgainstLow, flag } = riskGroupSurvival(set, cut);
      const high = groups.find(({ group }) => group === "high")?.curve.patients ?? 0;
      const finding = (key: string, what: string, value: number | null, how: string): Finding => {
        const facts = {
          id: `${prefix}.cut.${role}.${cut}.${key}`,
          label: `${role}, cut at ${cut}: ${what}`,
          source: "patients",
          n,
          events,
          test: how,
          tolerance: { relative: 1e-7 },
        } as const;
        return value === null
          ? { ...facts, value, notComputable: flag ?? "there is one group only" }
          : { ...facts, value };
      };
      return [
        finding("high", "patients of high risk", high, "count"),
        finding("hr", "hazard ratio", highAgainstLow?.hazardRatio ?? null, "Cox, Efron"),
        finding("p", "P, as if the cut were given", test?.pValue ?? null, "log-rank"),
      ];
    }),
  );
}

/** The cut that separates best, and P with and without allowing for the search. */
export function selectedFindings(
  prefix: string,
  { times, events }: RiskFollowUp,
  { cut, statistic, naiveP, pValue: p, permutationP }: MaximallySelectedTest,
): Finding[] {
  const facts = {
    source: "patients",
    n: times.length,
    events: events.filter((event) => event === 1).length,
    tolerance: { relative: 1e-6, absolute: 1e-15 },
  } as const;
  return [
    {
      id: `${prefix}.maximal.cut`,
      value: cut,
      label: "The cut of the risk that separates best",
      test: "largest standardised log-rank statistic",
      ...facts,
    },
    {
      id: `${prefix}.maximal.statistic`,
      value: statistic,
      label: "Its statistic",
      test: "standardised log-rank",
      ...facts,
    },
    {
      id: `${prefix}.maximal.naive.p`,
      value: naiveP,
      label: "P as if the cut had been known",
      test: "normal; invalid after a search",
      ...facts,
    },
    {
      id: `${prefix}.maximal.p`,
      value: p,
      label: "P that allows for the search",
      test: "Lausen & Schumacher",
      ...facts,
    },
    ...(permutationP === null
      ? []
      : [
          {
            id: `${prefix}.maximal.permuted.p`,
            value: permutationP,
            label: "The same by permutation",
            test: "outcome permuted",
            ...facts,
          },
        ]),
  ];
}
