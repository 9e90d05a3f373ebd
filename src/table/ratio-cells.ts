/** The cells of an odds ratio: estimate with its interval, P, and the profile-likelihood interval; compared with print. */

import { printsAs } from "../audit/printed-number.js";
import { printsAsEstimate } from "../audit/published-odds-ratios.js";
import type { PublishedOddsRatio } from "../io/paper/table-2.js";
import type { OddsRatio } from "../model/odds-ratios.js";
import { estimateAndCi, fixed, pValue } from "./format.js";
import type { Cell } from "./table.js";

/** Under the keys `<prefix>.or`, `<prefix>.p` and `<prefix>.profile`. */
export function ratioCells(
  prefix: string,
  { oddsRatio, wald, profile, p }: OddsRatio,
  printed: PublishedOddsRatio | null,
): Record<string, Cell> {
  const judged = (text: string, agrees: boolean, print: string): Cell => ({
    text,
    mark: agrees ? "agrees" : "differs",
    why: `the paper prints ${print}`,
  });
  const estimate = estimateAndCi(oddsRatio, wald);
  return {
    [`${prefix}.or`]:
      printed === null
        ? estimate
        : judged(
            estimate,
            printsAsEstimate([oddsRatio, ...wald], printed.oddsRatio),
            printed.oddsRatio.text,
          ),
    [`${prefix}.p`]:
      printed === null ? pValue(p) : judged(pValue(p), printsAs(p, printed.p), printed.p.text),
    [`${prefix}.profile`]: `${limit(profile[0])}–${limit(profile[1])}`,
  };
}

function limit(value: number): string {
  return Number.isFinite(value) ? fixed(value) : "∞";
}
