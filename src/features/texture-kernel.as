// The loops over a region's voxels that texture spends its time in, in AssemblyScript. Arguments are byte addresses, steps count
// voxels; places are 16-bit, voxels and counts 32-bit numbers. texture-kernel-code.ts holds the compiled bytes; a test compiles
// this file and those it imports again and compares.

export { listPairs, pairs, sortPairs } from "./pairs";
export { runs } from "./runs";
export {
  addNeighbours,
  boxSums,
  dependences,
  differences,
  equals,
  nearby,
  worths,
} from "./surroundings";
export { listCells } from "./tables";
export { zoneCells, zones } from "./zones";

/** Bytes become 0. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
