/**
 * What lies around the tumour: a section of a limb, trunk or neck of skin, fat, muscle and bone.
 *
 * The body is a rounded column along z. From outside: skin, subcutaneous fat down to the fascia, muscle of a given
 * thickness, then what is inside (bone in a limb; fat and organs in a trunk). A superficial tumour lies on the fascia
 * and lifts the skin; a deep one lies below.
 */

import type { ImagePatient } from "./patient.js";
import { between, type Streams } from "./stream.js";

export interface Bone {
  /** Centre relative to the tumour's, mm. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Body {
  /** The column's axis relative to the tumour's centre, mm. */
  readonly axis: readonly [number, number];
  /** From the axis to the fascia, mm. */
  readonly fascia: number;
  /** Of the subcutaneous fat, mm. */
  readonly fat: number;
  /** Of the muscle below the fascia, mm; more than the fascia's radius where nothing else is inside. */
  readonly muscle: number;
  /** Out-of-roundness, as cosine and sine of twice the angle. */
  readonly oval: readonly [number, number];
  readonly bones: readonly Bone[];
}

/** @param reach half of the tumour's width, mm */
export function bodyAround(
  { location, depth }: ImagePatient,
  reach: number,
  streams: Streams,
): Body {
  const random = streams("body");
  const angle = between(random, 0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const fat = between(random, 7, 15);
  const isLimb = location === "Limb" || location === "Head and neck";
  const bone = isLimb ? between(random, 10, 14) : between(random, 17, 21);
  const muscle = isLimb ? 1000 : between(random, 14, 24);
  const fascia = isLimb
    ? Math.max(between(random, 44, 60), bone + 2 * reach + 8)
    : between(random, 105, 130);
  const distance = ((): number => {
    if (depth === "Superficial" && location !== "Internal trunk") return fascia + 0.8 * reach;
    if (isLimb) return between(random, bone + reach + 3, fascia - reach - 2);
    if (location === "Trunk wall") return fascia - between(random, 0.6, 1) * reach;
    return depth === "Superficial"
      ? fascia - muscle - reach
      : between(random, bone + reach + 4, fascia - muscle - reach - 5);
  })();
  const axis = [-distance * dx, -distance * dy] as const;
  const bones: Bone[] = [{ x: axis[0], y: axis[1], radius: bone }];
  if (location === "Trunk wall")
    for (const side of [-1, 1]) {
      const turned = angle + side * between(random, 0.24, 0.36);
      const ring = fascia - 0.7 * muscle;
      bones.push({
        x: axis[0] + ring * Math.cos(turned),
        y: axis[1] + ring * Math.sin(turned),
        radius: between(random, 5, 7),
      });
    }
  return {
    axis,
    fascia,
    fat,
    muscle,
    oval: [between(random, -0.04, 0.04), between(random, -0.04, 0.04)],
    bones,
  };
}
