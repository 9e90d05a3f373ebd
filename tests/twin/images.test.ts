/** The twin's images: a pure function of row, seed and strength, in which everything that the table says can be seen. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { spearmanCorrelation } from "dlrn/compare/rank-correlation";
import { extractFeatures } from "dlrn/features/extract";
import { resolveSettings } from "dlrn/features/settings";
import { parseCsv } from "dlrn/io/csv";
import { growImages, type SequenceImage, type TwinImages } from "dlrn/twin/images/grow";
import { type ImagePatient, imagePatients } from "dlrn/twin/images/patient";
import { protocolOf } from "dlrn/twin/images/scanner";
import { patientStreams } from "dlrn/twin/images/stream";

const place = "cohorts/twin/patients.csv";
const text = readFileSync(place, "utf8");
const patients = imagePatients(parseCsv(text, place));
const options = { seed: 1, strength: 0.6 };
const some = ["1", "2", "3"].flatMap((institution) =>
  patients.filter((patient) => patient.institution === institution).slice(0, 6),
);
const images = new Map(some.map((patient) => [patient, growImages(patient, options)]));
const each = (use: (image: SequenceImage, patient: ImagePatient) => void): void => {
  for (const [patient, { t1, fs }] of images) for (const image of [t1, fs]) use(image, patient);
};

/** The same patient, had the table said something else of him. */
const without = patients.find(({ id }) => id === "TWIN-002")!;
const changed = (change: Partial<ImagePatient>): TwinImages =>
  growImages({ ...without, ...change }, options);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Grey levels in the first reader's region, with the scanner's scale and shift taken back. */
function tissueLevels(
  { id, institution }: ImagePatient,
  images: TwinImages,
  name: "t1" | "fs",
  seed: number = options.seed,
): number[] {
  const { scale, shift } = protocolOf(institution, patientStreams(id, seed)(`protocol, ${name}`));
  const { volume, masks } = images[name];
  return Array.from(volume.values)
    .filter((_, i) => masks[1].values[i] === 1)
    .map((level) => (level - shift) / scale);
}

const shareAbove = (levels: readonly number[], limit: number): number =>
  mean(levels.map((level) => (level > limit ? 1 : 0)));

/** Mean grey level of what lies outside the region in its slices, between two distances, mm. */
function ringMean({ volume, masks }: SequenceImage, from: number, to: number): number {
  const [nx, ny, nz] = volume.size;
  const region = masks[1].values;
  const found: number[] = [];
  for (let k = 0; k < nz; k++) {
    const base = k * nx * ny;
    const inside = Array.from({ length: nx * ny }, (_, i) => i).filter((i) => region[base + i]);
    for (let i = 0; i < nx * ny && inside.length > 0; i++) {
      let nearest = Infinity;
      for (const j of inside) {
        const [dx, dy] = [(i % nx) - (j % nx), Math.floor(i / nx) - Math.floor(j / nx)];
        nearest = Math.min(nearest, dx * dx + dy * dy);
      }
      const distance = Math.sqrt(nearest) * volume.spacing[0];
      if (distance > from && distance <= to) found.push(volume.values[base + i]);
    }
  }
  return mean(found);
}

describe("a pure function of the patient's row, the seed and the strength", () => {
  test("the same patients in another order have the same voxels", () => {
    const order = [...images.keys()].slice(0, 3).reverse();
    for (const patient of order)
      assert.deepEqual(growImages({ ...patient }, options), images.get(patient));
  });
  test("another seed, another id: another patient's images", () => {
    const { t1 } = growImages(without, options);
    for (const [patient, seed] of [
      [without, 2],
      [{ ...without, id: "TWIN-999" }, 1],
    ] as const)
      assert.notDeepEqual(
        growImages(patient, { ...options, seed }).t1.volume.values,
        t1.volume.values,
      );
  });
});

describe("what a scanner and a reader give", () => {
  test("voxels of 0.6-1.1 x 0.6-1.1 x 4-7 mm, whole grey levels", () =>
    each(({ volume: { spacing, values } }) => {
      assert.equal(spacing[0], spacing[1]);
      assert.ok(spacing[0] >= 0.6 && spacing[0] <= 1.1, String(spacing));
      assert.ok(spacing[2] >= 4 && spacing[2] <= 7, String(spacing));
      assert.ok(values instanceof Int16Array && values.every((level) => level >= 0));
    }));
  test("two readings differ and overlap: Dice 0.75 to 0.98 (0.79 to 0.95 over all patients)", () =>
    each(({ masks }, { id }) => {
      const [one, other] = [masks[1].values, masks[2].values];
      const size = (mask: typeof one): number => mask.reduce((n, v) => n + v, 0);
      const both = one.reduce((n, v, i) => n + (v & other[i]), 0);
      const dice = (2 * both) / (size(one) + size(other));
      assert.ok(dice > 0.75 && dice < 0.98, `${id}: ${dice}`);
    }));
  test("the region ends before the image does", () =>
    each(({ volume, masks }) => {
      const [nx, ny, nz] = volume.size;
      for (const { values } of [masks[1], masks[2]])
        values.forEach((v, i) => {
          const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
          if (v === 1 && at.some((x, d) => x === 0 || x === [nx, ny, nz][d] - 1))
            assert.fail(`a voxel of the border is in the region: ${at}`);
        });
    }));
  test("each institution has its own scale: 2 the brightest, 3 the darkest, without overlap in T1", () => {
    const levels = (institution: string, name: "t1" | "fs"): number[] =>
      some
        .filter((patient) => patient.institution === institution)
        .map((patient) => {
          const { volume, masks } = images.get(patient)![name];
          return mean(Array.from(volume.values).filter((_, i) => masks[1].values[i] === 1));
        });
    assert.ok(Math.min(...levels("2", "t1")) > Math.max(...levels("1", "t1")));
    assert.ok(Math.min(...levels("1", "t1")) > Math.max(...levels("3", "t1")));
    for (const name of ["t1", "fs"] as const) {
      assert.ok(mean(levels("2", name)) > 1.4 * mean(levels("1", name)));
      assert.ok(mean(levels("1", name)) > 1.2 * mean(levels("3", name)));
    }
  });
  test("each institution has its own voxels", () => {
    const pixels = (institution: string): number[] =>
      some
        .filter((patient) => patient.institution === institution)
        .map((patient) => images.get(patient)!.t1.volume.spacing[0]);
    assert.ok(Math.max(...pixels("2")) <= 0.7 && Math.min(...pixels("1")) >= 0.7);
    assert.ok(Math.max(...pixels("1")) <= 0.85 && Math.min(...pixels("3")) >= 0.9);
  });
});

describe("what the table says can be seen", () => {
  test("the T-stage: the largest diameter lies in its class", () => {
    const settings = resolveSettings({ featureClass: { shape: ["Maximum3DDiameter"] } });
    for (const [tStage, above, upTo] of [
      ["1", 20, 50],
      ["2", 50, 100],
      ["3", 100, 150],
      ["4", 150, 200],
    ] as const) {
      const { t1 } = changed({ tStage });
      const { features } = extractFeatures(t1.volume, t1.masks[1], settings);
      const diameter = features["original_shape_Maximum3DDiameter"];
      assert.ok(diameter > above && diameter <= upTo, `T${tStage}: ${diameter} mm`);
    }
  });

  test("the depth: beside a superficial tumour there is air, beside a deep one there is none to speak of", () => {
    for (const location of ["Limb", "Trunk wall", "Head and neck"] as const) {
      const air = (depth: ImagePatient["depth"]): number => {
        const { values } = changed({ location, depth }).t1.volume;
        return 1 - shareAbove(Array.from(values), 80);
      };
      assert.ok(air("Superficial") > air("Deep") + 0.1, location);
      if (location !== "Trunk wall") assert.ok(air("Deep") < 0.1, location);
    }
  });

  test("the location: a tumour of a limb lies in muscle, one inside the trunk in fat, bright in T1", () => {
    const around = (location: ImagePatient["location"]): number =>
      ringMean(changed({ location, depth: "Deep", edema: "No" }).t1, 1, 5);
    assert.ok(around("Internal trunk") > 1.5 * around("Limb"));
  });

  test("necrosis: the share that is bright in the fat-suppressed sequence is that of the level", () => {
    const bright = (necrosis: ImagePatient["necrosis"]): number => {
      const row = { ...without, necrosis, t2Heterogeneity: "<50%" as const };
      return shareAbove(tissueLevels(row, growImages(row, options), "fs"), 885);
    };
    const [none, some, most] = [bright("0"), bright("1%-50%"), bright(">50% of tumor volume")];
    assert.ok(none < 0.05, String(none));
    assert.ok(some - none > 0.02 && some < 0.5, String(some));
    assert.ok(most > 0.45 && most < 0.75, String(most));
  });

  test("heterogeneity: parts of another signal, less or more than half, in the sequence that the table names", () => {
    const levels = (change: Partial<ImagePatient>, name: "t1" | "fs"): number =>
      mean(tissueLevels(without, changed({ necrosis: "0", ...change }), name));
    // The other signal is brighter in T1 and darker in T2; the shares differ by 0.15 to 0.7.
    const [low, high] = ["<50%", "≥50%"] as const;
    const t1 = levels({ t1Heterogeneity: high }, "t1") - levels({ t1Heterogeneity: low }, "t1");
    assert.ok(t1 > 0.15 * 0.6 * 160 && t1 < 0.7 * 160, String(t1));
    const fs = levels({ t2Heterogeneity: high }, "fs") - levels({ t2Heterogeneity: low }, "fs");
    assert.ok(fs < -0.15 * 0.6 * 280 && fs > -0.7 * 280, String(fs));
    assert.equal(
      levels({ t2Heterogeneity: high }, "t1"),
      levels({ t2Heterogeneity: low }, "t1"),
      "T1 does not know T2's heterogeneity",
    );
  });

  test("oedema: none, near the tumour, or far from it", () => {
    const [no, limited, extensive] = (["No", "Limited", "Extensive"] as const).map((edema) => {
      const { fs } = changed({ edema, location: "Limb", depth: "Deep" });
      return { near: ringMean(fs, 1, 3), far: ringMean(fs, 9, 12) };
    });
    assert.ok(limited.near > 1.3 * no.near && extensive.near > 1.3 * no.near);
    assert.ok(extensive.far > 1.15 * limited.far);
    assert.ok(Math.abs(limited.far / no.far - 1) < 0.05);
  });
});

describe("the score shows in part", () => {
  /** Patients who differ in nothing but their score and chance. */
  const alike = patients
    .filter(({ institution }) => institution === "1")
    .slice(0, 24)
    .map(
      ({ id, score }): ImagePatient => ({
        ...without,
        id,
        score,
        tStage: "1",
        necrosis: "0",
        t1Heterogeneity: "<50%",
        t2Heterogeneity: "<50%",
      }),
    );

  test("at strength 0 the images do not know it; at strength 1 another score makes other images", () => {
    const grown = (score: number, strength: number): TwinImages =>
      growImages({ ...without, score }, { seed: 1, strength });
    assert.deepEqual(grown(-5, 0), grown(0, 0));
    assert.notDeepEqual(grown(-5, 1), grown(0, 1));
  });

  test("its rank correlation with the tumour's signal is large at strength 1 and small at strength 0", () => {
    const correlation = (strength: number): number => {
      const signal = alike.map((patient) => {
        const grown = growImages(patient, { seed: 1, strength });
        return (
          mean(tissueLevels(patient, grown, "t1")) / 28 +
          mean(tissueLevels(patient, grown, "fs")) / 55
        );
      });
      const scores = alike.map(({ score }) => score);
      return spearmanCorrelation(scores, signal).rho;
    };
    const [none, full] = [correlation(0), correlation(1)];
    assert.ok(Math.abs(none) < 0.35, String(none));
    assert.ok(full > 0.55, String(full));
  });
});

describe("refuses", () => {
  test("a strength that is no share", () => {
    for (const strength of [-0.1, 1.5, Number.NaN])
      assert.throws(() => growImages(without, { seed: 1, strength }), {
        name: "RangeError",
        message: `the strength must lie between 0 and 1; got ${strength}`,
      });
  });
  test("an institution without a scanner", () =>
    assert.throws(() => changed({ institution: "9" }), {
      name: "RangeError",
      message: 'the institution must be one of 1, 2, 3; got "9"',
    }));
  test("a level or a score that the table must not have, by row and column", () => {
    const broken = (from: string, to: string): (() => unknown) => {
      const lines = text.split("\n");
      lines[2] = lines[2].replace(from, to);
      return () => imagePatients(parseCsv(lines.join("\n"), place));
    };
    assert.throws(broken("Superficial", "Middle"), {
      name: "InputError",
      message: `${place}, row 3, column depth: the value must be one of the levels Deep, Superficial; it is "Middle"`,
    });
    assert.throws(broken("-0.463368", "high"), {
      name: "InputError",
      message: `${place}, row 3, column radi_score: a score must be a number; it is "high"`,
    });
  });
});
