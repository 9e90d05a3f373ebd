/** Reading a specification: each value is checked as it is taken, and a wrong one is named with its key. */

export type Plain = Readonly<Record<string, unknown>>;

/** A number, and the text that names it: PyRadiomics writes 3.0 as `3-0`, 3 as `3`. */
export interface NamedNumber {
  readonly value: number;
  readonly text: string;
}

export function knownKeys(object: Plain, known: readonly string[], where: string): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key))
      throw new RangeError(
        `${where} must have known keys only (${known.join(", ")}); it has "${key}"`,
      );
  }
}

export function objectOf(value: unknown, where: string): Plain {
  if (value == null) return {};
  if (typeof value !== "object" || Array.isArray(value) || isNamed(value))
    throw new RangeError(`${where} must be a mapping; it is ${shown(value)}`);
  return value as Plain;
}

export function flag(s: Plain, key: string, otherwise: boolean): boolean {
  const value = s[key] ?? otherwise;
  if (typeof value !== "boolean")
    throw new RangeError(`${key} must be true or false; it is ${shown(value)}`);
  return value;
}

export function numberOf(s: Plain, key: string, otherwise: number): number {
  return numeric(s[key] ?? otherwise, key);
}

export function nullable(s: Plain, key: string): number | null {
  return s[key] == null ? null : numeric(s[key], key);
}

/** A number between 0 and 1, or null. */
export function shareOf(s: Plain, key: string): number | null {
  const value = nullable(s, key);
  if (value !== null && !(value > 0 && value < 1))
    throw new RangeError(`${key} must lie between 0 and 1; it is ${value}`);
  return value;
}

export function numeric(value: unknown, key: string): number {
  const number = isNamed(value) ? value.value : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw new RangeError(`${key} must be a finite number; it is ${shown(value)}`);
  return number;
}

export function numbersOf(s: Plain, key: string, otherwise: readonly number[]): number[] {
  return namedNumbers(s, key, otherwise).map(({ value }) => value);
}

export function namedNumbers(
  s: Plain,
  key: string,
  otherwise: readonly number[] = [],
): NamedNumber[] {
  const value = s[key] ?? otherwise;
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const number = numeric(item, key);
    return isNamed(item)
      ? item
      : { value: number, text: Number.isInteger(number) ? `${number}.0` : String(number) };
  });
}

/** A value in a message, as it was written. */
export function shown(value: unknown): string {
  if (isNamed(value)) return value.text;
  return Array.isArray(value) ? `[${value.map(shown).join(", ")}]` : JSON.stringify(value);
}

export function isNamed(value: unknown): value is NamedNumber {
  return typeof value === "object" && value !== null && "text" in value && "value" in value;
}

export function choice<C extends string>(
  s: Plain,
  key: string,
  among: readonly C[],
  otherwise: C,
): C {
  const value = s[key] ?? otherwise;
  const found = among.find((one) => one === value);
  if (found === undefined)
    throw new RangeError(`${key} must be one of ${among.join(", ")}; it is ${shown(value)}`);
  return found;
}
