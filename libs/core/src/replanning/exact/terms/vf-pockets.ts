import type { LinearProgram } from '../linear-program';
import type { ResourceUse } from '../resource-use';
import type { VfPocket } from '../target-terms';

/**
 * Charges for VFs that stay free and are of no use. Whether a pocket is of use is a choice of the solver's that only what is
 * left of its needs allows; then nothing is paid for its VFs.
 */
export function chargeStrandedVfs(
  program: LinearProgram,
  use: ResourceUse,
  pockets: readonly VfPocket[],
  pointsEach: number,
): void {
  if (pointsEach === 0) return;
  for (const { vfs, needs } of pockets) {
    const { capacity, entries } = use.find(vfs) ?? NONE;
    if (capacity <= 0) continue;
    const isOfUse = program.follower({ cost: 0, upper: 1, isInteger: true }, (values) =>
      Number(needs.every(({ row, amount }) => (use.leftOf(row, values) ?? Infinity) >= amount)),
    );
    for (const { row, amount } of needs) {
      const needed = use.find(row);
      if (needed !== undefined) {
        program.atMost(needed.capacity, [...needed.entries, { column: isOfUse, factor: amount }]);
      }
    }
    const stranded = program.follower({ cost: pointsEach, upper: capacity, isInteger: false }, (values) =>
      values[isOfUse] === 1 ? 0 : Math.max(0, use.leftOf(vfs, values) ?? 0),
    );
    // capacity - taken - stranded <= capacity · isOfUse
    program.atMost(-capacity, [
      ...entries.map(({ column, factor }) => ({ column, factor: -factor })),
      { column: stranded, factor: -1 },
      { column: isOfUse, factor: -capacity },
    ]);
  }
}

const NONE = { capacity: 0, entries: [] } as const;
