/**
 * From files to a table, start included: our command and PyRadiomics' own, one thread each, on the same images.
 *
 * The volume of the other benchmarks as NIfTI, 1409 features of fifteen images: once, and as a batch of 24 cases. Two times
 * of each process: by the clock, and of the processor (user and system), which other work on the machine hardly changes.
 * PyRadiomics is looked for where DLRN_PYTHON is, else python3; without it only our times are told.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseCsv } from "dlrn/io/csv";
import { saveNifti } from "dlrn/io/nifti-write";
import type { Measurement } from "dlrn/proof/measurement";
import { benchVolume } from "./volume.js";

const CASES = 24;
const SETTINGS = `setting: { binWidth: 5 }
imageType: { Original: {}, Wavelet: {}, Square: {}, SquareRoot: {}, Logarithm: {}, Exponential: {}, Gradient: {}, LBP2D: {} }
featureClass: { shape: , firstorder: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }
`;

export const measurement: Measurement = {
  name: "radiomics-end-to-end",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "dlrn-bench-"));
    try {
      const at = (name: string): string => join(folder, name);
      const { image, mask } = benchVolume();
      saveNifti(at("image.nii"), image);
      saveNifti(at("mask.nii"), mask);
      writeFileSync(at("settings.yaml"), SETTINGS);
      const names = Array.from({ length: CASES }, (_, i) => `case-${i + 1}`);
      const rows = names.map((name) => `${name},${at("image.nii")},${at("mask.nii")}\n`).join("");
      writeFileSync(at("cases.csv"), `case,image,mask\n${rows}`);
      writeFileSync(at("peer.csv"), `ID,Image,Mask\n${rows}`);
      const one = [
        processTimes(ours(["--image", at("image.nii"), "--mask", at("mask.nii")], folder)),
        processTimes(peer([at("image.nii"), at("mask.nii")], folder)),
      ] as const;
      const same = one[1] === null ? [] : [agreement(at("ours.csv"), at("theirs.csv"))];
      const alone = ours(["--cases", at("cases.csv"), "--workers", "1"], folder);
      const batch = [processTimes(alone), processTimes(peer([at("peer.csv")], folder))] as const;
      const lines = [
        `one case: ${compared(...one)}`,
        `${CASES} cases, one at a time: ${compared(...batch)}`,
        ...same,
      ];
      if (availableParallelism() > 1) {
        const two = processTimes(ours(["--cases", at("cases.csv"), "--workers", "2"], folder));
        lines.push(`${CASES} cases, two at a time: ours ${two?.seconds.toFixed(2)} s by the clock`);
      }
      return lines;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

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
