/**
 * What a cell may use without an import, as the text of a declaration file. Node's own types are not loaded:
 * parsing them doubles the time a kernel needs to start, and cells read files through the library.
 * The names merge with Node's where a package brings Node's types along. The methods of arrays are those of ES2023
 * that TypeScript 5.0.4 does not know yet.
 */

export const cellGlobals: string = `
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  table(rows: unknown, columns?: string[]): void;
}
declare var console: Console;
declare function setTimeout(run: () => void, milliseconds?: number): unknown;
declare function structuredClone<T>(value: T): T;
interface ReadonlyArray<T> {
  toSorted(order?: (a: T, b: T) => number): T[];
  toReversed(): T[];
  with(index: number, value: T): T[];
}
interface Array<T> {
  toSorted(order?: (a: T, b: T) => number): T[];
  toReversed(): T[];
  with(index: number, value: T): T[];
}
interface Float64Array {
  toSorted(order?: (a: number, b: number) => number): Float64Array;
  toReversed(): Float64Array;
}
`;
