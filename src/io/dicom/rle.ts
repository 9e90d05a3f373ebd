/** DICOM's run-length coding: one segment a byte plane, most significant first. Source: DICOM PS3.5, annex G. */

/**
 * One frame, as little-endian samples.
 *
 * @param pixels rows x columns
 * @param bytesPerSample 1, 2 or 4
 * @throws RangeError if the segments do not fill the frame
 */
export function decodeRle(frame: Uint8Array, pixels: number, bytesPerSample: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== bytesPerSample) {
    throw new RangeError(`${bytesPerSample} segments are needed; the frame has ${segments}`);
  }
  const result = new Uint8Array(pixels * bytesPerSample);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : frame.length;
    const plane = bytesPerSample - 1 - segment;
    const filled = unpack(frame.subarray(start, end), (i, byte) => {
      if (i < pixels) result[i * bytesPerSample + plane] = byte;
    });
    if (filled < pixels)
      throw new RangeError(`segment ${segment} fills ${filled} of ${pixels} pixels`);
  }
  return result;
}

function unpack(packed: Uint8Array, put: (i: number, byte: number) => void): number {
  let out = 0;
  for (let at = 0; at < packed.length; ) {
    const control = (packed[at++] << 24) >> 24;
    if (control >= 0) {
      for (let k = 0; k <= control && at < packed.length; k++) put(out++, packed[at++]);
    } else if (control > -128 && at < packed.length) {
      for (let k = 0; k < 1 - control; k++) put(out++, packed[at]);
      at++;
    }
  }
  return out;
}
