/** Ranges as panels of figures: curves as bands over constructed cohorts, single quantities as strips. */

import { comparedModels } from "../evaluate/compared-models.js";
import type { BandPanel } from "../plot/band-figure.js";
import {
  type CalibrationPanel,
  type DecisionPanel,
  modelSeries,
} from "../plot/performance-figures.js";
import { colours } from "../plot/theme.js";
import { calibrationGrid, survivalGrid, thresholdGrid } from "./curve-findings.js";
import { shownThresholds } from "./performance-of-models.js";
import { spreadOf } from "./range-findings.js";
import { type RangeRow, type Ranges, rangesNamed } from "./ranges.js";

const sets = [
  { role: "training", title: "Training set" },
  { role: "validation", title: "External validation set" },
] as const;

/** Median curve of the cohorts, and the band from the lowest to the highest; places that under half of them reach are left out. */
export function calibrationRangePanels(ranges: Ranges | null): CalibrationPanel[] | null {
  if (ranges === null) return null;
  return sets.map(({ role, title }) => ({
    title,
    curves: comparedModels
      .filter(({ model }) => model !== "clinical")
      .map(({ model, label }) => ({
        series: { name: label, ...modelSeries[model] },
        points: calibrationGrid.flatMap((predicted) => {
          const at = reached(ranges, `calibration-curve.${role}.${model}.${predicted}`);
          return at === null
            ? []
            : [
                {
                  predicted,
                  observed: at.median,
                  ci: [at.lowest, at.highest] as const,
                  reached: at.count,
                },
              ];
        }),
      })),
  }));
}

/** The same of decision curves. */
export function decisionRangePanels(ranges: Ranges | null): DecisionPanel[] | null {
  if (ranges === null) return null;
  return sets.map(({ role, title }) => {
    const of = (name: string) =>
      thresholdGrid.map((threshold) => reached(ranges, `net-benefit.${role}.${name}.${threshold}`));
    const { n, events } = rowNamed(ranges, `net-benefit.${role}.all.${thresholdGrid[0]}`);
    const models = comparedModels.map(({ model, label }) => ({
      model,
      label,
      points: of(model),
    }));
    return {
      title,
      series: Object.fromEntries(
        models.map(({ model, label }) => [model, { name: label, ...modelSeries[model] }]),
      ),
      curve: {
        thresholds: thresholdGrid,
        prevalence: Number(events) / Number(n),
        treatAll: of("all").map((at) => at?.median ?? null),
        models: Object.fromEntries(
          models.map(({ model, points }) => [
            model,
            { netBenefit: points.map((at) => at?.median ?? null) },
          ]),
        ),
        bands: Object.fromEntries(
          models.map(({ model, points }) => [
            model,
            points.map((at) => ({
              netBenefit: at === null ? null : ([at.lowest, at.highest] as const),
            })),
          ]),
        ),
      },
    };
  });
}

/** Net benefits at the thresholds that are told as numbers. */
export function netBenefitRanges(ranges: Ranges | null): Ranges | null {
  const all = rangesNamed(ranges, "net-benefit");
  return all === null
    ? null
    : {
        ...all,
        rows: all.rows.filter(({ quantity }) =>
          shownThresholds.some((at) => quantity.split(".").slice(3).join(".") === String(at)),
        ),
      };
}

/** Survival of the two risk groups. @param name of the curves in the ranges: "survival-without-curve" */
export function survivalRangePanels(ranges: Ranges | null, name: string): BandPanel[] | null {
  if (ranges === null) return null;
  const groups = [
    { group: "high", series: { name: "High risk", colour: colours.metastasis, dash: [] } },
    { group: "low", series: { name: "Low risk", colour: colours.nonMetastasis, dash: [6, 3] } },
  ];
  return sets.map(({ role, title }) => ({
    title,
    curves: groups.map(({ group, series }) => ({
      series,
      points: survivalGrid.flatMap((x) => {
        const at = reached(ranges, `${name}.${role}.${group}.${x}`);
        return at === null ? [] : [{ x, y: at.median, low: at.lowest, high: at.highest }];
      }),
    })),
  }));
}

function reached(ranges: Ranges, quantity: string): ReturnType<typeof spreadOf> {
  const found = spreadOf(rowNamed(ranges, quantity));
  return found === null || found.count < ranges.seeds.length / 2 ? null : found;
}

function rowNamed({ rows }: Ranges, quantity: string): RangeRow {
  const row = rows.find((one) => one.quantity === quantity);
  if (row === undefined) throw new RangeError(`the ranges must have "${quantity}"; they do not`);
  return row;
}
