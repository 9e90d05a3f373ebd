/**
 * Printed counts that must add up, and how a single misprint could be mended.
 *
 * A column of a table adds up to its group. Where it does not, some cell is wrong; each cell in turn is replaced by what
 * the others leave, and the repair stands if it is a possible count and keeps every other sum the cell takes part in.
 * A repair that drops, adds or changes one digit is the likelier slip; if exactly one such exists, the cell is read so.
 */

export interface SumRule {
  readonly of: readonly string[];
  readonly total: string;
}

export interface BrokenSum {
  readonly rule: SumRule;
  readonly sum: number;
  readonly total: number;
  /** Cells that cannot stand, whatever the others are: larger than the total. */
  readonly tooLarge: readonly string[];
  /** What a cell would have to be, if it alone were wrong. */
  readonly repairs: readonly Repair[];
  /** The repair that stands out; null if none or several do. */
  readonly repair: Repair | null;
}

export interface Repair {
  readonly id: string;
  readonly printed: number;
  readonly readAs: number;
}

/** The sums that do not hold. @param countOf printed count by id */
export function brokenSums(
  rules: readonly SumRule[],
  countOf: (id: string) => number,
): BrokenSum[] {
  const sumOf = ({ of }: SumRule, replaced?: Repair): number =>
    of.reduce((sum, id) => sum + (id === replaced?.id ? replaced.readAs : countOf(id)), 0);
  const totalOf = ({ total }: SumRule, replaced?: Repair): number =>
    total === replaced?.id ? replaced.readAs : countOf(total);
  return rules.flatMap((rule) => {
    const [sum, total] = [sumOf(rule), totalOf(rule)];
    if (sum === total) return [];
    const candidates: Repair[] = [
      ...rule.of.map((id) => ({ id, printed: countOf(id), readAs: countOf(id) + total - sum })),
      { id: rule.total, printed: total, readAs: sum },
    ];
    const repairs = candidates.filter(
      (repair) =>
        repair.readAs >= 0 &&
        rules
          .filter(({ of, total: whole }) => of.includes(repair.id) || whole === repair.id)
          .every((other) => sumOf(other, repair) === totalOf(other, repair)),
    );
    const slips = repairs.filter(({ printed, readAs }) => isSlip(`${printed}`, `${readAs}`));
    const [repair = null] = slips.length > 0 ? slips : repairs;
    const alone = (slips.length > 0 ? slips : repairs).length === 1;
    const tooLarge = rule.of.filter((id) => countOf(id) > total);
    return [{ rule, sum, total, tooLarge, repairs, repair: alone ? repair : null }];
  });
}

/** Whether two texts differ by one digit that was dropped, added or changed, or by two neighbours that changed places. */
export function isSlip(a: string, b: string): boolean {
  if (a === b) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  if (long.length > short.length)
    return [...long].some((_, i) => long.slice(0, i) + long.slice(i + 1) === short);
  const off = [...short].flatMap((digit, i) => (digit === long[i] ? [] : [i]));
  if (off.length === 1) return true;
  const [i, j] = off;
  return off.length === 2 && j === i! + 1 && short[i!] === long[j!] && short[j!] === long[i!];
}
