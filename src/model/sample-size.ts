/**
 * How many patients a prediction model of a binary outcome needs, and how many events it has per parameter.
 *
 * Four conditions, of which the most demanding decides: the overall risk is estimated within a margin; risks of
 * individuals are off by little on average; the model's predictions need little shrinkage; and its apparent share of
 * explained variation is not too flattering.
 *
 * Sources: Riley et al., BMJ 368 (2020) m441; Riley et al., Stat. Med. 38 (2019) 1276–1296, equations 11, 22 and 24;
 * van Smeden et al., Stat. Methods Med. Res. 28 (2019) 2455–2474 (the mean error of risks; studied up to 30 parameters).
 */

import { requireKnownOptions } from "../math/known-options.js";
import { normalQuantile } from "../math/normal.js";

export interface SampleSizeInput {
  /** Coefficients to be estimated beside the intercept; candidates that are looked at and dropped count. */
  readonly parameters: number;
  /** Expected share of patients with the event, in (0, 1). */
  readonly prevalence: number;
  /** Expected Cox-Snell R² of the model; alternatively Nagelkerke's. */
  readonly coxSnell?: number;
  readonly nagelkerke?: number;
  /** Wanted shrinkage factor; defaults to 0.9. */
  readonly shrinkage?: number;
  /** Largest wanted difference between apparent and adjusted Nagelkerke R²; defaults to 0.05. */
  readonly optimism?: number;
  /** Half-width of the 95 % interval of the overall risk; defaults to 0.05. */
  readonly margin?: number;
  /** Wanted mean absolute error of the risks; defaults to 0.05. */
  readonly meanError?: number;
}

export interface SampleSize {
  /** Patients needed for each condition, rounded up. */
  readonly overallRisk: number;
  /** null above 30 parameters, where the formula was not studied. */
  readonly meanError: number | null;
  readonly shrinkage: number;
  readonly optimism: number;
  /** The largest of them. */
  readonly patients: number;
  /** Expected events among these patients, and per parameter. */
  readonly events: number;
  readonly eventsPerParameter: number;
  /** Cox-Snell R² assumed, and the largest that the prevalence allows. */
  readonly coxSnell: number;
  readonly largestCoxSnell: number;
}

/** @throws RangeError for input out of range, or an R² that no model can have or that is not given exactly once */
export function minimumSampleSize(input: SampleSizeInput): SampleSize {
  requireKnownOptions("a sample size", input, sampleSizeInput);
  const { parameters, prevalence } = input;
  const { shrinkage = 0.9, optimism = 0.05, margin = 0.05, meanError = 0.05 } = input;
  if (!(Number.isInteger(parameters) && parameters > 0))
    throw new RangeError(`parameters must be a whole number above 0; got ${parameters}`);
  for (const [name, value] of Object.entries({
    prevalence,
    shrinkage,
    optimism,
    margin,
    meanError,
  }))
    if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie in (0, 1); got ${value}`);
  const largest = largestCoxSnell(prevalence);
  const coxSnell = assumedCoxSnell(input, largest);
  if (coxSnell >= shrinkage)
    throw new RangeError(`R² must be below the wanted shrinkage ${shrinkage}; got ${coxSnell}`);
  const shrunken = (factor: number): number =>
    Math.ceil(parameters / ((factor - 1) * Math.log1p(-coxSnell / factor)));
  const z = normalQuantile(0.975);
  const sizes = {
    overallRisk: Math.ceil((z / margin) ** 2 * prevalence * (1 - prevalence)),
    meanError:
      parameters > 30
        ? null
        : Math.ceil(
            Math.exp(
              (-0.508 +
                0.259 * Math.log(Math.min(prevalence, 1 - prevalence)) +
                0.504 * Math.log(parameters) -
                Math.log(meanError)) /
                0.544,
            ),
          ),
    shrinkage: shrunken(shrinkage),
    optimism: shrunken(coxSnell / (coxSnell + optimism * largest)),
  };
  const patients = Math.max(
    sizes.overallRisk,
    sizes.meanError ?? 0,
    sizes.shrinkage,
    sizes.optimism,
  );
  const events = patients * prevalence;
  return {
    ...sizes,
    patients,
    events,
    eventsPerParameter: events / parameters,
    coxSnell,
    largestCoxSnell: largest,
  };
}

const sampleSizeInput = [
  "parameters",
  "prevalence",
  "coxSnell",
  "nagelkerke",
  "shrinkage",
  "optimism",
  "margin",
  "meanError",
] as const;

/** The Cox-Snell R² of a model that knows every outcome, at this prevalence. @throws RangeError unless it lies in (0, 1) */
export function largestCoxSnell(prevalence: number): number {
  if (!(typeof prevalence === "number" && prevalence > 0 && prevalence < 1))
    throw new RangeError(`prevalence must lie in (0, 1); got ${prevalence}`);
  const logLikelihood =
    prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence);
  return -Math.expm1(2 * logLikelihood);
}

/**
 * Patients with the rarer outcome per parameter.
 *
 * @throws RangeError unless the counts are whole and not negative, and there is at least one parameter
 */
export function eventsPerVariable(events: number, nonEvents: number, parameters: number): number {
  for (const [name, value] of Object.entries({ events, nonEvents, parameters }))
    if (!(Number.isInteger(value) && value >= 0))
      throw new RangeError(`${name} must be a whole number, not negative; got ${value}`);
  if (parameters === 0) throw new RangeError("events per variable need a variable; got none");
  return Math.min(events, nonEvents) / parameters;
}

function assumedCoxSnell({ coxSnell, nagelkerke }: SampleSizeInput, largest: number): number {
  if ((coxSnell === undefined) === (nagelkerke === undefined))
    throw new RangeError(
      "give either coxSnell or nagelkerke: the R² that the model is expected to have",
    );
  const value = coxSnell ?? (nagelkerke as number) * largest;
  if (!(value > 0 && value < largest))
    throw new RangeError(
      `R² must lie between 0 and ${largest} (Cox-Snell, at this prevalence); got ${value}`,
    );
  return value;
}
