import { aNicRequest, aVmRequest } from '@iopath/testing';
import type { NicPathName } from '../io-path/io-path';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { PortAnswer } from '../planning/decision';
import type { NicRequest, NumaAffinityPolicy } from '../request/vm-request';
import { fleetOf, placed, TWO_NODES } from '../spec-plans';

function port(nic: Partial<NicRequest>, release?: OpenStackRelease): PortAnswer {
  const wanted = aVmRequest({ disks: [], nics: [aNicRequest(nic)] });
  return placed(wanted, fleetOf({ 'compute-1': TWO_NODES }), release).ports[0] as PortAnswer;
}

describe('a port', () => {
  it.each<[NicPathName, string]>([
    ['vhost_net', 'normal'],
    ['emulated', 'normal'],
    ['sriov_vf', 'direct'],
    ['pci_passthrough', 'direct-physical'],
  ])('on %s has vnic_type %s (handbook 2.1), and any member may create it', (path, vnicType) => {
    expect(port({ paths: [path] })).toEqual({
      name: 'data',
      vnicType,
      physicalNetwork: 'physnet1',
      numaAffinityPolicy: null,
      bindingProfile: {},
      trusted: null,
      requiredRole: 'member',
    });
  });
});

describe('the NUMA policy of a port', () => {
  it.each<[OpenStackRelease, NumaAffinityPolicy, NumaAffinityPolicy | null]>([
    ['zed', 'required', 'required'],
    ['zed', 'preferred', 'preferred'],
    ['zed', 'legacy', 'legacy'],
    ['zed', 'socket', null],
    ['2024.1', 'socket', null],
    ['2024.2', 'socket', 'socket'],
    ['2026.1', 'socket', 'socket'],
  ])('in %s says %s as %s: ports know socket from 2024.2 on', (release, stated, said) => {
    expect(port({ paths: ['sriov_vf'], numaAffinityPolicy: stated }, release).numaAffinityPolicy).toBe(said);
  });

  it('is not said of a software path, which takes no device', () => {
    expect(port({ paths: ['vhost_net'], numaAffinityPolicy: 'required' }).numaAffinityPolicy).toBeNull();
  });
});

describe('a trusted port (handbook 2.2)', () => {
  const byProfile = { bindingProfile: { trusted: 'true' }, trusted: null };
  const byAttribute = { bindingProfile: {}, trusted: true };

  it.each([
    ['zed', { ...byProfile, requiredRole: 'admin' }],
    ['2023.2', { ...byProfile, requiredRole: 'admin' }],
    // Only a service may write the profile.
    ['2024.1', { ...byProfile, requiredRole: 'service' }],
    ['2024.2', { ...byAttribute, requiredRole: 'admin' }],
    ['2026.1', { ...byAttribute, requiredRole: 'admin' }],
  ] as const)('in %s', (release, expected) => {
    expect(port({ paths: ['sriov_vf'], trusted: true }, release)).toMatchObject(expected);
  });

  it('with a whole PF says nothing: Nova would look for a PF that is tagged as trusted', () => {
    expect(port({ paths: ['pci_passthrough'], trusted: true })).toMatchObject({
      bindingProfile: {},
      trusted: null,
      requiredRole: 'member',
    });
  });
});
