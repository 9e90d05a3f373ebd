/** Ideal grey levels of one sequence: the body's tissues, then oedema, then the tumour with its parts. */

import type { Box } from "../../imaging/region.js";
import type { Geometry, Triple } from "../../io/volume.js";
import type { Body } from "./body.js";
import type { SequenceCharacter } from "./character.js";
import { fieldOnGrid, noiseField } from "./noise-field.js";
import type { Streams } from "./stream.js";
import type { Palette } from "./tissue.js";
import { depthBox } from "./tumour.js";

export interface Scene {
  readonly body: Body;
  readonly character: SequenceCharacter;
  /** In standard deviations: more of them for a higher value. */
  readonly foci: number;
  /** Shares of the tumour. */
  readonly necrosis: number;
  readonly otherSignal: number;
  /** How far oedema reaches, mm; 0 for none. */
  readonly edema: number;
}

/** @param depth below the tumour's surface, mm */
export function paintedLevels(
  scene: Scene,
  palette: Palette,
  depth: Float32Array,
  grid: Geometry,
  name: string,
  streams: Streams,
): Float32Array {
  const { body, character } = scene;
  const { size, spacing, origin } = grid;
  const reach = [-origin[0], -origin[1], -origin[2]] as const;
  const whole: Box = { first: [0, 0, 0], length: size };
  const tumour = depthBox(depth, grid, -2);
  const field = (purpose: string, scale: Triple, box: Box): Float32Array =>
    fieldOnGrid(noiseField(streams(purpose), reach, scale), grid, box);
  const fibres = field("fibres", [3, 3, 25], whole);
  const septa = field("septa", [13, 13, 40], whole);
  const spread =
    scene.edema > 0
      ? field("edema", [8, 8, 16], depthBox(depth, grid, -3 * scene.edema))
      : new Float32Array(0);
  const core = field("necrosis", [6, 6, 10], tumour);
  const parts = field(`parts, ${name}`, [5, 5, 9], tumour);
  const fine = field(`fine, ${name}`, [1.7, 1.7, 5], tumour);
  const coarse = field(`coarse, ${name}`, [3.6, 3.6, 7], tumour);
  const inside = depth.reduce((n, d) => n + (d > 0 ? 1 : 0), 0);
  const centrality = new Float32Array(inside);
  const otherness = new Float32Array(inside);
  for (let i = 0, t = 0; i < depth.length; i++)
    if (depth[i] > 0) {
      centrality[t] = depth[i] + 3 * core[i];
      otherness[t++] = parts[i];
    }
  const necroticFrom = upperQuantile(centrality, scene.necrosis);
  const otherFrom = upperQuantile(otherness, scene.otherSignal);
  const mix = 0.8 + 0.25 * character.coarseness;
  const [fineShare, coarseShare] = [Math.cos(mix), Math.sin(mix)];
  const texture = palette.texture + palette.contrast * character.contrast;
  const solid = palette.tumour + palette.signal * character.signal;
  const fociFrom = 2.1 - 0.35 * scene.foci;
  const levels = new Float32Array(depth.length);
  let i = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const y = origin[1] + j * spacing[1];
      for (let h = 0; h < size[0]; h++, i++) {
        const x = origin[0] + h * spacing[0];
        const dx = x - body.axis[0];
        const dy = y - body.axis[1];
        const r2 = dx * dx + dy * dy + 1e-9;
        const oval = (body.oval[0] * (dx * dx - dy * dy) + 2 * body.oval[1] * dx * dy) / r2;
        const below = body.fascia * (1 + oval) - Math.sqrt(r2);
        const skin = Math.max(below + body.fat, depth[i] + 3);
        let level = palette.muscle * (1 + 0.05 * fibres[i]);
        level += (palette.fat - level) * 0.8 * step(0.1 - Math.abs(septa[i]), 0.06);
        const inner = step(below - body.muscle, 1);
        if (inner > 0) {
          const organ = step(septa[i] - 0.4, 0.15);
          const visceral = palette.fat + (palette.organ - palette.fat) * organ;
          level += (visceral * (1 + 0.05 * fibres[i]) - level) * inner;
        }
        for (let b = 0; b < body.bones.length; b++) {
          const bone = body.bones[b];
          const d = bone.radius - Math.sqrt((x - bone.x) ** 2 + (y - bone.y) ** 2);
          if (d < -1) continue;
          level += (palette.cortex - level) * step(d, 0.5);
          level += (palette.marrow - level) * step(d - 3, 0.7);
        }
        level += (palette.fat * (1 + 0.03 * fibres[i]) - level) * step(-below, 0.7);
        if (scene.edema > 0 && depth[i] < 1 && depth[i] > -3 * scene.edema) {
          const far = Math.max(0, -depth[i]) / (scene.edema * (1 + 0.5 * spread[i]) + 0.5);
          if (far >= 0 && far < 1) level += (palette.edema - level) * 0.85 * (1 - far * far);
        }
        if (depth[i] > -2) {
          const grain = fineShare * fine[i] + coarseShare * coarse[i];
          let tissue = solid + texture * grain;
          const other = scene.otherSignal > 0 ? step(parts[i] - otherFrom, 0.25) : 0;
          tissue += (palette.other + 0.7 * texture * grain - tissue) * 0.75 * other;
          tissue += (palette.foci - tissue) * 0.8 * step(fine[i] - fociFrom, 0.3);
          const dead = step(depth[i] + 3 * core[i] - necroticFrom, 0.8);
          tissue += (palette.necrosis + 0.35 * texture * grain - tissue) * dead;
          level += (tissue - level) * step(depth[i], 0.8);
        }
        level += (palette.skin - level) * step(2 - skin, 0.5);
        levels[i] = level * step(skin, 0.5);
      }
    }
  return levels;
}

/** The value that the given share of the values lies above; Infinity for a share of 0. The values are sorted. */
function upperQuantile(values: Float32Array, share: number): number {
  if (share === 0 || values.length === 0) return Infinity;
  values.sort();
  return values[Math.min(values.length - 1, Math.floor((1 - share) * values.length))];
}

/** From 0 to 1 around 0, over twice the width. */
function step(x: number, width: number): number {
  const t = 0.5 + x / (2 * width);
  return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
}
