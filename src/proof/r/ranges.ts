/**
 * Values that are the lowest, the middle and the highest over many constructed cohorts: taken anew from the table of all
 * cohorts. What each cohort gives is computed anew by R for the cohort that is exported.
 */

import type { ExportedResult } from "./results.js";
import { rText } from "./words.js";

export const rangesPrelude: string = `
ranges <- read.csv("ranges.csv", check.names = FALSE)
values_of <- function(quantity) as.numeric(unlist(ranges[ranges$quantity == quantity, grep("^seed ", names(ranges))]))
range_of <- function(quantity, key) {
  values <- values_of(quantity)
  values <- values[!is.na(values)]
  if (length(values) == 0) NaN else switch(key, lowest = min(values), median = median(values), highest = max(values))
}
`;

/** Null for a result that is no range. */
export function rangeExpression({ id }: ExportedResult): string | null {
  const [, , quantity, key] =
    /^([^.]+)\.range\.(.+?)(?:\.(lowest|median|highest))?$/.exec(id) ?? [];
  if (quantity === undefined) return null;
  return `range_of(${rText(quantity)}, ${rText(key ?? "median")})`;
}
