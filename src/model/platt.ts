/**
 * Platt's scaling: a risk from a decision value, 1 / (1 + e^(A f + B)), fitted by maximum likelihood.
 *
 * The targets are not 1 and 0 but (n₁ + 1)/(n₁ + 2) and 1/(n₀ + 2), the estimates with one more patient of each
 * class, so that A stays finite when the classes are separated.
 *
 * Source: Lin, Lin & Weng, Mach. Learn. 68 (2007) 267–276, whose Newton's method with backtracking libsvm uses.
 */

export interface Platt {
  /** Below 0 when a higher decision value means a higher risk. */
  readonly a: number;
  readonly b: number;
}

const gradientTolerance = 1e-5;
const ridge = 1e-12;
const smallestStep = 1e-10;
const mostIterations = 100;

/**
 * @param decisions n decision values, best of rows that the machine has not seen
 * @param y n outcomes: 1 = event, 0 = non-event, both present
 * @throws RangeError on invalid input
 */
export function _fitPlatt(decisions: ArrayLike<number>, y: ArrayLike<number>): Platt {
  const n = decisions.length;
  if (y.length !== n)
    throw new RangeError(`need one outcome per decision; got ${y.length} for ${n}`);
  let events = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(decisions[i]))
      throw new RangeError(`decisions must be finite; decisions[${i}] is ${decisions[i]}`);
    if (y[i] !== 0 && y[i] !== 1)
      throw new RangeError(`the outcome must be 0 or 1; y[${i}] is ${y[i]}`);
    events += y[i];
  }
  if (events === 0 || events === n)
    throw new RangeError(
      `Platt's scaling needs both outcomes; got ${events} events and ${n - events} non-events`,
    );
  const high = (events + 1) / (events + 2);
  const low = 1 / (n - events + 2);
  const targets = Float64Array.from({ length: n }, (_, i) => (y[i] === 1 ? high : low));

  let a = 0;
  let b = Math.log((n - events + 1) / (events + 1));
  let loss = crossEntropy(decisions, targets, a, b);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const { gradientA, gradientB, aa, ab, bb } = derivatives(decisions, targets, a, b);
    if (Math.abs(gradientA) < gradientTolerance && Math.abs(gradientB) < gradientTolerance) break;
    const determinant = aa * bb - ab * ab;
    const stepA = -(bb * gradientA - ab * gradientB) / determinant;
    const stepB = -(aa * gradientB - ab * gradientA) / determinant;
    const descent = gradientA * stepA + gradientB * stepB;
    let size = 1;
    for (; size >= smallestStep; size /= 2) {
      const next = crossEntropy(decisions, targets, a + size * stepA, b + size * stepB);
      if (next >= loss + 1e-4 * size * descent) continue;
      a += size * stepA;
      b += size * stepB;
      loss = next;
      break;
    }
    if (size < smallestStep) break;
  }
  return { a, b };
}

/** The risk of a decision value. */
export function plattRisk({ a, b }: Platt, decision: number): number {
  const z = a * decision + b;
  return z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
}

function crossEntropy(
  decisions: ArrayLike<number>,
  targets: Float64Array,
  a: number,
  b: number,
): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const z = a * decisions[i] + b;
    sum +=
      z >= 0
        ? targets[i] * z + Math.log1p(Math.exp(-z))
        : (targets[i] - 1) * z + Math.log1p(Math.exp(z));
  }
  return sum;
}

function derivatives(decisions: ArrayLike<number>, targets: Float64Array, a: number, b: number) {
  let gradientA = 0;
  let gradientB = 0;
  let aa = ridge;
  let ab = 0;
  let bb = ridge;
  for (let i = 0; i < targets.length; i++) {
    const f = decisions[i];
    const risk = plattRisk({ a, b }, f);
    const weight = risk * (1 - risk);
    aa += f * f * weight;
    ab += f * weight;
    bb += weight;
    gradientA += f * (targets[i] - risk);
    gradientB += targets[i] - risk;
  }
  return { gradientA, gradientB, aa, ab, bb };
}
