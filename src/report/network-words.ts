/** What stands beside everything that shows deep features: whose they are, by the network's title and hash. */

/** For a table's notes. @param network as {@link ImageFeatures.network}; null gives no note */
export function networkNotes(network: string | null): string[] {
  return network === null ? [] : [`Deep features: ${network}.`];
}

/** For the end of a sentence or caption: the note after a space, or nothing. */
export function networkWords(network: string | null): string {
  return networkNotes(network)
    .map((note) => ` ${note}`)
    .join("");
}
