import { PROFILES } from '../scoring/profiles';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost } from '../fleet/compile-host';
import type { Fleet } from '../fleet/fleet';
import type { HostState } from '../fleet/host-state';
import { claimOf } from '../planning/claim-of';
import { placeOnHost } from '../planning/search/place-on-host';
import type { BuiltInProfileName, VmRequest } from '../request/vm-request';
import type { HeldVm } from './held-vm';

/** Where VMs are asked for. */
export interface Wish {
  readonly request: VmRequest;
  readonly hostName: string;
  readonly changes?: Partial<HeldVm>;
}

export interface HeldFleet {
  readonly fleet: Fleet;
  readonly vms: readonly HeldVm[];
}

export const SPEC_POLICY = { release: '2025.1' } as const;

/** The fleet with each VM in the place that the planner gives it on its host; who finds none there is left out. */
export function heldFleet(hosts: readonly HostState[], wishes: readonly Wish[]): HeldFleet {
  const states = new Map(hosts.map((host) => [host.hostName, host]));
  const vms: HeldVm[] = [];
  for (const [nth, { request, hostName, changes }] of wishes.entries()) {
    const host = states.get(hostName);
    if (host === undefined) throw new Error(`no host ${hostName}`);
    const placement = placeOnHost(request, { ...host, state: 'active' }, SPEC_POLICY);
    if (placement === null) continue;
    const reservationId = `r${String(nth).padStart(3, '0')}`;
    const claim = claimOf(placement, request, reservationId);
    states.set(hostName, compileHost({ ...host, claims: [...host.claims, claim] }));
    vms.push({
      reservationId,
      recommendationId: `rec-${nth}`,
      member: 0,
      serverId: `server-${nth}`,
      state: 'confirmed',
      hostName,
      request,
      profile: PROFILES[request.profile as BuiltInProfileName],
      paths: {
        nics: Object.fromEntries(placement.nics.map(({ name, path }) => [name, path])),
        disks: Object.fromEntries(placement.disks.map(({ name, path }) => [name, path])),
      },
      extraSpecs: placement.nova.flavor.extraSpecs,
      now: {
        score: placement.score,
        p99LatencyUs: Object.fromEntries(
          [...placement.nics, ...placement.disks].map(({ name, predicted }) => [
            name,
            predicted.latencyUs?.p99 ?? null,
          ]),
        ),
      },
      ...changes,
    });
  }
  return { fleet: buildFleet([...states.values()]), vms };
}
