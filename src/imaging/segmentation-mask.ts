/** From the frames of a DICOM SEG to a mask on the grid of an image. */

import type { Segmentation } from "../io/dicom/segmentation.js";
import { InputError } from "../io/input-error.js";
import { type Geometry, indexOfPoint, type Mask, voxelCount } from "../io/volume.js";
import { chosenRegion } from "./contour-mask.js";

export interface SegmentOptions {
  /** Label of the segment. Without it the file must have just one. */
  readonly region?: string;
  /** The share of a voxel that must belong to the segment, for fractional segmentations; defaults to 0.5. */
  readonly share?: number;
  readonly seriesInstanceUid?: string;
}

/**
 * @param place the segmentation's file, for messages
 * @throws InputError if the segment is not there, the planes are not those of the image, or a frame lies outside it
 */
export function segmentationMask(
  file: Segmentation,
  grid: Geometry,
  place: string,
  options: SegmentOptions = {},
): Mask {
  const segment =
    file.segments[
      chosenRegion(
        file.segments.map(({ label }) => label),
        options.region,
        place,
      )
    ];
  const { seriesInstanceUid: series } = options;
  if (
    series !== undefined &&
    file.seriesInstanceUids.length > 0 &&
    !file.seriesInstanceUids.includes(series)
  ) {
    throw new InputError(
      `the segmentation must be of the image's series ${series}; it is of ${file.seriesInstanceUids.join(", ")}`,
      place,
    );
  }
  const turned = file.direction.some((c, d) => Math.abs(c - grid.direction[d]) > 1e-3);
  const stretched = file.pixelSpacing.some((s, d) => Math.abs(s - grid.spacing[d]) > 1e-3 * s);
  if (turned || stretched) {
    throw new InputError(
      "the segmentation must lie on the planes of the image; orientation or pixel spacing differ; resample it first",
      place,
    );
  }
  const values = new Uint8Array(voxelCount(grid));
  for (const [f, frame] of file.frames.entries()) {
    if (frame.segment !== segment.number) continue;
    const index = indexOfPoint(grid, frame.origin);
    const [i0, j0, k] = index.map(Math.round);
    if (index.some((c, d) => Math.abs(c - [i0, j0, k][d]) > 0.05)) {
      throw new InputError(
        `each frame must lie on voxels of the image; frame ${f} begins at index ${index.map((c) => c.toFixed(2)).join(", ")}`,
        place,
      );
    }
    if (
      i0 < 0 ||
      j0 < 0 ||
      k < 0 ||
      i0 + file.columns > grid.size[0] ||
      j0 + file.rows > grid.size[1] ||
      k >= grid.size[2]
    ) {
      throw new InputError(
        `each frame must lie in the image; frame ${f} begins at voxel ${i0}, ${j0}, ${k} of ${grid.size.join(" x ")}`,
        place,
      );
    }
    for (let j = 0; j < file.rows; j++) {
      for (let i = 0; i < file.columns; i++) {
        if (frame.shares[j * file.columns + i] >= (options.share ?? 0.5))
          values[i0 + i + grid.size[0] * (j0 + j + grid.size[1] * k)] = 1;
      }
    }
  }
  const { size, spacing, origin, direction } = grid;
  return { size, spacing, origin, direction, values };
}
