/**
 * The number that stands for the pattern of samples on a circle, by method, numbered as scikit-image 0.24 does.
 *
 * Sources: Ojala et al., IEEE Trans. Pattern Anal. 24 (2002) 971–987 (all but one); Ahonen et al., IEEE Trans. Pattern
 * Anal. 28 (2006) 2037–2041 ("nri_uniform"). Method "uniform" is compiled (binary-patterns.as).
 */

export const PATTERN_METHODS = ["default", "ror", "uniform", "nri_uniform", "var"] as const;

export type PatternMethod = (typeof PATTERN_METHODS)[number];

/** Codes of "default" and "ror" have a bit a sample in 32 bits with a sign; "nri_uniform" counts places in 8. */
export const MOST_SAMPLES: Readonly<Record<PatternMethod, number>> = {
  default: 31,
  ror: 31,
  uniform: 1024,
  nri_uniform: 127,
  var: 1024,
};

/** @param samples the levels round the circle; one at least as bright as the centre is a one of the pattern */
export const patternCode: Readonly<
  Record<Exclude<PatternMethod, "uniform">, (samples: Float64Array, centre: number) => number>
> = {
  default: (samples, centre) => binaryNumber(pattern(samples, centre)),
  ror: (samples, centre) => leastRotation(binaryNumber(pattern(samples, centre)), samples.length),
  nri_uniform: (samples, centre) => placedUniform(pattern(samples, centre)),
  var: variance,
};

function pattern(samples: Float64Array, centre: number): Uint8Array {
  return Uint8Array.from(samples, (level) => (level - centre >= 0 ? 1 : 0));
}

/** Sample p is bit p. */
function binaryNumber(bits: Uint8Array): number {
  return bits.reduceRight((number, bit) => 2 * number + bit, 0);
}

/** The least of the numbers whose bits are turned round. */
function leastRotation(number: number, length: number): number {
  let least = number;
  for (let turn = 1, turned = number; turn < length; turn++) {
    turned = (turned >> 1) | ((turned & 1) << (length - 1));
    least = Math.min(least, turned);
  }
  return least;
}

/** Uniform patterns told apart by where on the circle their ones begin. */
function placedUniform(bits: Uint8Array): number {
  const [length, count] = [bits.length, ones(bits)];
  if (changes(bits) > 2) return length * (length - 1) + 2;
  if (count === 0) return 0;
  if (count === length) return length * (length - 1) + 1;
  const turn = bits[0] === 1 ? count - bits.indexOf(0) : length - bits.indexOf(1);
  return 1 + (count - 1) * length + turn;
}

function ones(bits: Uint8Array): number {
  return bits.reduce((sum, bit) => sum + bit, 0);
}

/** From 0 to 1 or back, on the way from the first sample to the last. */
function changes(bits: Uint8Array): number {
  return bits.reduce((sum, bit, p) => sum + (p > 0 && bit !== bits[p - 1] ? 1 : 0), 0);
}

/** Of the samples (divisor P) by their squares, NaN where they are all alike. */
function variance(samples: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const level of samples) {
    sum += level;
    squares += level * level;
  }
  return (squares - (sum * sum) / samples.length) / samples.length || Number.NaN;
}
