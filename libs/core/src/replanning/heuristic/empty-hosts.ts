import type { HostState } from '../../fleet/host-state';
import type { HeldVm } from '../held-vm';
import type { Choice } from '../options/choice';
import type { Arrangement } from './arrangement';
import { largestFirst } from './construct';

/**
 * Empties as many hosts as it can, those first that are the least use: all VMs of one go to hosts that stay in use, those
 * first that are the most use and the fullest, or none does. Each round may find what the one before made possible.
 *
 * @param shares how much of hosts like it is in use where the fewest are (0..1), by host name; see `hostsNeeded`.
 */
export function emptyHosts(
  arrangement: Arrangement,
  shares: ReadonlyMap<string, number>,
  timeLeftMs: () => number,
): void {
  for (let isBetter = true; isBetter && timeLeftMs() > 0;) {
    isBetter = false;
    const leastUseFirst = inUse(arrangement, shares);
    const taking = [...leastUseFirst].reverse();
    for (const host of leastUseFirst) {
      if (timeLeftMs() <= 0) return;
      if (!arrangement.isHeld(host.hostName) && empty(host, taking, arrangement)) isBetter = true;
    }
  }
}

/** Hosts with VMs on them, those first that the fewest hosts could do without, among them those with the least taken. */
function inUse(arrangement: Arrangement, shares: ReadonlyMap<string, number>): readonly HostState[] {
  const { hosts } = arrangement.choices.sources.book.emptied;
  return hosts
    .filter(({ hostName }) => arrangement.isInUse(hostName))
    .map((host) => ({ host, use: shares.get(host.hostName) ?? 0, taken: shareTaken(host, arrangement) }))
    .sort((a, b) => a.use - b.use || a.taken - b.taken || (a.host.hostName < b.host.hostName ? -1 : 1))
    .map(({ host }) => host);
}

/** Of the scarcer of CPU and memory. */
function shareTaken({ hostName, capacity }: HostState, arrangement: Arrangement): number {
  const left = (row: string): number => arrangement.leftOf(hostName, row);
  const cpus = capacity.vcpus + capacity.pcpus;
  const ofCpus = cpus === 0 ? 0 : 1 - (left('vcpus') + left('pcpus')) / cpus;
  const ofMemory = capacity.memoryMib === 0 ? 0 : 1 - left('memory_mib') / capacity.memoryMib;
  return Math.max(ofCpus, ofMemory);
}

/** All or nothing, and only where it is worth the moves. */
function empty(host: HostState, taking: readonly HostState[], arrangement: Arrangement): boolean {
  const guests = [...arrangement.guestsOn(host.hostName)].sort(largestFirst);
  const before = new Map<HeldVm, Choice | null>(guests.map((vm) => [vm, arrangement.endOf(vm)]));
  let gained = arrangement.costOfHost(host.hostName);
  for (const vm of guests) {
    gained += arrangement.costOf(vm);
    arrangement.takeOut(vm);
  }
  gained -= arrangement.costOfHost(host.hostName);
  for (const vm of guests) {
    const choice = firstEnd(vm, host, taking, arrangement);
    if (choice === null) {
      arrangement.restore(before);
      return false;
    }
    gained -= arrangement.addedBy(vm, choice);
    arrangement.put(vm, choice);
  }
  if (gained > 0) return true;
  arrangement.restore(before);
  return false;
}

/** Its own host where that stays in use, for then it need not move; else the fullest host that has room. */
function firstEnd(vm: HeldVm, from: HostState, taking: readonly HostState[], arrangement: Arrangement): Choice | null {
  const { choices } = arrangement;
  const staying = vm.hostName === from.hostName ? null : choices.staying(vm);
  if (staying !== null && arrangement.isInUse(vm.hostName) && arrangement.allows(vm, staying)) return staying;
  for (const host of taking) {
    if (host === from || !arrangement.isInUse(host.hostName)) continue;
    let best: Choice | null = null;
    for (const choice of choices.on(vm, host)) {
      if ((best === null || choice.cost < best.cost) && arrangement.allows(vm, choice)) best = choice;
    }
    if (best !== null) return best;
  }
  return null;
}
