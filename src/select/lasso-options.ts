/** The options of the LASSO path, their defaults (glmnet's) and their checks. */

export interface LassoOptions {
  /** 1 = LASSO (default), 0 = ridge, between them the elastic net. */
  readonly alpha?: number;
  /** The penalties themselves; given none, a falling sequence is made. */
  readonly lambda?: readonly number[];
  /** Length of the sequence that is made; defaults to 100. */
  readonly lambdaCount?: number;
  /** Smallest over largest lambda; defaults to 0.01 if there are fewer rows than columns, else 1e-4. */
  readonly lambdaMinRatio?: number;
  /** Whether the penalty sees columns of standard deviation 1; defaults to true. */
  readonly standardize?: boolean;
  /** How strongly each column is penalised: 0 = not at all, Infinity = left out. */
  readonly penaltyFactor?: readonly number[];
  /** One per row. */
  readonly weights?: readonly number[];
  /** Convergence threshold relative to the null deviance; defaults to 1e-7. */
  readonly tolerance?: number;
  /** The path that is made stops once more coefficients are not 0; defaults to columns + 1. */
  readonly maxNonzero?: number;
  /** The path ends before more columns than this have ever entered; defaults to min(2 maxNonzero + 20, columns). */
  readonly maxActive?: number;
  /** Cycles over columns on the whole path; defaults to 100,000. */
  readonly maxCycles?: number;
}

export interface ResolvedLassoOptions {
  readonly alpha: number;
  /** Falling, or null if the sequence is made. */
  readonly lambda: readonly number[] | null;
  readonly lambdaCount: number;
  readonly lambdaMinRatio: number;
  readonly standardize: boolean;
  readonly tolerance: number;
  readonly maxNonzero: number;
  readonly maxActive: number;
  readonly maxCycles: number;
}

const known: ReadonlySet<string> = new Set<keyof LassoOptions>([
  "alpha",
  "lambda",
  "lambdaCount",
  "lambdaMinRatio",
  "standardize",
  "penaltyFactor",
  "weights",
  "tolerance",
  "maxNonzero",
  "maxActive",
  "maxCycles",
]);

/** @throws RangeError for an unknown option or one out of range */
export function resolvedLassoOptions(
  options: LassoOptions,
  rowCount: number,
  columnCount: number,
): ResolvedLassoOptions {
  for (const name of Object.keys(options))
    if (!known.has(name))
      throw new RangeError(`LASSO knows the options ${[...known].join(", ")}; got ${name}`);
  const maxNonzero = options.maxNonzero ?? columnCount + 1;
  const resolved: ResolvedLassoOptions = {
    alpha: options.alpha ?? 1,
    lambda: options.lambda ? [...options.lambda].sort((a, b) => b - a) : null,
    lambdaCount: options.lambdaCount ?? 100,
    lambdaMinRatio: options.lambdaMinRatio ?? (rowCount < columnCount ? 0.01 : 1e-4),
    standardize: options.standardize ?? true,
    tolerance: options.tolerance ?? 1e-7,
    maxNonzero,
    maxActive: options.maxActive ?? Math.min(2 * maxNonzero + 20, columnCount),
    maxCycles: options.maxCycles ?? 100_000,
  };
  check(resolved);
  return resolved;
}

function check(options: ResolvedLassoOptions): void {
  const { alpha, lambda, lambdaCount, lambdaMinRatio, tolerance } = options;
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`alpha must lie in [0, 1]; got ${alpha}`);
  if (lambda !== null) {
    if (lambda.length === 0)
      throw new RangeError("lambda must hold at least one penalty; it is empty");
    lambda.forEach((value) => {
      if (!(value >= 0 && value < Infinity))
        throw new RangeError(`every lambda must be finite and not negative; got ${value}`);
    });
  }
  if (!Number.isInteger(lambdaCount) || lambdaCount < 3)
    throw new RangeError(`lambdaCount must be a whole number of at least 3; got ${lambdaCount}`);
  if (!(lambdaMinRatio > 0 && lambdaMinRatio < 1))
    throw new RangeError(`lambdaMinRatio must lie in (0, 1); got ${lambdaMinRatio}`);
  if (!(tolerance > 0 && tolerance < 1))
    throw new RangeError(`tolerance must lie in (0, 1); got ${tolerance}`);
  for (const name of ["maxNonzero", "maxActive", "maxCycles"] as const)
    if (!Number.isInteger(options[name]) || options[name] < 1)
      throw new RangeError(`${name} must be a whole number of at least 1; got ${options[name]}`);
}
