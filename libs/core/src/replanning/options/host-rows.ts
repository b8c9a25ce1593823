import { aliasPool } from '../../feasibility/alias-pool';
import type { CellState, HostState } from '../../fleet/host-state';
import type { PciAliases } from '../../nova/pci-aliases';
import { freeVfsOf, poolsOf, VF_KINDS, type DevicePool } from './device-pool';

/** Amount of one thing on a host, by a key that is the same on every host: `node0/pinned_cpus`. */
export interface LocalTake {
  readonly row: string;
  readonly amount: number;
}

export const nodeRow = (node: number, what: 'pinned_cpus' | 'shared_vcpus' | 'memory_mib'): string =>
  `node${node}/${what}`;
export const pagesRow = (node: number, sizeKib: number): string => `node${node}/pages${sizeKib}`;
export const poolRow = (pool: string, what: 'vfs' | 'plain' | 'netdev' | 'vdpa' | 'pfs' | 'mbps' | 'kpps'): string =>
  `${pool}/${what}`;
export const aliasRow = (alias: string): string => `alias/${alias}`;
export const groupRow = (groupId: string): string => `group/${groupId}`;

/**
 * What a host that all who may move have left has to give. Each row is a necessary condition of the real rules and never
 * a stricter one: sums where they look at devices one by one, whole CPUs where they look at cores.
 *
 * @param aliases names that some VM asks for.
 * @param groups server groups with `anti-affinity`, of which a host takes one VM (`ServerGroupAntiAffinityFilter`).
 */
export function hostRows(
  host: HostState,
  aliases: ReadonlySet<string>,
  groups: ReadonlySet<string>,
  pciAliases: PciAliases | null,
): Map<string, number> {
  const rows = new Map<string, number>();
  const { vcpus, pcpus, memoryMib, diskGib } = host.free;
  rows.set('vcpus', vcpus).set('pcpus', pcpus).set('memory_mib', memoryMib);
  if (diskGib !== null) rows.set('disk_gib', diskGib);
  for (const cell of host.cells) nodeRows(cell, host, rows);
  for (const pool of poolsOf(host)) poolRows(pool, rows);
  for (const alias of aliases) rows.set(aliasRow(alias), aliasPool(host, alias, pciAliases).length);
  for (const group of groups) rows.set(groupRow(group), host.groups.has(group) ? 0 : 1);
  return rows;
}

/** Guests that float on a node are held to the ratios, pinned ones to what there is: the looser counts for both. */
function nodeRows(cell: CellState, { inventory }: HostState, rows: Map<string, number>): void {
  const { cpu, ram } = inventory.allocationRatios;
  const { id, freeDedicatedCpus, sharedCpus, sharedVcpusUsed, memoryMib, memoryUsedMib, pages } = cell;
  rows.set(nodeRow(id, 'pinned_cpus'), freeDedicatedCpus.length);
  rows.set(nodeRow(id, 'shared_vcpus'), Math.max(0, sharedCpus.length * cpu - sharedVcpusUsed));
  rows.set(nodeRow(id, 'memory_mib'), Math.max(0, memoryMib * Math.max(1, ram) - memoryUsedMib));
  for (const { sizeKib, total, used } of pages) rows.set(pagesRow(id, sizeKib), Math.max(0, total - used));
}

function poolRows(pool: DevicePool, rows: Map<string, number>): void {
  const { name, pfs } = pool;
  const free = freeVfsOf(pool, null);
  rows.set(poolRow(name, 'vfs'), free);
  for (const kind of VF_KINDS) {
    const ofKind = freeVfsOf(pool, kind);
    if (ofKind !== free) rows.set(poolRow(name, kind), ofKind);
  }
  rows.set(poolRow(name, 'pfs'), pfs.filter(({ wholeIsFree }) => wholeIsFree).length);
  const mbps = pfs.map(({ pf, bandwidthClaimedMbps }) => left(pf.linkSpeedMbps, bandwidthClaimedMbps));
  const kpps = pfs.map(({ pf, packetRateClaimedKpps }) => left(pf.packetRateKpps, packetRateClaimedKpps));
  rows.set(poolRow(name, 'mbps'), sumOf(mbps));
  rows.set(poolRow(name, 'kpps'), sumOf(kpps));
}

/** A budget that nobody stated is never used up. */
function left(budget: number | null, claimed: number): number {
  return budget === null ? Infinity : Math.max(0, budget - claimed);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
