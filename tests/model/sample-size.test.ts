import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventsPerVariable, largestCoxSnell, minimumSampleSize } from "dlrn/model/sample-size";
import { assertNear } from "../near.js";

describe("agrees with published examples", () => {
  test("pre-eclampsia, BMJ 368 (2020) m441: 30 parameters, 5 % events, R² 0.05", () => {
    const size = minimumSampleSize({ parameters: 30, prevalence: 0.05, coxSnell: 0.05 });
    assert.equal(size.overallRisk, 73);
    assert.equal(size.meanError, 544);
    assert.equal(size.shrinkage, 5249);
    assert.equal(size.patients, 5249);
    assertNear(size.largestCoxSnell, 0.33, 0, { absolute: 0.005 });
  });

  // pmsampsize 1.1.3 (R): pmsampsize(type = "b", csrsquared = 0.288, parameters = 24, prevalence = 0.174)
  test("Chagas' disease, Stat. Med. 38 (2019) 1276: 24 parameters, 17.4 % events, R² 0.288", () => {
    const size = minimumSampleSize({ parameters: 24, prevalence: 0.174, coxSnell: 0.288 });
    assert.deepEqual([size.shrinkage, size.optimism, size.overallRisk], [623, 662, 221]);
    // The fourth condition, which pmsampsize leaves out: exp((−0.508 + 0.259 ln 0.174 + 0.504 ln 24 − ln 0.05) / 0.544).
    assert.equal(size.meanError, 801);
    assert.equal(size.patients, 801);
  });

  test("36 and 24 parameters at 25 %, the tests of pmsampsize", () => {
    assert.equal(
      minimumSampleSize({ parameters: 36, prevalence: 0.174, coxSnell: 0.288 }).shrinkage,
      934,
    );
    const size = minimumSampleSize({ parameters: 24, prevalence: 0.25, coxSnell: 0.288 });
    assert.deepEqual([size.shrinkage, size.overallRisk], [623, 289]);
  });
});

describe("agrees with hand calculation", () => {
  test("the largest R² at even odds is 1 − e^(−2 ln 2) = 3/4", () =>
    assertNear(largestCoxSnell(0.5), 0.75, 1e-15));
  test("the overall risk at even odds needs (1.96 / 0.05)² / 4 = 385 patients", () =>
    assert.equal(
      minimumSampleSize({ parameters: 1, prevalence: 0.5, coxSnell: 0.3 }).overallRisk,
      385,
    ));
  test("the rarer outcome counts", () => assert.equal(eventsPerVariable(20, 96, 4), 5));
});

describe("obeys the laws", () => {
  test("events and non-events may be swapped", () => {
    const [few, many] = [0.2, 0.8].map((prevalence) =>
      minimumSampleSize({ parameters: 10, prevalence, nagelkerke: 0.2 }),
    );
    assert.equal(few.patients, many.patients);
  });
  test("more parameters never need fewer patients", () => {
    const sizes = [1, 5, 10, 20, 30].map(
      (parameters) => minimumSampleSize({ parameters, prevalence: 0.2, nagelkerke: 0.2 }).patients,
    );
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => a - b),
    );
  });
});

describe("refuses", () => {
  const good = { parameters: 10, prevalence: 0.2, coxSnell: 0.1 };
  const refused: [why: string, call: () => unknown, message: string][] = [
    [
      "no parameter",
      () => minimumSampleSize({ ...good, parameters: 0 }),
      "parameters must be a whole number above 0; got 0",
    ],
    [
      "a prevalence of 1",
      () => minimumSampleSize({ ...good, prevalence: 1 }),
      "prevalence must lie in (0, 1); got 1",
    ],
    [
      "both R²",
      () => minimumSampleSize({ ...good, nagelkerke: 0.1 }),
      "give either coxSnell or nagelkerke: the R² that the model is expected to have",
    ],
    [
      "an impossible R²",
      () => minimumSampleSize({ ...good, prevalence: 0.5, coxSnell: 0.8 }),
      "R² must lie between 0 and 0.75 (Cox-Snell, at this prevalence); got 0.8",
    ],
    [
      "half an event",
      () => eventsPerVariable(1.5, 3, 1),
      "events must be a whole number, not negative; got 1.5",
    ],
  ];
  for (const [why, call, message] of refused)
    test(why, () => assert.throws(call, { name: "RangeError", message }));
});
