/**
 * The data manifest: every input file of every cohort, with its bytes, checksum, licence, citation and address.
 *
 * A result is reproducible only if its input is known byte by byte; a file that may be used must say whose it is.
 * `data-manifest.json` at the root says both; this file reads it and refuses what does not hold. The schema below
 * is published as `data-manifest.schema.json` for editors and other programs.
 */

import { z } from "zod";
import { checkedJson, readText } from "./checked-json.js";
import { type ImageFeaturesEntry, imageFeaturesSchema } from "./image-features-entry.js";
import { InputError } from "./input-error.js";
import { type NetworkEntry, networkSchema } from "./network-entry.js";

/** Where a file's path begins: in the repository, or in the data folder (`DLRN_DATA`). */
export type InputRoot = "repository" | "data";

/**
 * What a file is for: the table of patients, scores beside it, a feature table, an image or mask of one patient,
 * an index of such, or an original from which another file is derived.
 */
export type InputRole =
  | "patients"
  | "scores"
  | "features"
  | "image"
  | "mask"
  | "index"
  | "original";

/** How a file comes from others: from which, and by what rule. */
export interface Derivation {
  /** Ids of files that stand earlier in the same cohort. */
  readonly files: readonly string[];
  /** The rule in words, precise enough to do it again. */
  readonly rule: string;
}

export interface InputFile {
  /** Unique in its cohort. */
  readonly id: string;
  readonly role: InputRole;
  readonly root: InputRoot;
  /** Under its root, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, 64 lowercase hexadecimal digits. */
  readonly sha256: string;
  readonly licence: string;
  readonly citation: string;
  /** Public https address of exactly these bytes; null for a file of the repository, or a derived one. */
  readonly address: string | null;
  readonly derivedFrom?: Derivation;
  /** Of a file that is not public: who holds it, or how it is made. */
  readonly availability?: string;
  /** For an image, mask or original of one patient: its id in the table of patients, the sequence, and the reader. */
  readonly patient?: string;
  readonly sequence?: string;
  readonly reader?: string;
  /** For a feature table: the column of patient ids, and columns that are no features. */
  readonly idColumn?: string;
  readonly ignoredColumns?: readonly string[];
}

export interface CohortEntry {
  readonly id: string;
  readonly title: string;
  /** Whether the patients are constructed: then every page, table and figure must say so. */
  readonly constructed: boolean;
  /** Whether they were constructed from the paper's printed tables, which then stand beside them; false if left out. */
  readonly fromPaper?: boolean;
  /** Path of the variable dictionary in the repository. */
  readonly dictionary: string;
  /** Covariates that enter every clinical model, whatever their P. */
  readonly forcedCovariates?: readonly string[];
  /** Where its image features come from; left out, it has none. */
  readonly imageFeatures?: ImageFeaturesEntry;
  readonly files: readonly InputFile[];
}

export interface Manifest {
  readonly cohorts: readonly CohortEntry[];
  /** Networks of deep features. */
  readonly networks: readonly NetworkEntry[];
}

/** The manifest's name at the root of the repository. */
export const MANIFEST_FILE: string = "data-manifest.json";

const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "must be letters, digits, dots, hyphens and underscores");
const words = z.string().regex(/\S/, "must not be empty");
/** Segments of a contained path: none empty, none `.` or `..`, no backslash, drive letter or line break. */
const CONTAINED = /^(?![A-Za-z]:)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\\0\r\n\u2028\u2029]+$/;
const path = z
  .string()
  .regex(
    CONTAINED,
    "must be a path with forward slashes that stays under its root, without . or ..",
  );

const address = z.string().regex(/^https:\/\/[^\s/]+\/\S*$/, "must be an https address or null");

const fileSchema = z.strictObject({
  id: identifier.describe("unique in the cohort"),
  role: z.enum(["patients", "scores", "features", "image", "mask", "index", "original"]),
  root: z
    .enum(["repository", "data"])
    .describe("where the path begins; data is the folder DLRN_DATA"),
  path: path.describe("under its root, with forward slashes"),
  bytes: z.int("must be a whole number of bytes").min(0, "must be a whole number of bytes"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hexadecimal digits"),
  licence: words,
  citation: words,
  address: address
    .nullable()
    .describe("of exactly these bytes; null for a file of the repository or a derived one"),
  derivedFrom: z
    .strictObject({
      files: z
        .array(identifier)
        .min(1, "must name at least one file")
        .describe("ids of earlier files"),
      rule: words.describe("precise enough to do it again"),
    })
    .optional(),
  availability: words
    .optional()
    .describe("of a file that is not public: who holds it, or how it is made"),
  patient: words.optional(),
  sequence: words.optional(),
  reader: words.optional(),
  idColumn: words.optional().describe("of a feature table: the column of patient ids"),
  ignoredColumns: z
    .array(words)
    .optional()
    .describe("of a feature table: columns that are no features"),
});

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  cohorts: z.array(
    z.strictObject({
      id: identifier,
      title: words,
      constructed: z.boolean(),
      fromPaper: z
        .boolean()
        .optional()
        .describe(
          "whether the paper's printed tables stand beside it, from which it was constructed",
        ),
      dictionary: path.describe("the variable dictionary, in the repository"),
      forcedCovariates: z.array(words).optional(),
      imageFeatures: imageFeaturesSchema(path)
        .optional()
        .describe("where its image features come from; left out, it has none"),
      files: z.array(fileSchema),
    }),
  ),
  networks: z
    .array(networkSchema({ identifier, path, address }))
    .optional()
    .describe("networks of deep features"),
});

/**
 * Read `data-manifest.json`.
 *
 * @param root folder of the repository
 * @throws InputError naming the key, if the file breaks the schema, an id or a path comes twice, a file of the
 *   data folder has no address, derivation or availability, or a derivation names a file that does not stand before it
 */
export function readManifest(root: string): Manifest {
  return parseManifest(readText(`${root}/${MANIFEST_FILE}`, MANIFEST_FILE));
}

/** The same for a text at hand. */
export function parseManifest(text: string): Manifest {
  const { cohorts, networks } = checkedJson(text, MANIFEST_FILE, manifestSchema);
  cohorts.forEach((cohort, c) => {
    const at = `${MANIFEST_FILE}, cohorts[${c}]`;
    if (cohorts.findIndex(({ id }) => id === cohort.id) !== c) {
      throw new InputError(`cohort ids must be unique; "${cohort.id}" comes twice`, `${at}.id`);
    }
    if (cohort.fromPaper === true && !cohort.constructed)
      throw new InputError(
        `only constructed patients can be from the paper's tables; "${cohort.id}" are real`,
        `${at}.fromPaper`,
      );
    checkFiles(cohort.files as InputFile[], at);
  });
  const known = (networks ?? []) as NetworkEntry[];
  known.forEach(({ id, format, architecture }, n) => {
    const at = `${MANIFEST_FILE}, networks[${n}]`;
    if (id === "untrained" || known.findIndex((other) => other.id === id) !== n)
      throw new InputError(
        `network ids must be unique, and not "untrained"; got "${id}"`,
        `${at}.id`,
      );
    if ((format === "pytorch") !== (architecture !== undefined))
      throw new InputError(
        `an architecture must be given for weights of PyTorch, and for them only; "${id}" has ${architecture ?? "none"}`,
        `${at}.architecture`,
      );
  });
  return { cohorts: cohorts as CohortEntry[], networks: known };
}

/** The entry of one cohort. @throws InputError if there is none; it lists those there are */
export function cohortEntry(manifest: Manifest, id: string): CohortEntry {
  const found = manifest.cohorts.find((cohort) => cohort.id === id);
  if (found === undefined) {
    const known = manifest.cohorts.map((cohort) => cohort.id).join(", ");
    throw new InputError(`the cohort must be one of ${known}; got "${id}"`, MANIFEST_FILE);
  }
  return found;
}

/** The one file of a cohort that has this role. @throws InputError if there is none or more than one */
export function fileOfRole(cohort: CohortEntry, role: InputRole): InputFile {
  const files = cohort.files.filter((file) => file.role === role);
  if (files.length !== 1) {
    throw new InputError(
      `the cohort "${cohort.id}" must have one file of role ${role}; it has ${files.length}`,
      MANIFEST_FILE,
    );
  }
  return files[0]!;
}

/** The manifest's schema in the JSON Schema language, as published in `data-manifest.schema.json`. */
export function manifestJsonSchema(): object {
  return { title: "dlrn data manifest", ...z.toJSONSchema(manifestSchema) };
}

/** Whether a path is relative, with forward slashes, and free of empty, `.` and `..` segments. */
export function isContained(path: string): boolean {
  return CONTAINED.test(path);
}

function checkFiles(files: readonly InputFile[], place: string): void {
  files.forEach((file, f) => {
    const at = `${place}.files[${f}]`;
    const before = files.slice(0, f);
    if (before.some(({ id }) => id === file.id)) {
      throw new InputError(
        `file ids must be unique in a cohort; "${file.id}" comes twice`,
        `${at}.id`,
      );
    }
    if (before.some(({ root, path }) => root === file.root && path === file.path)) {
      throw new InputError(`a path must be listed once; "${file.path}" comes twice`, `${at}.path`);
    }
    const stranger = file.derivedFrom?.files.find(
      (id) => !before.some((earlier) => earlier.id === id),
    );
    if (stranger !== undefined) {
      throw new InputError(
        `a file must be derived from files listed before it; "${stranger}" is not`,
        `${at}.derivedFrom.files`,
      );
    }
    if (
      file.root === "data" &&
      file.address === null &&
      file.derivedFrom === undefined &&
      file.availability === undefined
    ) {
      throw new InputError(
        `a file of the data folder must have an address, say what it is derived from, or who holds it (availability); "${file.id}" does none of these`,
        `${at}.address`,
      );
    }
  });
}
