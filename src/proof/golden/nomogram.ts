/** Golden topic `nomogram`: rms' nomogram of lrm fits, whose Newton steps stop early (`lrm.ts`). */

import { fitLrm } from "../../evaluate/lrm.js";
import { type NomogramCovariate, nomogram } from "../../model/nomogram.js";
import type { GoldenCase } from "../golden.js";

export function compute({ input, options }: GoldenCase): unknown {
  const data = input["data"] as Readonly<Record<string, readonly (number | string)[]>>;
  const levels = (input["levels"] ?? {}) as Readonly<Record<string, readonly string[]>>;
  const terms = String(options["formula"])
    .split("~")[1]
    .split("+")
    .map((term) => term.trim());
  const columns = terms.flatMap((term) =>
    levels[term]
      ? levels[term].slice(1).map((level) => ({
          name: `${term}=${level}`,
          values: data[term].map((value) => (String(value) === level ? 1 : 0)),
        }))
      : [{ name: term, values: data[term].map(Number) }],
  );
  const y = outcomeOf(data[String(input["outcome"])]);
  const [n, p] = [y.length, columns.length];
  const x = Float64Array.from(
    { length: n * p },
    (_, at) => columns[at % p].values[Math.floor(at / p)],
  );
  const fit = fitLrm({ x, n, p, y });
  if (fit === null)
    throw new RangeError("the logistic fit of a nomogram must have a maximum; this one has none");
  const [intercept, ...coefficients] = fit.coefficients;
  const of = new Map(columns.map(({ name }, j) => [name, coefficients[j]]));
  const covariates = terms.map(
    (term): NomogramCovariate =>
      levels[term]
        ? {
            name: term,
            kind: "levels",
            levels: levels[term],
            effects: levels[term].map((level) => of.get(`${term}=${level}`) ?? 0),
          }
        : {
            name: term,
            kind: "continuous",
            coefficient: of.get(term) ?? 0,
            data: data[term].map(Number),
          },
  );
  const lp = y.map((_, i) =>
    columns.reduce((sum, { values }, j) => sum + coefficients[j] * values[i], intercept),
  );
  const chart = nomogram(
    {
      intercept,
      covariates,
      link: { kind: "logistic" },
      maxPoints: Number(options["maxscale"] ?? 100),
      risks: options["funAt"] as number[],
    },
    lp,
  );
  return {
    coefNames: ["Intercept", ...columns.map(({ name }) => name)],
    coef: [intercept, ...coefficients],
    axes: Object.fromEntries(
      chart.axes.map(({ name, values, points }) => [name, { values, points }]),
    ),
    totalPoints: { x: chart.totalPoints },
    lpAxis: { points: chart.linearPredictor.points, lp: chart.linearPredictor.values },
    probAxis: { points: chart.risk.points, prob: chart.risk.values.map(String) },
    pointsPerUnitLp: chart.pointsPerUnit,
    // What the cases call the shift is the first entry of rms' `info$R`: the least effect on the first axis.
    interceptShift: Math.min(...chart.axes[0].effects),
    patientLp: lp,
  };
}

/** 0 and 1, or two words of which the later in the alphabet is the event. */
function outcomeOf(values: readonly (number | string)[]): number[] {
  const words = [...new Set(values.map(String))].sort();
  return values.map((value) => (typeof value === "number" ? value : words.indexOf(value)));
}
