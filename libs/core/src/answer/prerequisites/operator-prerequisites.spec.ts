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

describe('what the operator must have set up', () => {
  it.each<[string, Partial<VmRequest>, readonly string[]]>([
    ['nothing for a VM without devices', {}, []],
    [
      'vhost-net for a port on it, and a trait to keep it there',
      withNics({ paths: ['vhost_net'] }),
      ['host.vhost_net', 'nova.path_trait'],
    ],
    [
      'device_spec, filter and mechanism driver for a VF',
      withNics({ paths: ['sriov_vf'] }),
      ['pci.device_spec', 'nova.pci_passthrough_filter', 'neutron.sriov_nic_agent'],
    ],
    [
      'the same for a whole PF',
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
        'nova.numa_topology_filter',
        'neutron.port_numa_affinity_policy',
      ],
    ],
    ['the NUMA filter for a pinned guest', withSpecs({ 'hw:cpu_policy': 'dedicated' }), ['nova.numa_topology_filter']],
    [
      'the alias that the caller’s flavor names',
      withSpecs({ 'pci_passthrough:alias': 'nvme:1' }),
      ['pci.alias', 'nova.pci_passthrough_filter'],
    ],
  ])('%s', (_case, request, codes) => {
    expect(prerequisites(request).map(({ code }) => code)).toEqual(codes);
  });

  it('is told once, however many NICs need it', () => {
    const codes = prerequisites(withNics({ paths: ['sriov_vf'] }, { paths: ['sriov_vf'] })).map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each<[string, Partial<NicRequest>, object]>([
    ['VFs', { paths: ['sriov_vf'] }, { vendor_id: '15b3', product_id: '101e', physical_network: 'physnet1' }],
    ['a PF', { paths: ['pci_passthrough'] }, { vendor_id: '15b3', product_id: '101d', physical_network: 'physnet1' }],
    [
      'VFs for a trusted port, which Nova gives none that is not tagged so (handbook 2.5)',
      { paths: ['sriov_vf'], trusted: true },
      { vendor_id: '15b3', product_id: '101e', physical_network: 'physnet1', trusted: 'true' },
    ],
  ])('offers %s by vendor, product and network', (_case, nic, spec) => {
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
