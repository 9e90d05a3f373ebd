/** What of a patient's row shows in the images. */

import type { CsvTable } from "../../io/csv.js";
import { cellPlace, csvColumn, parseNumber } from "../../io/csv.js";
import { InputError } from "../../io/input-error.js";

/** Levels as in the dictionary of the constructed cohort. */
export interface ImagePatient {
  readonly id: string;
  readonly institution: string;
  /** AJCC, 8th edition: 1 up to 5 cm, 2 up to 10 cm, 3 up to 15 cm, 4 beyond. */
  readonly tStage: "1" | "2" | "3" | "4";
  readonly depth: "Deep" | "Superficial";
  readonly location: "Limb" | "Trunk wall" | "Head and neck" | "Internal trunk";
  readonly t1Heterogeneity: "<50%" | "≥50%";
  readonly t2Heterogeneity: "<50%" | "≥50%";
  readonly necrosis: "0" | "1%-50%" | ">50% of tumor volume";
  readonly edema: "No" | "Limited" | "Extensive";
  /** Score of the printed signature; the texture carries it in part. */
  readonly score: number;
}

const LEVELS = {
  t_stage: ["1", "2", "3", "4"],
  depth: ["Deep", "Superficial"],
  location: ["Limb", "Trunk wall", "Head and neck", "Internal trunk"],
  t1_het: ["<50%", "≥50%"],
  t2_het: ["<50%", "≥50%"],
  necrosis: ["0", "1%-50%", ">50% of tumor volume"],
  edema: ["No", "Limited", "Extensive"],
} as const;

type LevelName = keyof typeof LEVELS;

/**
 * The patients of a table like the constructed cohort's, in its order.
 *
 * @throws InputError with file, row and column for a column that is missing, a level that is not known, or a score
 *   that is no number
 */
export function imagePatients(table: CsvTable): ImagePatient[] {
  const [ids, institutions, scores] = ["id", "institution", "radi_score"].map((name) =>
    csvColumn(table, name),
  );
  const level = <N extends LevelName>(name: N): ((i: number) => (typeof LEVELS)[N][number]) => {
    const cells = csvColumn(table, name);
    return (i) => {
      const known = (LEVELS[name] as readonly (typeof LEVELS)[N][number][]).find(
        (one) => one === cells[i],
      );
      if (known !== undefined) return known;
      throw new InputError(
        `the value must be one of the levels ${LEVELS[name].join(", ")}; it is "${cells[i]}"`,
        cellPlace(table.place, i + 2, name),
      );
    };
  };
  const [tStage, depth, location] = [level("t_stage"), level("depth"), level("location")];
  const [t1, t2] = [level("t1_het"), level("t2_het")];
  const [necrosis, edema] = [level("necrosis"), level("edema")];
  return ids.map((id, i) => {
    const score = parseNumber(scores[i]);
    if (score === null)
      throw new InputError(
        `a score must be a number; it is "${scores[i]}"`,
        cellPlace(table.place, i + 2, "radi_score"),
      );
    return {
      id,
      institution: institutions[i],
      tStage: tStage(i),
      depth: depth(i),
      location: location(i),
      t1Heterogeneity: t1(i),
      t2Heterogeneity: t2(i),
      necrosis: necrosis(i),
      edema: edema(i),
      score,
    };
  });
}
