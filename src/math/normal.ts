/**
 * The standard normal distribution: tails down to 1e-300 and their quantiles.
 *
 * Near the centre the mass between 0 and z is a power series, from z = 2 on the tail is a continued fraction times the
 * density. Relative error below 5e-13.
 *
 * Sources: Abramowitz & Stegun (1964), series 26.2.11 and continued fraction 26.2.14; start of the quantile 26.2.23.
 */

const LOG_SQRT_2PI = 0.9189385332046728;

/** P(Z > z): the one-sided P value. @throws RangeError if z is NaN */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("z must be a number; got NaN");
  if (z < 0) return 1 - normalUpperTail(-z);
  if (z < 2) return 0.5 - normalCentralMass(z);
  return z === Infinity ? 0 : normalDensity(z) / tailFraction(z);
}

/** P(|Z| > |z|): the two-sided P value. */
export function normalTwoSidedP(z: number): number {
  return 2 * normalUpperTail(Math.abs(z));
}

/** ln P(Z > z), for tails below the range of doubles. */
export function normalLogUpperTail(z: number): number {
  if (z < 2) return z < 0 ? Math.log1p(-normalUpperTail(-z)) : Math.log(normalUpperTail(z));
  return z === Infinity ? -Infinity : -LOG_SQRT_2PI - (z * z) / 2 - Math.log(tailFraction(z));
}

export function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2 - LOG_SQRT_2PI);
}

/**
 * The z that a standard normal variable stays below with probability p; the ends give ±Infinity.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  const sign = p < 0.5 ? -1 : 1;
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return sign * Infinity;
  if (tail > 0.2) return sign * centralQuantile(Math.abs(p - 0.5)) + 0;
  const t = Math.sqrt(-2 * Math.log(tail));
  let z =
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 1, i = 0; i < 20 && Math.abs(step) > 1e-9 * z; i++) {
    // Newton on the logarithm of the tail, with the curvature (Halley).
    const logTail = normalLogUpperTail(z);
    const slope = Math.exp(-(z * z) / 2 - LOG_SQRT_2PI - logTail);
    const newton = (logTail - Math.log(tail)) / slope;
    step = newton / (1 + (newton * (slope - z)) / 2);
    z += step;
  }
  return sign * z;
}

/** The z that a standard normal variable exceeds with probability p. */
export function normalUpperQuantile(p: number): number {
  return -normalQuantile(p) + 0;
}

/** P(0 < Z < z), for z from 0 to 3. */
function normalCentralMass(z: number): number {
  let sum = 0;
  for (let term = z, k = 3; sum + term !== sum; term *= (z * z) / k, k += 2) sum += term;
  return normalDensity(z) * sum;
}

function centralQuantile(mass: number): number {
  let z = mass * Math.sqrt(2 * Math.PI);
  for (let step = 1, i = 0; i < 20 && Math.abs(step) > 1e-10 * z; i++) {
    step = (mass - normalCentralMass(z)) / normalDensity(z);
    z += step;
  }
  return z;
}

/** z + 1/(z + 2/(z + 3/…)), for z ≥ 2. */
function tailFraction(z: number): number {
  const levels = Math.ceil(12 + 360 / (z * z));
  let fraction = z;
  for (let k = levels; k > 0; k--) fraction = z + k / fraction;
  return fraction;
}
