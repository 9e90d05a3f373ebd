import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { calibrationBand } from "dlrn/evaluate/calibration-band";
import { calibrationCurve } from "dlrn/evaluate/calibration-curve";
import { resamplesOf } from "dlrn/evaluate/resamples";
import { seededRandom } from "dlrn/math/random";

const random = seededRandom(3);
const risks = Array.from({ length: 80 }, () => random.uniform());
const labels = risks.map((risk) => (random.uniform() < risk ? 1 : 0));

describe("a calibration band", () => {
  test("passes through the curve itself, ends at the extreme risks, and holds the curve", () => {
    const band = calibrationBand(labels, risks, resamplesOf(80, { replicates: 200, seed: 1 }));
    const curve = calibrationCurve(labels, risks, { smoother: "lowess" });
    const least = risks.indexOf(Math.min(...risks));
    assert.equal(band[0]!.predicted, risks[least]);
    assert.ok(Math.abs(band[0]!.observed - curve.observed[least]!) < 1e-12);
    for (const { observed, ci } of band) assert.ok(ci[0] <= observed && observed <= ci[1]);
  });

  test("of resamples that are the patients themselves has no width", () => {
    const same = Array.from({ length: 80 }, (_, i) => i);
    for (const { observed, ci, reached } of calibrationBand(labels, risks, [same, same])) {
      assert.deepEqual(ci, [observed, observed]);
      assert.equal(reached, 2);
    }
  });

  test("refuses risks that do not differ", () => {
    assert.throws(() => calibrationBand([0, 1], [0.5, 0.5], [[0, 1]]), {
      name: "RangeError",
      message: "a calibration curve needs risks that differ; all are 0.5",
    });
  });
});
