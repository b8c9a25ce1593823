import type { NicRequest, VmRequest } from '@iopath/core';

/**
 * What a tenant asks Neutron for whom nobody advises. `latency_direct` is one who has read the networking guides: a VF
 * where latency is asked for, and where the NIC must be kept apart. `normal` is one who has not: a VF only where
 * nothing else does.
 */
export type PortRule = 'latency_direct' | 'normal';

/** `direct` or `normal`, the port's vnic_type. */
export function vnicTypeOf(nic: NicRequest, { isolation }: VmRequest, rule: PortRule): 'direct' | 'normal' {
  if (isolation !== 'shared') return 'direct';
  return nic.latency !== null && rule === 'latency_direct' ? 'direct' : 'normal';
}

/** The same request with the paths that such ports come to: of a normal port, the host decides which. */
export function asPorts(request: VmRequest, rule: PortRule): VmRequest {
  return {
    ...request,
    nics: request.nics.map((nic) => ({
      ...nic,
      paths: vnicTypeOf(nic, request, rule) === 'direct' ? ['sriov_vf'] : ['vhost_net', 'virtio'],
    })),
  };
}
