import { aNicRequest, aVmRequest } from '@iopath/testing';
import type { NicPathName } from '../io-path/io-path';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { MigrationAnswer } from '../planning/decision';
import type { VmRequest } from '../request/vm-request';
import { aDrive, fleetOf, placed, TWO_NODES } from '../spec-plans';

function answer(
  request: Partial<VmRequest>,
  hosts = ['compute-1'],
  release: OpenStackRelease = '2025.1',
): MigrationAnswer {
  const inventory = { ...TWO_NODES, pciDevices: [aDrive()] };
  const fleet = fleetOf(Object.fromEntries(hosts.map((name) => [name, inventory])));
  return placed(aVmRequest({ disks: [], ...request }), fleet, release).migration;
}

function nics(...paths: NicPathName[]): Partial<VmRequest> {
  return { nics: paths.map((path, index) => aNicRequest({ name: `nic${index}`, paths: [path] })) };
}

describe('how a VM moves (handbook 4.1)', () => {
  it.each<[string, Partial<VmRequest>, MigrationAnswer['mechanism'], boolean]>([
    ['on software paths: unseen', nics('vhost_net'), 'transparent', true],
    ['on a VF: by unplug and replug', nics('sriov_vf'), 'unplug_replug', true],
    ['on a whole PF: not while it runs', nics('pci_passthrough'), 'none', false],
    ['its least mobile device decides', nics('vhost_net', 'sriov_vf'), 'unplug_replug', true],
    ['without NICs and disks: unseen', nics(), 'transparent', true],
  ])('%s', (_case, request, mechanism, live) => {
    expect(answer(request)).toMatchObject({ mechanism, live });
  });

  it('is not at all while a device of the caller’s own alias is in it', () => {
    const flavor = { ...aVmRequest().flavor, extraSpecs: { 'pci_passthrough:alias': 'nvme:1' } };

    const { mechanism, conditions } = answer({ ...nics('vhost_net'), flavor });

    expect(mechanism).toBe('none');
    expect(conditions).toEqual([
      expect.stringContaining('pci_passthrough:alias'),
      expect.stringContaining('from 2025.1 on'),
    ]);
  });

  it('of a device of an alias could be from 2025.1 on only, by a variant driver (handbook 4.2)', () => {
    const flavor = { ...aVmRequest().flavor, extraSpecs: { 'pci_passthrough:alias': 'nvme:1' } };

    expect(answer({ ...nics('vhost_net'), flavor }, ['compute-1'], '2024.2').conditions).toHaveLength(1);
  });

  it('tells each condition once', () => {
    const { conditions } = answer(nics('sriov_vf', 'sriov_vf'), ['compute-1'], '2024.2');

    expect(conditions).toHaveLength(2);
    expect(conditions[0]).toContain('a free VF on the same physical network');
  });

  it('tells from 2025.1 on that live_migratable does not concern ports (bug 2102161)', () => {
    const inRelease = (release: OpenStackRelease) => answer(nics('sriov_vf'), ['compute-1'], release).conditions;

    expect(inRelease('2025.1')).toEqual([...inRelease('zed'), expect.stringContaining('live_migratable')]);
  });

  it('of a guest with NUMA topology needs computes of Train or later', () => {
    const flavor = { ...aVmRequest().flavor, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };

    expect(answer({ ...nics('vhost_net'), flavor }).conditions).toEqual([expect.stringContaining('Train')]);
  });

  it('counts the other hosts that can carry the same paths', () => {
    expect(answer(nics('sriov_vf'), ['compute-1', 'compute-2', 'compute-3']).candidateTargets).toBe(2);
  });
});
