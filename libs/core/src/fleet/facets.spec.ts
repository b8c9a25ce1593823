import { aHostClaim, aHostState, anInventory, aNumaNode, aPciClaim, aPf, aVfClaim } from '@iopath/testing';
import type { Inventory, NumaNode, PhysicalFunction } from '../inventory/inventory';
import { aDrive, TWO_NODES } from '../spec-plans';
import type { HostClaim } from './host-claims';
import type { HostFacets } from './facets';

function facetsOf(changes: Partial<Inventory> = {}, claims: readonly HostClaim[] = []): HostFacets {
  return aHostState('compute-1', { inventory: anInventory(changes), claims }).facets;
}

function pfFacetOf(changes: Partial<PhysicalFunction> = {}, claims: readonly HostClaim[] = []): string | undefined {
  const inventory = anInventory({ pfs: [aPf(4, changes)] });
  return aHostState('compute-1', { inventory, claims }).pfs[0]?.facet;
}

const vfs = aPf(4).vfs;

/** The PF's VF of this number is held. */
function holding(n: number, changes: Partial<HostClaim> = {}, bandwidthMbps = 0): HostClaim[] {
  const device = aVfClaim(vfs[n]?.address ?? '', aPf(4).address, bandwidthMbps);
  return [aHostClaim({ devices: [device], ...changes })];
}

describe('the facet of a PF', () => {
  it.each<[string, Partial<PhysicalFunction>]>([
    ['its name', { ifname: 'enp1s0f0' }],
    ['its place on the PCI bus', { address: '0000:d8:00.0', pcieRoot: '0000:d7' }],
    ['the number of its IOMMU group', { iommuGroup: 999 }],
    ['the addresses of its VFs', { vfs: vfs.map((vf, n) => ({ ...vf, address: `0000:d8:01.${n}` })) }],
  ])('does not depend on %s', (_what, changes) => {
    expect(pfFacetOf(changes)).toBe(pfFacetOf());
  });

  it('does not depend on which of its VFs are held', () => {
    expect(pfFacetOf({}, holding(0))).toBe(pfFacetOf({}, holding(2)));
    expect(pfFacetOf({}, holding(0))).not.toBe(pfFacetOf());
  });

  it('does not depend on who holds them: tenants are looked at one by one', () => {
    expect(pfFacetOf({}, holding(0, { projectId: 'p1' }))).toBe(pfFacetOf({}, holding(0, { projectId: 'p2' })));
  });

  it.each<[string, Partial<PhysicalFunction>]>([
    ['its NUMA node', { numaNode: 1 }],
    ['its network', { physicalNetwork: 'physnet2' }],
    ['its link', { linkState: 'down' }],
    ['whether the IOMMU has a group for it', { iommuGroup: null }],
    ['an address that Nova cannot name', { address: '10000:01:00.0' }],
    ['the queues of all VFs', { vfs: vfs.map((vf) => ({ ...vf, queues: 99 })) }],
    ['the queues of a VF', { vfs: vfs.map((vf, n) => (n === 1 ? { ...vf, queues: 99 } : vf)) }],
    ['the vDPA device of a VF', { vfs: vfs.map((vf) => ({ ...vf, vdpaDevice: 'vdpa0' })) }],
    ['VFs that cannot be had', { vfs: vfs.map((vf, n) => (n === 1 ? { ...vf, state: 'unhealthy' } : vf)) }],
  ])('depends on %s', (_what, changes) => {
    expect(pfFacetOf(changes)).not.toBe(pfFacetOf());
  });

  it('depends on which of its kinds of VF comes first, for they are given in that order', () => {
    const order = (...kinds: ('vdpa' | 'plain')[]): Partial<PhysicalFunction> => ({
      vfs: vfs.slice(0, 2).map((vf, n) => ({ ...vf, vdpaDevice: kinds[n] === 'vdpa' ? `vdpa${n}` : null })),
    });

    expect(pfFacetOf(order('plain', 'vdpa'))).not.toBe(pfFacetOf(order('vdpa', 'plain')));
  });

  it('depends on the bandwidth that others were promised', () => {
    expect(pfFacetOf({}, holding(0, {}, 1_000))).not.toBe(pfFacetOf({}, holding(0, {}, 2_000)));
  });
});

describe('the facets of a host', () => {
  it('do not depend on where it stands and when it was looked at', () => {
    const elsewhere = { availabilityZone: 'az9', rack: 'r9', aggregates: ['x'], observedAtMs: 1, source: 'operator' };

    expect(facetsOf(elsewhere)).toEqual(facetsOf());
  });

  it.each<[string, Partial<Inventory>]>([
    ['the kernel', { versions: { kernel: '3.10.0', qemu: null, libvirt: null } }],
    ['vhost', { vhost: { net: false, user: null, vdpa: null } }],
    ['bridges', { bridges: [] }],
    ['the kind of its disk', { localDisk: { totalGib: 3_600, kind: 'hdd' } }],
  ])('for I/O depend on %s', (_what, changes) => {
    expect(facetsOf(changes).io).not.toBe(facetsOf().io);
  });

  it('for devices depend on which of two unlike PFs has the lower address: ties go to it', () => {
    const two = (first: string, second: string): Partial<Inventory> => ({
      pfs: [
        aPf(0, { address: first, iommuGroup: 1 }),
        aPf(0, { address: second, iommuGroup: 2, physicalNetwork: 'physnet2' }),
      ],
    });

    expect(facetsOf(two('0000:3b:00.0', '0000:5e:00.0'))).toEqual(facetsOf(two('0000:01:00.0', '0000:02:00.0')));
    expect(facetsOf(two('0000:5e:00.0', '0000:3b:00.0')).devices).not.toBe(
      facetsOf(two('0000:3b:00.0', '0000:5e:00.0')).devices,
    );
  });

  it('for devices depend on whether a drive is free', () => {
    const drive = aDrive();
    const held = [aHostClaim({ devices: [aPciClaim(drive.address)] })];

    expect(facetsOf({ pciDevices: [drive] }, held).devices).not.toBe(facetsOf({ pciDevices: [drive] }).devices);
  });

  it('for devices depend on which of two drives is free, which has the lower address, and which is a VF of which', () => {
    const one = aDrive();
    const other = aDrive({ address: '0000:5f:00.0', iommuGroup: 501, numaNode: 1 });
    const held = (address: string): HostClaim[] => [aHostClaim({ devices: [aPciClaim(address)] })];
    const vfOf = (pfAddress: string | null): Partial<Inventory> => ({
      pciDevices: [
        aDrive({ deviceType: 'type-PF' }),
        aDrive({ address: other.address, iommuGroup: 501, deviceType: 'type-PF' }),
        aDrive({ address: '0000:60:00.0', iommuGroup: 502, deviceType: 'type-VF', pfAddress }),
      ],
    });

    const both = { pciDevices: [one, other] };
    expect(facetsOf(both, held(one.address)).devices).not.toBe(facetsOf(both, held(other.address)).devices);
    const turned = [
      { ...one, address: other.address },
      { ...other, address: one.address },
    ];
    expect(facetsOf({ pciDevices: turned }).devices).not.toBe(facetsOf(both).devices);
    const facets = [one.address, other.address, null].map((address) => facetsOf(vfOf(address)).devices);
    expect(new Set(facets).size).toBe(3);
  });

  it.each<[string, Partial<NumaNode>]>([
    ['which CPUs are siblings', { siblings: [[0, 1]] }],
    ['distances', { distances: [11] }],
  ])('for cells depend on %s', (_what, changes) => {
    const node = aNumaNode({ siblings: [[0, 2]] });

    expect(facetsOf({ numaNodes: [{ ...node, ...changes }] }).cells).not.toBe(facetsOf({ numaNodes: [node] }).cells);
  });

  it('for cells depend on the very CPUs that are free, and on nothing that floats', () => {
    const pinned = (...pinnedCpus: number[]): HostClaim[] => [
      aHostClaim({ cells: [{ hostNode: 0, sharedVcpus: 0, pinnedCpus, memoryMib: 1_024, pageSizeKib: 4 }] }),
    ];

    expect(facetsOf(TWO_NODES, pinned(2, 3)).cells).not.toBe(facetsOf(TWO_NODES, pinned(2, 4)).cells);
    expect(facetsOf(TWO_NODES, [aHostClaim()]).cells).toBe(facetsOf(TWO_NODES).cells);
  });
});
