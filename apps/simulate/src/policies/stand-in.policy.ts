import { pinsOf, type DeviceClaim, type Fleet, type OpenStackRelease, type VmRequest } from '@iopath/core';
import { normalPath, novaFilters, novaRequest, type NovaRequest, type PassedHost } from '../nova/nova-filters';
import { asPorts, type PortRule } from '../nova/port-rule';
import type { HostChoice } from './host-choice';
import type { Place, PlacingPolicy } from './placing-policy';

/** Nova without advice: its filters, one way to choose among the hosts that pass, and a tenant's choice of ports. */
export class StandInPolicy implements PlacingPolicy {
  constructor(
    readonly name: string,
    private readonly choose: HostChoice,
    private readonly rule: PortRule,
    private readonly release: OpenStackRelease,
  ) {}

  asked(request: VmRequest): VmRequest {
    return asPorts(request, this.rule);
  }

  place(request: VmRequest, vmId: string, fleet: Fleet): Place | null {
    const asked = novaRequest(request, this.rule);
    const passed: PassedHost[] = [];
    for (const host of fleet.hosts) {
      const one = novaFilters(asked, host, this.release);
      if (one !== null) passed.push(one);
    }
    const chosen = passed.length === 0 ? undefined : passed[this.choose(passed.map(({ host }) => host))];
    return chosen === undefined ? null : placeOn(chosen, asked, vmId);
  }
}

function placeOn({ host, fit, pfs }: PassedHost, { request, amounts }: NovaRequest, vmId: string): Place {
  const cells = fit === null ? [] : pinsOf(fit);
  const { vcpus, pcpus, memoryMib } = amounts;
  return {
    hostName: host.hostName,
    claim: {
      reservationId: vmId,
      projectId: request.projectId,
      vcpus,
      pcpus,
      memoryMib,
      diskGib: amounts.diskGib ?? request.flavor.diskGib,
      cells: cells.map(({ hostNode, sharedVcpus, pinnedCpus, memoryMib: ofCell, pageSizeKib }) => ({
        hostNode,
        sharedVcpus,
        pinnedCpus,
        memoryMib: ofCell,
        pageSizeKib,
      })),
      devices: devicesOf(pfs, request),
      groupId: null,
    },
    nics: pfs.map((pf) =>
      pf === null ? { path: normalPath(host), pfAddress: null } : { path: 'sriov_vf', pfAddress: pf.pf.address },
    ),
    guestNodes: fit === null ? null : cells.map(({ hostNode }) => hostNode),
  };
}

/** Nova takes the last device of a pool (`consume_requests`); which VF of one PF it is makes no difference here. */
function devicesOf(pfs: PassedHost['pfs'], { nics }: VmRequest): readonly DeviceClaim[] {
  const taken = new Set<string>();
  return pfs.flatMap((pf, nic): readonly DeviceClaim[] => {
    const vf = pf?.usableVfs.findLast(({ address }) => !taken.has(address));
    if (pf === null || vf === undefined) return [];
    taken.add(vf.address);
    const { bandwidthMbps, packetRateKpps } = nics[nic] ?? { bandwidthMbps: null, packetRateKpps: null };
    return [
      {
        kind: 'vf',
        address: vf.address,
        pfAddress: pf.pf.address,
        bandwidthMbps: bandwidthMbps ?? 0,
        packetRateKpps: packetRateKpps ?? 0,
      },
    ];
  });
}
