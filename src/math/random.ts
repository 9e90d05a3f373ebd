/**
 * The one source of randomness: a seeded generator that is passed as an argument.
 * Source: Blackman & Vigna, ACM Trans. Math. Softw. 47 (2021) 36 (xoshiro128**), seeded by splitmix32.
 */

/** A stream of numbers that depends on the seed alone. */
export interface Random {
  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number;
  /** A whole number from 0 to `below` − 1, each equally likely. */
  integer(below: number): number;
  /** Standard normal (Box-Muller, one number a call). */
  normal(): number;
  /** The indices 0 … `length` − 1 in random order. */
  permutation(length: number): Uint32Array;
}

/**
 * @param seed any whole number; the same seed gives the same stream on every machine
 * @throws RangeError if the seed is not a safe whole number
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`a seed must be a whole number; got ${seed}`);
  let state = (seed ^ Math.floor(seed / 0x100000000)) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [next(), next(), next(), next()];

  const word = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  const integer = (below: number): number => Math.floor(uniform() * below);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const permutation = (length: number): Uint32Array => {
    const order = Uint32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  return { uniform, integer, normal, permutation };
}
