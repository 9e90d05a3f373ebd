/** A project of four patients in a folder of its own, to be broken by tests. */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface SmallProject {
  readonly root: string;
  /** Write a text file under the root. */
  write(path: string, text: string): void;
  /** Write the table of patients and the manifest that fits it. */
  patients(text: string): void;
  /** Write the manifest with changed entries. */
  manifest(change: (manifest: ManifestDraft) => void): void;
  /** Write the dictionary with a change in one variable (or a new one). */
  variable(name: string, change: Record<string, unknown>): void;
  remove(): void;
}

export interface ManifestDraft {
  [key: string]: unknown;
  cohorts: { [key: string]: unknown; files: Record<string, unknown>[] }[];
}

export const PATIENTS: string = [
  "id,set,lm,age,stage,sex,grade,months,event",
  "P1,training,0,51.5,1,Male,High,12,0",
  "P2,training,1,40,3,Female,N/A,3.5,1",
  "P3,validation,0,7,2,Female,Low,20,0",
  'P4,validation,1,90,2,Male,"High",,',
  "",
].join("\n");

const VARIABLES: Record<string, unknown>[] = [
  { name: "id", label: "Patient", kind: "text", role: "identifier", missing: "refuse" },
  {
    name: "set",
    label: "Set",
    kind: "nominal",
    role: "split",
    levels: ["training", "validation"],
    missing: "refuse",
  },
  {
    name: "lm",
    label: "Metastasis",
    kind: "nominal",
    role: "outcome",
    levels: ["0", "1"],
    positive: "1",
    missing: "refuse",
  },
  {
    name: "age",
    label: "Age",
    unit: "years",
    kind: "continuous",
    role: "covariate",
    range: [0, 120],
    missing: "refuse",
  },
  {
    name: "stage",
    label: "Stage",
    kind: "ordinal",
    role: "covariate",
    levels: ["1", "2", "3"],
    missing: "refuse",
  },
  {
    name: "sex",
    label: "Sex",
    kind: "nominal",
    role: "covariate",
    levels: ["Male", "Female"],
    missing: "refuse",
  },
  {
    name: "grade",
    label: "Grade",
    kind: "ordinal",
    role: "covariate",
    levels: ["Low", "High"],
    missingValues: ["N/A"],
    missing: "impute inside the fold",
  },
  {
    name: "months",
    label: "Follow-up",
    unit: "months",
    kind: "continuous",
    role: "time",
    missing: "complete cases",
  },
  {
    name: "event",
    label: "Death",
    kind: "nominal",
    role: "event",
    levels: ["0", "1"],
    positive: "1",
    time: "months",
    missing: "complete cases",
  },
];

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function smallProject(): SmallProject {
  const root = mkdtempSync(join(tmpdir(), "dlrn-project-"));
  let table = PATIENTS;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const manifest = (change: (manifest: ManifestDraft) => void): void => {
    const draft: ManifestDraft = {
      cohorts: [
        {
          id: "small",
          title: "Four patients",
          constructed: false,
          dictionary: "cohorts/small/dictionary.json",
          files: [
            {
              id: "patients",
              role: "patients",
              root: "repository",
              path: "cohorts/small/patients.csv",
              bytes: Buffer.byteLength(table),
              sha256: sha256(table),
              licence: "MIT",
              citation: "This test",
              address: null,
            },
          ],
        },
      ],
    };
    change(draft);
    write("data-manifest.json", JSON.stringify(draft));
  };
  const patients = (text: string): void => {
    table = text;
    write("cohorts/small/patients.csv", text);
    manifest(() => {});
  };
  const variable = (name: string, change: Record<string, unknown>): void => {
    const variables = VARIABLES.map((entry) =>
      entry["name"] === name ? { ...entry, ...change } : entry,
    );
    if (VARIABLES.every((entry) => entry["name"] !== name)) variables.push({ name, ...change });
    write("cohorts/small/dictionary.json", JSON.stringify({ variables }));
  };
  patients(PATIENTS);
  variable("id", {});
  return {
    root,
    write,
    patients,
    manifest,
    variable,
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** The message of what a call throws, and "" if it throws nothing. */
export function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
