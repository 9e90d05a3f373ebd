/** `dlrn twin images`: the images of constructed patients as files for other programs. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { csvColumn, parseCsv } from "../io/csv.js";
import { openEntry, projectRoot } from "../runner/environment.js";
import type { ImageFormat } from "../twin/images/image-files.js";
import { saveImageFolder } from "../twin/images/image-folder.js";

const PATIENTS = "cohorts/twin/patients.csv";

export const imagesUsage: string = `Usage: npx dlrn twin images --out DIR [--format nifti|dicom] [--patients N|ID,ID,…] [--seed N] [--strength S]

Grows T1-weighted and fat-suppressed T2-weighted images of the constructed patients with the regions of two readers,
and writes them with patients.csv, cases.csv (for: npx dlrn extract --cases), images.csv (for: npx dlrn cohort init)
and manifest.json (an entry for the data manifest, when DIR lies in the data folder). Constructed data, as every file
says inside.

--out DIR       a new or empty folder; it appears when all is written
--format KIND   nifti (the default), or dicom: a series a sequence and an RTSTRUCT a reader
--patients LIST how many, from the first, or their ids; all of ${PATIENTS} unless told otherwise
--seed N        other images of the same patients; 1 unless told otherwise
--strength S    how much of the score the images carry, 0 to 1; as in the data manifest unless told otherwise`;

export function runImages(args: string[]): void {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: { out: text, format: text, patients: text, seed: text, strength: text },
  });
  if (values.out === undefined)
    throw new RangeError("--out must name a folder; got nothing; try: npx dlrn twin --help");
  const table = parseCsv(readFileSync(resolve(projectRoot(), PATIENTS)), PATIENTS);
  const patients = chosenIds(values.patients, csvColumn(table, "id"));
  const screen = process.stderr;
  saveImageFolder(values.out, table, {
    format: formatOf(values.format),
    patients,
    seed: seedOf(values.seed),
    strength: strengthOf(values.strength),
    progress(done, of, id) {
      const line = `${done} of ${of}  ${id}`;
      if (screen.isTTY) screen.write(`\r\u001b[2K${line}${done === of ? "\n" : ""}`);
      else if (done % 20 === 0 || done === of) screen.write(`${line}\n`);
    },
  });
  console.log(`constructed data: images of ${patients.length} patients written to ${values.out}`);
}

function chosenIds(wanted: string | undefined, all: readonly string[]): string[] {
  if (wanted === undefined) return [...all];
  if (!/^\d+$/.test(wanted)) return wanted.split(",");
  const count = Number(wanted);
  if (count >= 1 && count <= all.length) return all.slice(0, count);
  throw new RangeError(`--patients must be 1 to ${all.length}, or ids; got "${wanted}"`);
}

function formatOf(text: string | undefined): ImageFormat {
  if (text === undefined || text === "nifti") return "nifti";
  if (text === "dicom") return text;
  throw new RangeError(`--format must be nifti or dicom; got "${text}"`);
}

function seedOf(text: string = "1"): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new RangeError(`--seed must be a whole number; got "${text}"`);
}

function strengthOf(text: string | undefined): number {
  if (text === undefined) return openEntry("twin").imageFeatures!.grown!.strength;
  const strength = Number(text);
  if (text.trim() !== "" && strength >= 0 && strength <= 1) return strength;
  throw new RangeError(`--strength must lie between 0 and 1; got "${text}"`);
}
