/** A refusal of the library where the schema has null: "not computable". */

/** The value, or null if the library refuses. */
export function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The sentence of the refusal; null if there is none. */
export function reasonOf(compute: () => unknown): string | null {
  try {
    compute();
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
