import {
  claimOf,
  placeMembers,
  type Fleet,
  type Placement,
  type PlacedNic,
  type PlanningPolicy,
  type VfDemand,
  type VmRequest,
} from '@iopath/core';
import type { Place, PlacingPolicy } from './placing-policy';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** The advisor itself: the search by which it answers requests, on the fleet as it is. */
export class AdvisorPolicy implements PlacingPolicy {
  readonly name = 'advisor';
  private readonly vfsTaken: { readonly network: string; readonly atS: number }[] = [];
  private demand: { readonly hour: number; readonly value: VfDemand } = { hour: NaN, value: new Map() };

  constructor(private readonly policy: PlanningPolicy) {}

  asked(request: VmRequest): VmRequest {
    return request;
  }

  place(request: VmRequest, vmId: string, fleet: Fleet, atS: number): Place | null {
    const [placement] = placeMembers(request, { ...fleet, vfDemand: this.demandAt(atS) }, this.policy).placements;
    if (placement === undefined) return null;
    for (const { kind, physicalNetwork } of placement.devices) {
      if (kind === 'vf') this.vfsTaken.push({ network: physicalNetwork?.toLowerCase() ?? '', atS });
    }
    return {
      hostName: placement.hostName,
      claim: claimOf(placement, request, vmId),
      nics: placement.nics.map((nic) => placedNic(nic, placement)),
      guestNodes: placement.compute.cells.length === 0 ? null : placement.compute.cells.map(({ hostNode }) => hostNode),
    };
  }

  /** As the service counts it: VFs reserved in the last day up to the last full hour. */
  private demandAt(atS: number): VfDemand {
    const hour = Math.floor(atS / HOUR_S);
    if (this.demand.hour !== hour) {
      const endS = hour * HOUR_S;
      const value = new Map<string, number>();
      for (const taken of this.vfsTaken) {
        if (taken.atS < endS && taken.atS >= endS - DAY_S)
          value.set(taken.network, (value.get(taken.network) ?? 0) + 1);
      }
      this.demand = { hour, value };
    }
    return this.demand.value;
  }
}

function placedNic({ name, path }: Placement['nics'][number], { devices }: Placement): PlacedNic {
  return { path, pfAddress: devices.find(({ device }) => device === name)?.pfAddress ?? null };
}
