import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../inventory/inventory';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { NovaAnswer } from '../planning/decision';
import type { DiskRequest, Flavor, NicRequest, NumaAffinityPolicy, VmRequest } from '../request/vm-request';
import { aDrive, fleetOf, placed, ready, TWO_NODES } from '../spec-plans';

const VF = ['sriov_vf'] as const;
const POLICY_SPEC = 'hw:pci_numa_affinity_policy';
const PINNED = { 'hw:cpu_policy': 'dedicated' };

function request(changes: Partial<VmRequest>, extraSpecs: Flavor['extraSpecs'] = {}): VmRequest {
  return aVmRequest({ disks: [], flavor: { ...aVmRequest().flavor, extraSpecs }, ...changes });
}

function answer(wanted: VmRequest, inventory: Partial<Inventory> = {}, release?: OpenStackRelease): NovaAnswer {
  return placed(wanted, fleetOf({ 'compute-1': inventory }), release).nova;
}

function aDisk(name: string, changes: Partial<DiskRequest> = {}): DiskRequest {
  return { name, iops: null, throughputMibps: null, latency: null, paths: null, ...changes };
}

function nicsWith(...policies: (NumaAffinityPolicy | null)[]): NicRequest[] {
  return policies.map((numaAffinityPolicy, index) =>
    aNicRequest({ name: `nic${index}`, paths: VF, numaAffinityPolicy }),
  );
}

describe('the flavor’s extra specs', () => {
  it('keep what the caller gave', () => {
    const given = { 'quota:cpu_shares': '2048', 'aggregate_instance_extra_specs:ssd': 'true' };

    expect(answer(request({ nics: [] }, given)).flavor.extraSpecs).toEqual(given);
  });

  it.each<[string, Flavor['extraSpecs'], (NumaAffinityPolicy | null)[], string | undefined, string | undefined]>([
    ['no policy: none, for a guest that floats needs none', {}, [null], undefined, undefined],
    ['a policy: with the guest node it needs to have any effect', {}, ['required'], '1', 'required'],
    ['two NICs with one policy', {}, ['required', 'required'], '1', 'required'],
    ['two NICs with two policies: the ports say them', {}, ['required', 'preferred'], '1', undefined],
    ['one NIC with and one without a policy: the port says it', {}, ['required', null], '1', undefined],
    ['a guest with a topology of its own', PINNED, ['required'], undefined, 'required'],
    ['a flavor that states one already', { [POLICY_SPEC]: 'legacy' }, ['required'], '1', 'legacy'],
    ['a flavor that states one, and NICs that do not', { [POLICY_SPEC]: 'required' }, [null], '1', 'required'],
  ])('with %s', (_case, extraSpecs, policies, nodes, policy) => {
    const specs = answer(request({ nics: nicsWith(...policies) }, extraSpecs), TWO_NODES).flavor.extraSpecs;

    expect(specs['hw:numa_nodes']).toBe(nodes);
    expect(specs[POLICY_SPEC]).toBe(policy);
  });

  it.each<[OpenStackRelease, (NumaAffinityPolicy | null)[], string | undefined]>([
    ['2024.1', ['socket', null], 'socket'],
    ['2024.2', ['socket', null], undefined],
    ['2024.2', ['socket', 'socket'], 'socket'],
  ])('in %s say socket of NICs with %j: %s', (release, policies, policy) => {
    const specs = answer(request({ nics: nicsWith(...policies) }), TWO_NODES, release).flavor.extraSpecs;

    expect(specs[POLICY_SPEC]).toBe(policy);
  });

  it('leave a policy to an image that states it: both must agree', () => {
    const image = { osId: null, properties: { hw_pci_numa_affinity_policy: 'required' } };

    const specs = answer(request({ image, nics: nicsWith(null) }), TWO_NODES).flavor.extraSpecs;

    expect(specs).toEqual({ 'hw:numa_nodes': '1' });
  });

  it.each<[string, number, Flavor['extraSpecs'], Record<string, string>, string | undefined]>([
    ['on for a virtio NIC and several vCPUs', 4, {}, {}, 'true'],
    ['not said of one vCPU, where Nova ignores it', 1, {}, {}, undefined],
    ['as the flavor has it', 4, { 'hw:vif_multiqueue_enabled': 'no' }, {}, 'no'],
    ['left to an image that says it', 4, {}, { hw_vif_multiqueue_enabled: 'true' }, undefined],
    ['left off where the image says no', 4, {}, { hw_vif_multiqueue_enabled: 'false' }, undefined],
  ])('have multiqueue %s (handbook 1.3)', (_case, vcpus, extraSpecs, properties, value) => {
    const wanted = request({
      flavor: { vcpus, ramMib: 2048, diskGib: 1, extraSpecs },
      image: { osId: null, properties },
      nics: [aNicRequest({ paths: ['vhost_net'] })],
    });

    expect(answer(wanted).flavor.extraSpecs['hw:vif_multiqueue_enabled']).toBe(value);
  });

  it('do not say multiqueue of VFs', () => {
    expect(answer(request({ nics: nicsWith(null) })).flavor.extraSpecs).toEqual({});
  });
});

describe('a disk that is given away', () => {
  const disks = [aDisk('root'), aDisk('data', { paths: ['pci_passthrough'] })];
  const drives = { pciDevices: [aDrive(), aDrive({ address: '0000:5f:00.0', iommuGroup: 501 })] };

  it('is asked for by its alias, added to what the caller’s flavor asks for', () => {
    expect(answer(request({ nics: [], disks }), drives).flavor.extraSpecs).toEqual({
      'pci_passthrough:alias': 'nvme:1',
    });
    expect(
      answer(request({ nics: [], disks }, { 'pci_passthrough:alias': 'nvme:1' }), drives).flavor.extraSpecs,
    ).toEqual({
      'pci_passthrough:alias': 'nvme:2',
    });
  });

  it('keeps the policy of a NIC out of the flavor, where it would hold for the disk too', () => {
    const far = { ...TWO_NODES, pciDevices: [aDrive({ numaNode: null })] };

    const placement = placed(request({ nics: nicsWith('required'), disks }), fleetOf({ 'compute-1': far }));

    expect(placement.nova.flavor.extraSpecs).not.toHaveProperty(POLICY_SPEC);
    expect(placement.ports[0]?.numaAffinityPolicy).toBe('required');
    expect(placement.devices.map(({ device, numaNode }) => [device, numaNode])).toEqual([
      ['nic0', 1],
      ['data', null],
    ]);
  });
});

describe('the image properties', () => {
  it.each([
    ['vhost_net', { hw_vif_model: 'virtio' }],
    ['emulated', { hw_vif_model: 'e1000' }],
    ['sriov_vf', {}],
  ] as const)('of a NIC on %s', (path, properties) => {
    expect(answer(request({ nics: [aNicRequest({ paths: [path] })] })).imageProperties).toEqual(properties);
  });

  it.each([
    ['virtio_blk', {}, { hw_disk_bus: 'virtio' }],
    ['virtio_scsi', {}, { hw_disk_bus: 'scsi', hw_scsi_model: 'virtio-scsi' }],
    ['emulated', {}, { hw_disk_bus: 'sata' }],
    ['emulated', { hw_disk_bus: 'ide' }, { hw_disk_bus: 'ide' }],
  ] as const)('of a root disk on %s with %j', (path, given, properties) => {
    const wanted = request({
      nics: [],
      disks: [aDisk('root', { paths: [path] })],
      image: { osId: null, properties: given },
    });

    expect(answer(wanted).imageProperties).toEqual(properties);
  });

  it('do not carry the bus of other disks: those go into block_device_mapping_v2', () => {
    const disks = [aDisk('root', { paths: ['virtio_blk'] }), aDisk('data', { paths: ['virtio_scsi'] })];

    const { imageProperties, blockDeviceMapping } = answer(request({ nics: [], disks }));

    expect(imageProperties).toEqual({ hw_disk_bus: 'virtio', hw_scsi_model: 'virtio-scsi' });
    expect(blockDeviceMapping).toEqual([{ disk: 'data', diskBus: 'scsi' }]);
  });
});

describe('the flavor’s name', () => {
  it('is the same for equal flavors, and another for others', () => {
    const plain = answer(request({ nics: [] }));
    const pinned = answer(request({ nics: [] }, PINNED), TWO_NODES);

    expect(plain.flavor.name).toBe(answer(request({ nics: [], name: 'other' })).flavor.name);
    expect(plain.flavor.name).toMatch(/^iopath-2c-2048m-20g-[0-9a-f]{8}$/);
    expect(pinned.flavor.name).not.toBe(plain.flavor.name);
  });
});

describe('a flavor that the cloud has', () => {
  const existing = { name: 'm1.pinned', vcpus: 2, ramMib: 2048, diskGib: 20 };

  it('is the answer where it builds the same guest, with the extra specs that it has', () => {
    const pinned = { ...existing, extraSpecs: { ...PINNED, 'hw:numa_nodes': '1' } };

    const { flavor } = answer(request({ nics: [], existingFlavors: [pinned] }, PINNED), TWO_NODES);

    expect(flavor).toEqual({ ...pinned, reused: true });
  });

  it('is left alone where it lacks what the paths need', () => {
    const plain = { ...existing, extraSpecs: {} };

    const { flavor } = answer(request({ nics: nicsWith('required'), existingFlavors: [plain] }), TWO_NODES);

    expect(flavor).toMatchObject({ name: expect.stringMatching(/^iopath-/) as string, reused: false });
  });
});

describe('the server', () => {
  it('is created on the host chosen, in its zone', () => {
    expect(answer(request({ nics: [] }), { availabilityZone: 'az2' }).server).toEqual({
      host: 'compute-1',
      availabilityZone: 'az2',
    });
  });

  it('of an alternative has an answer of its own', () => {
    const { alternatives } = ready(request({}), fleetOf({ 'compute-1': { pfs: [aPf(4)] } }));
    const byVf = alternatives.find(({ nics }) => nics[0]?.path === 'sriov_vf');

    expect(byVf?.nova.imageProperties).toEqual({});
    expect(byVf?.ports[0]?.vnicType).toBe('direct');
  });
});
