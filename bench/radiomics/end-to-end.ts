/**
 * From files to a table, start included: our command and PyRadiomics' own, one thread each, on the same images.
 *
 * The volume of the other benchmarks as NIfTI, 1409 features of fifteen images: once, and as a batch of 24 cases; and the
 * 1037 features of STS_001 where it is in the data folder. Two times of each process: by the clock, and of the processor
 * (user and system), which other work on the machine hardly changes. What two workers gain is told beside what the machine
 * itself gains from two processes that know nothing of each other.
 * PyRadiomics is looked for where DLRN_PYTHON is, else python3; without it only our times are told.
 */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { parseCsv } from "dlrn/io/csv";
import { saveNifti } from "dlrn/io/nifti-write";
import type { Mask, Volume } from "dlrn/io/volume";
import type { Measurement } from "dlrn/proof/measurement";
import { dataFolder } from "dlrn/runner/environment";
import { benchVolume } from "./volume.js";

const CASES = 24;
/** For what a second worker gains: enough that its start hardly counts. */
const MANY = 96;
const SETTINGS = `setting: { binWidth: 5 }
imageType: { Original: {}, Wavelet: {}, Square: {}, SquareRoot: {}, Logarithm: {}, Exponential: {}, Gradient: {}, LBP2D: {} }
featureClass: { shape: , firstorder: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }
`;

const SARCOMA = `setting: { normalize: true, normalizeScale: 100, resampledPixelSpacing: [3, 3, 3], interpolator: sitkBSpline, padDistance: 5, binWidth: 10, voxelArrayShift: 300 }
imageType: { Original: {}, LoG: { sigma: [3.0, 5.0] }, Wavelet: {} }
featureClass: { shape: , firstorder: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }
`;

export const measurement: Measurement = {
  name: "radiomics-end-to-end",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "dlrn-bench-"));
    try {
      const { image, mask } = benchVolume();
      const lines = oneCase(folder, "96 x 96 x 24 voxels", image, mask, SETTINGS);
      lines.push(...(await batchOfCases(folder)));
      const scan = join(dataFolder(), "sts-001-fs-dicom");
      if (!existsSync(scan)) return [...lines, `STS_001: ${scan} is not there`];
      const tissue = await loadImage(join(scan, "image"), { spacing: "first-slices" });
      const roi = { roi: "GTV_Mass" };
      const tumour = await loadMask(join(scan, "mask", "1-1.dcm"), tissue, roi);
      return [...lines, ...oneCase(folder, "STS_001", tissue, tumour, SARCOMA)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Leaves the files in the folder. */
function oneCase(
  folder: string,
  name: string,
  image: Volume,
  mask: Mask,
  settings: string,
): string[] {
  const at = (file: string): string => join(folder, file);
  saveNifti(at("image.nii"), image);
  saveNifti(at("mask.nii"), mask);
  writeFileSync(at("settings.yaml"), settings);
  const own = ours(["--image", at("image.nii"), "--mask", at("mask.nii")], folder);
  const other = peer([at("image.nii"), at("mask.nii")], folder);
  const runs = [0, 1, 2].map(() => {
    rmSync(at("theirs.csv"), { force: true }); // PyRadiomics adds to a table that is there
    return [processTimes(own), processTimes(other)] as const;
  });
  const told = `one case, ${name}: ${compared(best(runs.map(([a]) => a)), best(runs.map(([, b]) => b)))}`;
  return runs[0][1] === null ? [told] : [told, agreement(at("ours.csv"), at("theirs.csv"))];
}

/** Of several runs of a process the one that the machine disturbed least. */
function best(runs: readonly (ProcessTimes | null)[]): ProcessTimes | null {
  const done = runs.filter((run) => run !== null);
  return done.reduce((a, b) => (b.seconds < a.seconds ? b : a), done[0] ?? null);
}

async function batchOfCases(folder: string): Promise<string[]> {
  const at = (file: string): string => join(folder, file);
  const rows = (count: number): string =>
    Array.from(
      { length: count },
      (_, i) => `case-${i + 1},${at("image.nii")},${at("mask.nii")}\n`,
    ).join("");
  writeFileSync(at("cases.csv"), `case,image,mask\n${rows(CASES)}`);
  writeFileSync(at("many.csv"), `case,image,mask\n${rows(MANY)}`);
  writeFileSync(at("peer.csv"), `ID,Image,Mask\n${rows(CASES)}`);
  const batch = (cases: string, workers: number): string[] =>
    ours(["--cases", at(cases), "--workers", String(workers)], folder);
  const told = compared(
    processTimes(batch("cases.csv", 1)),
    processTimes(peer([at("peer.csv")], folder)),
  );
  const lines = [`${CASES} cases, one at a time: ${told}`];
  const alone = processTimes(batch("many.csv", 1));
  if (alone === null || availableParallelism() === 1) return lines;
  const two = processTimes(batch("many.csv", 2));
  const start = performance.now();
  const both = ["a.csv", "b.csv"].map((out) => [...batch("many.csv", 1), "--out", at(out)]);
  await Promise.all(both.map(done));
  const half = (performance.now() - start) / 2000;
  const gain = (seconds: number): string => (alone.seconds / seconds).toFixed(2);
  lines.push(
    `${MANY} cases: one worker ${alone.seconds.toFixed(2)} s, two ${two?.seconds.toFixed(2)} s, ${two && gain(two.seconds)} times as fast; two processes that know nothing of each other gain ${gain(half)} on this machine`,
  );
  return lines;
}

/** A process that runs beside others. */
function done([command, ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (status) =>
      status === 0 ? resolve() : reject(new Error(`${args.join(" ")} ended with ${status}`)),
    );
  });
}

function ours(args: readonly string[], folder: string): string[] {
  const entry = fileURLToPath(new URL("../../../bin/dlrn.mjs", import.meta.url));
  const settings = ["--settings", join(folder, "settings.yaml")];
  return [
    process.execPath,
    entry,
    "extract",
    ...args,
    ...settings,
    "--out",
    join(folder, "ours.csv"),
  ];
}

/** PyRadiomics' command line, whose executable need not be on the path. */
function peer(args: readonly string[], folder: string): string[] {
  const call = "import sys, radiomics.scripts; sys.exit(radiomics.scripts.parse_args())";
  const settings = ["--param", join(folder, "settings.yaml"), "--format", "csv"];
  const python = process.env["DLRN_PYTHON"] ?? "python3";
  return [python, "-c", call, ...args, ...settings, "--out", join(folder, "theirs.csv")];
}

interface ProcessTimes {
  readonly seconds: number;
  /** User and system time of the process and those it started. */
  readonly processor: number;
}

/** Null if the command fails. The shell's `times` knows what its children used. */
function processTimes(command: readonly string[]): ProcessTimes | null {
  const start = performance.now();
  const { status, stdout } = spawnSync(
    "sh",
    ["-c", '"$@" > /dev/null 2>&1 || exit 1; times', "sh", ...command],
    {
      encoding: "utf8",
      env: {
        ...process.env,
        OMP_NUM_THREADS: "1",
        OPENBLAS_NUM_THREADS: "1",
        ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS: "1",
      },
    },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) return null;
  const children = stdout.trim().split("\n").pop() ?? "";
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    seconds,
    processor: parts.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0),
  };
}

function compared(own: ProcessTimes | null, other: ProcessTimes | null): string {
  if (own === null) throw new RangeError("our own command must succeed; it failed");
  const times = ({ seconds, processor }: ProcessTimes): string =>
    `${seconds.toFixed(2)} s, of the processor ${processor.toFixed(2)} s`;
  if (other === null) return `ours ${times(own)}; PyRadiomics is not installed here`;
  const ratio = (key: keyof ProcessTimes): string => (other[key] / own[key]).toFixed(2);
  return `ours ${times(own)}; PyRadiomics ${times(other)}; ${ratio("seconds")} times as fast, by the processor ${ratio("processor")}`;
}

/** How many of the values that both tables have agree. */
function agreement(path: string, peerPath: string): string {
  const [own, other] = [path, peerPath].map((file) => {
    const { header, rows } = parseCsv(readFileSync(file), file);
    return new Map(header.map((name, i) => [name, Number(rows[0][i])]));
  });
  const shared = [...own.keys()].filter((name) => name !== "case" && other.has(name));
  const near = shared.filter((name) => {
    const [a, b] = [own.get(name) ?? Number.NaN, other.get(name) ?? Number.NaN];
    return Math.abs(a - b) <= 1e-8 * Math.abs(b) + 1e-10;
  });
  return `${near.length} of ${shared.length} values within 1e-8 of PyRadiomics'`;
}
