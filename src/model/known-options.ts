/** An option that a fit does not know is a slip of the pen, and no default may stand in for what was meant. */

/** @throws RangeError naming the first option that is not known */
export function requireKnownOptions(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new RangeError(`${what} knows the options ${known.join(", ")}; got ${name}`);
}
