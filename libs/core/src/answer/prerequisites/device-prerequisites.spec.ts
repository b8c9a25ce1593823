import { aPf, aVmRequest } from '@iopath/testing';
import type { Inventory, PciDevice } from '../../inventory/inventory';
import type { OpenStackRelease } from '../../nova/openstack-release';
import type { PciAliasDefinition } from '../../nova/pci-alias';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { DiskRequest } from '../../request/vm-request';
import { aDrive, fleetOf, placed, TWO_NODES } from '../../spec-plans';

const HBA = '0000:af:00.0';
const VF = aDrive({
  address: '0000:af:00.1',
  vendorId: '1077',
  productId: '2a71',
  deviceClass: 'hba',
  deviceType: 'type-VF',
  pfAddress: HBA,
  alias: 'hba-vf',
});

interface Setting {
  readonly device?: PciDevice;
  readonly path?: 'sriov_vf' | 'pci_passthrough';
  readonly aliases?: string;
  readonly definitions?: readonly PciAliasDefinition[];
  readonly release?: OpenStackRelease;
  readonly pfs?: Inventory['pfs'];
}

function prerequisites(code: string, setting: Setting): readonly OperatorPrerequisite[] {
  const { device = aDrive(), path, aliases, definitions = null, release = '2025.1', pfs = [] } = setting;
  const disk: DiskRequest = {
    name: 'data',
    iops: null,
    throughputMibps: null,
    latency: null,
    paths: path ? [path] : null,
  };
  const extraSpecs: Record<string, string> = aliases === undefined ? {} : { 'pci_passthrough:alias': aliases };
  const request = aVmRequest({
    nics: [],
    disks: path === undefined ? [] : [disk],
    flavor: { ...aVmRequest().flavor, extraSpecs },
  });
  const cloud = { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: definitions };
  const fleet = fleetOf({ 'compute-1': { ...TWO_NODES, pfs, pciDevices: [device] } });
  return placed(request, fleet, release, cloud).operatorPrerequisites.filter((each) => each.code === code);
}

const only = (code: string, setting: Setting): Partial<OperatorPrerequisite> => prerequisites(code, setting)[0] ?? {};

describe('the alias of a device', () => {
  it.each<[string, Setting, object]>([
    [
      'of a drive',
      { path: 'pci_passthrough' },
      { name: 'nvme', vendor_id: '144d', product_id: 'a808', device_type: 'type-PCI' },
    ],
    [
      'of a controller with SR-IOV, which no alias gets that does not say type-PF',
      { path: 'pci_passthrough', device: aDrive({ deviceType: 'type-PF' }) },
      { name: 'nvme', vendor_id: '144d', product_id: 'a808', device_type: 'type-PF' },
    ],
    [
      'of a VF of an HBA',
      { path: 'sriov_vf', device: VF },
      { name: 'hba-vf', vendor_id: '1077', product_id: '2a71', device_type: 'type-VF' },
    ],
  ])('%s says device type and both ids, which Nova needs from 2025.2 on', (_case, setting, alias) => {
    expect(only('pci.alias', setting)).toMatchObject({ snippet: `[pci]\nalias = ${JSON.stringify(alias)}`, met: null });
  });

  it('is what the cloud has where that is known, every definition of it, and then it is met', () => {
    const common = { name: 'drive', deviceType: 'type-PCI', numaPolicy: 'preferred' } as const;
    const definitions = [
      { ...common, vendorId: '144d', productId: 'a808' },
      { ...common, vendorId: '1e0f', productId: null },
    ];

    expect(only('pci.alias', { aliases: 'drive:1', definitions })).toMatchObject({
      snippet: [
        '[pci]',
        'alias = {"name":"drive","vendor_id":"144d","product_id":"a808","device_type":"type-PCI","numa_policy":"preferred"}',
        'alias = {"name":"drive","vendor_id":"1e0f","device_type":"type-PCI","numa_policy":"preferred"}',
      ].join('\n'),
      met: true,
    });
  });
});

describe('the device_spec of a device', () => {
  it.each<[string, Setting, object]>([
    [
      'of a drive: its own address',
      { path: 'pci_passthrough' },
      { vendor_id: '144d', product_id: 'a808', address: '0000:5e:00.0' },
    ],
    [
      'of a VF: the address of its PF, which stands for all its VFs (handbook 3.1)',
      { path: 'sriov_vf', device: VF },
      { vendor_id: '1077', product_id: '2a71', address: HBA },
    ],
  ])('%s', (_case, setting, spec) => {
    expect(only('pci.device_spec', setting)).toMatchObject({
      snippet: `[pci]\ndevice_spec = ${JSON.stringify(spec)}`,
      met: null,
    });
  });
});

describe('data on a device', () => {
  it.each<[string, Setting, boolean]>([
    ['before 2025.2', { path: 'pci_passthrough' }, false],
    ['from 2025.2 on', { path: 'pci_passthrough', release: '2025.2' }, true],
    ['of a VF, which cannot be held back', { path: 'sriov_vf', device: VF, release: '2025.2' }, false],
  ])('is the operator’s to wipe, held back by one_time_use until it is done: %s', (_case, setting, isHeldBack) => {
    const { snippet, met } = only('pci.wipe_between_tenants', setting);

    expect(met).toBeNull();
    expect(snippet?.includes('"one_time_use":"true"')).toBe(isHeldBack);
  });

  it('is no matter for what stores none', () => {
    const device = aDrive({ deviceClass: 'gpu', alias: 'gpu' });

    expect(prerequisites('pci.wipe_between_tenants', { device, aliases: 'gpu:1' })).toEqual([]);
  });
});

describe('an alias that takes from ports (handbook 2.5)', () => {
  const anyVf = { name: 'vf', vendorId: '15b3', productId: null, deviceType: 'type-VF', numaPolicy: null } as const;

  it('is told of, with what is tagged for them', () => {
    expect(only('pci.disjoint_pools', { aliases: 'vf:1', definitions: [anyVf], pfs: [aPf(2)] })).toMatchObject({
      what: expect.stringContaining('the alias vf also takes VFs of ports on physnet1') as unknown,
      snippet: expect.stringContaining('"address":"0000:3b:00.0","physical_network":"physnet1"') as unknown,
      met: false,
    });
  });

  it.each<[string, Setting]>([
    [
      'on a NIC that no network is tagged on',
      { aliases: 'vf:1', definitions: [anyVf], pfs: [aPf(2, { physicalNetwork: null })] },
    ],
    ['of other ids', { aliases: 'nvme:1', pfs: [aPf(2)] }],
  ])('is not one %s', (_case, setting) => {
    expect(prerequisites('pci.disjoint_pools', setting)).toEqual([]);
  });
});
