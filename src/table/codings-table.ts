/** The reference levels of a printed Table 2 beside the usual ones, from the counts of the printed Table 1. */

import type { CountedRatio, PublishedRatio } from "../audit/published-odds-ratios.js";
import { codedColumns } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import type { PublishedOddsRatio } from "../io/paper/table-2.js";
import { contrastWords } from "./contrast.js";
import { ratioCells } from "./ratio-cells.js";
import { type Cell, makeTable, type Table } from "./table.js";
import { labelOf } from "./table-two.js";

export function codingsTable(cohort: Cohort, published: readonly PublishedRatio[]): Table {
  const contrast = ({ coding }: CountedRatio): string =>
    contrastWords(codedColumns(cohort.dictionary, [coding])[0], cohort.dictionary);
  const usual = "Usual coding";
  const found = "Coding that gives the printed odds ratio";
  return makeTable({
    id: "table-2-codings",
    from: "printed numbers",
    title: "Table 2, its codings: from the printed counts of Table 1",
    columns: [
      { key: "name", title: "Variable" },
      { key: "printed", title: "Printed OR (95% CI)" },
      { key: "usual", title: "Compared", group: usual, numeric: false },
      { key: "usual.or", title: "OR (95% CI)", group: usual },
      { key: "found", title: "Compared", group: found, numeric: false },
      { key: "found.or", title: "OR (95% CI)", group: found },
      { key: "found.p", title: "P", group: found },
    ],
    rows: published.map(({ variable, univariate, counted, usual: first, identified }) => {
      const start = {
        name: labelOf(cohort, variable),
        printed: univariate.oddsRatio.text.replace("-", "–"),
      };
      if (!counted) return { cells: { ...start, found: "takes patients" } };
      const own = identified === null ? {} : ratioCells("found", identified.ratio, univariate);
      return {
        cells: {
          ...start,
          usual: first === null ? "several odds ratios" : contrast(first),
          ...(first === null ? {} : { "usual.or": usualCell(first, univariate) }),
          found: identified === null ? "none" : contrast(identified),
          ...("found.or" in own ? { "found.or": own["found.or"], "found.p": own["found.p"] } : {}),
        },
      };
    }),
    notes: [
      "Usual: ordered levels as numbers, others each against the first. SPSS takes the last level as reference unless told otherwise: then the printed odds ratio is the reciprocal of the usual one.",
      "✓ prints as printed, estimate and both limits; ✗ does not.",
    ],
  });
}

function usualCell({ ratio }: CountedRatio, printed: PublishedOddsRatio): Cell {
  return ratioCells("usual", ratio, printed)["usual.or"];
}
