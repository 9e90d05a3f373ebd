/** A mistake in what the user gave: one sentence, with the file and the place. The command line prints it without a stack. */

export class InputError extends Error {
  override readonly name = "InputError";

  /**
   * @param message what must hold; what we got; what to do
   * @param place the file, and row and column or key where there is one: `cohorts/x/patients.csv, row 7, column age`
   */
  constructor(message: string, place?: string) {
    super(place === undefined ? message : `${place}: ${message}`);
  }
}
