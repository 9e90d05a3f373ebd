/** Named arrays of numbers: the parameters of a network, whatever file they come from. */

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major, as many as the product of `shape`. */
  readonly values: Float32Array;
}

/** Parameters by name, in the file's order: PyTorch's "state dict". */
export type StateDict = ReadonlyMap<string, Tensor>;

/** Number of values of a shape; 1 for a scalar's empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
