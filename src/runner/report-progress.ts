/** Progress of a long step inside a cell, told to whoever runs the notebook. */

/** @param what is counted: "patients measured" */
export function reportProgress(what: string, done: number, of: number): void {
  if (done === of || done % 20 === 0) process.stderr.write(`${what}: ${done} of ${of}\n`);
}
