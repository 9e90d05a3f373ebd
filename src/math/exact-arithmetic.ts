/**
 * Products and sums without rounding: a product or a sum of two doubles is split into its rounded value and the rest.
 * Source: Dekker, Numer. Math. 18 (1971) 224-242; Knuth, The Art of Computer Programming 2, 4.2.2.
 */

const SPLITTER = 134217729; // 2^27 + 1

/** a · b as rounded value and rest; exact while the product is far from the ends of the range of doubles. */
export function exactProduct(a: number, b: number): readonly [value: number, rest: number] {
  const value = a * b;
  const bigA = SPLITTER * a;
  const highA = bigA - (bigA - a);
  const lowA = a - highA;
  const bigB = SPLITTER * b;
  const highB = bigB - (bigB - b);
  const lowB = b - highB;
  const rest = lowA * lowB - (value - highA * highB - lowA * highB - highA * lowB);
  return [value, Number.isFinite(rest) ? rest : 0];
}

/** a + b as rounded value and rest. */
export function exactSum(a: number, b: number): readonly [value: number, rest: number] {
  const value = a + b;
  const partB = value - a;
  return [value, a - (value - partB) + (b - partB)];
}

/** a · b + c with one rounding (but for a last bit in rare halfway cases). */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const [product, productRest] = exactProduct(a, b);
  const [sum, sumRest] = exactSum(product, c);
  return sum + (sumRest + productRest);
}

/** Σ x_i y_i as if computed with twice the digits. */
export function accurateDot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    const [product, productRest] = exactProduct(x[i], y[i]);
    const [next, sumRest] = exactSum(sum, product);
    sum = next;
    rest += sumRest + productRest;
  }
  return sum + rest;
}
