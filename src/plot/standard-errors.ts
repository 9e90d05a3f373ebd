/** Printed standard errors of AUCs against the range that DeLong's method allows. */

import type { AucStandardError } from "../audit/auc-survey.js";
import type { Figure } from "./figure.js";
import { quantity } from "./panels.js";
import { figureWidth, palette } from "./theme.js";

/** A line each AUC: grey what is possible, a mark where the printed interval lies; red outside. */
export function standardErrorFigure(rows: readonly AucStandardError[]): Figure {
  const values = rows.map(
    ({ statement, set, events, nonEvents, standardError, limits, possible }) => ({
      row: `${statement}, ${set} (${events} and ${nonEvents})`,
      low: limits.low,
      high: limits.high,
      printed: (standardError.low + standardError.high) / 2,
      verdict: possible ? "inside" : "outside",
    }),
  );
  const largest = Math.max(...values.map(({ high, printed }) => Math.max(high, printed)));
  const y = {
    field: "row",
    type: "nominal",
    title: null,
    sort: null,
    axis: { domain: false, ticks: false },
  };
  const domain = [0, Math.ceil(largest * 100 + 0.5) / 100] as const;
  const outside = rows.filter(({ possible }) => !possible);
  const said = rows.map(
    ({ statement, set, standardError, limits }) =>
      `${statement}, ${set}: ${standardError.low.toFixed(4)} to ${standardError.high.toFixed(4)}, possible ${limits.low.toFixed(4)} to ${limits.high.toFixed(4)}`,
  );
  return {
    id: "figure-standard-errors",
    from: "printed numbers",
    title: "Standard errors of the printed AUCs, and what DeLong's method allows",
    caption:
      "Mark: standard error of the printed 95% interval. Bar: smallest and largest that DeLong's method can give for so many patients with and without the outcome, if no two share a score.",
    description: `${said.join("; ")}. Outside: ${outside.length === 0 ? "none" : outside.map(({ statement, set }) => `${statement}, ${set}`).join("; ")}.`,
    specification: {
      width: Math.floor(figureWidth - 300),
      height: { step: 26 },
      data: { values },
      layer: [
        {
          mark: { type: "bar", height: 9, color: palette.light },
          encoding: {
            y,
            x: quantity("low", "Standard error of the AUC", domain),
            x2: { field: "high" },
          },
        },
        {
          mark: { type: "tick", thickness: 3, size: 18, opacity: 1 },
          encoding: {
            y,
            x: quantity("printed", "Standard error of the AUC", domain),
            color: {
              field: "verdict",
              type: "nominal",
              scale: { domain: ["inside", "outside"], range: [palette.black, palette.vermilion] },
              legend: {
                title: null,
                orient: "bottom",
                symbolType: "square",
                symbolSize: 36,
                symbolOpacity: 1,
              },
            },
          },
        },
      ],
    },
  };
}
