import { aNicRequest, aVmRequest } from '@iopath/testing';
import type { OpenStackRelease } from '../../nova/openstack-release';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { NicRequest, VmRequest } from '../../request/vm-request';
import { aDrive, fleetOf, placed, TWO_NODES } from '../../spec-plans';

function prerequisites(request: Partial<VmRequest>, release?: OpenStackRelease): readonly OperatorPrerequisite[] {
  const fleet = fleetOf({ 'compute-1': { ...TWO_NODES, pciDevices: [aDrive()] } });
  return placed(aVmRequest({ disks: [], nics: [], ...request }), fleet, release).operatorPrerequisites;
}

function withNics(...nics: Partial<NicRequest>[]): Partial<VmRequest> {
  return { nics: nics.map((nic, index) => aNicRequest({ name: `nic${index}`, ...nic })) };
}

function withSpecs(extraSpecs: Record<string, string>): Partial<VmRequest> {
  return { flavor: { ...aVmRequest().flavor, extraSpecs } };
}

const PF = '0000:3b:00.0';

describe('what the operator must have set up', () => {
  it.each<[string, Partial<VmRequest>, readonly string[]]>([
    ['nothing for a VM without devices', {}, []],
    [
      'vhost-net for a port on it, and a trait to keep it there',
      withNics({ paths: ['vhost_net'] }),
      ['host.vhost_net', 'nova.path_trait'],
    ],
    [
      'device_spec, filter, mechanism driver and agent for a VF',
      withNics({ paths: ['sriov_vf'] }),
      ['pci.device_spec', 'nova.pci_passthrough_filter', 'neutron.sriov_nic_agent', 'neutron.nic_switch_agent'],
    ],
    [
      'the same for a whole PF, but for the agent',
      withNics({ paths: ['pci_passthrough'] }),
      ['pci.device_spec', 'nova.pci_passthrough_filter', 'neutron.sriov_nic_agent'],
    ],
    [
      'NUMA filter and port extension for a policy',
      withNics({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' }),
      [
        'pci.device_spec',
        'nova.pci_passthrough_filter',
        'neutron.sriov_nic_agent',
        'neutron.nic_switch_agent',
        'nova.numa_topology_filter',
        'neutron.port_numa_affinity_policy',
      ],
    ],
    [
      'the NUMA filter and CPUs set apart for a pinned guest',
      withSpecs({ 'hw:cpu_policy': 'dedicated' }),
      ['nova.numa_topology_filter', 'nova.cpu_dedicated_set'],
    ],
    [
      'the NUMA filter and huge pages for a guest on such',
      withSpecs({ 'hw:mem_page_size': '1GB' }),
      ['nova.numa_topology_filter', 'host.huge_pages'],
    ],
    [
      'the alias that the caller’s flavor names, the device under it, and what to do with its data',
      withSpecs({ 'pci_passthrough:alias': 'nvme:1' }),
      ['pci.alias', 'pci.device_spec', 'pci.wipe_between_tenants', 'nova.pci_passthrough_filter'],
    ],
  ])('%s', (_case, request, codes) => {
    expect(prerequisites(request).map(({ code }) => code)).toEqual(codes);
  });

  it('is told once, however many NICs need it', () => {
    const codes = prerequisites(withNics({ paths: ['sriov_vf'] }, { paths: ['sriov_vf'] })).map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each<[string, Partial<NicRequest>, object]>([
    [
      'VFs',
      { paths: ['sriov_vf'] },
      { vendor_id: '15b3', product_id: '101e', address: PF, physical_network: 'physnet1' },
    ],
    [
      'a PF',
      { paths: ['pci_passthrough'] },
      { vendor_id: '15b3', product_id: '101d', address: PF, physical_network: 'physnet1' },
    ],
    [
      'VFs for a trusted port, which Nova gives none that is not tagged so (handbook 2.5)',
      { paths: ['sriov_vf'], trusted: true },
      { vendor_id: '15b3', product_id: '101e', address: PF, physical_network: 'physnet1', trusted: 'true' },
    ],
  ])('offers %s by vendor, product, address of the PF and network', (_case, nic, spec) => {
    const [deviceSpec] = prerequisites(withNics(nic));

    expect(deviceSpec?.snippet).toBe(`[pci]\ndevice_spec = ${JSON.stringify(spec)}`);
  });

  it.each<[OpenStackRelease, boolean]>([
    ['2024.1', false],
    ['2024.2', true],
  ])('in %s needs the extension driver for trusted ports: %s', (release, isNeeded) => {
    const codes = prerequisites(withNics({ paths: ['sriov_vf'], trusted: true }), release).map(({ code }) => code);

    expect(codes.includes('neutron.port_trusted')).toBe(isNeeded);
  });

  it('is known to be met only where the inventory tells', () => {
    const met = prerequisites(withNics({ paths: ['sriov_vf'] }, { paths: ['vhost_net'] })).map((each) => [
      each.code,
      each.met,
    ]);

    expect(Object.fromEntries(met)).toMatchObject({ 'host.vhost_net': true, 'pci.device_spec': null });
  });
});

describe('what Neutron is known to have', () => {
  const known = (drivers: readonly string[] | null, extensions: readonly string[] | null, nic: Partial<NicRequest>) => {
    const cloud = { neutronMechanismDrivers: drivers, neutronExtensions: extensions, pciAliases: null };
    const request = aVmRequest({ disks: [], nics: [aNicRequest({ paths: ['sriov_vf'], ...nic })] });
    const { operatorPrerequisites } = placed(request, fleetOf({ 'compute-1': TWO_NODES }), '2025.1', cloud);
    return Object.fromEntries(operatorPrerequisites.map(({ code, met }) => [code, met]));
  };

  it.each<[string, readonly string[] | null, boolean | null]>([
    ['nobody told', null, null],
    ['the driver is on', ['openvswitch', 'sriovnicswitch'], true],
  ])('of mechanism drivers: %s', (_case, drivers, met) => {
    expect(known(drivers, null, {})).toMatchObject({
      'neutron.sriov_nic_agent': met,
      'neutron.nic_switch_agent': null,
    });
  });

  it.each<[string, Partial<NicRequest>, readonly string[] | null, boolean | null]>([
    ['neutron.port_trusted', { trusted: true }, null, null],
    ['neutron.port_trusted', { trusted: true }, ['port-trusted-vif'], true],
    ['neutron.port_trusted', { trusted: true }, [], false],
    ['neutron.port_numa_affinity_policy', { numaAffinityPolicy: 'required' }, ['port-numa-affinity-policy'], true],
    ['neutron.port_numa_affinity_policy', { numaAffinityPolicy: 'required' }, ['qos'], false],
    ['neutron.port_numa_affinity_policy', { numaAffinityPolicy: 'socket' }, ['port-numa-affinity-policy'], false],
    [
      'neutron.port_numa_affinity_policy',
      { numaAffinityPolicy: 'socket' },
      ['port-numa-affinity-policy', 'port-numa-affinity-policy-socket'],
      true,
    ],
  ])('of extensions, %s for %j with %j: %s', (code, nic, extensions, met) => {
    expect(known(null, extensions, nic)).toMatchObject({ [code]: met });
  });
});
