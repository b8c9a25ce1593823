import { type GuestBlueprint, guestBlueprint, type PortAnswer } from '@iopath/core';
import { aPlacement } from './a-decision';
import { aVmRequest } from './a-vm-request';

export const BLUEPRINT_RECOMMENDATION = '7e6f1c1e-94a7-4f0c-b9a6-3c5f6d1f2a10';

export function aPortAnswer(changes: Partial<PortAnswer> = {}): PortAnswer {
  return {
    name: 'data',
    vnicType: 'direct',
    bindingProfile: {},
    physicalNetwork: 'physnet1',
    numaAffinityPolicy: null,
    trusted: null,
    hardwareOffloadType: null,
    requiredRole: 'member',
    notes: [],
    ...changes,
  };
}

/** A VM of 2 vCPUs on `compute-01` with one port on `physnet1`. */
export function aGuestBlueprint(changes: Partial<GuestBlueprint> = {}): GuestBlueprint {
  const guest = {
    recommendationId: BLUEPRINT_RECOMMENDATION,
    request: aVmRequest(),
    member: 0,
    placement: { ...aPlacement('compute-01', 1), ports: [aPortAnswer()] },
  };
  return { ...guestBlueprint(guest), availabilityZone: 'az1', ...changes };
}
