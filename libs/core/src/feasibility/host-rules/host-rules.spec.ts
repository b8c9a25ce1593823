import { aHostClaim, aHostState, anInventory, aPciClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostFacts } from '../../fleet/compile-host';
import type { HostState } from '../../fleet/host-state';
import type { Inventory, PciDevice } from '../../inventory/inventory';
import { requestContext } from '../../planning/request-context';
import type { Constraints, Flavor, VmRequest } from '../../request/vm-request';
import type { HostRule } from '../host-rule';
import { aggregates } from './aggregates.rule';
import { availabilityZone } from './availability-zone.rule';
import { cpuCapacity } from './cpu-capacity.rule';
import { customResources } from './custom-resources.rule';
import { diskCapacity } from './disk-capacity.rule';
import { flavorPciAliases } from './flavor-aliases.rule';
import { hostActive } from './host-active.rule';
import { memoryCapacity } from './memory-capacity.rule';
import { namedHosts } from './named-hosts.rule';
import { serverGroup } from './server-group.rule';
import { traits } from './traits.rule';

function codeOf(rule: HostRule, request: VmRequest, host: HostState, others: readonly HostState[] = []): string | null {
  const context = requestContext(request, buildFleet([host, ...others]), { release: '2025.1' });
  return rule.reject(host, context)?.code ?? null;
}

function constrained(constraints: Partial<Constraints>): VmRequest {
  return aVmRequest({ constraints: { ...aVmRequest().constraints, ...constraints } });
}

function sized(flavor: Partial<Flavor>): VmRequest {
  return aVmRequest({ flavor: { ...aVmRequest().flavor, ...flavor } });
}

function hostWith(inventory: Partial<Inventory>, facts: Partial<HostFacts> = {}): HostState {
  return aHostState('compute-1', { ...facts, inventory: anInventory(inventory) });
}

describe('named hosts', () => {
  it.each<[string, Partial<Constraints>, string | null]>([
    ['nobody named', {}, null],
    ['this one included', { includeHosts: ['compute-1'] }, null],
    ['another one included', { includeHosts: ['compute-2'] }, 'host.not_included'],
    ['an empty list of hosts', { includeHosts: [] }, 'host.not_included'],
    ['this one excluded', { excludeHosts: ['compute-1'] }, 'host.excluded'],
    ['another one excluded', { excludeHosts: ['compute-2'] }, null],
    ['in both lists', { includeHosts: ['compute-1'], excludeHosts: ['compute-1'] }, 'host.excluded'],
  ])('%s', (_case, constraints, code) => {
    expect(codeOf(namedHosts, constrained(constraints), aHostState())).toBe(code);
  });
});

describe('the administrative state', () => {
  it.each([
    ['active', null],
    ['draining', 'host.not_active'],
    ['disabled', 'host.not_active'],
  ] as const)('%s', (state, code) => {
    expect(codeOf(hostActive, aVmRequest(), aHostState('compute-1', { state }))).toBe(code);
  });
});

describe('the availability zone', () => {
  it.each([
    ['none asked for', null, 'az1', null],
    ['the one asked for', 'az1', 'az1', null],
    ['another one', 'az1', 'az2', 'host.other_availability_zone'],
    ['not known: it is in none that can be asked for', 'az1', null, 'host.other_availability_zone'],
  ])('%s', (_case, wanted, zone, code) => {
    const host = hostWith({ availabilityZone: zone });

    expect(codeOf(availabilityZone, constrained({ availabilityZone: wanted }), host)).toBe(code);
  });
});

describe('aggregates', () => {
  it.each([
    ['none asked for', [], null],
    ['one of the host’s', ['ssd'], null],
    ['all of the host’s', ['sriov', 'ssd'], null],
    ['one that the host is not in', ['ssd', 'gpu'], 'host.not_in_aggregate'],
  ])('%s', (_case, wanted, code) => {
    const host = hostWith({ aggregates: ['sriov', 'ssd'] });

    expect(codeOf(aggregates, constrained({ aggregates: wanted }), host)).toBe(code);
  });
});

describe('the server group', () => {
  const member = { claims: [aHostClaim({ groupId: 'web' })] };

  it.each([
    ['affinity', 'the first VM', [], [], null],
    ['affinity', 'a member here', ['compute-1'], [], null],
    ['affinity', 'a member elsewhere', [], ['compute-2'], 'group.affinity'],
    ['anti-affinity', 'a member elsewhere', [], ['compute-2'], null],
    ['anti-affinity', 'a member here', ['compute-1'], [], 'group.anti_affinity'],
    ['soft-affinity', 'a member elsewhere: it only scores', [], ['compute-2'], null],
    ['soft-anti-affinity', 'a member here: it only scores', ['compute-1'], [], null],
  ] as const)('by %s, %s', (policy, _case, here, elsewhere, code) => {
    const host = aHostState('compute-1', here.length > 0 ? member : {});
    const others = elsewhere.map((name) => aHostState(name, member));

    expect(codeOf(serverGroup, constrained({ group: { id: 'web', policy } }), host, others)).toBe(code);
  });

  it('of others does not count', () => {
    const host = aHostState('compute-1', member);

    expect(codeOf(serverGroup, constrained({ group: { id: 'db', policy: 'anti-affinity' } }), host)).toBeNull();
  });
});

describe('CPU capacity (32 CPUs, ratio 4)', () => {
  const pinned = { 'hw:cpu_policy': 'dedicated' };

  it.each<[string, Partial<Flavor>, Partial<Inventory>, string | null]>([
    ['as many VCPU as Placement has', { vcpus: 128 }, {}, null],
    ['one VCPU more', { vcpus: 129 }, {}, 'capacity.vcpus'],
    ['reserved CPUs come off before the ratio', { vcpus: 125 }, { reserved: reserved({ cpus: 1 }) }, 'capacity.vcpus'],
    ['PCPU is one to one', { vcpus: 5, extraSpecs: pinned }, { cpuDedicatedSet: [0, 1, 2, 3] }, 'capacity.pcpus'],
    ['every PCPU', { vcpus: 4, extraSpecs: pinned }, { cpuDedicatedSet: [0, 1, 2, 3] }, null],
    ['no dedicated CPUs at all', { vcpus: 1, extraSpecs: pinned }, {}, 'capacity.no_dedicated_cpus'],
    [
      'an isolated emulator thread takes one PCPU more (handbook 1.4)',
      { vcpus: 4, extraSpecs: { ...pinned, 'hw:emulator_threads_policy': 'isolate' } },
      { cpuDedicatedSet: [0, 1, 2, 3] },
      'capacity.pcpus',
    ],
  ])('%s', (_case, flavor, inventory, code) => {
    expect(codeOf(cpuCapacity, sized(flavor), hostWith(inventory))).toBe(code);
  });

  it('is less what live claims take', () => {
    const host = aHostState('compute-1', { claims: [aHostClaim({ vcpus: 127 })] });

    expect(codeOf(cpuCapacity, sized({ vcpus: 1 }), host)).toBeNull();
    expect(codeOf(cpuCapacity, sized({ vcpus: 2 }), host)).toBe('capacity.vcpus');
  });
});

describe('memory and disk capacity', () => {
  it.each([
    ['all of the memory', 262_144, null],
    ['a MiB more', 262_145, 'capacity.memory'],
  ])('%s', (_case, ramMib, code) => {
    expect(codeOf(memoryCapacity, sized({ ramMib }), hostWith({}))).toBe(code);
  });

  it('overcommits memory only by its ratio', () => {
    const host = hostWith({ allocationRatios: { cpu: 4, ram: 1.5, disk: 1 } });

    expect(codeOf(memoryCapacity, sized({ ramMib: 393_216 }), host)).toBeNull();
  });

  it.each([
    ['all of the disk', 10_000, 10_000, null],
    ['a GiB more', 10_001, 10_000, 'capacity.disk'],
    ['a disk that is not known: the VM may live on volumes', 10_001, null, null],
  ])('%s', (_case, diskGib, totalGib, code) => {
    const host = hostWith({ localDisk: totalGib === null ? null : { totalGib, kind: 'nvme' } });

    expect(codeOf(diskCapacity, sized({ diskGib }), host)).toBe(code);
  });
});

describe('traits', () => {
  const REQUIRED = { 'trait:CUSTOM_FAST': 'required' };
  const FORBIDDEN = { 'trait:CUSTOM_FAST': 'forbidden' };
  const SOCKET = { 'hw:pci_numa_affinity_policy': 'socket' };

  it.each<[string, Flavor['extraSpecs'], readonly string[] | null, string | null]>([
    ['none asked for, none known', {}, null, null],
    ['one required and there', REQUIRED, ['CUSTOM_FAST'], null],
    ['one required and missing', REQUIRED, ['CUSTOM_SLOW'], 'trait.missing'],
    ['one required of a host whose traits are not known', REQUIRED, null, 'trait.unknown'],
    ['one forbidden and there', FORBIDDEN, ['CUSTOM_FAST'], 'trait.forbidden'],
    ['one forbidden and missing', FORBIDDEN, [], null],
    ['one forbidden of a host whose traits are not known', FORBIDDEN, null, 'trait.unknown'],
    ['one of a numbered group', { 'trait1:CUSTOM_FAST': 'required' }, [], 'trait.missing'],
    ['the one that policy socket brings, missing', SOCKET, ['CUSTOM_FAST'], 'trait.missing'],
    ['the one that policy socket brings', SOCKET, ['COMPUTE_SOCKET_PCI_NUMA_AFFINITY'], null],
    ['the one that policy socket brings, which every compute has since Wallaby', SOCKET, null, null],
  ])('%s', (_case, extraSpecs, known, code) => {
    expect(codeOf(traits, sized({ extraSpecs }), hostWith({ traits: known }))).toBe(code);
  });

  it('may be required by the image', () => {
    const request = aVmRequest({ image: { osId: null, properties: { 'trait:CUSTOM_FAST': 'required' } } });

    expect(codeOf(traits, request, hostWith({ traits: [] }))).toBe('trait.missing');
    expect(codeOf(traits, request, hostWith({ traits: ['CUSTOM_FAST'] }))).toBeNull();
  });

  it.each([
    ['required', true, null],
    ['required', false, 'trait.unknown'],
    ['forbidden', true, 'trait.unknown'],
    ['forbidden', false, null],
  ])('tell SMT by the CPUs themselves: %s, with siblings: %s', (value, hasSmt, code) => {
    const [node] = anInventory().numaNodes;
    const siblings = hasSmt ? [[0, 1]] : [];
    const host = hostWith({ numaNodes: node === undefined ? [] : [{ ...node, siblings }] });

    const extraSpecs = { 'hw:cpu_policy': 'dedicated', 'trait:HW_CPU_HYPERTHREADING': value };

    expect(codeOf(traits, sized({ extraSpecs }), host)).toBe(code);
  });
});

describe('the SMT trait of a host whose traits are not known', () => {
  const [node] = anInventory().numaNodes.map((all) => ({ ...all, cpus: [0, 1], siblings: [] }));
  const smt = { ...node, id: 1, cpus: [2, 3], siblings: [[2, 3]] };
  const nodes = (...list: unknown[]) => ({ numaNodes: list as Inventory['numaNodes'] });

  it.each([
    ['is there when one node has SMT', nodes(node, smt), null, 'trait.unknown'],
    ['is not known when no node is listed', nodes(), 'trait.unknown', 'trait.unknown'],
  ])('%s', (_case, inventory, required, forbidden) => {
    const asked = (value: string) =>
      sized({ extraSpecs: { 'hw:cpu_policy': 'dedicated', 'trait:HW_CPU_HYPERTHREADING': value } });

    expect(codeOf(traits, asked('required'), hostWith(inventory))).toBe(required);
    expect(codeOf(traits, asked('forbidden'), hostWith(inventory))).toBe(forbidden);
  });
});

describe('resources of other classes', () => {
  it.each<[string, Flavor['extraSpecs'], string | null]>([
    ['of an operator’s own', { 'resources:CUSTOM_FPGA': '1' }, 'resource.unknown'],
    ['in a numbered group', { 'resources1:VGPU': '1' }, 'resource.unknown'],
    ['of which none is asked for', { 'resources:CUSTOM_FPGA': '0' }, null],
    ['that flavors always ask for', { 'resources:VCPU': '2', 'resources:MEMORY_MB': '512' }, null],
  ])('%s: Placement alone knows how much there is', (_case, extraSpecs, code) => {
    expect(codeOf(customResources, sized({ extraSpecs }), hostWith({}))).toBe(code);
  });
});

describe('PCI aliases of the caller’s flavor', () => {
  const wanted = sized({ extraSpecs: { 'pci_passthrough:alias': 'nvme:2' } });
  const drive = (address: string, changes: Partial<PciDevice> = {}): PciDevice => ({
    address,
    vendorId: '144d',
    productId: 'a808',
    deviceClass: 'nvme',
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode: 0,
    iommuGroup: 50,
    alias: 'nvme',
    hostInUse: false,
    ...changes,
  });
  const two = [drive('0000:5e:00.0'), drive('0000:5f:00.0', { iommuGroup: 51 })];

  it.each<[string, Partial<Inventory>, string | null]>([
    ['two free', { pciDevices: two }, null],
    ['one only', { pciDevices: two.slice(1) }, 'pci_alias.too_few'],
    [
      'one under another alias',
      { pciDevices: [two[0] as PciDevice, drive('0000:5f:00.0', { iommuGroup: 51, alias: 'gpu' })] },
      'pci_alias.too_few',
    ],
    [
      'one that the host itself needs',
      { pciDevices: [two[0] as PciDevice, drive('0000:60:00.0', { iommuGroup: 52, hostInUse: true })] },
      'pci_alias.too_few',
    ],
    [
      'one whose IOMMU group is not known: VFIO gives groups away as a whole',
      { pciDevices: [two[0] as PciDevice, drive('0000:60:00.0', { iommuGroup: null })] },
      'pci_alias.too_few',
    ],
    [
      'two in one IOMMU group',
      { pciDevices: two.map((device) => ({ ...device, iommuGroup: 50 })) },
      'pci_alias.too_few',
    ],
    ['without a working IOMMU', { pciDevices: two, iommu: { enabled: null, passthrough: null } }, 'iommu.not_enabled'],
  ])('%s', (_case, inventory, code) => {
    expect(codeOf(flavorPciAliases, wanted, hostWith(inventory))).toBe(code);
  });

  it('do not find what a live claim holds', () => {
    const claims = [aHostClaim({ devices: [aPciClaim('0000:5e:00.0')] })];

    expect(codeOf(flavorPciAliases, wanted, hostWith({ pciDevices: two }, { claims }))).toBe('pci_alias.too_few');
  });
});

function reserved(changes: Partial<Inventory['reserved']>): Inventory['reserved'] {
  return { cpus: 0, memoryMib: 0, diskGib: 0, ...changes };
}
