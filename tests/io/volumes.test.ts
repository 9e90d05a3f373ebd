import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { parseNifti, readNifti } from "dlrn/io/nifti";
import { parseNrrd, readNrrd } from "dlrn/io/nrrd";
import { geometryDifference, handedness, indexOfPoint, patientPoint } from "dlrn/io/volume";
import { assertNear } from "../near.js";

/** A NIfTI file of 2 x 3 x 4 int16 voxels 0 … 23, changed by `change` before it is closed. */
function nifti(change: (header: DataView) => void = () => {}, little = true): Uint8Array {
  const file = new Uint8Array(352 + 24 * 2);
  const view = new DataView(file.buffer);
  view.setInt32(0, 348, little);
  [3, 2, 3, 4, 1, 1, 1, 1].forEach((n, d) => view.setInt16(40 + 2 * d, n, little));
  view.setInt16(70, 4, little);
  view.setInt16(72, 16, little);
  [1, 0.5, 2, 3].forEach((s, d) => view.setFloat32(76 + 4 * d, s, little));
  view.setFloat32(108, 352, little);
  view.setInt16(252, 1, little);
  view.setInt16(254, 1, little);
  [268, 272, 276].forEach((at, d) => view.setFloat32(at, [10, 20, 30][d], little));
  [
    [0.5, 0, 0, 10],
    [0, 2, 0, 20],
    [0, 0, 3, 30],
  ].forEach((row, r) =>
    row.forEach((value, c) => view.setFloat32(280 + 16 * r + 4 * c, value, little)),
  );
  file.set(Buffer.from("n+1\0"), 344);
  for (let i = 0; i < 24; i++) view.setInt16(352 + 2 * i, i, little);
  change(view);
  return file;
}

describe("NIfTI", () => {
  test("RAS becomes LPS, x runs fastest", () => {
    const volume = parseNifti(nifti(), "a.nii");
    assert.deepEqual(volume.size, [2, 3, 4]);
    assertNear(volume.spacing, [0.5, 2, 3], 1e-15);
    assertNear(volume.origin, [-10, -20, 30], 1e-15);
    assert.deepEqual(volume.direction, [-1, 0, 0, 0, -1, 0, 0, 0, 1]);
    assert.equal(volume.values[1 + 2 * (2 + 3 * 3)], 1 + 2 * (2 + 3 * 3));
    assert.equal(handedness(volume), 1);
  });

  test("the other byte order, and gzip, give the same volume", () => {
    assert.deepEqual(
      parseNifti(
        nifti(() => {}, false),
        "a.nii",
      ),
      parseNifti(nifti(), "a.nii"),
    );
    assert.deepEqual(parseNifti(gzipSync(nifti()), "a.nii.gz"), parseNifti(nifti(), "a.nii"));
  });

  test("the qform gives the same orientation as an equal sform", () => {
    const byQuaternion = parseNifti(
      nifti((h) => h.setInt16(254, 0, true)),
      "a.nii",
    );
    assert.equal(geometryDifference(byQuaternion, parseNifti(nifti(), "a.nii")), null);
  });

  test("a quarter turn about z by quaternion", () => {
    const turned = parseNifti(
      nifti((h) => {
        h.setInt16(254, 0, true);
        h.setFloat32(264, Math.SQRT1_2, true); // d = sin(45°): x → y, y → −x in RAS
      }),
      "a.nii",
    );
    assertNear(turned.direction, [0, 1, 0, -1, 0, 0, 0, 0, 1], 1e-7, { absolute: 1e-7 });
  });

  test("slope and intercept are applied", () => {
    const volume = parseNifti(
      nifti((h) => {
        h.setFloat32(112, 2, true);
        h.setFloat32(116, -5, true);
      }),
      "a.nii",
    );
    assert.deepEqual(Array.from(volume.values).slice(0, 3), [-5, -3, -1]);
  });

  const refused: [why: string, file: Uint8Array, message: RegExp][] = [
    ["a truncated header", nifti().subarray(0, 100), /header of 348 bytes; there are 100$/],
    [
      "a truncated body",
      nifti().subarray(0, 380),
      /promises 2 x 3 x 4 voxels \(400 bytes\); the file has 380$/,
    ],
    ["a truncated gzip", gzipSync(nifti()).subarray(0, 90), /a\.nii: /],
    [
      "wrong magic",
      nifti((h) => h.setUint8(344, 88)),
      /must carry the mark "n\+1"; it carries "X\+1"$/,
    ],
    [
      "a detached pair",
      nifti((h) => [110, 105, 49].forEach((c, i) => h.setUint8(344 + i, c))),
      /merged into one \.nii$/,
    ],
    ["not NIfTI", new Uint8Array(400), /must begin with 348; it begins with 0$/],
    [
      "four volumes",
      nifti((h) => [4, 2, 3, 4, 4].forEach((n, d) => h.setInt16(40 + 2 * d, n, true))),
      /dimension 4 has 4/,
    ],
    [
      "zero spacing",
      nifti((h) => h.setFloat32(84, 0, true)),
      /spacing must be positive; it is 0\.5, 0, 3 mm$/,
    ],
    ["a negative size", nifti((h) => h.setInt16(42, -2, true)), /its size is -2 x 3 x 4$/],
    [
      "an offset that is no number",
      nifti((h) => h.setFloat32(108, Number.NaN, true)),
      /the voxels' offset must be a number; the header says NaN$/,
    ],
    [
      "a header that asks for more than a memory holds",
      gzipSync(
        nifti((h) => {
          for (const at of [42, 44, 46]) h.setInt16(at, 20000, true);
        }),
      ),
      /compressed data must unpack to at most 2147483648 bytes; the header asks for/,
    ],
    [
      "a negative offset",
      nifti((h) => h.setFloat32(108, -100, true)),
      /the voxels' offset must not be negative; it is -100$/,
    ],
    [
      "an sform with an axis of no length, without a qform",
      nifti((h) => {
        h.setInt16(252, 0, true);
        h.setFloat32(280, 0, true);
      }),
      /the axes of an sform must have a length; theirs are 0, 2, 3 mm; mend the header$/,
    ],
    ["RGB voxels", nifti((h) => h.setInt16(70, 128, true)), /the type is 128$/],
    [
      "axes that are not orthogonal",
      nifti((h) => {
        h.setInt16(252, 0, true);
        h.setFloat32(284, 1, true);
      }),
      /axes 0 and 1 have the scalar product/,
    ],
    ["a bomb", gzipSync(Buffer.concat([nifti(), Buffer.alloc(8 << 20)])), /they unpack to more/],
  ];
  for (const [why, file, message] of refused) {
    test(`refuses ${why}`, () =>
      assert.throws(() => parseNifti(file, "a.nii"), { name: "InputError", message }));
  }
});

const header = (...lines: string[]): string =>
  ["NRRD0004", "type: short", "dimension: 3", "sizes: 2 1 2", ...lines, "", ""].join("\n");
const nrrd = (text: string, data: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from(text), data]));
const four = new Uint8Array(Int16Array.of(7, -8, 9, 10).buffer);
const placed = [
  "space: right-anterior-superior",
  "space directions: (0.5,0,0) (0,2,0) (0,0,3)",
  "space origin: (1,2,3)",
];

describe("NRRD", () => {
  test("raw, gzip and text give the same volume, in LPS", () => {
    const raw = parseNrrd(
      nrrd(header("encoding: raw", "endian: little", ...placed), four),
      "a.nrrd",
    );
    assert.deepEqual(Array.from(raw.values), [7, -8, 9, 10]);
    assert.deepEqual([...raw.origin, ...raw.spacing], [-1, -2, 3, 0.5, 2, 3]);
    assert.deepEqual(
      raw.direction.map((c) => c + 0),
      [-1, 0, 0, 0, -1, 0, 0, 0, 1],
    );
    assert.deepEqual(
      parseNrrd(nrrd(header("encoding: gzip", "endian: little", ...placed), gzipSync(four)), "a"),
      raw,
    );
    assert.deepEqual(
      parseNrrd(nrrd(header("encoding: text", ...placed), Buffer.from("7 -8\n9 10\n")), "a"),
      raw,
    );
  });

  const refused: [why: string, file: Uint8Array, message: RegExp][] = [
    ["wrong magic", Buffer.from("NRRX0004\n\n"), /must begin with "NRRD0001" to "NRRD0005"/],
    [
      "too few bytes",
      nrrd(header("encoding: raw", "endian: little"), four.subarray(2)),
      /promises 8 bytes of voxels; the file has 6$/,
    ],
    [
      "a missing field",
      nrrd(header("endian: little"), four),
      /must have the field "encoding"; it is missing$/,
    ],
    [
      "another encoding",
      nrrd(header("encoding: bzip2"), four),
      /must be raw, gzip or text; it is "bzip2"/,
    ],
    [
      "a bomb",
      nrrd(header("encoding: gzip", "endian: little"), gzipSync(Buffer.alloc(1 << 20))),
      /they unpack to more/,
    ],
    [
      "an unknown space",
      nrrd(header("encoding: raw", "endian: little", "space: scanner-xyz"), four),
      /it is "scanner-xyz"$/,
    ],
    [
      "sizes beyond any memory",
      nrrd(
        "NRRD0004\ntype: short\ndimension: 3\nsizes: 99999999 99999999 99999999\nencoding: gzip\n\n",
        four,
      ),
      /at most 2147483648 voxels; the header promises/,
    ],
    [
      "zero spacing",
      nrrd(header("encoding: raw", "endian: little", "spacings: 1 0 1"), four),
      /spacing must be positive/,
    ],
  ];
  for (const [why, file, message] of refused) {
    test(`refuses ${why}`, () =>
      assert.throws(() => parseNrrd(file, "a.nrrd"), { name: "InputError", message }));
  }

  test("a detached data file outside the header's folder is refused", () => {
    const folder = mkdtempSync(join(tmpdir(), "dlrn-nrrd-"));
    try {
      writeFileSync(join(folder, "a.raw"), four);
      writeFileSync(
        join(folder, "a.nhdr"),
        header("encoding: raw", "endian: little", "data file: a.raw"),
      );
      assert.deepEqual(Array.from(readNrrd(join(folder, "a.nhdr")).values), [7, -8, 9, 10]);
      symlinkSync("/etc/hostname", join(folder, "b.raw"));
      writeFileSync(
        join(folder, "b.nhdr"),
        header("encoding: raw", "endian: little", "data file: b.raw"),
      );
      assert.throws(
        () => readNrrd(join(folder, "b.nhdr")),
        /must lie in the header's folder; it is "b\.raw"/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("index and patient point are inverse on an oblique grid", () => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const oblique = {
    size: [4, 4, 4],
    spacing: [0.7, 0.8, 5.2],
    origin: [3, -4, 5],
    direction: [c, -s, 0, s, c, 0, 0, 0, 1],
  } as const;
  assertNear(indexOfPoint(oblique, patientPoint(oblique, [1.5, 2.25, 3])), [1.5, 2.25, 3], 1e-13);
});

const data = "../shared/data";
describe("real files", { skip: existsSync(data) ? false : `${data} is not there` }, () => {
  test("the IBSI CT phantom's region has the published number of voxels", () => {
    const mask = readNifti(`${data}/ibsi-1/ct-phantom/mask/mask.nii.gz`);
    assert.equal(
      Array.from(mask.values).reduce((sum, value) => sum + value, 0),
      125256,
    );
  });

  test("PyRadiomics' brain1: 4137 voxels, 0.78125 x 0.78125 x 6.5 mm", () => {
    const mask = readNrrd(`${data}/pyradiomics/brain1_label.nrrd`);
    assert.equal(
      Array.from(mask.values).reduce((sum, value) => sum + value, 0),
      4137,
    );
    assertNear(mask.spacing, [0.78125, 0.78125, 6.5], 1e-14);
  });
});
