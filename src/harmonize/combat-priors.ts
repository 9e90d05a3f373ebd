/**
 * ComBat's empirical Bayes: a batch's shift and scale of each feature, drawn towards what its other features show.
 *
 * Parametric: shifts are taken to be normal and scales inverse gamma over the features of a batch; the two are
 * updated in turn until they settle. Non-parametric: the shifts and scales of all other features are the prior, each
 * weighted by how likely it makes this feature's data.
 *
 * The stopping rule is sva's: the change is divided by the signed old value, so a feature with a negative shift never
 * holds the loop. It decides the number of rounds, hence the last digits.
 *
 * Source: Johnson, Li & Rabinovic, Biostatistics 8 (2007) 118–127.
 */

/** One batch's standardised data in short: what the estimates need of each feature. */
export interface BatchSummary {
  readonly size: number;
  /** Mean shift of each feature, in pooled standard deviations. */
  readonly gammaHat: Float64Array;
  /** Variance of each feature within the batch, in pooled variances. */
  readonly deltaHat: Float64Array;
  /** Sum of squares about the batch mean. */
  readonly squares: Float64Array;
}

export interface BatchPrior {
  /** Mean and variance of the shifts over the features. */
  readonly gammaBar: number;
  readonly tau2: number;
  /** Shape and scale of the inverse gamma law of the scales. */
  readonly aPrior: number;
  readonly bPrior: number;
}

export interface BatchEffect {
  readonly gammaStar: Float64Array;
  readonly deltaStar: Float64Array;
}

/** The moments of a batch's shifts and scales over its features. */
export function batchPrior({ gammaHat, deltaHat }: BatchSummary): BatchPrior {
  const [gammaBar, tau2] = moments(gammaHat);
  const [m, s2] = moments(deltaHat);
  return {
    gammaBar,
    tau2,
    aPrior: (2 * s2 + m ** 2) / s2,
    bPrior: (m * s2 + m ** 3) / s2,
  };
}

/** Shifts and scales under the parametric prior. */
export function parametricEffect(
  batch: BatchSummary,
  prior: BatchPrior,
  meanOnly: boolean,
  convergence: number,
): BatchEffect {
  const { gammaBar, tau2, aPrior, bPrior } = prior;
  const { size, gammaHat, squares } = batch;
  if (meanOnly) {
    const gammaStar = gammaHat.map((g) => (tau2 * g + gammaBar) / (tau2 + 1));
    return { gammaStar, deltaStar: new Float64Array(gammaHat.length).fill(1) };
  }
  const gammaStar = Float64Array.from(gammaHat);
  const deltaStar = Float64Array.from(batch.deltaHat);
  for (let round = 0; round < 10_000; round++) {
    let change = 0;
    for (let j = 0; j < gammaStar.length; j++) {
      const [g, d] = [gammaStar[j], deltaStar[j]];
      const nextG = (tau2 * size * gammaHat[j] + d * gammaBar) / (tau2 * size + d);
      const sum = squares[j] + size * (gammaHat[j] - nextG) ** 2;
      const nextD = (0.5 * sum + bPrior) / (size / 2 + aPrior - 1);
      gammaStar[j] = nextG;
      deltaStar[j] = nextD;
      if (nextG !== g) change = Math.max(change, Math.abs(nextG - g) / g);
      if (nextD !== d) change = Math.max(change, Math.abs(nextD - d) / d);
    }
    if (change <= convergence) return { gammaStar, deltaStar };
  }
  throw new RangeError(
    `ComBat must settle; it did not in 10000 rounds at convergence ${convergence}`,
  );
}

/** Shifts and scales with the other features of the batch as the prior. */
export function nonParametricEffect(batch: BatchSummary, meanOnly: boolean): BatchEffect {
  const { size, gammaHat, squares } = batch;
  const p = gammaHat.length;
  const deltas = meanOnly ? new Float64Array(p).fill(1) : batch.deltaHat;
  const base = deltas.map((d) => (-size / 2) * Math.log(2 * Math.PI * d));
  const gammaStar = new Float64Array(p);
  const deltaStar = new Float64Array(p);
  const weight = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    let largest = -Infinity;
    for (let r = 0; r < p; r++) {
      if (r === j) continue;
      const sum = squares[j] + size * (gammaHat[j] - gammaHat[r]) ** 2;
      weight[r] = base[r] - sum / (2 * deltas[r]); // the logarithm of the likelihood, so that nothing underflows
      if (weight[r] > largest) largest = weight[r];
    }
    let total = 0;
    for (let r = 0; r < p; r++) {
      if (r === j) continue;
      const share = Math.exp(weight[r] - largest);
      total += share;
      gammaStar[j] += share * gammaHat[r];
      deltaStar[j] += share * deltas[r];
    }
    gammaStar[j] /= total;
    deltaStar[j] /= total;
  }
  return { gammaStar, deltaStar };
}

function moments(values: Float64Array): [mean: number, variance: number] {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return [mean, squares / (values.length - 1)];
}
