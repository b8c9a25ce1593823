import { aNicRequest, aVmRequest } from '@iopath/testing';
import { NIC_PATHS } from '../io-path/catalogue';
import type { NicPathName } from '../io-path/io-path';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { PortAnswer } from '../planning/decision';
import type { NicRequest, NumaAffinityPolicy } from '../request/vm-request';
import type { CloudFacts } from '../planning/planning-policy';
import { fleetOf, HOSTS_OF_EVERY_PATH, placed, TWO_NODES } from '../spec-plans';

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
      hardwareOffloadType: null,
      requiredRole: 'member',
      notes: NIC_PATHS.find(({ name }) => name === path)?.notes,
    });
  });
});

describe('the other paths', () => {
  it.each<[NicPathName, string]>([
    ['vhost_user', 'normal'],
    ['macvtap', 'macvtap'],
    ['vdpa', 'vdpa'],
    ['sriov_vf_switchdev', 'direct'],
  ])('%s has vnic_type %s', (path, vnicType) => {
    expect(portOn(path)).toMatchObject({ vnicType, requiredRole: 'member' });
  });

  it('say what does not hold for them', () => {
    const notes = (path: NicPathName): string => portOn(path).notes.join('\n');

    expect(notes('sriov_vf')).toContain('security groups are not enforced');
    expect(notes('macvtap')).toContain('security groups are not enforced');
    expect(notes('sriov_vf_switchdev')).not.toContain('security groups');
    expect(notes('vhost_user')).toContain('Nova cannot ask for vhost-user');
  });
});

describe('the capability switchdev (handbook 2.3)', () => {
  const attribute = { bindingProfile: {}, hardwareOffloadType: 'switchdev', requiredRole: 'member' };
  const byNova = { bindingProfile: {}, hardwareOffloadType: null, requiredRole: 'member' };
  const byAdmin = {
    bindingProfile: { capabilities: ['switchdev'] },
    hardwareOffloadType: null,
    requiredRole: 'admin',
  };

  it.each<[OpenStackRelease, string, readonly string[] | null, object, string]>([
    ['zed', 'whatever Neutron has', ['port-hardware-offload-type'], byAdmin, 'which an administrator must write'],
    ['2023.2', 'not knowing it', null, byAdmin, 'which an administrator must write'],
    ['2024.1', 'not knowing it: Nova copies it', null, byNova, 'Nova copies the capability'],
    ['2024.1', 'that lacks the extension', ['port-trusted-vif'], byNova, 'Nova copies the capability'],
    ['2024.1', 'with the extension', ['port-hardware-offload-type'], attribute, 'writes the capability for the caller'],
    ['2026.1', 'with the extension', ['port-hardware-offload-type'], attribute, 'writes the capability for the caller'],
  ])('in %s with a Neutron %s', (release, _case, neutronExtensions, expected, note) => {
    const cloud = { neutronMechanismDrivers: null, neutronExtensions, pciAliases: null };

    const answered = portOn('sriov_vf_switchdev', release, cloud);

    expect(answered).toMatchObject(expected);
    expect(answered.notes.at(-1)).toContain(note);
  });

  it('is asked of no other path', () => {
    for (const path of ['sriov_vf', 'macvtap', 'vdpa'] as const) {
      expect(portOn(path, 'zed')).toMatchObject({ bindingProfile: {}, hardwareOffloadType: null });
    }
  });
});

/** The port of a NIC on a host where every path can be had. */
function portOn(path: NicPathName, release: OpenStackRelease = '2025.1', cloud?: CloudFacts): PortAnswer {
  const wanted = aVmRequest({ disks: [], nics: [aNicRequest({ paths: [path] })] });
  return placed(wanted, fleetOf(HOSTS_OF_EVERY_PATH), release, cloud).ports[0] as PortAnswer;
}

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
