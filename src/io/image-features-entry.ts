/** How a cohort's image features come about: from its images, from images that are grown, from tables, or from all of these. */

import { z } from "zod";

/** One sequence whose images are measured. */
export interface MeasuredSequence {
  /** As the images of the cohort name it. */
  readonly sequence: string;
  /** What its features are called, before the first underscore; the sequence's name if left out. */
  readonly as?: string;
}

/** What the network is shown of a tumour; whatever is left out is as `features/deep/image-input.ts` says. */
export interface DeepEntry {
  /** The axial slice with most of the region, the number of such slices, or all. */
  readonly slices?: "largest" | "all" | number;
  /** How several slices become one number. */
  readonly pooling?: "mean" | "max";
  /** mm around the region's box. */
  readonly margin?: number;
  readonly box?: "stretch" | "square";
  readonly surroundings?: "keep" | "remove";
  readonly window?:
    | { readonly percentiles: readonly [number, number] }
    | { readonly levels: readonly [number, number] };
}

export interface ImageFeaturesEntry {
  /** PyRadiomics parameter file, in the repository. */
  readonly settings: string;
  readonly sequences: readonly MeasuredSequence[];
  /** Whether the network looks at the images as well; settings if it sees them otherwise than usual. */
  readonly deep: boolean | DeepEntry;
  /** Ids of networks whose features are tried beside those of the network in use. */
  readonly otherNetworks?: readonly string[];
  /** Name of the region, for images with an RTSTRUCT or DICOM SEG. */
  readonly roi?: string;
  /** Images made of the table of patients, for a constructed cohort. */
  readonly grown?: {
    readonly seed: number;
    /** The share of the score in the texture. */
    readonly strength: number;
    /** Training patients that are read twice. */
    readonly secondReadings: number;
  };
  /** Ids of the cohort's feature tables; names of columns begin with their sequence and an underscore. */
  readonly tables: readonly string[];
  /** Features that differ between the cohort's centres although its patients were all seen at one: their names match. */
  readonly batchOnly?: string;
}

/** @param path schema of a path under its root */
export function imageFeaturesSchema(path: z.ZodType<string>): z.ZodType<ImageFeaturesEntry> {
  const name = z
    .string()
    .regex(/^[A-Za-z0-9]+$/, "must be letters and digits, since an underscore follows in names");
  const two = z.tuple([z.number(), z.number()]);
  const deep = z.strictObject({
    slices: z.union([z.enum(["largest", "all"]), z.int().positive()]).optional(),
    pooling: z.enum(["mean", "max"]).optional().describe("how several slices become one number"),
    margin: z.number().min(0).optional().describe("mm around the region's box"),
    box: z.enum(["stretch", "square"]).optional(),
    surroundings: z.enum(["keep", "remove"]).optional().describe("what stands around the region"),
    window: z
      .union([z.strictObject({ percentiles: two }), z.strictObject({ levels: two })])
      .optional()
      .describe("grey levels: percentiles of the region, or two fixed levels"),
  });
  return z.strictObject({
    settings: path.describe("PyRadiomics parameter file, in the repository"),
    sequences: z
      .array(z.strictObject({ sequence: name, as: name.optional() }))
      .describe("whose images are measured"),
    deep: z
      .union([z.boolean(), deep])
      .describe("whether the network looks at the images as well, and what it is shown of them"),
    otherNetworks: z
      .array(z.string())
      .optional()
      .describe("ids of networks that are tried beside the network in use"),
    roi: z.string().optional().describe("name of the region, for RTSTRUCT and DICOM SEG"),
    grown: z
      .strictObject({
        seed: z.int(),
        strength: z.number().min(0).max(1),
        secondReadings: z.int().min(0),
      })
      .optional()
      .describe("images made of the table of patients, for a constructed cohort"),
    tables: z.array(z.string()).describe("ids of feature tables of the cohort"),
    batchOnly: z
      .string()
      .optional()
      .describe("regular expression: features that differ between centres; all if left out"),
  }) as z.ZodType<ImageFeaturesEntry>;
}
