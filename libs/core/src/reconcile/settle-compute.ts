import type { CpuSet } from '../inventory/cpu-set';
import type { Inventory } from '../inventory/inventory';
import type { ComputeClaim } from '../planning/decision';

/** What one VM takes of the CPUs of the host that is settled. */
export interface ComputeWish {
  readonly reservationId: string;
  /** As the ledger has it, or as it can be on this host. */
  readonly predicted: ComputeClaim;
  /** What Nova really gave; null where that is not known. */
  readonly actual: ComputeClaim | null;
}

/**
 * Gives each VM of a host the NUMA nodes and CPUs that it really has. Where these are the CPUs that another VM is predicted
 * to get, the prediction moves to free dedicated CPUs of the same node; where there are none left, the truth has to wait.
 *
 * @returns reservation id -> claim
 */
export function settleCompute(
  wishes: readonly ComputeWish[],
  { cpuDedicatedSet, numaNodes }: Pick<Inventory, 'cpuDedicatedSet' | 'numaNodes'>,
  foreignCpus: CpuSet,
): ReadonlyMap<string, ComputeClaim> {
  const foreign = new Set(foreignCpus);
  let known = wishes.filter(({ actual }) => actual !== null && !pinsOf(actual).some((cpu) => foreign.has(cpu)));
  known = known.filter((wish) =>
    known.every((other) => other === wish || !overlap(pinsOf(wish.actual), pinsOf(other.actual))),
  );
  for (;;) {
    const settled = new Map(known.map(({ reservationId, actual }) => [reservationId, actual as ComputeClaim]));
    const others = wishes.filter(({ reservationId }) => !settled.has(reservationId));
    const fixed = new Set([...settled.values()].flatMap(pinsOf));
    const taken = new Set([...fixed, ...foreign, ...others.flatMap(({ predicted }) => pinsOf(predicted))]);
    const free = (hostNode: number) =>
      (numaNodes.find(({ id }) => id === hostNode)?.cpus ?? []).filter(
        (cpu) => (cpuDedicatedSet ?? []).includes(cpu) && !taken.has(cpu),
      );
    let inTheWay: ReadonlySet<number> | null = null;
    for (const { reservationId, predicted } of others) {
      const moved = overlap(pinsOf(predicted), [...fixed]) ? repin(predicted, fixed, taken, free) : predicted;
      if (moved === null) {
        inTheWay = new Set(pinsOf(predicted));
        break;
      }
      settled.set(reservationId, moved);
    }
    if (inTheWay === null) return settled;
    const blocked = inTheWay;
    known = known.filter(({ actual }) => !pinsOf(actual).some((cpu) => blocked.has(cpu)));
  }
}

/** The claim with every CPU in `fixed` replaced by a free one of its node; null when there are not enough. */
function repin(
  claim: ComputeClaim,
  fixed: ReadonlySet<number>,
  taken: Set<number>,
  free: (hostNode: number) => CpuSet,
): ComputeClaim | null {
  const cells: ComputeClaim['cells'][number][] = [];
  for (const cell of claim.cells) {
    const replacement = new Map<number, number>();
    for (const cpu of cell.pinnedCpus.filter((each) => fixed.has(each))) {
      const [substitute] = free(cell.hostNode);
      if (substitute === undefined) return null;
      taken.add(substitute);
      replacement.set(cpu, substitute);
    }
    const now = (cpu: number) => replacement.get(cpu) ?? cpu;
    const pinning = Object.fromEntries(Object.entries(cell.pinning).map(([guest, cpu]) => [guest, now(cpu)]));
    cells.push({ ...cell, pinning, pinnedCpus: cell.pinnedCpus.map(now).sort((a, b) => a - b) });
  }
  return { ...claim, cells };
}

function pinsOf(claim: ComputeClaim | null): CpuSet {
  return claim?.cells.flatMap(({ pinnedCpus }) => pinnedCpus) ?? [];
}

function overlap(one: CpuSet, other: CpuSet): boolean {
  return one.some((cpu) => other.includes(cpu));
}
