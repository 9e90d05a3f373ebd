import type { Specification } from "./specification.js";
export function requireConsistent(_specification: Specification, _place: string): void {}
