import { aNicRequest as aNic, aPf, aVmRequest } from '@iopath/testing';
import type { VmRequest } from '../request/vm-request';
import { fleetOf, placed, range, ready, refused, TWO_NODES } from '../spec-plans';
import { explainedHost } from './explanation/explained-host';
import { decideRequest, planRequest } from './plan-request';

const POLICY = { release: '2025.1' } as const;

function request(changes: Partial<VmRequest> = {}): VmRequest {
  return { ...aVmRequest(), nics: [aNic()], disks: [], ...changes };
}

const PINNED = { vcpus: 4, ramMib: 4_096, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };

describe('the choice of a path', () => {
  it('leaves a VM without tight needs on vhost, for VFs are scarce', () => {
    const placement = placed(request(), fleetOf({ 'compute-1': {} }));

    expect(placement.nics[0]).toMatchObject({ path: 'vhost_net', vnicType: 'normal' });
    expect(placement.devices).toEqual([]);
    expect(placement.migration).toMatchObject({ live: true, mechanism: 'transparent' });
  });

  it('gives a VF to a VM whose latency target vhost misses by far', () => {
    const wanted = request({ nics: [aNic({ latency: { targetUs: 40, percentile: 99 } })] });

    const placement = placed(wanted, fleetOf({ 'compute-1': {} }));

    expect(placement.nics[0]).toMatchObject({ path: 'sriov_vf', vnicType: 'direct' });
    expect(placement.devices).toMatchObject([{ kind: 'vf', device: 'data', pfAddress: '0000:3b:00.0' }]);
    expect(placement.migration.mechanism).toBe('unplug_replug');
  });

  it('lists other ways that are better in some respect as alternatives', () => {
    const { members, alternatives } = ready(request(), fleetOf({ 'compute-1': {} }));

    expect(members[0]?.nics[0]?.path).toBe('vhost_net');
    expect(alternatives.map((alternative) => alternative.nics[0]?.path)).toContain('sriov_vf');
  });

  it('takes the QEMU back end where the host has no vhost-net, because that is what libvirt does there', () => {
    const noVhost = { vhost: { net: false, user: false, vdpa: false } };

    expect(placed(request(), fleetOf({ 'compute-1': noVhost })).nics[0]?.path).toBe('virtio');
  });
});

describe('NUMA', () => {
  it('puts the guest beside the VF when the policy is required', () => {
    const nic = aNic({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' });

    const placement = placed(request({ flavor: PINNED, nics: [nic] }), fleetOf({ 'compute-1': TWO_NODES }));

    expect(placement.compute.cells.map((cell) => cell.hostNode)).toEqual([1]);
    expect(placement.compute.cells[0]?.pinnedCpus.every((cpu) => cpu >= 18)).toBe(true);
    expect(placement.nova.flavor.extraSpecs).toMatchObject({ 'hw:pci_numa_affinity_policy': 'required' });
    expect(placement.ports[0]?.numaAffinityPolicy).toBe('required');
  });

  it('adds a guest NUMA node for a policy that would otherwise have no effect', () => {
    const nic = aNic({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' });

    const placement = placed(request({ nics: [nic] }), fleetOf({ 'compute-1': TWO_NODES }));

    expect(placement.nova.flavor.extraSpecs).toMatchObject({ 'hw:numa_nodes': '1' });
    expect(placement.compute.cells.map((cell) => cell.hostNode)).toEqual([1]);
  });

  it('states no policy for a guest that floats: Nova would ignore it', () => {
    const placement = placed(request({ nics: [aNic({ paths: ['sriov_vf'] })] }), fleetOf({ 'compute-1': TWO_NODES }));

    expect(placement.nova.flavor.extraSpecs).not.toHaveProperty('hw:pci_numa_affinity_policy');
    expect(placement.nova.flavor.extraSpecs).not.toHaveProperty('hw:numa_nodes');
    expect(placement.ports[0]?.numaAffinityPolicy).toBeNull();
  });

  it('refuses the VF when the guest fits only on the other node, and says what preferred would unlock', () => {
    const fullNode1 = { ...TWO_NODES, cpuDedicatedSet: range(2, 16), cpuSharedSet: [0, 1, 16, 17] };
    const nic = aNic({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' });

    const decision = refused(request({ flavor: PINNED, nics: [nic] }), fleetOf({ 'compute-1': fullNode1 }));

    expect(decision.rejections).toMatchObject([{ code: 'pci.numa_affinity', hosts: 1, paths: 1 }]);
    expect(decision.relaxations).toContainEqual(
      expect.objectContaining({ change: 'nics[data].numa_affinity_policy: required -> preferred', hostsUnlocked: 1 }),
    );
  });
});

describe('devices', () => {
  it('of two NICs on one PF are two different VFs', () => {
    const nics = [aNic({ name: 'a', paths: ['sriov_vf'] }), aNic({ name: 'b', paths: ['sriov_vf'] })];

    const { devices } = placed(request({ nics }), fleetOf({ 'compute-1': {} }));

    expect(new Set(devices.map((device) => device.address)).size).toBe(2);
  });

  it('are not given when one VF is left for two NICs', () => {
    const nics = [aNic({ name: 'a', paths: ['sriov_vf'] }), aNic({ name: 'b', paths: ['sriov_vf'] })];

    const decision = refused(request({ nics }), fleetOf({ 'compute-1': { pfs: [aPf(1)] } }));

    expect(decision.rejections).toMatchObject([{ code: 'devices.not_together', paths: 2 }]);
  });

  it('are on different PFs where one link cannot keep what it would promise to both', () => {
    const nics = ['one', 'two'].map((name) => aNic({ name, paths: ['sriov_vf'], bandwidthMbps: 15_000 }));
    const second = aPf(4, { address: '0000:5e:00.0', iommuGroup: 112 });
    const vfs = second.vfs.map((vf, index) => ({
      ...vf,
      address: vf.address.replace('3b', '5e'),
      iommuGroup: 140 + index,
    }));
    const other = { ...second, vfs };

    const { devices } = placed(request({ nics }), fleetOf({ 'compute-1': { pfs: [aPf(4), other] } }));

    expect(new Set(devices.map(({ pfAddress }) => pfAddress)).size).toBe(2);
    expect(refused(request({ nics }), fleetOf({ 'compute-1': {} })).rejections.map(({ code }) => code)).toEqual([
      'devices.not_together',
    ]);
  });

  it('are never a PF and one of its own VFs', () => {
    const nics = [aNic({ name: 'a', paths: ['sriov_vf'] }), aNic({ name: 'b', paths: ['pci_passthrough'] })];

    expect(refused(request({ nics }), fleetOf({ 'compute-1': {} })).rejections[0]?.code).toBe('devices.not_together');
  });

  it('are refused without an IOMMU that is known to work', () => {
    const wanted = request({ nics: [aNic({ paths: ['sriov_vf'] })] });
    const unknown = { iommu: { enabled: null, passthrough: null } };

    expect(refused(wanted, fleetOf({ 'compute-1': unknown })).rejections).toMatchObject([
      { code: 'iommu.not_enabled', example: { hostName: 'compute-1', available: 'unknown' } },
    ]);
  });
});

describe('a request for several VMs', () => {
  it('places each on what the ones before it left', () => {
    const wanted = request({ count: 3, nics: [aNic({ paths: ['sriov_vf'] })] });
    const fleet = fleetOf({ 'compute-1': { pfs: [aPf(2)] }, 'compute-2': { pfs: [aPf(2)] } });

    const { members } = ready(wanted, fleet);

    const taken = members.flatMap(({ hostName, devices }) => devices.map(({ address }) => `${hostName} ${address}`));
    expect(new Set(taken).size).toBe(3);
  });

  it('places all of them or none', () => {
    const wanted = request({ count: 3, nics: [aNic({ paths: ['sriov_vf'] })] });

    expect(refused(wanted, fleetOf({ 'compute-1': { pfs: [aPf(2)] } })).rejections[0]?.code).toBe('vf.none_free');
  });

  it('keeps an anti-affinity group apart', () => {
    const constraints = { ...aVmRequest().constraints, group: { id: 'web', policy: 'anti-affinity' as const } };

    const { members } = ready(request({ count: 2, constraints }), fleetOf({ 'compute-1': {}, 'compute-2': {} }));

    expect(members.map((member) => member.hostName).sort()).toEqual(['compute-1', 'compute-2']);
  });
});

describe('the decision', () => {
  it('is the same for the same input, its hash included', () => {
    const fleet = fleetOf({ 'compute-1': {}, 'compute-2': {} });

    expect(planRequest(request(), fleet, POLICY)).toEqual(planRequest(request(), fleet, POLICY));
  });

  it.each([
    ['one that fits', request()],
    ['one that fits nowhere', request({ nics: [aNic({ physicalNetwork: 'nowhere' })] })],
  ])('is the same for who does not ask for its explanation: %s', (_what, wanted) => {
    const fleet = fleetOf({ 'compute-1': {}, 'compute-2': {} });

    expect(decideRequest(wanted, fleet, POLICY)).toEqual(planRequest(wanted, fleet, POLICY).decision);
  });

  it('draws among equal hosts by the request, and takes the first name where the profile packs', () => {
    const equal = fleetOf({ 'compute-2': {}, 'compute-1': {} });
    const drawn = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => placed(request({ name }), equal).hostName);

    expect(new Set(drawn)).toEqual(new Set(['compute-1', 'compute-2']));
    expect(placed(request({ profile: 'density' }), equal).hostName).toBe('compute-1');
  });

  it('has another hash for another release', () => {
    const fleet = fleetOf({ 'compute-1': {} });

    expect(planRequest(request(), fleet, POLICY).decision.inputHash).not.toBe(
      planRequest(request(), fleet, { release: 'zed' }).decision.inputHash,
    );
  });

  it('explains every path that was refused, for a ready one too', () => {
    const { explanation } = planRequest(request(), fleetOf({ 'compute-1': {} }), POLICY);

    expect(explainedHost(explanation, 0).reasons).toContainEqual(
      expect.objectContaining({ subject: 'data', path: 'virtio', code: 'vhost.takes_over' }),
    );
  });
});
