/** An option that a function does not know is a slip of the pen, and no default may stand in for what was meant. */

/** @throws RangeError naming the first option that is not known */
export function requireKnownOptions(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new RangeError(`${what} knows the options ${known.join(", ")}; got ${name}`);
}

/** @param others what is left of the options once the known ones are taken out @throws RangeError if there is any */
export function requireNoOtherOptions(what: string, others: object): void {
  for (const name of Object.keys(others))
    throw new RangeError(`${what} has no option "${name}"; see its documentation for those it has`);
}
