/**
 * A sum per log chance: ways of equal likelihood, followed as one. A small hash table over typed arrays, because an
 * exact test fills millions of entries.
 */

/** Log chances count as equal when they agree to this part of one. */
const RESOLUTION = 1e10;

export class WayTable {
  private keys: Float64Array = new Float64Array(16).fill(Number.NaN);
  private sums: Float64Array = new Float64Array(16);
  private size = 0;

  /** Add `chance` to what is known of ways with this log chance. */
  add(logChance: number, chance: number): void {
    const key = Math.round(logChance * RESOLUTION);
    const at = this.slotOf(key);
    if (this.keys[at] === key) {
      this.sums[at] += chance;
      return;
    }
    this.keys[at] = key;
    this.sums[at] = chance;
    if (++this.size * 2 > this.keys.length) this.grow();
  }

  forEach(visit: (logChance: number, chance: number) => void): void {
    for (let i = 0; i < this.keys.length; i++)
      if (!Number.isNaN(this.keys[i])) visit(this.keys[i] / RESOLUTION, this.sums[i]);
  }

  /** The slot of a key, or the free one where it belongs. */
  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let at = Math.imul((key % 2147483647) ^ Math.floor(key / 2147483647), 0x9e3779b1) >>> 4;
    while (this.keys[at & mask] !== key && !Number.isNaN(this.keys[at & mask])) at++;
    return at & mask;
  }

  private grow(): void {
    const [keys, sums] = [this.keys, this.sums];
    this.keys = new Float64Array(2 * keys.length).fill(Number.NaN);
    this.sums = new Float64Array(2 * keys.length);
    for (let i = 0; i < keys.length; i++) {
      if (Number.isNaN(keys[i])) continue;
      const at = this.slotOf(keys[i]);
      this.keys[at] = keys[i];
      this.sums[at] = sums[i];
    }
  }
}
