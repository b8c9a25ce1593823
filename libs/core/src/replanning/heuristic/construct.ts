import type { HeldVm } from '../held-vm';
import type { Arrangement } from './arrangement';
import type { BestEnds } from './best-end';

/** So many places are compared before the next VM is chosen. */
const COMPARED = 3;
/** More VMs than that are not compared with each other anew after each one. */
const MOST_COMPARED = 60;

/**
 * Finds a place for everybody who is out, hardest first: who has the fewest places left, among those who would lose the
 * most by not having his best one (regret), among those the largest. Who finds none stays out.
 */
export function construct(arrangement: Arrangement, ends: BestEnds, timeLeftMs: () => number): void {
  const waiting = new Set(arrangement.vms.filter((vm) => arrangement.endOf(vm) === null).sort(largestFirst));
  while (waiting.size > 0 && timeLeftMs() > 0) {
    let next: { readonly vm: HeldVm; readonly places: number; readonly regret: number } | null = null;
    let compared = 0;
    for (const vm of waiting) {
      if (compared++ >= MOST_COMPARED) break;
      const found = ends.findSome(vm, COMPARED);
      const regret = (found[1]?.added ?? Infinity) - (found[0]?.added ?? 0);
      if (found.length === 0) {
        waiting.delete(vm);
        continue;
      }
      if (next === null || found.length < next.places || (found.length === next.places && regret > next.regret)) {
        next = { vm, places: found.length, regret };
      }
    }
    if (next === null) continue;
    const best = ends.find(next.vm);
    if (best !== null) arrangement.put(next.vm, best.choice);
    waiting.delete(next.vm);
  }
}

/** By what is hardest to find in one piece. */
export function largestFirst(one: HeldVm, other: HeldVm): number {
  return (
    devicesOf(other) - devicesOf(one) ||
    other.request.flavor.vcpus - one.request.flavor.vcpus ||
    other.request.flavor.ramMib - one.request.flavor.ramMib ||
    (one.reservationId < other.reservationId ? -1 : 1)
  );
}

const SOFTWARE: ReadonlySet<string> = new Set(['emulated', 'virtio', 'vhost_net', 'vhost_user']);

function devicesOf({ paths }: HeldVm): number {
  return Object.values(paths.nics).filter((path) => !SOFTWARE.has(path)).length;
}
