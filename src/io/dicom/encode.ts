/** Writing DICOM: elements in explicit little endian, and the file around them. Source: DICOM PS3.5 7.1 and PS3.10 7.1. */

/** Group and element as eight hexadecimal digits, value representation, value. */
export type DicomElement = readonly [tag: string, vr: string, value: DicomValue];
export type DicomValue =
  | string
  | number
  | readonly number[]
  | Uint8Array
  | readonly (readonly DicomElement[])[];

const LONG = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** A whole DICOM file (Part 10) of the given elements, which are sorted by tag here. */
export function encodeDicomFile(
  sopClass: string,
  sopInstance: string,
  elements: readonly DicomElement[],
): Uint8Array {
  const meta = encodeElements([
    ["00020001", "OB", Uint8Array.of(0, 1)],
    ["00020002", "UI", sopClass],
    ["00020003", "UI", sopInstance],
    ["00020010", "UI", "1.2.840.10008.1.2.1"],
    ["00020012", "UI", "2.25.3141592653589793"],
  ]);
  const length = encodeElements([["00020000", "UL", meta.length]]);
  const body = encodeElements([
    ["00080016", "UI", sopClass],
    ["00080018", "UI", sopInstance],
    ...elements,
  ]);
  return Buffer.concat([new Uint8Array(128), Buffer.from("DICM"), length, meta, body]);
}

function encodeElements(elements: readonly DicomElement[]): Uint8Array {
  const sorted = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(sorted.map(encodeElement));
}

function encodeElement([tag, vr, value]: DicomElement): Uint8Array {
  const bytes =
    vr === "SQ"
      ? encodeItems(value as readonly (readonly DicomElement[])[])
      : encodeValue(vr, value);
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, "latin1");
  if (LONG.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

function encodeItems(items: readonly (readonly DicomElement[])[]): Uint8Array {
  return Buffer.concat(
    items.map((item) => {
      const bytes = encodeElements(item);
      const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
      head.writeUInt32LE(bytes.length, 4);
      return Buffer.concat([head, bytes]);
    }),
  );
}

function encodeValue(vr: string, value: DicomValue): Uint8Array {
  if (value instanceof Uint8Array) return padded(value, 0);
  const numbers = typeof value === "number" ? [value] : (value as readonly number[]);
  if (vr === "US") return new Uint8Array(Uint16Array.from(numbers).buffer);
  if (vr === "UL") return new Uint8Array(Uint32Array.from(numbers).buffer);
  const text = typeof value === "string" ? value : numbers.map((n) => decimal(n)).join("\\");
  return padded(Buffer.from(text, "latin1"), vr === "UI" ? 0 : 32);
}

/** A DS value has at most 16 characters. */
function decimal(n: number): string {
  const short = String(n);
  for (let digits = 15; short.length > 16 && digits > 5; digits--) {
    const text = String(Number(n.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return short;
}

function padded(bytes: Uint8Array, with_: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Uint8Array.of(with_)]);
}
