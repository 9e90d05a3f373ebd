/**
 * Which test gives a printed P value?
 *
 * A paper names its tests in a footnote and prints three digits. Every test that could have been meant is computed on
 * the printed counts; those that round to the printed digits are named, whatever the footnote says. Where the inputs
 * are themselves rounded (a mean and a standard deviation), a P is `compatible` if some inputs inside their rounding
 * give it.
 */

import type { Printed } from "../io/paper/printed.js";
import type { CandidateTest, TestName } from "./candidate-tests.js";
import { printsAs } from "./printed-number.js";

/** What a computed P says to a printed one. */
export type PVerdict = "gives" | "compatible" | "differs" | "not computable";

export interface JudgedTest extends CandidateTest {
  readonly verdict: PVerdict;
}

export interface Identification {
  readonly printed: Printed;
  readonly tests: readonly JudgedTest[];
  /** The one that the paper's rule would take. */
  readonly promised: JudgedTest;
  /** The promised test if it gives the printed P, else the first that does, else the first compatible one; or null. */
  readonly identified: JudgedTest | null;
  /** Of the identified test: "differs" where there is none. */
  readonly verdict: "gives" | "compatible" | "differs";
}

/**
 * Judge every candidate against the printed P.
 *
 * @param tests the candidates, in the order in which they are to be preferred
 * @param promised the test that the paper's footnote names for this kind of variable; one of the candidates
 * @example identifyTest(printed("0.161"), candidateTests(nStage), "chi-square").identified?.name // Yates
 */
export function identifyTest(
  printed: Printed,
  tests: readonly CandidateTest[],
  promised: TestName,
): Identification {
  const judged = tests.map((test) => ({ ...test, verdict: pVerdict(test, printed) }));
  const own = judged.find(({ name }) => name === promised);
  if (own === undefined) {
    throw new RangeError(
      `the promised test must be one of ${tests.map(({ name }) => name).join(", ")}; got "${promised}"`,
    );
  }
  const ordered = [own, ...judged.filter((test) => test !== own)];
  const identified =
    ordered.find(({ verdict }) => verdict === "gives") ??
    ordered.find(({ verdict }) => verdict === "compatible") ??
    null;
  const verdict = identified === null ? "differs" : (identified.verdict as "gives" | "compatible");
  return { printed, tests: judged, promised: own, identified, verdict };
}

/** What a test's P says to the printed one. */
export function pVerdict({ p, range }: CandidateTest, printed: Printed): PVerdict {
  if (p === null) return "not computable";
  if (printsAs(p, printed)) return "gives";
  if (range === null) return "differs";
  const half = printed.relation === "=" ? 0.5 * 10 ** -printed.decimals : 0;
  const lowest = printed.relation === "<" ? 0 : printed.value - half;
  const highest = printed.relation === ">" ? 1 : printed.value + half;
  return range[0] <= highest && range[1] >= lowest ? "compatible" : "differs";
}
