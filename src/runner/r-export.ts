/** What a notebook read and found, gathered for R: the study it used, its synthetic rows, its draws, features of its images,
 * other scores. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cohort, cohortOf } from "../cohort/cohort.js";
import { endpointNames, endpointOf } from "../cohort/endpoint.js";
import { readFlow } from "../io/paper/flow.js";
import { readTable1 } from "../io/paper/table-1.js";
import { permutationsCsv, resamplesCsv } from "../proof/r/draws.js";
import type { ExportedResult } from "../proof/r/results.js";
import type { ExportInput } from "../proof/r/script.js";
import { versionOf } from "../report/second-scores.js";
import { primaryEndpoint } from "../report/survival-endpoints.js";
import { bestCutDraws, optimismDraws, unfixedFindings } from "../report/unfixed-findings.js";
import { projectRoot, syntheticRowsOf } from "./environment.js";
import { imageTables } from "./r-export-images.js";
import { openRanges, RANGES_FILE } from "./ranges.js";
import { openScoredStudy, openSecondScores } from "./study-scores.js";

/** Notebooks that judge a score. */
const scored = ["07", "08", "09"];

/**
 * @param number of the notebook: "01"
 * @throws RangeError for a notebook of scores, of a cohort without any
 */
export async function exportInput(
  number: string,
  opened: Cohort,
  results: readonly ExportedResult[],
): Promise<ExportInput> {
  const root = projectRoot();
  const plain: ExportInput = {
    number,
    cohort: opened,
    results,
    prefix: `${opened.id}.`,
    printed: opened.fromPaper ? { table1: readTable1(root), flow: readFlow(root) } : null,
    endpoint: null,
    synthetic: null,
    ranges: null,
    tables: await imageTables(number, opened),
    versions: [],
  };
  if (!scored.includes(number)) return plain;
  const first = await openScoredStudy(opened);
  if ("absence" in first) throw new RangeError(first.absence);
  const cohort = { ...first.study, id: opened.id };
  const endpoint = endpointNames(cohort).length === 0 ? null : primaryEndpoint(cohort);
  return {
    ...plain,
    printed: null,
    cohort,
    ...(first.source === "images" && { prefix: `${opened.id}.images.` }),
    endpoint,
    synthetic: number === "08" && first.source !== "images" ? syntheticRowsOf(opened) : null,
    ranges: first.source === "images" ? null : rangesFor(number, cohort, first.reason, results),
    tables: drawsOf(number, cohort, endpoint),
    versions: first.source === "images" ? [] : await versionsOf(opened, results),
  };
}

/** The table of constructed cohorts, and what this cohort gives of every quantity that the notebook shows as a range. */
function rangesFor(
  number: string,
  cohort: Cohort,
  reason: string,
  results: readonly ExportedResult[],
): ExportInput["ranges"] {
  const shown = new Set(
    results
      .flatMap(({ id }) => /\.range\.([^.]+)/.exec(id)?.[1] ?? [])
      .flatMap((part) => [part, `${part}-curve`]),
  );
  if (number === "07" || shown.size === 0 || openRanges(cohort.id) === null) return null;
  const own = unfixedFindings(cohort, reason).filter(({ id }) => shown.has(id.split(".")[1] ?? ""));
  return {
    csv: readFileSync(join(projectRoot(), RANGES_FILE), "utf8"),
    own: own as ExportedResult[],
  };
}

function drawsOf(number: string, cohort: Cohort, endpoint: string | null): ExportInput["tables"] {
  const training = cohortOf(cohort, "training");
  if (number === "08") return { "resamples.csv": resamplesCsv(training.ids.length, optimismDraws) };
  if (number !== "09" || endpoint === null) return {};
  const followed = endpointOf(training, endpoint).ids.length;
  return { "permutations.csv": permutationsCsv(followed, bestCutDraws) };
}

/** The patients with their scores from images, where the notebook has values of them. */
async function versionsOf(
  opened: Cohort,
  results: readonly ExportedResult[],
): Promise<ExportInput["versions"]> {
  const start = `${opened.id}.images.`;
  if (!results.some(({ id }) => id.startsWith(start))) return [];
  const second = await openSecondScores(opened);
  return (second?.versions ?? []).map((version) => {
    const { id } = versionOf(version);
    return { name: id, prefix: `${start}${id}.`, cohort: version.study };
  });
}
