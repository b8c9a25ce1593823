import {
  buildFleet,
  claimOf,
  compileHost,
  placeOnHost,
  PROFILES,
  type Fleet,
  type HeldVm,
  type HostState,
  type Placement,
  type PlanningPolicy,
  type VmRequest,
} from '@iopath/core';
import { aNicRequest, aVmRequest, syntheticHostFacts } from '@iopath/testing';

export const POLICY: PlanningPolicy = { release: '2025.1' };

/** What VMs of the bench ask for: small and large, floating and pinned, on software paths and on VFs. */
const REQUESTS: readonly VmRequest[] = [
  request(2, 4_096, {}),
  request(4, 8_192, {}),
  request(2, 4_096, { 'hw:cpu_policy': 'dedicated' }),
  request(8, 16_384, { 'hw:cpu_policy': 'dedicated' }),
  request(4, 8_192, { 'hw:cpu_policy': 'dedicated' }, 2_000),
  request(8, 16_384, { 'hw:cpu_policy': 'dedicated' }, 5_000),
  request(2, 4_096, {}, 1_000),
  request(8, 16_384, {}),
];

function request(
  vcpus: number,
  ramMib: number,
  extraSpecs: Readonly<Record<string, string>>,
  vfMbps: number | null = null,
): VmRequest {
  const nic =
    vfMbps === null
      ? aNicRequest({ paths: ['vhost_net'] })
      : aNicRequest({ paths: ['sriov_vf'], bandwidthMbps: vfMbps, numaAffinityPolicy: 'preferred' });
  return aVmRequest({ flavor: { vcpus, ramMib, diskGib: 20, extraSpecs }, nics: [nic] });
}

export interface HeldFleet {
  readonly fleet: Fleet;
  readonly vms: readonly HeldVm[];
}

/**
 * A synthetic fleet whose VMs are all the advisor's, each where the planner puts it on its host: the same one each time.
 *
 * @param vmsOn how many VMs the nth host gets, if it has room for so many.
 */
export function heldFleet(hosts: number, vmsOn: (nth: number) => number): HeldFleet {
  const vms: HeldVm[] = [];
  const states = syntheticHostFacts(hosts).map((facts, nth) => {
    let host = compileHost({ ...facts, state: 'active', claims: [] });
    for (let vm = 0; vm < vmsOn(nth); vm++) host = withVm(host, (nth * 3 + vm) % REQUESTS.length, vms);
    return host;
  });
  return { fleet: buildFleet(states), vms };
}

function withVm(host: HostState, wanted: number, vms: HeldVm[]): HostState {
  for (let other = 0; other < REQUESTS.length; other++) {
    const asked = REQUESTS[(wanted + other) % REQUESTS.length] as VmRequest;
    const placement = placeOnHost(asked, host, POLICY);
    if (placement === null) continue;
    const vm = heldVm(vms.length, host.hostName, asked, placement);
    vms.push(vm);
    return compileHost({ ...host, claims: [...host.claims, claimOf(placement, asked, vm.reservationId)] });
  }
  return host;
}

function heldVm(nth: number, hostName: string, asked: VmRequest, placement: Placement): HeldVm {
  return {
    reservationId: `reservation-${String(nth).padStart(5, '0')}`,
    recommendationId: `recommendation-${nth}`,
    member: 0,
    serverId: `server-${nth}`,
    state: 'confirmed',
    hostName,
    request: { ...asked, name: `vm-${nth}` },
    profile: PROFILES.balanced,
    paths: {
      nics: Object.fromEntries(placement.nics.map(({ name, path }) => [name, path])),
      disks: Object.fromEntries(placement.disks.map(({ name, path }) => [name, path])),
    },
    extraSpecs: placement.nova.flavor.extraSpecs,
    now: { score: placement.score, p99LatencyUs: {} },
  };
}
