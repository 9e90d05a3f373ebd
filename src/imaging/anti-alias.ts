/**
 * Anti-aliasing: before an image is sampled more coarsely, a Gaussian takes away what the new grid could not hold.
 *
 * Along an axis whose spacing grows by the factor f its standard deviation is f √(−8 ln β) old voxels: at half the new
 * sampling frequency's period the response is β. Axes that become finer are left alone. Beyond its ends a line keeps its
 * last sample. Source: Mackin et al., PLoS One 12 (2017) e0178524, as parametrised in MIRP (Zwanenburg et al., JOSS 2024).
 */

/** Where the Gaussian is cut, in standard deviations. */
const REACH = 4;

/** Standard deviation along an axis, in old voxels; 0 where nothing is smoothed. @param step old voxels a new one */
export function antiAliasingWidth(step: number, beta: number | null): number {
  return beta === null || step <= 1 ? 0 : step * Math.sqrt(-8 * Math.log(beta));
}

/** Voxels that the Gaussian sees on each side. */
export function antiAliasingReach(width: number): number {
  return Math.floor(REACH * width + 0.5);
}

/** Smooth along one axis (0 = x), in place. */
export function smoothAlong(
  levels: Float64Array,
  size: readonly number[],
  axis: 0 | 1 | 2,
  width: number,
): void {
  const reach = antiAliasingReach(width);
  if (reach === 0) return;
  const half = Float64Array.from({ length: reach + 1 }, (_, t) =>
    Math.exp(-0.5 * (t / width) ** 2),
  );
  const sum = half.reduce((total, w, t) => total + (t === 0 ? w : 2 * w), 0);
  const weights = half.map((w) => w / sum);
  const n = size[axis];
  const step = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const line = new Float64Array(n + 2 * reach);
  for (let l = 0; l < levels.length / n; l++) {
    const start = Math.floor(l / step) * step * n + (l % step);
    for (let i = 0; i < line.length; i++)
      line[i] = levels[start + step * Math.max(0, Math.min(n - 1, i - reach))];
    for (let i = 0; i < n; i++) {
      let smoothed = weights[0] * line[i + reach];
      for (let t = 1; t <= reach; t++)
        smoothed += weights[t] * (line[i + reach - t] + line[i + reach + t]);
      levels[start + step * i] = smoothed;
    }
  }
}
