/**
 * Powers, the same on every machine.
 *
 * `Math.pow` and `**` differ in the last bit between versions of Node (24 from 20 and 22), so every power
 * but a plain square goes through this function: whole exponents by repeated squaring, others by exp and log.
 */

/**
 * `base` to the `exponent`.
 *
 * @param base any number for a whole exponent, otherwise not negative
 * @returns NaN for a negative base and a fractional exponent, as `Math.pow`
 */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 1024) {
    let result = 1;
    let square = base;
    for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result *= square;
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }
  if (exponent === 0.5) return Math.sqrt(base);
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  return Math.exp(exponent * Math.log(base));
}
