import { groupBy } from '../../../group-by';
import type { LinearProgram } from '../linear-program';

/** A column of VMs of one class that end on one host, in one spot. */
export interface PlacedColumn {
  readonly column: number;
  readonly hostName: string;
  readonly vmClass: number;
  /** VMs of the class at most. */
  readonly most: number;
}

/**
 * Charges for each host that somebody ends on. No class may put more on a host than its column allows.
 *
 * @returns the column of each host that is only in use if somebody is chosen to end there: 1 there, else 0.
 */
export function chargeHostsInUse(
  program: LinearProgram,
  placed: readonly PlacedColumn[],
  alwaysInUse: ReadonlySet<string>,
  pointsEach: number,
): ReadonlyMap<string, number> {
  const inUse = new Map<string, number>();
  if (pointsEach === 0) return inUse;
  program.charge(pointsEach * alwaysInUse.size);
  for (const [hostName, columns] of groupBy(placed, (each) => each.hostName)) {
    if (alwaysInUse.has(hostName)) continue;
    const column = program.follower({ cost: pointsEach, upper: 1, isInteger: true }, (values) =>
      Number(columns.some((each) => (values[each.column] ?? 0) > 0)),
    );
    inUse.set(hostName, column);
    for (const ofClass of groupBy(columns, ({ vmClass }) => vmClass).values()) {
      const most = Math.max(...ofClass.map((each) => each.most));
      program.atMost(0, [...ofClass.map((each) => ({ column: each.column, factor: 1 })), { column, factor: -most }]);
    }
  }
  return inUse;
}
