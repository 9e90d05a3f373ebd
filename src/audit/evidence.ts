/** Numbers and lists in the sentences of the audit. */

import { decimal } from "../math/decimal.js";
import { type ClaimValue, isEstimate, isMatrix, isShare, isSpan } from "./claim.js";

/** A number with at most four decimals, small ones with more; tiny ones as a power of ten. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 0.0001) return value.toExponential(1);
  return decimal(value, size < 0.01 ? 5 : size < 100 ? 4 : 2).replace(/\.?0+$/, "");
}

/** `0.8232 (0.3069 to 2.2080)`, `13/3/93/7`. */
export function shownValue(value: ClaimValue): string {
  if (typeof value === "number") return shown(value);
  if (typeof value === "string") return value;
  if (isEstimate(value))
    return `${shown(value.estimate)} (${shown(value.lower)} to ${shown(value.upper)})`;
  if (isSpan(value)) return `${shown(value.from)} to ${shown(value.to)}`;
  if (isShare(value)) return `${shown(value.estimate)} (${value.count}/${value.total})`;
  if (isMatrix(value)) return `${value.tp}/${value.fp}/${value.tn}/${value.fn}`;
  return value.join(", ");
}

/** `0.0498 to 0.0533 within rounding`; or that rounding does not move it. */
export function rounded(low: ClaimValue, high: ClaimValue, of = ""): string {
  const [least, most] = [shownValue(low), shownValue(high)];
  return least === most ? `whatever the rounding${of}` : `${least} to ${most} within rounding${of}`;
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? "none")
    : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** First letter large, a point at the end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${trimmed.endsWith(".") ? "" : "."}`;
}
