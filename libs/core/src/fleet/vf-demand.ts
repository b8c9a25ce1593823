import type { PfState } from './host-state';

/** VFs that were reserved in the last day up to the last full hour, by physical network in lower case. */
export type VfDemand = ReadonlyMap<string, number>;

/** What a fleet is planned with whose history is not known. */
export const NO_DEMAND: VfDemand = new Map();

/** Free VFs by physical network in lower case; those of tunnelled networks go by the empty name. */
export type VfSupply = ReadonlyMap<string, number>;

/** Nova compares physical networks without case (handbook 2.5). */
export function networkKey(physicalNetwork: string | null): string {
  return physicalNetwork?.toLowerCase() ?? '';
}

/** The free VFs of one host. */
export function vfSupply(pfs: readonly PfState[]): VfSupply {
  const supply = new Map<string, number>();
  for (const { pf, freeVfs } of pfs) {
    if (freeVfs.length === 0) continue;
    const key = networkKey(pf.physicalNetwork);
    supply.set(key, (supply.get(key) ?? 0) + freeVfs.length);
  }
  return supply;
}

/**
 * Price of a VF on a physical network, 0..1: 0 when nobody asked for one of late, one half when as many were taken in a
 * day as are left, 1 when none is left. Our own measure: it rises with demand, falls with supply, and needs no unit.
 */
export function vfPrice(demand: number, free: number): number {
  return demand <= 0 ? 0 : demand / (demand + free);
}
