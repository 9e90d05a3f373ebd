/** Golden cases of the intraclass correlation: psych's ICC. */

import { type Icc, intraclassCorrelation } from "../../select/icc.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const ratings = input["ratings"] as readonly (readonly (number | null)[])[];
  const complete = ratings.filter((row) => !row.includes(null)) as number[][];
  const table = intraclassCorrelation(complete, (options["confLevel"] ?? 0.95) as number);
  const form = ({ icc, lower, upper, f, df1, df2, pValue }: Icc) => ({
    icc,
    ciLow: lower,
    ciHigh: upper,
    F: f,
    df1,
    df2,
    p: pValue,
  });
  return {
    n: table.n,
    k: table.k,
    msSubjects: table.meanSquares.subjects,
    msRaters: table.meanSquares.raters,
    msError: table.meanSquares.error,
    msWithin: table.meanSquares.within,
    icc11: form(table.icc11),
    icc21: form(table.icc21),
    icc31: form(table.icc31),
    icc1k: form(table.icc1k),
    icc2k: form(table.icc2k),
    icc3k: form(table.icc3k),
  };
}
