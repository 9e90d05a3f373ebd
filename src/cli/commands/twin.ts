/** `dlrn twin`: construct a cohort that gives a paper's printed tables. */

import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../runner/environment.js";
import { RANGES_FILE } from "../../runner/ranges.js";
import { buildCohort } from "../../twin/build.js";
import { differingFiles, finishedCohort, writeCohort } from "../../twin/cohort-files.js";
import type { Specification } from "../../twin/specification.js";
import { readSpecification } from "../../twin/specification-file.js";
import { missedTargets } from "../../twin/target.js";
import { withoutSyntheticInterval } from "../../twin/without.js";
import { imagesUsage, runImages } from "../twin-images.js";
import { pilotUsage, runPilot } from "../twin-pilot.js";
import { SEEDS, twinRanges } from "../twin-ranges.js";

const SPECIFICATION = "paper/twin.json";
const COMMITTED = "cohorts/twin";
/** Missed targets that a message names. */
const NAMED = 12;

export const summary = "construct a cohort that gives a paper's printed tables";
export const usage: string = `Usage: npx dlrn twin build [--seed N] [--spec FILE] [--out DIR] [--without smote-ci] [--check]
       npx dlrn twin ranges [--seeds A-B] [--jobs N] [--check]

Builds patients.csv, the synthetic scores and targets.json from a specification of printed tables, measures every
target on what it wrote with the library's own procedures, and exits 1 without writing if one is missed, naming it.

--seed N    another cohort that gives the same tables; the specification's own seed unless told otherwise
--spec FILE the specification; ${SPECIFICATION} unless told otherwise
--out DIR   where to write; ${COMMITTED} for the repository's own specification and seed, else data/NAME-SEED
--without smote-ci
            leave the AUC's interval measured with synthetic rows out of the targets
--check     write nothing; exit 1 unless DIR holds exactly these bytes

ranges builds a cohort for each seed, makes sure that it meets every target, computes what the printed tables leave
open (calibration, decision curves, hazard ratios, subgroups, ...), and writes one table, ${RANGES_FILE}.

--seeds A-B the seeds; ${SEEDS} unless told otherwise
--jobs N    threads; 2 unless told otherwise, the result is the same for any number
--check     write nothing; exit 1 unless the table holds exactly these values for these seeds

${imagesUsage}

${pilotUsage}`;

export async function run(args: string[]): Promise<void> {
  if (args[0] === "images") {
    runImages(args.slice(1));
    return;
  }
  if (args[0] === "pilot") return runPilot(args.slice(1));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      spec: { type: "string" },
      out: { type: "string" },
      without: { type: "string" },
      check: { type: "boolean", default: false },
      seeds: { type: "string", default: SEEDS },
      jobs: { type: "string", default: "2" },
    },
  });
  if (positionals.join(" ") === "ranges") return twinRanges(values);
  if (positionals.join(" ") !== "build")
    throw new RangeError(
      `the action must be build, images, pilot or ranges; got "${positionals.join(" ")}"; try: npx dlrn twin --help`,
    );
  const root = projectRoot();
  const place = values.spec ?? SPECIFICATION;
  const full = readSpecification(values.spec ?? resolve(root, SPECIFICATION), place);
  const specification = reduced(full, values.without);
  const seed = values.seed === undefined ? full.seed : wholeNumber(values.seed);
  const isCommitted = values.spec === undefined && seed === full.seed && specification === full;
  const own = isCommitted ? COMMITTED : `data/${basename(place, ".json")}-${seed}`;
  const folder = values.out ?? resolve(root, own);
  const started = performance.now();
  const progress = progressLines(process.stderr);
  const cohort = buildCohort(specification, { seed, progress: progress.show });
  const { files, targets } = finishedCohort(specification, cohort, { seed, source: place });
  progress.close();
  const missed = missedTargets(targets);
  if (missed.length > 0)
    throw new RangeError(
      `seed ${seed} must meet all ${targets.length} targets; it misses ${missed.length}: ${missed.slice(0, NAMED).join("; ")}${missed.length > NAMED ? "; …" : ""}; try another seed, or see whether the printed numbers can be true together`,
    );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`seed ${seed}: all ${targets.length} targets are met (${seconds} s)`);
  if (!values.check) {
    const changed = writeCohort(folder, files);
    console.log(
      changed.length === 0
        ? `${folder} is up to date`
        : `written to ${folder}: ${changed.join(", ")}${isCommitted ? "; then: npx dlrn data record twin" : ""}`,
    );
    return;
  }
  const differing = differingFiles(folder, files);
  if (differing.length === 0) console.log(`${folder} holds exactly this`);
  else
    throw new RangeError(
      `${folder} must hold exactly what the builder makes; ${differing.join(", ")} differ${differing.length === 1 ? "s" : ""}; build it again, or take back what was changed`,
    );
}

function reduced(specification: Specification, without: string | undefined): Specification {
  if (without === undefined) return specification;
  if (without === "smote-ci") return withoutSyntheticInterval(specification);
  throw new RangeError(`--without must be smote-ci; got "${without}"`);
}

function wholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text))
    throw new RangeError(`--seed must be a whole number; got "${text}"`);
  return Number(text);
}

/** On a terminal one live line, elsewhere a line per stage. */
function progressLines(screen: NodeJS.WriteStream): {
  show(stage: string, share: number, missing: number): void;
  close(): void;
} {
  const started = performance.now();
  let last = "";
  return {
    show(stage, share, missing) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
      if (screen.isTTY) {
        const detail =
          share > 0 ? `  ${(100 * share).toFixed(0)} %, distance ${missing.toFixed(2)}` : "";
        screen.write(`\r\u001b[2K${seconds} s  ${stage}${detail}`);
      } else if (stage !== last) screen.write(`${seconds} s  ${stage}\n`);
      last = stage;
    },
    close() {
      if (screen.isTTY) screen.write("\r\u001b[2K");
    },
  };
}
