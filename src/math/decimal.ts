/**
 * Decimal rounding as a reader would do it by hand: halves go away from zero, and a half is what the decimal digits
 * say, not what the binary number happens to hold (1.005 is kept in binary as 1.00499999999999989…, and prints 1.01).
 *
 * The number is first read as twelve significant digits, which also undoes the last bits that a sum of many terms
 * leaves behind (37/80 prints 0.463, by whatever way it was computed).
 */

const significantDigits = 12;

/**
 * @param digits decimals to keep, 0 or more
 * @returns for example "51.31", "-0.5"; a value that rounds to zero has no sign
 * @throws RangeError if the value is not finite
 */
export function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a printed value must be finite; got ${value}`);
  if (!Number.isInteger(digits) || digits < 0 || digits > 15)
    throw new RangeError(`digits must be a whole number from 0 to 15; got ${digits}`);
  const whole = Math.floor(Math.log10(Math.abs(value) || 1)) + 1;
  const significant = Math.min(15, Math.max(significantDigits, whole + digits + 1));
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(significant - 1)
    .split("e");
  const all = BigInt(mantissa!.replace(".", ""));
  // |value| = all · 10^(exponent − significant + 1); wanted in units of 10^−digits.
  const shift = digits + Number(exponent) - significant + 1;
  const units = shift >= 0 ? all * 10n ** BigInt(shift) : halfUp(all, 10n ** BigInt(-shift));
  const text = units.toString().padStart(digits + 1, "0");
  const printed = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return value < 0 && units !== 0n ? `-${printed}` : printed;
}

/** The value rounded like {@link decimal}, as a number. */
export function rounded(value: number, digits: number): number {
  return Number(decimal(value, digits));
}

/** a/b to the nearest whole, halves up; both at least 0. */
function halfUp(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b);
}
