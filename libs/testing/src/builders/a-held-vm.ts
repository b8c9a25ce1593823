import { PROFILES, type HeldVm } from '@iopath/core';
import { aVmRequest } from './a-vm-request';

/** The VM of `aVmRequest`, running on compute-1 by software paths. */
export function aHeldVm(changes: Partial<HeldVm> = {}): HeldVm {
  const request = changes.request ?? aVmRequest();
  return {
    reservationId: '00000000-0000-4000-8000-000000000001',
    recommendationId: '00000000-0000-4000-8000-0000000000a1',
    member: 0,
    serverId: '5e000000-0000-4000-8000-000000000001',
    state: 'confirmed',
    hostName: 'compute-1',
    request,
    profile: PROFILES.balanced,
    paths: {
      nics: Object.fromEntries(request.nics.map(({ name }) => [name, 'vhost_net'])),
      disks: Object.fromEntries(request.disks.map(({ name }) => [name, 'virtio_blk'])),
    },
    extraSpecs: request.flavor.extraSpecs,
    now: null,
    ...changes,
  };
}
