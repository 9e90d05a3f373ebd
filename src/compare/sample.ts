/** The one place where the values of a group are checked; missing ones are counted, never guessed. */

/** A value that was measured, or null where it was not. */
export type Measured = number | null;

/**
 * The values as they are, once each is known to be a number.
 *
 * @param name how the sentence of an error calls them
 * @throws RangeError if there are fewer than `least`, or one is not finite
 */
export function requireSample(
  values: ArrayLike<number>,
  name: string,
  least: number,
): ArrayLike<number> {
  if (values.length < least)
    throw new RangeError(
      `${name} must have at least ${least} ${least === 1 ? "value" : "values"}; got ${values.length}`,
    );
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new RangeError(
        `${name} must hold finite numbers; ${name}[${i}] is ${values[i]}; drop missing values first (presentValues)`,
      );
  return values;
}

/** Two samples in the same order of patients. @throws RangeError if lengths differ, or as {@link requireSample} */
export function requirePairs(x: ArrayLike<number>, y: ArrayLike<number>, least: number): void {
  if (x.length !== y.length)
    throw new RangeError(`x and y must be equally long; got ${x.length} and ${y.length} values`);
  requireSample(x, "x", least);
  requireSample(y, "y", least);
}

/** At least two groups. @throws RangeError if there are fewer, or as {@link requireSample} for each */
export function requireGroups(groups: readonly ArrayLike<number>[], least: number): void {
  if (groups.length < 2)
    throw new RangeError(`a comparison needs at least 2 groups; got ${groups.length}`);
  groups.forEach((group, g) => {
    requireSample(group, `groups[${g}]`, least);
  });
}

/** What is left of a sample, and how many values were missing. */
export interface PresentValues {
  readonly values: Float64Array;
  readonly missing: number;
}

/** Drop null; a NaN or an infinity is no missing value but a fault, and is left for the test to refuse. */
export function presentValues(values: ArrayLike<Measured>): PresentValues {
  const present = Array.from(values).filter((value): value is number => value !== null);
  return { values: Float64Array.from(present), missing: values.length - present.length };
}

/** The pairs of which both values are present. */
export interface PresentPairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly missing: number;
}

/** Drop each pair with a null. @throws RangeError if lengths differ */
export function presentPairs(x: ArrayLike<Measured>, y: ArrayLike<Measured>): PresentPairs {
  if (x.length !== y.length)
    throw new RangeError(`x and y must be equally long; got ${x.length} and ${y.length} values`);
  const keptX: number[] = [];
  const keptY: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i], y[i]];
    if (a === null || b === null) continue;
    keptX.push(a);
    keptY.push(b);
  }
  return {
    x: Float64Array.from(keptX),
    y: Float64Array.from(keptY),
    missing: x.length - keptX.length,
  };
}
