/**
 * The images of a constructed patient: T1-weighted and fat-suppressed T2-weighted, each with two readers' regions.
 *
 * A pure function of the patient's row, a seed and a strength: a tumour of the table's size, depth, place, necrosis,
 * heterogeneity and oedema, in a body, seen by the institution's scanner; the score shows in part (`character.ts`).
 * Constructed data: such images show that a chain of analysis works, and nothing about patients.
 */

import { type Geometry, IDENTITY_DIRECTION, type Mask, type Volume } from "../../io/volume.js";
import { acquired } from "./acquisition.js";
import { type Body, bodyAround } from "./body.js";
import { type Character, necroticShare, tumourCharacter } from "./character.js";
import { paintedLevels } from "./paint.js";
import type { ImagePatient } from "./patient.js";
import { reading } from "./readers.js";
import { type Protocol, protocolOf } from "./scanner.js";
import { between, patientStreams, type Streams } from "./stream.js";
import { PALETTES } from "./tissue.js";
import { halfWidth, type Tumour, tumourDepth, tumourOf } from "./tumour.js";

export type SequenceName = "t1" | "fs";

export interface SequenceImage {
  /** Whole numbers from 0 to 32767. */
  readonly volume: Volume;
  /** By reader, on the volume's grid. */
  readonly masks: { readonly 1: Mask; readonly 2: Mask };
}

export type TwinImages = Readonly<Record<SequenceName, SequenceImage>>;

export interface GrowthOptions {
  readonly seed: number;
  /** How much of the score the images carry, 0 to 1: its correlation with the tumours' character. */
  readonly strength: number;
}

export function growImages(patient: ImagePatient, { seed, strength }: GrowthOptions): TwinImages {
  const streams = patientStreams(patient.id, seed);
  const character = tumourCharacter(patient.score, strength, streams);
  const tumour = tumourOf(patient, character.lobulation, streams);
  const body = bodyAround(patient, halfWidth(tumour), streams);
  const sequence = (name: SequenceName): SequenceImage =>
    grownSequence(name, patient, { character, tumour, body }, streams);
  return { t1: sequence("t1"), fs: sequence("fs") };
}

interface Subject {
  readonly character: Character;
  readonly tumour: Tumour;
  readonly body: Body;
}

function grownSequence(
  name: SequenceName,
  patient: ImagePatient,
  { character, tumour, body }: Subject,
  streams: Streams,
): SequenceImage {
  const protocol = protocolOf(patient.institution, streams(`protocol, ${name}`));
  const grid = gridAround(tumour, protocol);
  const depth = tumourDepth(tumour, grid);
  const heterogeneity = name === "t1" ? patient.t1Heterogeneity : patient.t2Heterogeneity;
  const random = streams(`shares, ${name}`);
  const scene = {
    body,
    character: character[name],
    foci: character.foci,
    necrosis: necroticShare(patient.necrosis, streams),
    otherSignal: heterogeneity === "<50%" ? between(random, 0.1, 0.4) : between(random, 0.55, 0.8),
    edema: { No: 0, Limited: 5, Extensive: 14 }[patient.edema],
  };
  const levels = paintedLevels(scene, PALETTES[name], depth, grid, name, streams);
  const width = Math.min(tumour.semiAxes[0], tumour.semiAxes[1]);
  return {
    volume: acquired(levels, grid, protocol, streams(`noise, ${name}`)),
    masks: {
      1: reading(1, depth, grid, width, name, streams),
      2: reading(2, depth, grid, width, name, streams),
    },
  };
}

/** In the slice at least 64 pixels and 13 mm beyond the tumour; two slices beyond it at each end. */
function gridAround(tumour: Tumour, { pixel, slice }: Protocol): Geometry {
  const across = Math.max(64, 2 * Math.ceil((halfWidth(tumour) + 13) / pixel));
  const along = 2 * Math.ceil(tumour.semiAxes[2] / slice) + 4;
  const start = -0.5 * (across - 1) * pixel;
  return {
    size: [across, across, along],
    spacing: [pixel, pixel, slice],
    origin: [start, start, -0.5 * (along - 1) * slice],
    direction: IDENTITY_DIRECTION,
  };
}
