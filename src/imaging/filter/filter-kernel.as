// The loops over voxels of the image filters, in AssemblyScript, by filter. Arguments are byte addresses; levels are f64
// unless said otherwise. filter-kernel-code.ts holds the compiled bytes; a test compiles these files again and compares.

export { binaryPatterns, circleSamples, padSlice } from "./binary-patterns";
export { gradientSlice } from "./gradient";
export { exponential, largestMagnitude, logarithm, square, squareRoot } from "./point";
export { addMultiple, recursiveGaussian } from "./recursive-gaussian";
export { waveletPair } from "./wavelet";
