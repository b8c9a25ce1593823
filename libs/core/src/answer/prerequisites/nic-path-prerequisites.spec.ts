import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../../inventory/inventory';
import type { NicPathName } from '../../io-path/io-path';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { CloudFacts } from '../../planning/planning-policy';
import type { NicRequest } from '../../request/vm-request';
import { aDrive, DPDK_HOST, fleetOf, NETDEV_HOST, OFFLOAD_HOST, placed } from '../../spec-plans';

function prerequisites(
  path: NicPathName,
  inventory: Partial<Inventory>,
  { nic, cloud }: { readonly nic?: Partial<NicRequest>; readonly cloud?: CloudFacts } = {},
): readonly OperatorPrerequisite[] {
  const request = aVmRequest({ disks: [], nics: [aNicRequest({ paths: [path], ...nic })] });
  return placed(request, fleetOf({ 'compute-1': inventory }), '2025.1', cloud).operatorPrerequisites;
}

function met(path: NicPathName, inventory: Partial<Inventory>, cloud?: CloudFacts): Record<string, boolean | null> {
  const given = prerequisites(path, inventory, cloud === undefined ? {} : { cloud });
  return Object.fromEntries(given.map((each) => [each.code, each.met]));
}

const OVS: CloudFacts = { neutronMechanismDrivers: ['openvswitch'], neutronExtensions: null, pciAliases: null };

describe('what a path needs of the operator', () => {
  it.each<[NicPathName, Partial<Inventory>, Record<string, boolean | null>]>([
    [
      'vhost_user',
      DPDK_HOST,
      {
        'neutron.ovs_driver': null,
        'nova.numa_topology_filter': null,
        'host.ovs_dpdk': true,
        'host.huge_pages': true,
        'nova.path_trait': null,
      },
    ],
    [
      'macvtap',
      NETDEV_HOST,
      {
        'pci.device_spec': null,
        'nova.pci_passthrough_filter': null,
        'neutron.sriov_nic_agent': null,
        'neutron.nic_switch_agent': null,
      },
    ],
    [
      'vdpa',
      OFFLOAD_HOST,
      {
        'pci.device_spec': null,
        'nova.pci_passthrough_filter': null,
        'neutron.ovs_driver': null,
        'nova.numa_topology_filter': null,
        'host.hardware_offload': true,
        'host.vdpa_devices': true,
      },
    ],
    [
      'sriov_vf_switchdev',
      OFFLOAD_HOST,
      {
        'pci.device_spec': null,
        'nova.pci_passthrough_filter': null,
        'neutron.ovs_driver': null,
        'host.hardware_offload': true,
      },
    ],
  ])('%s', (path, inventory, expected) => {
    expect(met(path, inventory)).toEqual(expected);
  });

  it('is met where Neutron’s drivers are known: a cloud without them would have been refused', () => {
    expect(met('sriov_vf_switchdev', OFFLOAD_HOST, OVS)).toMatchObject({ 'neutron.ovs_driver': true });
  });

  it('is not known to be met where nobody told whether OVS offloads', () => {
    const bridges = OFFLOAD_HOST.bridges?.map((bridge) => ({ ...bridge, hwOffload: null })) ?? [];
    const request = aVmRequest({ disks: [], nics: [aNicRequest({ paths: ['sriov_vf_switchdev'] })] });

    const { operatorPrerequisites, facts } = placed(request, fleetOf({ 'compute-1': { ...OFFLOAD_HOST, bridges } }));

    expect(operatorPrerequisites).toContainEqual(expect.objectContaining({ code: 'host.hardware_offload', met: null }));
    expect(facts.assumed).toContain('OVS of compute-1 offloads flows (hw-offload), which is not known');
  });

  it('is not certain of vhost-user beside a kernel bridge: an agent has one datapath for all of its bridges', () => {
    const kernel = { name: 'br-ex', physicalNetwork: 'public', datapath: 'system' as const, uplinkMbps: null };
    const bridges = [...(DPDK_HOST.bridges ?? []), { ...kernel, hwOffload: null }];

    expect(met('vhost_user', { ...DPDK_HOST, bridges })).toMatchObject({ 'host.ovs_dpdk': null });
  });
});

describe('the trait that makes the host’s choice hold (handbook 0.2, 1.4)', () => {
  const trait = 'CUSTOM_IOPATH_VHOST_USER';

  it.each<[string, readonly string[] | null, boolean | null]>([
    ['not known', null, null],
    ['known without it', ['COMPUTE_NODE'], false],
    ['known with it', ['COMPUTE_NODE', trait], true],
  ])('of a host whose traits are %s', (_case, traits, isMet) => {
    expect(met('vhost_user', { ...DPDK_HOST, traits })).toMatchObject({ 'nova.path_trait': isMet });
  });

  it('comes with the configuration of the host and the property of the flavor', () => {
    const { snippet } = prerequisites('vhost_user', DPDK_HOST).find(({ code }) => code === 'nova.path_trait') ?? {};

    expect(snippet).toContain(`traits: {additional: [${trait}]}`);
    expect(snippet).toContain(`--property trait:${trait}=required`);
  });
});

describe('device_spec', () => {
  const specOf = (path: NicPathName, inventory: Partial<Inventory>, nic: Partial<NicRequest> = {}): unknown => {
    const [first] = prerequisites(path, inventory, { nic });
    return JSON.parse(first?.snippet.split(' = ')[1] ?? '');
  };

  it('lists vDPA devices by the ids of their VFs', () => {
    const vfs = OFFLOAD_HOST.pfs?.[0]?.vfs.map((vf) => (vf.vdpaDevice === null ? vf : { ...vf, productId: '1021' }));
    const pfs = [aPf(4, { ...OFFLOAD_HOST.pfs?.[0], ...(vfs && { vfs }) })];

    expect(specOf('vdpa', { ...OFFLOAD_HOST, pfs })).toMatchObject({ vendor_id: '15b3', product_id: '1021' });
    expect(specOf('sriov_vf_switchdev', { ...OFFLOAD_HOST, pfs })).toMatchObject({ product_id: '101e' });
  });

  it('marks VFs for tunnelled networks with a null network (handbook 2.3)', () => {
    const pfs = OFFLOAD_HOST.pfs?.map((pf) => ({ ...pf, physicalNetwork: null })) ?? [];

    expect(specOf('sriov_vf_switchdev', { ...OFFLOAD_HOST, pfs }, { physicalNetwork: null })).toEqual({
      vendor_id: '15b3',
      product_id: '101e',
      address: '0000:3b:00.0',
      physical_network: null,
    });
  });
});

describe('VFs that Nova cannot tell apart', () => {
  const other = aPf(2, {
    address: '0000:5e:00.0',
    vfs: aPf(2).vfs.map((vf) => ({ ...vf, iommuGroup: 90 + vf.index, address: `0000:5e:01.${vf.index}` })),
  });
  const apartness = (path: NicPathName, inventory: Partial<Inventory>, nic: Partial<NicRequest> = {}) =>
    prerequisites(path, inventory, { nic }).find(({ code }) => code === 'pci.one_kind_of_vf');

  it('are legacy ones beside switchdev ones on one network: told, and known not to be met (handbook 2.1)', () => {
    const inventory = { ...OFFLOAD_HOST, pfs: [...(OFFLOAD_HOST.pfs ?? []), other] };

    expect(apartness('sriov_vf_switchdev', inventory)).toMatchObject({
      met: false,
      what: expect.stringContaining('0000:5e:00.0') as string,
    });
    expect(apartness('sriov_vf', inventory)?.what).toContain('0000:3b:00.0');
    expect(apartness('vdpa', inventory)).toBeUndefined();
  });

  it('are none where the other kind is on another network', () => {
    const pfs = [...(OFFLOAD_HOST.pfs ?? []), { ...other, physicalNetwork: 'physnet2' }];

    expect(apartness('sriov_vf_switchdev', { ...OFFLOAD_HOST, pfs })).toBeUndefined();
  });

  it('are those without a network interface, for macvtap', () => {
    const vfs = NETDEV_HOST.pfs?.[0]?.vfs.map((vf) => (vf.index === 0 ? { ...vf, driver: 'vfio-pci' } : vf)) ?? [];

    expect(apartness('macvtap', NETDEV_HOST)).toBeUndefined();
    expect(apartness('macvtap', { ...NETDEV_HOST, pfs: [aPf(4, { vfs })] })?.what).toContain('0000:3b:00.0');
    expect(apartness('sriov_vf', { ...NETDEV_HOST, pfs: [aPf(4, { vfs })] })).toBeUndefined();
  });

  it('are VFs meant for aliases, on tunnelled networks (handbook 2.5)', () => {
    const pfs = OFFLOAD_HOST.pfs?.map((pf) => ({ ...pf, physicalNetwork: null })) ?? [];
    const pciDevices = [
      aDrive({ deviceType: 'type-PF', alias: null }),
      aDrive({ address: '0000:5e:00.1', deviceType: 'type-VF', pfAddress: '0000:5e:00.0' }),
    ];

    const told = apartness('sriov_vf_switchdev', { ...OFFLOAD_HOST, pfs, pciDevices }, { physicalNetwork: null });

    expect(told?.what).toContain('0000:5e:00.1');
    expect(told?.what).not.toContain('0000:5e:00.0,');
  });
});
