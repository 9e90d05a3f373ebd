/** Numeric equality for tests. The tolerance is always given: a test must say how close is close enough. */

import assert from "node:assert/strict";

/**
 * `expected` is a number, a word, a boolean, or an array or object of such; a missing key fails.
 * Numbers agree when |actual − expected| ≤ relative · |expected| + absolute.
 */
export function assertNear(
  actual: unknown,
  expected: unknown,
  relative: number,
  { absolute = 0, at = "value" }: { absolute?: number; at?: string } = {},
): void {
  if (typeof expected === "number" && Number.isFinite(expected)) {
    assert.equal(typeof actual, "number", `${at} is not a number but ${String(actual)}`);
    const error = Math.abs((actual as number) - expected);
    const allowed = relative * Math.abs(expected) + absolute;
    assert.ok(
      error <= allowed,
      `${at}: ${actual} is not ${expected}; off by ${error}, allowed ${allowed}`,
    );
    return;
  }
  if (typeof expected !== "object" || expected === null) {
    assert.equal(actual, expected, `${at} is not ${String(expected)}`); // a word, a boolean, null, an infinity: exactly
    return;
  }
  assert.ok(typeof actual === "object" && actual !== null, `${at} is missing`);
  for (const [key, value] of Object.entries(expected as object)) {
    assertNear((actual as Record<string, unknown>)[key], value, relative, {
      absolute,
      at: `${at}.${key}`,
    });
  }
}
