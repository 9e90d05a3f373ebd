import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { extractFeatures } from "dlrn/features/extract";
import { featureNames, ibsiName } from "dlrn/features/names";
import { resolveSettings } from "dlrn/features/settings";
import { parseSettings, readPipeline } from "dlrn/features/settings-file";
import { shapeFeatures } from "dlrn/features/shape";
import { parseArrow } from "dlrn/io/arrow";
import { parseCsv } from "dlrn/io/csv";
import { readNifti } from "dlrn/io/nifti";
import { encodeNifti, saveNifti } from "dlrn/io/nifti-write";
import {
  geometryDifference,
  IDENTITY_DIRECTION,
  type Mask,
  type Triple,
  type Volume,
} from "dlrn/io/volume";
import { seededRandom } from "dlrn/math/random";
import { assertNear } from "../near.js";

const size: Triple = [20, 18, 10];
const place = {
  size,
  spacing: [1, 1.5, 2] as Triple,
  origin: [3, -4, 5] as Triple,
  direction: IDENTITY_DIRECTION,
};
const random = seededRandom(7);
const count = size[0] * size[1] * size[2];
const image: Volume = {
  ...place,
  values: Int16Array.from({ length: count }, () => Math.round(100 + 30 * random.normal())),
};
const at = (i: number): [number, number, number] => [
  i % size[0],
  Math.floor(i / size[0]) % size[1],
  Math.floor(i / (size[0] * size[1])),
];
const ball: Mask = {
  ...place,
  values: Uint8Array.from({ length: count }, (_, i) => {
    const [x, y, z] = at(i);
    return ((x - 9) / 7) ** 2 + ((y - 8) / 5) ** 2 + ((z - 5) / 3) ** 2 <= 1 ? 1 : 0;
  }),
};

// PyRadiomics 3 on the texture test of 3 x 4 x 5 voxels; values of the independent implementation that meets every PyRadiomics baseline.
describe("the worked texture case", () => {
  const small: Triple = [5, 4, 3];
  const index = (i: number): [number, number, number] => [
    i % 5,
    Math.floor(i / 5) % 4,
    Math.floor(i / 20),
  ];
  const geometry = {
    size: small,
    spacing: [1, 1.5, 2] as Triple,
    origin: [0, 0, 0] as Triple,
    direction: IDENTITY_DIRECTION,
  };
  const volume: Volume = {
    ...geometry,
    values: Float64Array.from({ length: 60 }, (_, i) => {
      const [x, y, z] = index(i);
      return 10 * ((x * x + 3 * y + 5 * z * x) % 7) + 5;
    }),
  };
  const mask: Mask = {
    ...geometry,
    values: Uint8Array.from({ length: 60 }, (_, i) => {
      const [x, y, z] = index(i);
      return (x + 2 * y + 3 * z) % 4 !== 0 ? 1 : 0;
    }),
  };
  const { features } = extractFeatures(
    volume,
    mask,
    resolveSettings({ setting: { binWidth: 10 } }),
  );
  const expected: Record<string, number> = {
    original_glcm_Contrast: 8.218345543345542,
    original_glcm_Correlation: -0.05451727469389719,
    original_glcm_Imc1: -0.35893447171836323,
    original_glcm_Imc2: 0.8977330257613775,
    original_glcm_MCC: 0.7125063047450875,
    original_glcm_Idmn: 0.8750146818784981,
    original_glrlm_RunPercentage: 0.9510489510489512,
    original_glrlm_RunEntropy: 2.9308131686681786,
    original_glszm_ZonePercentage: 0.4090909090909091,
    original_glszm_LargeAreaEmphasis: 11.777777777777779,
    original_gldm_DependenceEntropy: 3.8908054820769764,
    original_ngtdm_Coarseness: 0.08201808740538934,
    original_ngtdm_Busyness: 0.6842691747028483,
    original_ngtdm_Strength: 1.388821281693633,
    original_firstorder_Entropy: 2.729955336176439,
    original_firstorder_TotalEnergy: 206100,
    original_firstorder_10Percentile: 5,
    original_firstorder_RobustMeanAbsoluteDeviation: 16.52892561983471,
    original_shape_MeshVolume: 125.5,
    original_shape_SurfaceArea: 178.55459801362107,
    original_shape_Maximum3DDiameter: 8.5,
    original_shape_MajorAxisLength: 6.781066070239067,
  };
  for (const [name, value] of Object.entries(expected))
    test(name, () => assertNear(features[name], value, 1e-12));
});

describe("obeys the laws", () => {
  const all = (
    volume: Volume,
    mask: Mask,
    setting: object = { binWidth: 10 },
  ): Readonly<Record<string, number>> =>
    extractFeatures(volume, mask, resolveSettings({ setting })).features;
  const base = all(image, ball);

  test("107 features of one image: 14 shape and 93 others", () =>
    assert.equal(Object.keys(base).length, 107));

  test("moving the region in a larger image changes nothing", () => {
    const larger: Triple = [25, 18, 10];
    const wide = <V extends Volume | Mask>(volume: V): V => {
      const values = new (volume.values.constructor as new (n: number) => Int16Array)(25 * 18 * 10);
      for (let i = 0; i < count; i++) {
        const [x, y, z] = at(i);
        values[x + 3 + 25 * (y + 18 * z)] = volume.values[i];
      }
      return { ...volume, size: larger, values };
    };
    assertNear(all(wide(image), wide(ball)), base, 1e-12, { absolute: 1e-13 });
  });

  test("adding a multiple of the bin width moves levels, not texture", () => {
    const brighter = all(
      { ...image, values: Int16Array.from(image.values, (level) => level + 200) },
      ball,
    );
    for (const name of [
      "original_glcm_Contrast",
      "original_glszm_ZoneEntropy",
      "original_glrlm_RunEntropy",
      "original_firstorder_Variance",
      "original_shape_Sphericity",
    ]) {
      assertNear(brighter[name], base[name], 1e-12);
    }
  });

  test("a flat region: Uniformity 1, Contrast 0, Coarseness 10⁶, MCC 1", () => {
    const flat = all({ ...image, values: new Int16Array(count).fill(7) }, ball);
    assertNear(
      [
        flat["original_firstorder_Uniformity"],
        flat["original_glcm_Contrast"],
        flat["original_ngtdm_Coarseness"],
        flat["original_glcm_MCC"],
      ],
      [1, 0, 1e6, 1],
      0,
    );
  });

  test("a flat region has no spread, however its mean is rounded", () => {
    const values = new Float64Array(count).fill(0.1);
    const flat = all({ ...image, values }, ball);
    for (const name of ["Variance", "Skewness", "Kurtosis", "MeanAbsoluteDeviation"])
      assert.equal(flat[`original_firstorder_${name}`], 0);
    assert.equal(flat["original_firstorder_Mean"], 0.1);
  });

  // PyRadiomics 3.0.1 on two voxels that touch at a corner
  test("a line of two voxels has a length and no width", () => {
    const two: Mask = { ...place, spacing: [1, 1.2, 2], values: new Uint8Array(count) };
    for (const voxel of [0, 1 + size[0] * (1 + size[1])]) two.values[1000 + voxel] = 1;
    const features = shapeFeatures(two);
    assertNear(features["MajorAxisLength"], 5.075431016179808, 0);
    for (const name of ["MinorAxisLength", "LeastAxisLength", "Elongation", "Flatness"])
      assert.equal(features[name], 0);
  });

  test("a distance beyond the region adds nothing; alone it gives no value, at once", () => {
    const glcm = (distances: number[]): ReturnType<typeof extractFeatures> =>
      extractFeatures(
        image,
        ball,
        resolveSettings({ setting: { distances }, featureClass: { glcm: ["Contrast"] } }),
      );
    assert.deepEqual(glcm([1, 500]), glcm([1]));
    const { features, notComputable } = glcm([500]);
    assert.deepEqual(features, {});
    assert.match(notComputable["original_glcm_Contrast"], /no value \(no neighbours/);
  });

  test("a NIfTI file holds the volume as it is, also with axes that are turned", () => {
    const turned: Volume = { ...image, direction: [0, -1, 0, 1, 0, 0, 0, 0, 1] };
    const path = join(folder, "turned.nii.gz");
    saveNifti(path, turned);
    assert.equal(geometryDifference(readNifti(path), turned), null);
    assert.deepEqual(readNifti(path).values, turned.values);
    assert.equal(encodeNifti(turned).length, 352 + 2 * count);
  });
});

describe("settings", () => {
  test("a parameter file of PyRadiomics keeps the text of a sigma in the name", () => {
    const { images } = parseSettings("imageType:\n  LoG: {sigma: [3.0, 5, 1.5]}\n", "p.yaml");
    assert.deepEqual(
      images[0].sigmas.map(({ text }) => text),
      ["3.0", "5", "1.5"],
    );
  });

  test("the paper's setting gives 1379 features", () => {
    const pipeline = readPipeline("paper/extraction.yaml");
    assert.ok(pipeline.pipeline === "pyradiomics");
    const { features, notComputable } = extractFeatures(image, ball, pipeline.settings);
    assert.equal(Object.keys(features).length + Object.keys(notComputable).length, 1379);
  });

  const refused: [text: string, message: RegExp][] = [
    [
      "setting: {binwidth: 25}",
      /p\.yaml: setting must have known keys only \(normalize, .*\); it has "binwidth"$/,
    ],
    [
      "imageType: {Laplace: {}}",
      /imageType must have known keys only \(Original, LoG, .*\); it has "Laplace"$/,
    ],
    ["featureClass: {glcm: Contrast}", /the features of glcm must be a list; got "Contrast"$/],
    ["settings: {}", /the top level must have known keys only .*; it has "settings"$/],
    [
      "setting: {interpolator: cubic}",
      /interpolator must be sitkBSpline, sitkLinear or sitkNearestNeighbor; it is "cubic"$/,
    ],
    ["setting: {normalize: maybe}", /normalize must be true or false; it is "maybe"$/],
    ["setting: [1", /p\.yaml: the settings must be valid YAML; .* at line 1$/],
    ["setting:\n\tlabel: 1", /p\.yaml: the settings must be valid YAML; tab .* at line 2$/],
    ["label: 1\nlabel: 2", /p\.yaml: the settings must be valid YAML; dup.* at line 2$/],
    ["setting: {}\n---\nsetting: {}", /the settings must be one YAML document; there are 2$/],
    ["- setting", /the settings must be a mapping of keys; they are not$/],
    ["1: 2", /the top level must have known keys only .*; it has "1"$/],
    ["setting: {binWidth: .inf}", /binWidth must be a finite number; it is \.inf$/],
    [
      "setting: {weightingNorm: chebyshev}",
      /weightingNorm must be one of infinity, euclidean, manhattan, no_weighting; it is "chebyshev"$/,
    ],
    ["setting: {resampledPixelSpacing: [1, 1]}", /resampledPixelSpacing must be three spacings/],
    ["setting: {binWidth: 0}", /binWidth must be positive; it is 0$/],
    ["setting: {binCount: -1}", /binCount must be a positive whole number; it is -1$/],
    ["imageType: {LoG: {}}", /imageType LoG must have sigma, a list of widths in mm; it has none$/],
    [
      "imageType: {Wavelet: {wavelet: db99}}",
      /the wavelet must be one of haar, db1 … db38, .*; it is "db99"$/,
    ],
    ["setting: {antiAliasing: 1.5}", /antiAliasing must lie between 0 and 1; it is 1.5$/],
    ["setting: {distances: [0]}", /distances must be positive whole numbers; one is 0$/],
    [
      "setting: {distances: []}",
      /distances must be positive whole numbers, one or more; there are none$/,
    ],
    ["setting: {padDistance: -3}", /padDistance must be 0 or more voxels; it is -3$/],
    ["imageType: {LoG: {sigma: [3, 0]}}", /sigma must be positive, in mm; one is 0$/],
    ["setting: 3", /setting must be a mapping; it is 3$/],
  ];
  for (const [text, message] of refused)
    test(`refuses ${text}`, () =>
      assert.throws(() => parseSettings(text, "p.yaml"), { name: "InputError", message }));

  test("a spacing that would fill the memory is refused before anything is made", () => {
    const setting = { interpolator: "sitkBSpline", resampledPixelSpacing: [1e-4, 1e-4, 1e-4] };
    assert.throws(
      () => extractFeatures(image, ball, resolveSettings({ setting })),
      /^RangeError: a resampled image must have at most 134217728 voxels; 0.0001 x 0.0001 x 0.0001 mm gives/,
    );
  });

  test("an unknown feature is refused with the list of those there are", () => {
    assert.throws(
      () => extractFeatures(image, ball, resolveSettings({ featureClass: { ngtdm: ["Coarse"] } })),
      /must be one of Busyness, Coarseness, Complexity, Contrast, Strength; got "Coarse"$/,
    );
  });
});

describe("refuses a region that gives nothing", () => {
  const only = (...inside: number[]): Mask => ({
    ...ball,
    values: Uint8Array.from({ length: count }, (_, i) => (inside.includes(i) ? 1 : 0)),
  });
  const refused: [why: string, mask: Mask, message: RegExp][] = [
    ["empty", only(), /the region must have a voxel; the mask is empty$/],
    ["one voxel", only(200), /must have more than one voxel; it has 1$/],
    ["a line", only(200, 201, 202), /at least 2 axes; its box is 3 x 1 x 1 voxels$/],
    [
      "on another grid",
      { ...ball, origin: [0, 0, 0] },
      /must lie on the same grid; their origins are 3, -4, 5 and 0, 0, 0 mm/,
    ],
  ];
  for (const [why, mask, message] of refused)
    test(why, () =>
      assert.throws(() => extractFeatures(image, mask, resolveSettings()), {
        name: "RangeError",
        message,
      }),
    );

  test("levels that are not finite", () => {
    const values = Float64Array.from(image.values, (level, i) =>
      i === 9 + 20 * (8 + 18 * 5) ? Number.NaN : level,
    );
    assert.throws(
      () => extractFeatures({ ...image, values }, ball, resolveSettings()),
      /grey levels of the region must be finite; voxel \d+ has NaN/,
    );
  });

  test("a filter that cannot be used leaves its reason", () => {
    const { notComputable } = extractFeatures(
      image,
      ball,
      resolveSettings({ imageType: { LoG: { sigma: [30] } } }),
    );
    assert.match(
      notComputable["log-sigma-30-0-mm-3D_"],
      /at least 4 voxels and sigma\/spacing \+ 1/,
    );
  });
});

test("names: each once, and IBSI's by family", () => {
  assert.equal(
    new Set(featureNames.map(({ pyradiomics }) => pyradiomics)).size,
    featureNames.length,
  );
  assert.equal(ibsiName("wavelet-LLH_glcm_Contrast"), "wavelet-LLH_cm_contrast_3D_avg");
  assert.equal(ibsiName("original_glcm_MCC"), "original_glcm_MCC");
});

const folder = mkdtempSync(join(tmpdir(), "dlrn-extract-"));
after(() => rmSync(folder, { recursive: true }));

describe("dlrn extract", () => {
  const file = (name: string): string => join(folder, name);
  saveNifti(file("image.nii.gz"), image);
  saveNifti(file("mask.nii"), ball);
  writeFileSync(
    file("s.yaml"),
    "setting: {binWidth: 10}\nfeatureClass: {firstorder: , shape: [MeshVolume]}\n",
  );
  writeFileSync(
    file("cases.csv"),
    "case,image,mask,label\na,image.nii.gz,mask.nii,1\nb,image.nii.gz,mask.nii,2\nc,image.nii.gz,mask.nii,1\n",
  );
  const extract = (...args: string[]): { status: number | null; stderr: string } => {
    const { status, stderr } = spawnSync(process.execPath, ["bin/dlrn.mjs", "extract", ...args], {
      encoding: "utf8",
    });
    return { status, stderr };
  };

  test("one case: a row of named numbers, and a receipt", () => {
    const { status } = extract(
      "--image",
      file("image.nii.gz"),
      "--mask",
      file("mask.nii"),
      "--settings",
      file("s.yaml"),
      "--out",
      file("one.csv"),
      "--receipts",
      file("r.json"),
    );
    assert.equal(status, 0);
    const table = parseCsv(readFileSync(file("one.csv")), "one.csv");
    assert.equal(table.header[0], "case");
    assert.equal(table.header.length, 1 + 1 + 18);
    const [receipt] = JSON.parse(readFileSync(file("r.json"), "utf8"));
    assert.equal(
      receipt.regionVoxels,
      ball.values.reduce((sum, value) => sum + value, 0),
    );
    assert.match(receipt.imageHash, /^[0-9a-f]{64}$/);
    assert.ok(!existsSync(file("one.csv.unfinished")));
  });

  test("a batch: a failed case is a row with its reason, and workers do not change a byte", () => {
    const batch = (workers: string, out: string): { status: number | null; stderr: string } =>
      extract(
        "--cases",
        file("cases.csv"),
        "--settings",
        file("s.yaml"),
        "--out",
        file(out),
        "--workers",
        workers,
      );
    const { status, stderr } = batch("1", "one-worker.csv");
    assert.equal(status, 1);
    assert.match(stderr, /dlrn: b: \S+mask\.nii: the mask must have voxels of label 2; it has 1/);
    for (const workers of ["2", "4"]) {
      batch(workers, "more-workers.csv");
      assert.equal(
        readFileSync(file("more-workers.csv"), "utf8"),
        readFileSync(file("one-worker.csv"), "utf8"),
      );
    }
    const { header, rows } = parseCsv(readFileSync(file("one-worker.csv")), "one-worker.csv");
    assert.deepEqual(
      [header.at(-1), rows.map((row) => row.at(-1) !== "")],
      ["reason", [false, true, false]],
    );
    assert.deepEqual(rows[0].slice(1), rows[2].slice(1));
  });

  test("Arrow holds the same numbers; IBSI's names", () => {
    extract(
      "--cases",
      file("cases.csv"),
      "--settings",
      file("s.yaml"),
      "--out",
      file("b.arrow"),
      "--naming",
      "ibsi",
    );
    const columns = parseArrow(readFileSync(file("b.arrow")));
    assert.deepEqual(columns["case"], ["a", "b", "c"]);
    assert.equal(columns["original_stat_mean"][1], null);
    assert.equal(typeof columns["original_morph_volume"][0], "number");
    assert.match(String(columns["reason"][1]), /must have voxels of label 2; it has 1$/);
    assert.equal(columns["reason"][0], null);
  });

  test("what has no value is told, unless a receipt holds it", () => {
    writeFileSync(file("wide.yaml"), "imageType: {Original: {}, LoG: {sigma: [30]}}\n");
    const wide = (...more: string[]): string =>
      extract(
        ...["--image", file("image.nii.gz"), "--mask", file("mask.nii"), ...more],
        ...["--settings", file("wide.yaml"), "--out", file("wide.csv")],
      ).stderr;
    assert.match(
      wide(),
      /image\.nii\.gz: log-sigma-30-mm-3D has no value: .*at least 4 voxels.*$/m,
    );
    assert.equal(wide("--receipts", file("wide.json")), "");
  });

  test("an interrupted batch takes what its journal holds", () => {
    appendFileSync(file("again.csv.unfinished"), '{"key":"half a li');
    const { status } = extract(
      "--cases",
      file("cases.csv"),
      "--settings",
      file("s.yaml"),
      "--out",
      file("again.csv"),
    );
    assert.equal(status, 1);
    assert.equal(
      readFileSync(file("again.csv"), "utf8"),
      readFileSync(file("one-worker.csv"), "utf8"),
    );
  });

  test("a stated spacing holds for image and mask: volumes grow with it", () => {
    const volume = (...spacing: string[]): number => {
      const { status } = extract(
        ...["--image", file("image.nii.gz"), "--mask", file("mask.nii"), ...spacing],
        ...["--settings", file("s.yaml"), "--out", file("spacing.csv")],
      );
      assert.equal(status, 0);
      const { header, rows } = parseCsv(readFileSync(file("spacing.csv")), "spacing.csv");
      return Number(rows[0][header.indexOf("original_shape_MeshVolume")]);
    };
    const [x, y, z] = image.spacing;
    const taller = volume("--spacing", `${x},${y},${2 * z}`);
    assert.ok(Math.abs(taller / volume() - 2) < 1e-9);
  });

  writeFileSync(file("none.csv"), "case,image,mask\n");
  writeFileSync(file("unnamed.csv"), "case,image,mask\n,image.nii.gz,mask.nii\n");
  writeFileSync(file("half.csv"), "case,image,mask,label\na,image.nii.gz,mask.nii,1.5\n");
  writeFileSync(file("wrong.csv"), "case,image,mask,lable\na,image.nii.gz,mask.nii,2\n");
  const single = ["--image", file("image.nii.gz"), "--mask", file("mask.nii")];
  const refused: [why: string, args: string[], message: RegExp][] = [
    [
      "a region's name for a file of labels",
      [...single, "--roi", "GTV", "--out", file("x.csv")],
      /mask\.nii: a region can be named in an RTSTRUCT or SEG only; a file of labels has no "GTV"; choose by label$/m,
    ],
    [
      "the rule of DICOM slices for a file that states its spacing",
      [...single, "--spacing", "first-slices", "--out", file("x.csv")],
      /image\.nii\.gz: the spacing "first-slices" is that of a DICOM series; this file states its own; leave it out$/m,
    ],
    [
      "a label that is not there",
      [...single, "--label", "7", "--out", file("x.csv")],
      /mask\.nii: the mask must have voxels of label 7; it has 1$/m,
    ],
    [
      "a table without a case",
      ["--cases", file("none.csv"), "--out", file("x.csv")],
      /none\.csv: the table of cases must have a row; it has none$/m,
    ],
    [
      "a case without a name",
      ["--cases", file("unnamed.csv"), "--out", file("x.csv")],
      /unnamed\.csv, row 2, column case: each case must have a name; this one is empty$/m,
    ],
    [
      "half a label",
      ["--cases", file("half.csv"), "--out", file("x.csv")],
      /half\.csv, row 2, column label: a label must be a positive whole number; it is "1\.5"$/m,
    ],
    [
      "a column that no case has",
      ["--cases", file("wrong.csv"), "--out", file("x.csv")],
      /wrong\.csv: the columns of a table of cases must be of case, image, mask, roi, label, series; it has "lable"; rename or remove it$/m,
    ],
    [
      "a series of a NIfTI image",
      [...single, "--series", "1.2.3", "--out", file("x.csv")],
      /image\.nii\.gz: a series can be chosen in a folder of DICOM images only; "1\.2\.3" is chosen here$/m,
    ],
    [
      "a case beside a table of cases",
      [...single, "--cases", file("cases.csv"), "--out", file("x.csv")],
      /--cases and --image exclude each other; name images and regions in the table of cases$/m,
    ],
    ["no output", ["--image", "a"], /--out must name a \.csv or \.arrow file; got nothing/],
    ["no mask", ["--image", "a", "--out", "x.csv"], /--image and --mask must be given, or --cases/],
    [
      "an unknown naming",
      ["--image", "a", "--mask", "b", "--out", "x.csv", "--naming", "xyz"],
      /--naming must be pyradiomics or ibsi; got "xyz"/,
    ],
    [
      "an absent image",
      ["--image", "nowhere.nii", "--mask", "b", "--out", file("x.csv")],
      /nowhere\.nii: the file must be there; there is none/,
    ],
    ["an unknown option", ["--imgae", "a"], /--imgae/],
  ];
  for (const [why, args, message] of refused) {
    test(`refuses ${why}`, () => {
      const { status, stderr } = extract(...args);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.ok(!existsSync(file("x.csv")) && !existsSync("x.csv"), "an output was left behind");
    });
  }
});
