import type { CellClaim, DeviceClaim, HostClaim } from '../fleet/host-claims';
import { LARGEST_BASE_PAGE_KIB } from '../inventory/page-sizes';
import type { LedgerPlace } from './host-capacities';

/** What holds take of one place; above zero. */
export interface LedgerAmount extends LedgerPlace {
  readonly amount: number;
}

const KIB_PER_MIB = 1024;

/**
 * What claims on one host take together, place by place, in the order in which places are first met. The database adds
 * up the same as rows are written (`held_amounts` in migration `20261121101000_guard_amounts`).
 */
export function heldAmounts(
  claims: readonly Pick<HostClaim, 'vcpus' | 'pcpus' | 'memoryMib' | 'diskGib' | 'cells' | 'devices'>[],
): readonly LedgerAmount[] {
  const sums = new Map<string, LedgerAmount>();
  for (const claim of claims) {
    const parts = [...computeAmounts(claim), ...claim.devices.flatMap(deviceAmounts)];
    for (const { resource, place, amount } of parts) {
      if (amount === 0) continue;
      const key = `${resource} ${place}`;
      sums.set(key, { resource, place, amount: amount + (sums.get(key)?.amount ?? 0) });
    }
  }
  return [...sums.values()];
}

function computeAmounts({
  vcpus,
  pcpus,
  memoryMib,
  diskGib,
  cells,
}: Pick<HostClaim, 'vcpus' | 'pcpus' | 'memoryMib' | 'diskGib' | 'cells'>): readonly LedgerAmount[] {
  return [
    { resource: 'vcpus', place: '', amount: vcpus },
    { resource: 'pcpus', place: '', amount: pcpus },
    { resource: 'memory_mib', place: '', amount: memoryMib },
    { resource: 'disk_gib', place: '', amount: diskGib },
    ...cells.flatMap(cellAmounts),
  ];
}

/** A guest is pinned as a whole, and each of its cells has a pinned vCPU (Nova bug 1994526): its pins tell it. */
function cellAmounts({
  hostNode,
  sharedVcpus,
  pinnedCpus,
  memoryMib,
  pageSizeKib,
}: CellClaim): readonly LedgerAmount[] {
  const place = String(hostNode);
  const pages = pageSizeKib > LARGEST_BASE_PAGE_KIB ? Math.ceil((memoryMib * KIB_PER_MIB) / pageSizeKib) : 0;
  return [
    { resource: 'cell_shared_vcpus', place, amount: sharedVcpus },
    { resource: 'cell_memory_mib', place, amount: memoryMib },
    { resource: 'cell_pinned_memory_mib', place, amount: pinnedCpus.length > 0 ? memoryMib : 0 },
    { resource: 'cell_pages', place: `${place}/${pageSizeKib}`, amount: pages },
  ];
}

function deviceAmounts({ pfAddress, bandwidthMbps, packetRateKpps }: DeviceClaim): readonly LedgerAmount[] {
  if (pfAddress === null) return [];
  return [
    { resource: 'pf_bandwidth_mbps', place: pfAddress, amount: bandwidthMbps },
    { resource: 'pf_packet_rate_kpps', place: pfAddress, amount: packetRateKpps },
  ];
}
