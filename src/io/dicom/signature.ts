/** How a DICOM file is known from its first bytes. */

/** Whether the bytes carry the DICOM mark: used to pick the DICOM files of a mixed folder. */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  return bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === "DICM";
}
