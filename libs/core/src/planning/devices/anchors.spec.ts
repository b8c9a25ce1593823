import { aFlavor, aHostClaim, aHostState, anInventory, aNumaNode, aPciClaim, aPf } from '@iopath/testing';
import type { HostState } from '../../fleet/host-state';
import type { HostClaim } from '../../fleet/host-claims';
import type { Inventory } from '../../inventory/inventory';
import { guestTopologyOf, type GuestTopology } from '../../nova-fit/guest-topology';
import { guestNetworks } from '../../nova-fit/network-affinity';
import type { Flavor } from '../../request/vm-request';
import { aDrive, range } from '../../spec-plans';
import { Anchors, noAnchor, type AnchoredGuest } from './anchors';

const GIB = 1_048_576;
const node = (id: number) => aNumaNode({ id, cpus: range(16 * id, 16 * id + 16), memoryMib: 65_536, distances: [] });

/** Two nodes of 16 CPUs, no devices. */
function host(changes: Partial<Inventory> = {}, claims: readonly HostClaim[] = []): HostState {
  const inventory = anInventory({ numaNodes: [node(0), node(1)], pfs: [], ...changes });
  return aHostState('compute-1', { inventory, claims });
}

function topology(extraSpecs: Flavor['extraSpecs'] = { 'hw:numa_nodes': '1' }): GuestTopology {
  const result = guestTopologyOf(aFlavor(extraSpecs), { osId: null, properties: {} });
  if (!result.ok || result.topology === null) throw new Error('the flavor was meant to have a guest NUMA topology');
  return result.topology;
}

function anchors(on: HostState, changes: Partial<AnchoredGuest> = {}): Anchors {
  const guest = { topology: topology(), networks: guestNetworks(['physnet1']), wantsPci: false, ...changes };
  return new Anchors(guest, on, '2025.1');
}

/** Host nodes of each anchor, in Nova's order; with an exclamation mark where the claim fails. */
function places(on: HostState, changes: Partial<AnchoredGuest> = {}): string[] {
  return [...anchors(on, changes)].map(({ nodes, isClaimable }) => `${nodes?.join() ?? '-'}${isClaimable ? '' : '!'}`);
}

describe('where a guest may lie', () => {
  it('is anywhere for a guest that floats, and nowhere for one that Nova refuses', () => {
    expect(places(host(), { topology: null })).toEqual(['-']);
    expect(places(host(), { topology: null, isRefused: true })).toEqual([]);
  });

  it('is each node with room, and can be asked for again', () => {
    const found = anchors(host());

    expect([...found].map(({ nodes }) => nodes)).toEqual([[0], [1]]);
    expect(found.nodes()).toEqual([0, 1]);
    expect([...found]).toHaveLength(2);
    expect([found.isEmpty(), found.some(({ nodes }) => nodes?.[0] === 1)]).toEqual([false, true]);
    expect(found.some(() => false)).toBe(false);
  });

  it('is told node by node in ascending order, whichever Nova tries first', () => {
    const onNode1 = { pciDevices: [aDrive({ numaNode: 1 })] };

    expect(anchors(host(onNode1)).nodes()).toEqual([0, 1]);
  });

  it('is near the networks of its ports (handbook 3.7, step 4)', () => {
    const affine = host({ networkNumaAffinity: [{ physicalNetwork: 'physnet1', numaNodes: [1] }] });

    expect(places(affine)).toEqual(['1']);
    expect(places(affine, { networks: guestNetworks(['physnet2']) })).toEqual(['0', '1']);
  });
});

describe('the order of nodes goes by the devices on them', () => {
  const drive = aDrive({ numaNode: 1 });
  const busy = { pciDevices: [aDrive({ numaNode: 0 })] };
  const held = [aHostClaim({ devices: [aPciClaim(drive.address)] })];

  it.each<[string, HostState, Partial<AnchoredGuest>, string[]]>([
    [
      'to the node with a device, for a guest that wants one',
      host({ pciDevices: [drive] }),
      { wantsPci: true },
      ['1', '0'],
    ],
    ['not at all for one that wants none, for the claim does not look', host(busy), {}, ['0', '1']],
    ['not by a device that somebody holds', host({ pciDevices: [drive] }, held), { wantsPci: true }, ['0', '1']],
    [
      'not by one that the host needs',
      host({ pciDevices: [{ ...drive, hostInUse: true }] }),
      { wantsPci: true },
      ['0', '1'],
    ],
    [
      'not by one that no alias names',
      host({ pciDevices: [{ ...drive, alias: null }] }),
      { wantsPci: true },
      ['0', '1'],
    ],
    [
      'not by one whose node is not known',
      host({ pciDevices: [{ ...drive, numaNode: null }] }),
      { wantsPci: true },
      ['0', '1'],
    ],
    [
      'by VFs and the PF itself, counted together',
      host({ pciDevices: [aDrive({ numaNode: 0 })], pfs: [aPf(1, { numaNode: 1 })] }),
      { wantsPci: true },
      ['1', '0'],
    ],
  ])('%s', (_case, on, guest, expected) => {
    expect(places(on, guest)).toEqual(expected);
  });
});

describe('a guest whose memory a switch must map', () => {
  const pages = [{ sizeKib: GIB, total: 32 }];
  const any = topology({ 'hw:mem_page_size': 'any' });
  const shares = { topology: any, sharesMemory: true };

  it('lies in huge pages where there are any', () => {
    expect(places(host({ numaNodes: [{ ...node(0), pages }] }), shares)).toEqual(['0']);
  });

  it('has no place where Nova would pick base pages first, and the claim would then pass', () => {
    expect(places(host(), shares)).toEqual([]);
    expect(places(host(), { topology: any })).toEqual(['0', '1']);
  });

  it('is where Nova puts it and cannot be had, when devices decide which node it is', () => {
    expect(places(host(), { ...shares, wantsPci: true })).toEqual(['0!', '1!']);
  });

  it('has none either when only one of its nodes would lie in base pages', () => {
    const two = topology({ 'hw:mem_page_size': 'any', 'hw:numa_nodes': '2' });
    const half = host({ numaNodes: [{ ...node(0), pages }, node(1)] });

    expect(places(half, { topology: two, sharesMemory: true, wantsPci: true }).every((at) => at.endsWith('!'))).toBe(
      true,
    );
  });
});

describe('why a guest has no place', () => {
  const why = (on: HostState) =>
    noAnchor(topology(), { networks: guestNetworks(['physnet1', null]), wantsPci: false }, on, '2025.1');

  it.each([
    ['physnet1', 'near physnet1'],
    [null, 'near the tunnels'],
  ])('is the network %s, when there is room on other nodes only', (physicalNetwork, near) => {
    const full = [
      aHostClaim({ cells: [{ hostNode: 0, sharedVcpus: 64, pinnedCpus: [], memoryMib: 1_024, pageSizeKib: 4 }] }),
    ];

    expect(why(host({ networkNumaAffinity: [{ physicalNetwork, numaNodes: [0] }] }, full))).toEqual({
      code: 'network.numa_affinity',
      required: `a guest node on NUMA node 0, ${near}`,
      available: 'room for the guest on 1',
    });
  });

  it('is what the nodes lack, when there is no room at all', () => {
    expect(why(host({ numaNodes: [{ ...node(0), memoryMib: 1_024 }] })).code).toBe('numa.cell_memory');
  });
});
