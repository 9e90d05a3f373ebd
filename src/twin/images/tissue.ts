/** Grey levels of tissues in the two sequences, before any scanner: T1-weighted, and T2-weighted with fat suppressed. */

export interface Palette {
  readonly muscle: number;
  readonly fat: number;
  readonly skin: number;
  readonly cortex: number;
  readonly marrow: number;
  /** Bowel and other organs in the trunk. */
  readonly organ: number;
  readonly edema: number;
  /** Solid tumour, and the change for one standard deviation of its character. */
  readonly tumour: number;
  readonly signal: number;
  /** Parts of another signal intensity. */
  readonly other: number;
  readonly necrosis: number;
  /** Standard deviation of the texture, and its change for one standard deviation of the character. */
  readonly texture: number;
  readonly contrast: number;
  readonly foci: number;
}

export const PALETTES: Readonly<Record<"t1" | "fs", Palette>> = {
  t1: {
    muscle: 330,
    fat: 900,
    skin: 420,
    cortex: 60,
    marrow: 820,
    organ: 400,
    edema: 300,
    tumour: 400,
    signal: 28,
    other: 560,
    necrosis: 270,
    texture: 45,
    contrast: 14,
    foci: 150,
  },
  fs: {
    muscle: 260,
    fat: 130,
    skin: 330,
    cortex: 40,
    marrow: 150,
    organ: 420,
    edema: 600,
    tumour: 720,
    signal: 55,
    other: 440,
    necrosis: 1050,
    texture: 85,
    contrast: 26,
    foci: 200,
  },
};
