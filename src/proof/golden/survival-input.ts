/** Times, events and what belongs to them, of a golden case; rows with a missing value are left out. */

import type { JsonObject } from "../golden.js";

export interface ObservedInput {
  readonly times: number[];
  readonly events: number[];
  readonly group: string[];
  readonly strata: string[] | null;
  readonly x: number[][];
}

export function observed(input: JsonObject): ObservedInput {
  const list = (name: string): unknown[] | null =>
    Array.isArray(input[name]) ? (input[name] as unknown[]) : null;
  const times = list("time") ?? [];
  const [event, group, strata, x] = ["event", "group", "strata", "x"].map(list);
  const complete = (values: unknown[] | null, i: number): boolean => {
    if (values === null) return true;
    const value = values[i];
    return Array.isArray(value) ? value.every((one) => one !== null) : value !== null;
  };
  const rows = Array.from(times.keys()).filter((i) =>
    [times, event, group, strata, x].every((values) => complete(values, i)),
  );
  return {
    times: rows.map((i) => Number(times[i])),
    events: rows.map((i) => Number(event?.[i])),
    group: rows.map((i) => String(group?.[i])),
    strata: strata === null ? null : rows.map((i) => String(strata[i])),
    x: rows.map((i) => (x?.[i] as number[] | undefined) ?? []),
  };
}
