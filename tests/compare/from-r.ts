/** What R gives for the group comparisons; made by tests/fixtures/compare-r.R, which states its command. */

import { readFileSync } from "node:fs";
import type { Alternative } from "dlrn/compare/alternative";

/** Words for infinities, as jsonlite writes them. */
type Limit = number | "Inf" | "-Inf";

export interface RTest {
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  readonly ci: readonly [number, number];
}

interface RankCase {
  readonly x: number[];
  readonly y: number[];
  readonly tiedX: number[];
  readonly tiedY: number[];
  readonly alternative: Alternative;
  readonly exact: number;
  readonly normal: number;
  readonly corrected: number;
}

export interface FromR {
  readonly t: readonly {
    readonly x: number[];
    readonly y: number[];
    readonly alternative: Alternative;
    readonly confidence: number;
    readonly equal: RTest;
    readonly unequal: RTest;
    readonly paired: RTest;
  }[];
  readonly single: { x: number; y: number[]; pValue: number; degreesOfFreedom: number };
  readonly ranks: readonly RankCase[];
  readonly signed: readonly RankCase[];
  readonly fourfold: readonly {
    readonly table: number[][];
    readonly alternative: Alternative;
    readonly pValue: number;
    readonly oddsRatio: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly tables: readonly {
    readonly table: number[][];
    readonly pearson: number;
    readonly pValue: number;
    readonly fisher: number;
  }[];
  readonly kGroups: {
    readonly groups: number[][];
    readonly anova: object;
    readonly welch: object;
    readonly kruskal: object;
  };
  readonly correlations: readonly {
    readonly x: number[];
    readonly y: number[];
    readonly alternative: Alternative;
    readonly pearson: object;
    readonly spearman: object;
    readonly kendall: object;
  }[];
  readonly shapiro: readonly { x: number[]; w: number; pValue: number }[];
  readonly adjusted: Readonly<Record<string, number[]>>;
  readonly mcnemar: readonly { b: number; c: number; [figure: string]: number }[];
}

export const fromR: FromR = JSON.parse(
  readFileSync("tests/fixtures/compare-r.json", "utf8"),
  (_, value: unknown): unknown => {
    const limit = value as Limit;
    return limit === "Inf" ? Infinity : limit === "-Inf" ? -Infinity : value;
  },
) as FromR;
