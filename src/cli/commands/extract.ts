/** `dlrn extract`: radiomics features of one image and region, or of a batch. */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type ExtractionCase, extractCase, type Naming } from "../../features/case.js";
import { resolveSettings } from "../../features/settings.js";
import { type PipelineSettings, readPipeline } from "../../features/settings-file.js";
import {
  type CsvCell,
  cellPlace,
  csvColumn,
  formatCsv,
  parseCsv,
  parseNumber,
} from "../../io/csv.js";
import type { SliceRule } from "../../io/dicom/series.js";
import { InputError } from "../../io/input-error.js";
import type { Triple } from "../../io/volume.js";
import { writeWhole } from "../../io/write-whole.js";
import type { CaseOutcome } from "../../runner/extraction.js";

export const summary = "extract radiomics features from images and regions";
export const usage = `Usage: npx dlrn extract --image PATH --mask PATH [--roi NAME] [--label N] [--spacing x,y,z] --out FILE
       npx dlrn extract --cases cases.csv --out FILE [--workers N]

  --image PATH     NIfTI, NRRD, or the folder of a DICOM series
  --mask PATH      NIfTI or NRRD labels, a DICOM RTSTRUCT or SEG
  --series UID     SeriesInstanceUID of the image, where its folder holds several series
  --roi NAME       region of an RTSTRUCT or SEG
  --label N        label of a NIfTI or NRRD mask (1)
  --spacing x,y,z  replaces the image's spacing, mm; first-slices: that of a DICOM series as some converters state it,
                   from the first two slices in single precision (else from all slices)
  --cases FILE     CSV with the columns case,image,mask and, if needed, roi,label,series; paths from its own folder
  --settings FILE  a parameter file of PyRadiomics (YAML or JSON), or a mapping under the key ibsi; else PyRadiomics' defaults
                   interpolators: sitkNearestNeighbor, sitkLinear, sitkBSpline. An image of whole numbers that is resampled without
                   normalisation is truncated to whole numbers, as ITK does: a rounding of 1e-13 may move a voxel by one level
  --naming NAME    pyradiomics (the default) or ibsi
  --out FILE       .csv: case, then one column a feature; .arrow: the same
  --receipts FILE  JSON: for each case what was really done (settings, voxels, bins, spacing, hashes)
  --workers N      cases at a time (all cores)

A case of a batch that fails is a row with its reason in the last column; the command then exits with 1.
An interrupted batch goes on where it was when it is started again.`;

export async function run(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      image: text,
      mask: text,
      series: text,
      roi: text,
      label: text,
      spacing: text,
      cases: text,
      settings: text,
      naming: text,
      out: text,
      receipts: text,
      workers: text,
    },
  });
  const { out } = values;
  if (out === undefined || !/\.(csv|arrow)$/.test(out)) {
    throw new RangeError(
      `--out must name a .csv or .arrow file; got ${out ?? "nothing"}; try: npx dlrn extract --help`,
    );
  }
  const cases = values.cases === undefined ? [singleCase(values)] : batchOf(values, values.cases);
  const pipeline: PipelineSettings =
    values.settings === undefined
      ? { pipeline: "pyradiomics", settings: resolveSettings() }
      : readPipeline(values.settings);
  const naming = namingOf(values.naming);
  const workers =
    values.workers === undefined
      ? availableParallelism()
      : wholeNumber(values.workers, "--workers");
  const journal = `${out}.unfinished`;
  const started = Date.now();
  // What only some calls need is loaded for them alone: a single case starts a fifth sooner.
  const outcomes =
    values.cases === undefined
      ? [await onlyOutcome(cases[0], pipeline, naming)]
      : await (await import("../../runner/extraction.js")).extractBatch(cases, {
          pipeline,
          naming,
          workers,
          journal,
          progress: (done, of, name, reason) => tell(done, of, name, reason, started),
        });
  await save(out, outcomes);
  if (values.receipts !== undefined) {
    const receipts = outcomes.map(({ name, result, reason }) => ({
      case: name,
      reason,
      ...result?.receipt,
      notComputable: result?.notComputable ?? {},
    }));
    writeWhole(values.receipts, `${JSON.stringify(receipts, null, 1)}\n`);
  }
  if (existsSync(journal)) rmSync(journal);
  if (values.receipts === undefined) outcomes.forEach(tellMissing);
  const failed = outcomes.filter(({ reason }) => reason !== null);
  for (const { name, reason } of failed) console.error(`dlrn: ${name}: ${reason}`);
  if (failed.length > 0) process.exitCode = 1;
}

/** What a table lacks without a receipt beside it: how many features (or whole image types), and why the first. */
function tellMissing({ name, result }: CaseOutcome): void {
  const missing = Object.entries(result?.notComputable ?? {});
  if (missing.length === 0) return;
  const [feature, reason] = missing[0];
  const others = missing.length === 1 ? "" : `; ${missing.length - 1} more, all told by --receipts`;
  console.error(`dlrn: ${name}: ${feature.replace(/_$/, "")} has no value: ${reason}${others}`);
}

/** One image alone needs no worker and no journal; what is wrong with it ends the command. */
async function onlyOutcome(
  one: ExtractionCase,
  pipeline: PipelineSettings,
  naming: Naming,
): Promise<CaseOutcome> {
  try {
    return { name: one.name, result: await extractCase(one, pipeline, naming), reason: null };
  } catch (error) {
    if (!(error instanceof RangeError) || error instanceof InputError) throw error;
    throw new InputError(error.message, `${one.image} with ${one.mask}`);
  }
}

interface Values {
  readonly image?: string | undefined;
  readonly mask?: string | undefined;
  readonly series?: string | undefined;
  readonly roi?: string | undefined;
  readonly label?: string | undefined;
  readonly spacing?: string | undefined;
}

function singleCase({ image, mask, series, roi, label, spacing }: Values): ExtractionCase {
  if (image === undefined || mask === undefined)
    throw new RangeError(
      "--image and --mask must be given, or --cases; try: npx dlrn extract --help",
    );
  return {
    name: image,
    image,
    mask,
    ...(series !== undefined && { series }),
    ...(roi !== undefined && { roi }),
    ...(label !== undefined && { label: wholeNumber(label, "--label") }),
    ...(spacing !== undefined && { spacing: spacingOf(spacing) }),
  };
}

function batchOf(values: Values, path: string): ExtractionCase[] {
  const single = (["image", "mask", "series", "roi", "label", "spacing"] as const).filter(
    (name) => values[name] !== undefined,
  );
  if (single.length > 0)
    throw new RangeError(
      `--cases and --${single[0]} exclude each other; name images and regions in the table of cases`,
    );
  return readCases(path);
}

const COLUMNS: readonly string[] = ["case", "image", "mask", "roi", "label", "series"];

function readCases(path: string): ExtractionCase[] {
  if (!existsSync(path))
    throw new InputError("the table of cases must be there; there is none", path);
  const table = parseCsv(readFileSync(path), path);
  const [names, images, masks] = ["case", "image", "mask"].map((name) => csvColumn(table, name));
  const optional = (name: string): string[] | null =>
    table.header.includes(name) ? csvColumn(table, name) : null;
  const [rois, labels, series] = ["roi", "label", "series"].map(optional);
  const unknown = table.header.find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      `the columns of a table of cases must be of ${COLUMNS.join(", ")}; it has "${unknown}"; rename or remove it`,
      path,
    );
  if (names.length === 0)
    throw new InputError("the table of cases must have a row; it has none", path);
  const from = dirname(path);
  const seen = new Set<string>();
  return names.map((name, i) => {
    if (name === "")
      throw new InputError(
        "each case must have a name; this one is empty",
        cellPlace(path, i + 2, "case"),
      );
    if (seen.has(name))
      throw new InputError(
        `each case must have a name of its own; "${name}" comes twice`,
        cellPlace(path, i + 2, "case"),
      );
    seen.add(name);
    const label = labels?.[i] ? parseNumber(labels[i]) : undefined;
    if (label === null || (label !== undefined && !(Number.isInteger(label) && label > 0)))
      throw new InputError(
        `a label must be a positive whole number; it is "${labels?.[i]}"`,
        cellPlace(path, i + 2, "label"),
      );
    return {
      name,
      image: resolve(from, images[i]),
      mask: resolve(from, masks[i]),
      ...(series?.[i] && { series: series[i] }),
      ...(rois?.[i] && { roi: rois[i] }),
      ...(label !== undefined && { label }),
    };
  });
}

async function save(out: string, outcomes: readonly CaseOutcome[]): Promise<void> {
  const names = [...new Set(outcomes.flatMap(({ result }) => Object.keys(result?.features ?? {})))];
  const value = ({ result }: CaseOutcome, name: string): number | null =>
    result?.features[name] ?? null;
  const anyFailed = outcomes.some(({ reason }) => reason !== null);
  if (out.endsWith(".arrow")) {
    const { saveArrow } = await import("../../io/arrow.js");
    saveArrow(
      out,
      "case",
      outcomes.map(({ name }) => name),
      names,
      outcomes.map((one) => names.map((name) => value(one, name))),
      anyFailed ? { name: "reason", values: outcomes.map(({ reason }) => reason) } : undefined,
    );
    return;
  }
  const rows = outcomes.map((one): CsvCell[] => [
    one.name,
    ...names.map((name) => value(one, name)),
    ...(anyFailed ? [one.reason] : []),
  ]);
  writeWhole(out, formatCsv(["case", ...names, ...(anyFailed ? ["reason"] : [])], rows));
}

function tell(
  done: number,
  of: number,
  name: string,
  reason: string | null,
  started: number,
): void {
  const left = Math.round((((Date.now() - started) / done) * (of - done)) / 1000);
  const line = `${done} of ${of}  ${name}${reason === null ? "" : "  failed"}${done < of ? `  ${left} s left` : ""}`;
  if (process.stderr.isTTY)
    process.stderr.write(
      `\r\u001b[K${line.slice(0, process.stderr.columns - 1)}${done === of ? "\n" : ""}`,
    );
  else console.error(line);
}

function namingOf(text: string | undefined): Naming {
  if (text === undefined || text === "pyradiomics") return "pyradiomics";
  if (text === "ibsi") return text;
  throw new RangeError(`--naming must be pyradiomics or ibsi; got "${text}"`);
}

function spacingOf(text: string): Triple | SliceRule {
  if (text === "first-slices") return text;
  const [x, y, z, ...more] = text.split(",").map(Number);
  if (more.length > 0 || ![x, y, z].every((s) => s > 0))
    throw new RangeError(
      `--spacing must be three positive numbers, x,y,z in mm, or first-slices; got "${text}"`,
    );
  return [x, y, z];
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new RangeError(`${option} must be a positive whole number; got "${text}"`);
  return number;
}
