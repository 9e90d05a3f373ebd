import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { contourMask } from "dlrn/imaging/contour-mask";
import { segmentationMask } from "dlrn/imaging/segmentation-mask";
import { decodeRle } from "dlrn/io/dicom/rle";
import { readSegmentation } from "dlrn/io/dicom/segmentation";
import { readDicomSeries } from "dlrn/io/dicom/series";
import { readStructureSet } from "dlrn/io/dicom/structure-set";
import { saveDicomSeries, saveStructureSet } from "dlrn/io/dicom/write";
import {
  type Direction,
  geometryDifference,
  patientPoint,
  type Triple,
  type Volume,
} from "dlrn/io/volume";
import { assertNear } from "../near.js";

const folder = mkdtempSync(join(tmpdir(), "dlrn-dicom-"));
after(() => rmSync(folder, { recursive: true }));
const at = (...parts: string[]): string => join(folder, ...parts);
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

const tilt = 0.3;
const oblique: Direction = [
  1,
  0,
  0,
  0,
  Math.cos(tilt),
  -Math.sin(tilt),
  0,
  Math.sin(tilt),
  Math.cos(tilt),
];
const volume: Volume = {
  size: [12, 10, 5],
  spacing: [0.8, 0.8, 4],
  origin: [-10, 20, -30],
  direction: oblique,
  values: Int32Array.from({ length: 600 }, (_, i) => (i * 7919) % 1000),
};
const names = { patient: "phantom", series: "T1" };

/** A closed polygon on slice k, corners in voxels. */
const polygon = (k: number, corners: readonly (readonly [number, number])[]): Triple[] =>
  corners.map(([i, j]) => patientPoint(volume, [i, j, k]));
const square = (k: number, low: number, high: number): Triple[] =>
  polygon(k, [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ]);

describe("a series", () => {
  test("comes back as it was written, oblique, whatever the files are called", async () => {
    const paths = saveDicomSeries(volume, at("series"), names);
    renameSync(paths[0], at("series", "zz.dcm"));
    writeFileSync(at("series", "notes.txt"), "not an image");
    const back = await readDicomSeries(at("series"));
    assert.equal(geometryDifference(volume, back), null);
    assert.deepEqual(Array.from(back.values), Array.from(volume.values));
  });

  test("real grey levels keep 16 bits of their range", async () => {
    const values = Float64Array.from({ length: 600 }, (_, i) => Math.sin(i));
    saveDicomSeries({ ...volume, values }, at("real"), names);
    assertNear(Array.from((await readDicomSeries(at("real"))).values), Array.from(values), 0, {
      absolute: 3 / 65535,
    });
  });

  test("a stated spacing replaces the header's", async () => {
    const back = await readDicomSeries(at("real"), { spacing: [0.8, 0.8, 4.0001] });
    assert.deepEqual(back.spacing, [0.8, 0.8, 4.0001]);
  });

  test("a missing slice is refused, by its neighbours", async () => {
    const paths = saveDicomSeries(volume, at("gap"), names);
    rmSync(paths[2]);
    await assert.rejects(
      readDicomSeries(at("gap")),
      /between \S+0002\.dcm and \S+0004\.dcm there are 8\.000 mm, elsewhere 4\.000; a slice may be missing$/,
    );
  });

  test("a slice twice is refused, by both names", async () => {
    const paths = saveDicomSeries(volume, at("twice"), names);
    copyFileSync(paths[2], at("twice", "copy.dcm"));
    await assert.rejects(
      readDicomSeries(at("twice")),
      /0003\.dcm and \S+copy\.dcm lie at the same$/,
    );
  });

  test("two series in a folder are refused with their list, unless one is chosen", async () => {
    saveDicomSeries(volume, at("two", "a"), names);
    saveDicomSeries(volume, at("two", "b"), { ...names, series: "T2" });
    await assert.rejects(
      readDicomSeries(at("two")),
      /one series must be chosen; the folder holds \S+ \(T1, 5 slices\); \S+ \(T2, 5 slices\); name one$/,
    );
    const { seriesInstanceUid } = await readDicomSeries(at("two", "b"));
    assert.equal(
      (await readDicomSeries(at("two"), { series: seriesInstanceUid })).seriesInstanceUid,
      seriesInstanceUid,
    );
    await assert.rejects(
      readDicomSeries(at("two"), { series: "1.2.3" }),
      /must hold the series 1\.2\.3; it holds/,
    );
  });

  test("a deflated data set holds the same; cut short it is refused", async () => {
    const [path] = saveDicomSeries(volume, at("plain"), names);
    const plain = await readDicomSeries(path);
    const deflated = deflatedFile(readFileSync(path));
    writeFileSync(at("deflated.dcm"), deflated);
    assert.deepEqual((await readDicomSeries(at("deflated.dcm"))).values, plain.values);
    writeFileSync(at("deflated.dcm"), deflated.subarray(0, -20));
    await assert.rejects(readDicomSeries(at("deflated.dcm")), {
      name: "InputError",
      message: /a DICOM file must be whole and readable; reading ended with/,
    });
  });

  test("a folder without DICOM, be it one file, is refused", async () => {
    mkdirSync(at("notes"));
    writeFileSync(at("notes", "a.txt"), "no image");
    await assert.rejects(
      readDicomSeries(at("notes")),
      /notes: a folder of a DICOM series must hold DICOM images; there is none$/,
    );
  });

  test("a truncated file is refused", async () => {
    const [path] = saveDicomSeries(volume, at("cut"), names);
    writeFileSync(path, readFileSync(path).subarray(0, -50));
    await assert.rejects(readDicomSeries(at("cut")), {
      name: "InputError",
      message: /0001\.dcm: /,
    });
  });
});

/** The same object with its data set deflated (PS3.5 A.5), in the syntax that says so. */
function deflatedFile(file: Uint8Array): Uint8Array {
  const end = 144 + new DataView(file.buffer, file.byteOffset).getUint32(140, true);
  const meta = Buffer.from(file.subarray(0, end));
  const at = meta.indexOf("1.2.840.10008.1.2.1\0");
  const syntax = Buffer.from("1.2.840.10008.1.2.1.99");
  meta.writeUInt16LE(syntax.length, at - 2);
  meta.writeUInt32LE(end - 144 + 2, 140);
  return Buffer.concat([
    meta.subarray(0, at),
    syntax,
    meta.subarray(at + 20),
    deflateRawSync(file.subarray(end)),
  ]);
}

describe("contours", () => {
  const drawn = (contours: Triple[][], name = "GTV"): string => {
    const path = at(`rt-${name}.dcm`);
    saveStructureSet(path, [{ name, contours }], names);
    return path;
  };
  const count = (path: string): number =>
    sum(contourMask(readStructureSet(path), volume, path).values);

  test("a square of voxels on an oblique slice", () => {
    const mask = contourMask(readStructureSet(drawn([square(2, 1.5, 4.5)])), volume, "rt");
    const inside = Array.from(mask.values).flatMap((value, i) => (value === 1 ? [i] : []));
    const expected = [2, 3, 4].flatMap((j) => [2, 3, 4].map((i) => i + 12 * (j + 10 * 2)));
    assert.deepEqual(inside, expected);
  });

  test("an inner contour cuts a hole; so does a keyhole contour", () => {
    const keyhole = polygon(1, [
      [0.5, 0.5],
      [6.5, 0.5],
      [6.5, 6.5],
      [0.5, 6.5],
      [0.5, 0.5],
      [2.5, 2.5],
      [2.5, 4.5],
      [4.5, 4.5],
      [4.5, 2.5],
      [2.5, 2.5],
      [0.5, 0.5],
    ]);
    assert.equal(count(drawn([square(1, 0.5, 6.5), square(1, 2.5, 4.5)])), 36 - 4);
    assert.equal(count(drawn([keyhole])), 36 - 4);
  });

  test("several polygons a slice add up", () => {
    assert.equal(count(drawn([square(3, 0.5, 2.5), square(3, 5.5, 8.5)])), 4 + 9);
  });

  test("the region is chosen by name, and the names are listed", () => {
    const path = at("two-regions.dcm");
    const contours = [square(0, 1, 3)];
    saveStructureSet(
      path,
      [
        { name: "GTV", contours },
        { name: "Edema", contours },
      ],
      names,
    );
    const set = readStructureSet(path);
    assert.throws(
      () => contourMask(set, volume, path),
      /a region must be named; the file has "GTV", "Edema"$/,
    );
    assert.throws(
      () => contourMask(set, volume, path, { region: "Bone" }),
      /must be one of "GTV", "Edema"; got "Bone"$/,
    );
    assert.ok(sum(contourMask(set, volume, path, { region: "Edema" }).values) > 0);
  });

  test("contours of another series, outside the image, or across slices are refused", () => {
    const path = drawn([square(2, 1.5, 4.5)], "other");
    assert.throws(
      () => contourMask(readStructureSet(path), volume, path, { seriesInstanceUid: "1.2.3" }),
      /must be drawn on the image's series 1\.2\.3; they were drawn on 2\.25\./,
    );
    assert.throws(() => count(drawn([square(9, 1, 3)])), /contour 0 lies at slice 9 of 0 to 4/);
    const across = [
      patientPoint(volume, [1, 1, 0]),
      patientPoint(volume, [5, 1, 0]),
      patientPoint(volume, [5, 5, 3]),
    ];
    assert.throws(() => count(drawn([across])), /contour 0 runs through 3\.00 slices/);
  });

  test("an image is no RTSTRUCT", () => {
    const [path] = saveDicomSeries(volume, at("no-rt"), names);
    assert.throws(() => readStructureSet(path), /must be an RTSTRUCT; its modality is MR$/);
  });
});

describe("run-length coding", () => {
  test("literal and repeated runs, two byte planes", () => {
    const header = new Uint8Array(64);
    new DataView(header.buffer).setUint32(0, 2, true);
    new DataView(header.buffer).setUint32(4, 64, true);
    new DataView(header.buffer).setUint32(8, 66, true);
    const frame = Uint8Array.of(...header, 0xfe, 1, 2, 7, 8, 9); // high bytes 1 1 1; low bytes 7 8 9
    assert.deepEqual(Array.from(decodeRle(frame, 3, 2)), [7, 1, 8, 1, 9, 1]);
    assert.throws(() => decodeRle(frame, 4, 2), /segment 0 fills 3 of 4 pixels/);
  });
});

const data = "../shared/data";
describe("real files", { skip: existsSync(data) ? false : `${data} is not there` }, () => {
  const cases = `${data}/dicom-cases`;

  test("STS_001: 384 x 384 x 40, and GTV_Mass has exactly 256115 voxels", async () => {
    const image = await readDicomSeries(`${data}/sts-001-fs-dicom/image`);
    assert.deepEqual(image.size, [384, 384, 40]);
    assertNear(image.spacing, [0.5234375, 0.5234375, 5.2000000154], 1e-10);
    const { spacing } = await readDicomSeries(`${data}/sts-001-fs-dicom/image`, {
      spacing: "first-slices",
    });
    assert.deepEqual(spacing, [0.5234375, 0.5234375, Math.fround(5.2000012398)]); // 5.200001239776608 in the diagnostics
    assertNear(sum(image.values) / image.values.length, 94.57989959716797, 1e-14); // PyRadiomics' diagnostics
    const path = `${data}/sts-001-fs-dicom/mask/1-1.dcm`;
    const mask = contourMask(readStructureSet(path), image, path, {
      region: "GTV_Mass",
      seriesInstanceUid: image.seriesInstanceUid,
    });
    assert.equal(sum(mask.values), 256115);
  });

  test("four transfer syntaxes hold the same pixels; the truncated file is refused", async () => {
    const [plain, ...others] = await Promise.all(
      ["MR_small", "MR_small_implicit", "MR_small_bigendian", "MR_small_jp2klossless"].map((name) =>
        readDicomSeries(`${cases}/pydicom/${name}.dcm`),
      ),
    );
    for (const other of others) assert.deepEqual(other.values, plain.values);
    await assert.rejects(readDicomSeries(`${cases}/pydicom/MR_truncated.dcm`), {
      name: "InputError",
    });
  });

  test("a segmentation lands on its image", async () => {
    const files = `${cases}/highdicom/data/test_files`;
    const image = await readDicomSeries(`${files}/ct_image.dcm`);
    const mask = segmentationMask(
      await readSegmentation(`${files}/seg_image_ct_binary_single_frame.dcm`),
      image,
      "seg",
    );
    assert.equal(sum(mask.values), 1832);
    const other = await readSegmentation(`${files}/seg_image_ct_binary.dcm`);
    assert.throws(
      () => segmentationMask(other, image, "seg"),
      /must lie on the planes of the image/,
    );
  });

  test("binary and fractional segmentations of one region agree", async () => {
    const files = `${cases}/highdicom/data/test_files`;
    const binary = await readSegmentation(`${files}/seg_image_ct_binary.dcm`);
    const fractional = await readSegmentation(`${files}/seg_image_ct_binary_fractional.dcm`);
    assert.deepEqual(binary.frames, fractional.frames);
  });

  test("an oriented series, and an RTSTRUCT whose slices are not there", async () => {
    const oriented = await readDicomSeries(`${cases}/rt-utils/tests/oriented_data`);
    assert.deepEqual(oriented.size, [100, 50, 3]);
    const image = await readDicomSeries(`${cases}/rt-utils/tests/mock_data`);
    const path = `${cases}/rt-utils/tests/mock_data/invalid_reference_rt.dcm`;
    assert.throws(
      () => contourMask(readStructureSet(path), image, path, { region: "ROI-1" }),
      /lies at slice 2 of 0 to 1/,
    );
  });
});
