import fc from 'fast-check';
import { anInventory, inventories } from '@iopath/testing';
import { canonicalInventory } from '../../inventory/canonical-inventory';
import { checkInventory } from '../../inventory/check-inventory';
import type { Inventory } from '../../inventory/inventory';
import { FACT_PRECEDENCE } from './fact-precedence.data';
import type { HostSources, NeutronHostFacts, NovaHostFacts, PlacementHostFacts } from './host-sources';
import { mergeHost } from './merge-host';
import { oldestObservation } from './oldest-observation';

const NOVA: NovaHostFacts = {
  host: 'compute-1',
  hypervisorHostname: 'compute-1.example.org',
  hypervisorId: 'root',
  hypervisorType: 'QEMU',
  hypervisorVersion: 8_002_001,
  service: { status: 'enabled', state: 'up', disabledReason: null },
  availabilityZone: 'az-nova',
  aggregates: ['fast', 'sriov'],
};

const ROOT = { uuid: 'root', name: 'compute-1.example.org', parentUuid: null };

function placement(
  changes: Partial<PlacementHostFacts['providers'][number]> = {},
  ...children: PlacementHostFacts['providers']
) {
  const root = { ...ROOT, inventories: {}, traits: [], aggregates: [], usages: {}, ...changes };
  return { rootUuid: 'root', providers: [root, ...children] } satisfies PlacementHostFacts;
}

const amount = (total: number, reserved = 0, allocationRatio = 1) => ({ total, reserved, allocationRatio });

const pciProvider = (
  address: string,
  resourceClass: string,
  total: number,
): PlacementHostFacts['providers'][number] => ({
  uuid: address,
  name: `compute-1.example.org_${address}`,
  parentUuid: 'root',
  inventories: { [resourceClass]: amount(total) },
  traits: ['COMPUTE_MANAGED_PCI_DEVICE'],
  aggregates: [],
  usages: {},
});

const nicAgent = (deviceMappings: Record<string, readonly string[]>): NeutronHostFacts => ({
  agents: [{ agentType: 'NIC Switch agent', alive: true, adminStateUp: true, deviceMappings, bridgeMappings: {} }],
});

const sources = (said: Partial<HostSources>): HostSources => ({
  put: null,
  nova: null,
  placement: null,
  neutron: null,
  ...said,
});
const merge = (said: Partial<HostSources>) => mergeHost(sources(said));

const withPf = (physicalNetwork: string | null): Inventory => {
  const put = anInventory();
  return { ...put, pfs: put.pfs.map((pf) => ({ ...pf, ifname: 'ens1f0', physicalNetwork })) };
};

describe('a host as all its sources make it', () => {
  it('is what was put while no service tells of it', () => {
    fc.assert(
      fc.property(inventories(), (put) => {
        expect(merge({ put }).inventory).toEqual(put);
      }),
    );
  });

  it('takes zone, aggregates and service from Nova, and of versions only what was not put', () => {
    const put = { ...anInventory(), availabilityZone: 'az-put', aggregates: ['put'] };
    const { inventory } = merge({ put: { ...put, versions: { ...put.versions, qemu: null } }, nova: NOVA });

    expect(inventory).toMatchObject({
      availabilityZone: 'az-nova',
      aggregates: ['fast', 'sriov'],
      computeService: { status: 'enabled', state: 'up' },
      versions: { qemu: '8.2.1' },
      cloudSources: ['nova'],
    });
    expect(
      merge({ put: { ...put, versions: { ...put.versions, qemu: '9.0.0' } }, nova: NOVA }).inventory.versions.qemu,
    ).toBe('9.0.0');
  });

  it('takes ratios, reservations and traits from Placement, class by class', () => {
    const put = { ...anInventory(), allocationRatios: { cpu: 4, ram: 1, disk: 2 } };
    const { inventory } = merge({
      put,
      placement: placement({
        inventories: { VCPU: amount(8, 2, 16), MEMORY_MB: amount(16_384, 512, 1.5) },
        traits: ['HW_CPU_X86_AVX2'],
      }),
    });

    expect(inventory.allocationRatios).toEqual({ cpu: 16, ram: 1.5, disk: 2 });
    expect(inventory.reserved).toEqual({ cpus: 2, memoryMib: 512, diskGib: put.reserved.diskGib });
    expect(inventory.traits).toEqual(['HW_CPU_X86_AVX2']);
  });

  it('leaves CPUs, memory and devices as they were put, and warns where Placement counts others', () => {
    const put = anInventory();
    const { inventory, warnings } = merge({
      put,
      placement: placement(
        { inventories: { VCPU: amount(1), MEMORY_MB: amount(1) } },
        pciProvider('0000:99:00.0', 'CUSTOM_PCI_144D_A824', 1),
      ),
    });

    expect(inventory.numaNodes).toEqual(put.numaNodes);
    expect(inventory.totals).toBeUndefined();
    expect(inventory.pciDevices).toEqual(put.pciDevices);
    expect(warnings.map(({ code, subject }) => `${code} ${subject}`)).toEqual(
      expect.arrayContaining([
        'totals.differ totals/vcpus',
        'totals.differ totals/memory_mib',
        'pci_device.not_put pci_devices/0000:99:00.0',
      ]),
    );
  });

  it('fills a host that nobody described with what Placement counts, NUMA nodes unknown', () => {
    const { inventory } = merge({
      nova: NOVA,
      placement: placement(
        { inventories: { VCPU: amount(32, 0, 4), PCPU: amount(16), MEMORY_MB: amount(65_536, 512) } },
        pciProvider('0000:C1:00.0', 'CUSTOM_PCI_144D_A824', 1),
        pciProvider('0000:81:00.0', 'CUSTOM_PCI_15B3_101E', 8),
      ),
    });

    expect(inventory.numaNodes).toEqual([]);
    expect(inventory.totals).toEqual({ vcpus: 32, pcpus: 16, memoryMib: 65_536 });
    expect(inventory.pciDevices).toMatchObject([
      { address: '0000:c1:00.0', vendorId: '144d', productId: 'a824', numaNode: null, iommuGroup: null, alias: null },
    ]);
    expect(inventory.vhost).toEqual({ net: null, user: null, vdpa: null });
    expect(checkInventory(inventory)).toEqual([]);
  });

  it('fills the physical network of a PF from device_mappings, and keeps what was put where they contradict', () => {
    const neutron = nicAgent({ physnet2: ['ens1f0'] });
    const filled = merge({ put: withPf(null), neutron });
    expect(filled.inventory.pfs[0]?.physicalNetwork).toBe('physnet2');
    expect(filled.warnings).toEqual([]);

    const contradicted = merge({ put: withPf('physnet1'), neutron });
    expect(contradicted.inventory.pfs[0]?.physicalNetwork).toBe('physnet1');
    expect(contradicted.warnings).toMatchObject([
      { code: 'pf.physical_network_differs', kept: 'physnet1', other: 'physnet2', source: 'neutron' },
    ]);
    expect(merge({ put: withPf('PHYSNET2'), neutron }).warnings).toEqual([]);
  });

  it('does not guess where an interface is mapped to two networks', () => {
    const { inventory } = merge({
      put: withPf(null),
      neutron: nicAgent({ physnet1: ['ens1f0'], physnet2: ['ens1f0'] }),
    });

    expect(inventory.pfs[0]?.physicalNetwork).toBeNull();
  });

  it('marks a host that Nova knows no more', () => {
    const { inventory, warnings } = merge({
      put: anInventory(),
      nova: { ...NOVA, service: { ...NOVA.service, state: 'absent' } },
    });

    expect(inventory.computeService?.state).toBe('absent');
    expect(warnings.map(({ code }) => code)).toEqual(['compute_service.absent']);
  });

  it('stays proper whatever Placement keeps back', () => {
    const figures = fc.record({
      total: fc.nat(1_000_000),
      reserved: fc.nat(10_000_000),
      allocationRatio: fc.double({ min: 0, max: 32, noNaN: true }),
    });
    const root = fc.record({ VCPU: figures, MEMORY_MB: figures, DISK_GB: figures }, { requiredKeys: [] });
    fc.assert(
      fc.property(inventories(), root, (put, inventory) => {
        fc.pre(checkInventory(put).length === 0);
        const { VCPU, MEMORY_MB, DISK_GB } = inventory;
        const present = Object.entries({ VCPU, MEMORY_MB, DISK_GB }).flatMap(([name, each]) =>
          each === undefined ? [] : [[name, each] as const],
        );
        const { inventory: now } = merge({
          put,
          nova: NOVA,
          placement: placement({ inventories: Object.fromEntries(present) }),
        });
        expect(checkInventory(now)).toEqual([]);
      }),
    );
  });

  it('has a place in the table of precedence for every fact of an inventory', () => {
    const wireName = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const { inventory } = merge({ put: anInventory(), nova: NOVA, placement: placement(), neutron: nicAgent({}) });
    const facts = Object.keys(inventory).map(wireName);
    const ranked = FACT_PRECEDENCE.map(({ fact }) => fact);

    expect(facts.filter((fact) => !ranked.includes(fact)).sort()).toEqual([
      'cloud_sources',
      'observed_at_ms',
      'source',
    ]);
  });
});

describe('inventories and the cloud', () => {
  it('keeps the hash of documents that no service tells of', () => {
    const { computeService: _service, ...rest } = { ...anInventory(), computeService: undefined };
    expect(canonicalInventory({ ...anInventory() })).toBe(canonicalInventory(rest));
  });

  it('is as old as the oldest of its sources', () => {
    const put = { ...anInventory(), observedAtMs: 5_000 };
    const { inventory } = merge({ put, nova: NOVA, placement: placement() });

    expect(oldestObservation(put, { placement: 1_000 })).toBe(5_000);
    expect(oldestObservation(inventory, { nova: 9_000, placement: 1_000, neutron: 1 })).toBe(1_000);
    expect(oldestObservation(inventory, { nova: 9_000, placement: 8_000 })).toBe(5_000);
    expect(oldestObservation({ ...put, observedAtMs: null }, {})).toBeNull();
  });
});
