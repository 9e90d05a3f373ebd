/** Golden cases of ComBat: sva. Data come as features x samples. */

import { type FeatureTable, featureTable } from "../../cohort/feature-table.js";
import { _fitCombat } from "../../harmonize/combat.js";
import { applyCombat } from "../../harmonize/combat-apply.js";
import type { GoldenCase } from "../golden.js";
import { svaReferencePrior } from "./sva-reference-prior.js";

export function compute({ input, options }: GoldenCase): unknown {
  const data = input["data"] as readonly (readonly number[])[];
  const batch = input["batch"] as readonly string[];
  const covariates = (input["covariates"] ?? null) as readonly (readonly number[])[] | null;
  const table = transposed(data);
  const extra =
    covariates &&
    featureTable(
      (covariates[0] ?? []).map((_, q) => `covariate${q + 1}`),
      covariates,
    );
  const combat = _fitCombat(table, batch, {
    ...(extra && { covariates: extra }),
    parametric: (options["parametric"] ?? true) as boolean,
    meanOnly: (options["meanOnly"] ?? false) as boolean,
    reference: (options["refBatch"] ?? null) as string | null,
    convergence: (options["convergence"] ?? 1e-4) as number,
  });
  const adjusted = applyCombat(combat, table, batch, extra ?? undefined);
  const { batches, reference } = combat;
  const at = batches.findIndex(({ name }) => name === reference);
  const batchOf = batch.map((name) => batches.findIndex((level) => level.name === name));
  const prior = (name: "aPrior" | "bPrior") =>
    batches.map((level, b) => {
      if (combat.meanOnly) return Infinity; // sva divides by a variance of 0
      if (b !== at) return level[name];
      const varying = combat.harmonized.map((j) => data[j]);
      return svaReferencePrior(varying, batchOf, at, covariates ?? [])[name];
    });
  return {
    adjusted: data.map((_, j) => batch.map((_, i) => adjusted.values[i * data.length + j])),
    batchLevels: batches.map(({ name }) => name),
    gammaBar: batches.map(({ gammaBar }) => gammaBar),
    tau2: batches.map(({ tau2 }) => tau2),
    aPrior: prior("aPrior"),
    bPrior: prior("bPrior"),
    gammaStar: batches.map(({ gammaStar }) => gammaStar),
    deltaStar: batches.map(({ deltaStar }) => deltaStar),
    skippedFeatures0: combat.skipped,
  };
}

function transposed(data: readonly (readonly (number | null)[])[]): FeatureTable {
  return featureTable(
    data.map((_, j) => `feature${j + 1}`),
    (data[0] ?? []).map((_, i) => data.map((feature) => feature[i] ?? Number.NaN)),
  );
}
