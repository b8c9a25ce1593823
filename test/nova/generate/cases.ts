import type { HostState, NicPathName, NicRequest, VmRequest } from '@iopath/core';
import fc from 'fast-check';
import { hosts, OFFLOADED } from './hosts';
import { requests } from './requests';

export interface Case {
  readonly host: HostState;
  readonly request: VmRequest;
}

/**
 * A host and a request. Three times in four the NICs ask for networks that the host's PFs are on, so that the devices
 * are more than a reason to refuse.
 */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    host: hosts,
    request: requests,
    knowsHost: fc.constantFrom(true, true, true, false),
    nth: fc.nat({ max: 3 }),
  })
  .map(({ host, request, knowsHost, nth }) => {
    if (!knowsHost || host.pfs.length === 0) return { host, request };
    const nics = request.nics.map((nic, index) => onNetworkOf(nic, host, index * nth));
    return { host, request: { ...request, nics } };
  });

/** What a path is called on the other kind of network. */
const COUNTERPART: Partial<Record<NicPathName, NicPathName>> = {
  sriov_vf: 'sriov_vf_switchdev',
  macvtap: 'vdpa',
  sriov_vf_switchdev: 'sriov_vf',
  vdpa: 'macvtap',
};

function onNetworkOf(nic: NicRequest, { pfs }: HostState, nth: number): NicRequest {
  const path = nic.paths?.[0];
  const physicalNetwork = pfs[nth % pfs.length]?.pf.physicalNetwork;
  if (path === undefined || path === 'vhost_net' || physicalNetwork == null) return nic;
  const isMoved = (physicalNetwork === OFFLOADED) !== (nic.physicalNetwork === OFFLOADED);
  return { ...nic, physicalNetwork, paths: [isMoved ? (COUNTERPART[path] ?? path) : path] };
}
