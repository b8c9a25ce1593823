import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../../inventory/inventory';
import type { PciAliasDefinition } from '../../nova/pci-alias';
import type { DiskRequest, NicRequest, NumaAffinityPolicy, VmRequest } from '../../request/vm-request';
import { aDrive, fleetOf, TWO_NODES } from '../../spec-plans';
import type { DeviceTake } from '../decision';
import { planRequest } from '../plan-request';

const NIC = '0000:3b:00.0';

function alias(name: string, changes: Partial<PciAliasDefinition> = {}): PciAliasDefinition {
  return { name, vendorId: null, productId: null, deviceType: null, numaPolicy: null, ...changes };
}

const VFS = alias('vf', { deviceType: 'type-VF' });
const WHOLE = alias('nic', { deviceType: 'type-PF' });
const DRIVES = alias('nvme', { vendorId: '144d', deviceType: 'type-PCI' });

/** What a VM takes of a host with a NIC of four VFs and a drive, as `kind address of PF`; null when it gets no host. */
function taken(
  asked: { readonly aliases?: string; readonly specs?: Record<string, string> } & Partial<VmRequest>,
  definitions: readonly PciAliasDefinition[] | null,
  changes: Partial<Inventory> = {},
): readonly DeviceTake[] | null {
  const { aliases, specs, ...rest } = asked;
  const extraSpecs = { ...specs, ...(aliases === undefined ? {} : { 'pci_passthrough:alias': aliases }) };
  const request = aVmRequest({ nics: [], disks: [], flavor: { ...aVmRequest().flavor, extraSpecs }, ...rest });
  const fleet = fleetOf({
    'compute-1': { ...TWO_NODES, pfs: [aPf(4, { numaNode: 1 })], pciDevices: [aDrive()], ...changes },
  });
  const { decision } = planRequest(request, fleet, {
    release: '2025.1',
    cloud: { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: definitions },
  });
  return decision.status === 'ready' ? (decision.members[0]?.devices ?? null) : null;
}

const kinds = (devices: readonly DeviceTake[] | null): string[] | null =>
  devices?.map(({ device, kind, pfAddress }) => `${device} ${kind} ${pfAddress ?? ''}`.trim()) ?? null;

function ports(count: number, path: 'sriov_vf' | 'pci_passthrough'): NicRequest[] {
  return Array.from({ length: count }, (_, index) => aNicRequest({ name: `nic${index}`, paths: [path] }));
}

function aDisk(path: 'sriov_vf' | 'pci_passthrough'): DiskRequest {
  return { name: 'data', iops: null, throughputMibps: null, latency: null, paths: [path] };
}

describe('the devices of a flavor’s aliases', () => {
  it.each<[string, string, PciAliasDefinition[] | null, string[] | null]>([
    ['are those that the inventory lists, where Nova’s are not known', 'nvme:1', null, ['nvme#0 pci']],
    ['are those that Nova’s definitions match', 'nvme:1', [DRIVES], ['nvme#0 pci']],
    ['are VFs of NICs for an alias of such', 'vf:2', [VFS], [`vf#0 vf ${NIC}`, `vf#1 vf ${NIC}`]],
    ['are whole NICs for an alias of type-PF', 'nic:1', [WHOLE], [`nic#0 pf ${NIC}`]],
    ['are never a NIC and a VF of it (handbook 3.3)', 'nic:1,vf:1', [WHOLE, VFS], null],
    ['are no more than there are', 'vf:5', [VFS], null],
  ])('%s', (_case, aliases, definitions, expected) => {
    expect(kinds(taken({ aliases }, definitions))).toEqual(expected);
  });

  it('are taken before the ports’, which get VFs of their own (handbook 2.5)', () => {
    const devices = taken({ aliases: 'vf:2', nics: ports(2, 'sriov_vf') }, [VFS]);

    expect(new Set(devices?.map(({ address }) => address)).size).toBe(4);
  });

  it.each<[string, string, NicRequest[]]>([
    ['three VFs and two ports on four VFs', 'vf:3', ports(2, 'sriov_vf')],
    ['a VF and a port that takes the whole NIC', 'vf:1', ports(1, 'pci_passthrough')],
    ['the NIC and a port on a VF of it', 'nic:1', ports(1, 'sriov_vf')],
  ])('leave nothing to the ports: %s', (_case, aliases, nics) => {
    expect(taken({ aliases, nics }, [VFS, WHOLE])).toBeNull();
  });

  it('spare the ports’ network where another NIC will do, but only what is left whatever Nova takes counts', () => {
    const other = aPf(1, { address: '0000:5f:00.0', physicalNetwork: 'physnet2', numaNode: 1, iommuGroup: 900 });
    const moved = other.vfs.map((vf) => ({ ...vf, address: '0000:5f:00.2', iommuGroup: 901 }));
    const pfs = [aPf(2, { numaNode: 1 }), { ...other, vfs: moved }];

    expect(kinds(taken({ aliases: 'vf:1', nics: ports(1, 'sriov_vf') }, [VFS], { pfs }))).toEqual([
      `nic0 vf ${NIC}`,
      'vf#0 vf 0000:5f:00.0',
    ]);
    expect(taken({ aliases: 'vf:1', nics: ports(2, 'sriov_vf') }, [VFS], { pfs })).toBeNull();
  });

  it.each<[string, Record<string, string>, PciAliasDefinition, boolean]>([
    ['the alias’ own', {}, { ...DRIVES, numaPolicy: 'required' }, false],
    ['none, which is legacy', {}, DRIVES, false],
    ['the alias’ own, when lenient', {}, { ...DRIVES, numaPolicy: 'preferred' }, true],
    [
      'the flavor’s before the alias’',
      { 'hw:pci_numa_affinity_policy': 'preferred' },
      { ...DRIVES, numaPolicy: 'required' },
      true,
    ],
  ])('lie where the policy allows: %s (handbook 2.2)', (_case, specs, definition, fits) => {
    // Pinned CPUs on node 1 only, and the drive on node 0.
    const inventory = { cpuDedicatedSet: [18, 19, 20, 21], cpuSharedSet: [0, 1, 16, 17] };
    const asked = { aliases: 'nvme:1', specs: { 'hw:cpu_policy': 'dedicated', ...specs } };

    expect(taken(asked, [definition], inventory) !== null).toBe(fits);
  });
});

describe('a disk on a device', () => {
  const hba = aDrive({
    address: '0000:af:00.0',
    deviceClass: 'hba',
    deviceType: 'type-PF',
    iommuGroup: 600,
    alias: 'hba',
  });
  const vf = aDrive({
    address: '0000:af:00.1',
    deviceClass: 'hba',
    deviceType: 'type-VF',
    pfAddress: hba.address,
    iommuGroup: 601,
    alias: 'hba-vf',
  });
  const pciDevices = [hba, vf];

  it.each<[string, 'sriov_vf' | 'pci_passthrough', string[]]>([
    ['that is a VF of an HBA', 'sriov_vf', ['data vf 0000:af:00.0']],
    ['that is the HBA', 'pci_passthrough', ['data pf 0000:af:00.0']],
  ])('%s is held as what it is, so that the ledger keeps PF and VF apart', (_case, path, expected) => {
    expect(kinds(taken({ disks: [aDisk(path)] }, null, { pciDevices }))).toEqual(expected);
  });

  it('is never the HBA and a VF of it at once', () => {
    const disks = [aDisk('sriov_vf'), { ...aDisk('pci_passthrough'), name: 'more' }];

    expect(taken({ disks }, null, { pciDevices })).toBeNull();
  });

  it.each<[NumaAffinityPolicy | null, string[]]>([
    ['preferred', []],
    ['required', ['pci.numa_affinity']],
    [null, ['pci.numa_affinity']],
  ])('lies where the alias’ policy %s allows, and is refused by its name', (numaPolicy, codes) => {
    // Pinned CPUs on node 1 only, and the drive on node 0.
    const flavor = { ...aVmRequest().flavor, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };
    const fleet = fleetOf({
      'compute-1': { ...TWO_NODES, cpuDedicatedSet: [18, 19, 20, 21], cpuSharedSet: [0, 16], pciDevices: [aDrive()] },
    });
    const cloud = { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: [{ ...DRIVES, numaPolicy }] };
    const request = aVmRequest({ nics: [], disks: [aDisk('pci_passthrough')], flavor });

    const { decision } = planRequest(request, fleet, { release: '2025.1', cloud });

    const refused = decision.status === 'ready' ? [] : decision.rejections.map(({ code }) => code);
    expect(refused).toEqual(codes);
  });
});
