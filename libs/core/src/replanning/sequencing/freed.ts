import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { formatCpuSet } from '../../inventory/cpu-set';
import type { VmRequest } from '../../request/vm-request';

/**
 * What a VM that leaves frees for one that comes, in words: devices and CPUs by name, the place of a server group, and what
 * would fall short without.
 *
 * @param before the host as it would be when the one comes and the other has not left.
 */
export function whatIsFreed(leaving: HostClaim, coming: HostClaim, request: VmRequest, before: HostState): string {
  const freed = [
    ...devices(leaving, coming),
    ...cpus(leaving, coming),
    ...group(leaving, request),
    ...shortAmount(coming, before),
  ];
  return `${freed.length === 0 ? 'the place' : freed.join(' and ')} of ${before.hostName}`;
}

function devices(leaving: HostClaim, coming: HostClaim): readonly string[] {
  const wanted = new Set(coming.devices.map(({ address }) => address));
  const wantedPfs = new Set(coming.devices.map(({ pfAddress }) => pfAddress));
  return leaving.devices.flatMap(({ kind, address, pfAddress }) => {
    if (wanted.has(address)) return [`${NAMES[kind]} ${address}`];
    if (wanted.has(pfAddress ?? '')) return [`VF ${address}, whose PF is taken as a whole,`];
    return wantedPfs.has(address) ? [`PF ${address}, a VF of which is taken,`] : [];
  });
}

const NAMES = { vf: 'VF', pf: 'PF', pci: 'device' } as const;

function cpus(leaving: HostClaim, coming: HostClaim): readonly string[] {
  return leaving.cells.flatMap(({ hostNode, pinnedCpus }) => {
    const wanted = coming.cells.filter((cell) => cell.hostNode === hostNode).flatMap((cell) => cell.pinnedCpus);
    const freed = pinnedCpus.filter((cpu) => wanted.includes(cpu));
    return freed.length === 0 ? [] : [`CPUs ${formatCpuSet(freed)} of NUMA node ${hostNode}`];
  });
}

function group({ groupId }: HostClaim, { constraints }: VmRequest): readonly string[] {
  const { group: own } = constraints;
  return own?.policy === 'anti-affinity' && own.id === groupId ? [`the place of group ${groupId}`] : [];
}

/** The first amount that falls short, of the host as a whole before a NUMA node's and a PF's. */
function shortAmount(coming: HostClaim, { free, cells, pfs }: HostState): readonly string[] {
  if (coming.memoryMib > free.memoryMib) return [`${coming.memoryMib} MiB of memory`];
  if (coming.vcpus > free.vcpus) return [`${coming.vcpus} VCPU`];
  if (coming.pcpus > free.pcpus) return [`${coming.pcpus} PCPU`];
  if (free.diskGib !== null && coming.diskGib > free.diskGib) return [`${coming.diskGib} GiB of disk`];
  for (const { hostNode, sharedVcpus, pinnedCpus, memoryMib, pageSizeKib } of coming.cells) {
    const cell = cells.find(({ id }) => id === hostNode);
    const pool = cell?.pages.find(({ sizeKib }) => sizeKib === pageSizeKib);
    if (cell === undefined) continue;
    if (pinnedCpus.length > cell.freeDedicatedCpus.length) {
      return [`${pinnedCpus.length} dedicated CPUs of NUMA node ${hostNode}`];
    }
    if (pool !== undefined && memoryMib * 1024 > (pool.total - pool.used) * pageSizeKib) {
      return [`${memoryMib} MiB in pages of ${pageSizeKib} KiB of NUMA node ${hostNode}`];
    }
    if (sharedVcpus > 0 && memoryMib > cell.memoryMib - cell.memoryUsedMib) {
      return [`${memoryMib} MiB of memory of NUMA node ${hostNode}`];
    }
  }
  for (const { pfAddress } of coming.devices) {
    const pf = pfs.find((each) => each.pf.address === pfAddress);
    if (pf === undefined) continue;
    const asked = coming.devices.filter((device) => device.pfAddress === pfAddress);
    const bandwidthMbps = asked.reduce((sum, device) => sum + device.bandwidthMbps, pf.bandwidthClaimedMbps);
    if (pf.pf.linkSpeedMbps !== null && bandwidthMbps > pf.pf.linkSpeedMbps) return [`bandwidth of PF ${pfAddress}`];
  }
  return [];
}
