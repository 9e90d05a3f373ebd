/** `dlrn data`: what input there is, whether it is what the manifest says, and where to get it. */

import { parseArgs } from "node:util";
import { dictionaryJsonSchema } from "../../cohort/dictionary-file.js";
import { formatJson } from "../../io/format-json.js";
import { displayPath, type InputFolders } from "../../io/input-file.js";
import {
  type CheckedFile,
  checkFiles,
  formatBytes,
  inventory,
  isFault,
} from "../../io/inventory.js";
import {
  type CohortEntry,
  cohortEntry,
  MANIFEST_FILE,
  manifestJsonSchema,
  readManifest,
} from "../../io/manifest.js";
import { recordFiles } from "../../io/record.js";
import { writeWhole } from "../../io/write-whole.js";
import { dataFolder, projectRoot } from "../../runner/environment.js";
import { fetchFile } from "../../runner/fetch.js";
import { fetchNetwork } from "../../runner/fetch-network.js";
import { httpsGet } from "../../runner/https-get.js";

export const summary = "list, check and fetch the input files of every cohort";
export const usage: string = `Usage: npx dlrn data list [ID] [--files]
       npx dlrn data check [ID]
       npx dlrn data fetch ID
       npx dlrn data record ID
       npx dlrn data schema

list    what each cohort consists of, and what of it is present; --files names every file
check   compare bytes and SHA-256 of every file that is present with ${MANIFEST_FILE};
        files missing from the data folder are named; a file that differs ends with exit code 1
fetch   download what is missing by its public address, over https only; a broken download goes on where it was, and a
        file gets its name only when its SHA-256 is right; files that are derived from others or not public are named
record  write bytes and SHA-256 of a cohort's own files, in the repository or not public, new or changed on purpose, into
        ${MANIFEST_FILE}
schema  write the JSON Schemas of the manifest and of the variable dictionaries

ID is a cohort of ${MANIFEST_FILE}, for fetch also one of its networks. The data folder is DLRN_DATA, or data/ in the repository.`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { files: { type: "boolean", default: false } },
  });
  const [action, id, ...more] = positionals;
  if (more.length > 0)
    throw new RangeError(
      `data takes one action and one cohort; got "${positionals.join(" ")}"; try: npx dlrn data --help`,
    );
  const root = projectRoot();
  const folders: InputFolders = { repository: root, data: dataFolder() };
  const cohorts = (): readonly CohortEntry[] => {
    const manifest = readManifest(root);
    return id === undefined ? manifest.cohorts : [cohortEntry(manifest, id)];
  };
  if (action === "list") list(cohorts(), folders, values.files);
  else if (action === "check") check(cohorts(), folders);
  else if (action === "fetch" && id !== undefined) {
    const network = readManifest(root).networks.find((entry) => entry.id === id);
    if (network === undefined) await fetchCohort(cohorts()[0], folders);
    else {
      const outcome = await fetchNetwork(network, folders, httpsGet(fetch));
      console.log(`${network.id}: ${outcome}: ${network.path}; ${network.licence}`);
    }
  } else if (action === "record" && id !== undefined) {
    const changed = recordFiles(root, id, { dataFolder: folders.data });
    console.log(
      changed.length === 0 ? `${MANIFEST_FILE} is up to date` : `recorded: ${changed.join(", ")}`,
    );
  } else if (action === "schema") writeSchemas(root);
  else {
    throw new RangeError(
      `the action must be one of list, check, fetch ID, record ID, schema; got "${positionals.join(" ")}"; try: npx dlrn data --help`,
    );
  }
}

function list(cohorts: readonly CohortEntry[], folders: InputFolders, everyFile: boolean): void {
  console.log(`data folder: ${folders.data}`);
  for (const cohort of cohorts) {
    console.log(
      `\n${cohort.id}${cohort.constructed ? " (constructed data)" : ""}: ${cohort.title}`,
    );
    for (const { role, root, files, present, bytes, licences } of inventory(cohort, folders)) {
      const count = `${present} of ${files} present`;
      console.log(
        `  ${role.padEnd(9)} ${count.padEnd(20)} ${formatBytes(bytes).padStart(9)}  ${root.padEnd(10)}  ${licences.join("; ")}`,
      );
    }
    if (everyFile)
      for (const file of cohort.files) console.log(`  ${file.id}  ${displayPath(file)}`);
  }
}

function check(cohorts: readonly CohortEntry[], folders: InputFolders): void {
  for (const cohort of cohorts) {
    const files = checkFiles(cohort, folders);
    for (const checked of files.filter(isFault))
      console.log(`${cohort.id}: ${displayPath(checked.file)}: ${faultOf(checked)}`);
    const missing = files.filter(
      ({ file, found }) => found.state === "missing" && file.root === "data",
    );
    if (missing.length > 0) {
      console.log(`${cohort.id}: missing from the data folder ${folders.data}: ${named(missing)}`);
    }
    const good = files.filter(({ found }) => found.state === "present").length;
    console.log(`${cohort.id}: ${good} of ${files.length} files are present and as recorded`);
    if (files.some(isFault)) process.exitCode = 1;
  }
}

function faultOf({ found }: CheckedFile): string {
  return found.state === "differs" ? found.reason : "the file must exist; it is missing";
}

function named(files: readonly CheckedFile[]): string {
  const paths = files.map(({ file }) => file.path);
  return paths.length > 4
    ? `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more`
    : paths.join(", ");
}

async function fetchCohort(cohort: CohortEntry, folders: InputFolders): Promise<void> {
  const get = httpsGet(fetch);
  const derived: string[] = [];
  const held: string[] = [];
  const faults: string[] = [];
  const started = Date.now();
  const wanted = cohort.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let [before, done] = [0, 0];
  for (const [n, file] of cohort.files.entries()) {
    const received = (_: unknown, bytes: number): void => {
      if (!process.stderr.isTTY) return;
      const share = (done + bytes) / Math.max(1, wanted - before);
      const left = Math.round(((Date.now() - started) / 1000) * (1 / share - 1));
      process.stderr.write(
        `\r\u001b[K${n + 1} of ${cohort.files.length}  ${displayPath(file)}  ${formatBytes(bytes)} of ${formatBytes(file.bytes)}  ${left} s left`,
      );
    };
    try {
      const outcome = await fetchFile(file, folders, get, { received });
      if (outcome === "present") before += file.bytes;
      else if (outcome === "downloaded") {
        done += file.bytes;
        console.error(
          `${process.stderr.isTTY ? "\r\u001b[K" : ""}${n + 1} of ${cohort.files.length}  ${displayPath(file)}`,
        );
      } else (outcome === "derived" ? derived : held).push(file.path);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  for (const fault of faults) console.error(`dlrn: ${fault}`);
  if (derived.length > 0)
    console.log(
      `${cohort.id}: to be derived, by the rules in ${MANIFEST_FILE}: ${derived.length} files (${shortly(derived)})`,
    );
  if (held.length > 0) {
    const missing = cohort.files.find(({ path }) => path === held[0])!;
    console.log(
      `${cohort.id}: not public: ${held.length} files (${shortly(held)}); ${missing.availability ?? "they come with the repository"}`,
    );
  }
  if (faults.length > 0) process.exitCode = 1;
}

function shortly(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(", ")} …` : paths.join(", ");
}

function writeSchemas(root: string): void {
  for (const [path, schema] of [
    ["data-manifest.schema.json", manifestJsonSchema()],
    ["cohorts/dictionary.schema.json", dictionaryJsonSchema()],
  ] as const) {
    const changed = writeWhole(`${root}${path}`, formatJson(schema));
    console.log(`${path} ${changed ? "written" : "is up to date"}`);
  }
}
