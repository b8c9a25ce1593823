import { aHostState, anInventory, aNumaNode, aPf } from '@iopath/testing';
import type { PfState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';
import {
  everyClaimSucceeds,
  everyOrderOfPoolsSupports,
  mixesPfsAndVfs,
  policiesDiffer,
  poolsSupport,
  type GuestSpot,
  type PortRequest,
} from './port-requests';

interface PfShape {
  readonly node: number | null;
  readonly vfs: number;
}

/** A host of two nodes with these PFs on physnet1, and the guest on node 0. */
function spotWith(...shapes: readonly PfShape[]): GuestSpot {
  const pfs = shapes.map(({ node, vfs }, index) => {
    const bus = `0000:${(0x40 + index).toString(16)}`;
    const own = { address: `${bus}:00.0`, numaNode: node, iommuGroup: 100 * index };
    return aPf(vfs, {
      ...own,
      vfs: aPf(vfs).vfs.map((vf, n) => ({ ...vf, address: `${bus}:01.${n}`, iommuGroup: 100 * index + n + 1 })),
    });
  });
  const numaNodes = [0, 1].map((id) => aNumaNode({ id, cpus: [id], distances: [] }));
  const host = aHostState('compute-1', { inventory: anInventory({ numaNodes, pfs }) });
  return { nodes: [0], cells: host.cells, pfs: host.pfs };
}

function port(takes: 'vf' | 'pf', { pfs }: GuestSpot, policy: NumaAffinityPolicy = 'legacy'): PortRequest {
  return { takes, physicalNetwork: 'PhysNet1', policy, pfs };
}

describe('a VF and a whole PF for one VM', () => {
  it('are told from VMs that take only one kind', () => {
    const spot = spotWith({ node: 0, vfs: 2 });

    expect(mixesPfsAndVfs([port('vf', spot), port('pf', spot)])).toBe(true);
    expect(mixesPfsAndVfs([port('vf', spot), port('vf', spot)])).toBe(false);
    expect(mixesPfsAndVfs([port('pf', spot), port('pf', spot)])).toBe(false);
  });

  it.each<['vf' | 'pf', 'vf' | 'pf']>([
    ['vf', 'pf'],
    ['pf', 'vf'],
  ])('of one PF (%s, then %s) pass the scheduler, which counts, and fail the claim', (first, second) => {
    const spot = spotWith({ node: 0, vfs: 2 });
    const requests = [port(first, spot), port(second, spot)];

    expect(poolsSupport(requests, spot)).toBe(true);
    expect(everyClaimSucceeds(requests, spot)).toBe(false);
  });

  it('pass the scheduler though the PF has one VF only, for a PF that is counted leaves the pool of VFs alone', () => {
    const spot = spotWith({ node: 0, vfs: 1 });

    expect(poolsSupport([port('pf', spot), port('vf', spot)], spot)).toBe(true);
    expect(poolsSupport([port('vf', spot), port('vf', spot)], spot)).toBe(false);
  });

  it('hang on Nova’s pick between PFs that are alike, when only one of them serves the later port', () => {
    const spot = spotWith({ node: 0, vfs: 1 }, { node: 0, vfs: 1 });
    const [, last] = spot.pfs as [PfState, PfState];
    const requests = [port('vf', spot), { ...port('pf', spot), pfs: [last] }];

    expect(everyClaimSucceeds(requests, spot)).toBe(false);
  });

  it('of two PFs with VFs are claimed whichever PF Nova picks', () => {
    const spot = spotWith({ node: 0, vfs: 1 }, { node: 0, vfs: 1 });

    expect(everyClaimSucceeds([port('vf', spot), port('pf', spot)], spot)).toBe(true);
  });

  it('hang on Nova’s pick where only one of two PFs has VFs: picked as a whole, it leaves none', () => {
    const spot = spotWith({ node: 0, vfs: 1 }, { node: 0, vfs: 0 });

    expect(everyClaimSucceeds([port('pf', spot), port('vf', spot)], spot)).toBe(false);
    expect(everyClaimSucceeds([port('vf', spot), port('pf', spot)], spot)).toBe(true);
  });

  it('fall out with a near PF without VFs, which counts as near and is no VF', () => {
    const spot = spotWith({ node: 0, vfs: 0 }, { node: null, vfs: 2 });

    expect(poolsSupport([port('vf', spot)], spot)).toBe(false);
    expect(poolsSupport([port('pf', spot), port('vf', spot)], spot)).toBe(true);
  });
});

describe('ports of one network with different policies', () => {
  it('are told from ports that have the same to choose from', () => {
    const spot = spotWith({ node: 0, vfs: 2 });
    const elsewhere = { ...port('vf', spot, 'preferred'), physicalNetwork: 'physnet2' };

    expect(policiesDiffer([port('vf', spot, 'legacy'), port('vf', spot, 'preferred')])).toBe(true);
    expect(policiesDiffer([port('vf', spot), port('vf', spot)])).toBe(false);
    expect(policiesDiffer([port('vf', spot), elsewhere])).toBe(false);
  });

  it('hang on the order of pools where a lenient one may be given the only device of a strict one', () => {
    const spot = spotWith({ node: 1, vfs: 1 }, { node: 1, vfs: 1 });
    const lenient = port('vf', spot, 'preferred');
    const strict = { ...port('vf', spot, 'preferred'), pfs: spot.pfs.slice(0, 1) };

    expect(everyOrderOfPoolsSupports([lenient, strict], spot)).toBe(false);
    expect(everyOrderOfPoolsSupports([strict, lenient], spot)).toBe(true);
  });

  it('are served in any order where there is enough for all', () => {
    const spot = spotWith({ node: 0, vfs: 3 }, { node: 1, vfs: 1 });
    const requests = [port('vf', spot, 'required'), port('vf', spot, 'preferred'), port('vf', spot, 'required')];

    expect(everyOrderOfPoolsSupports(requests, spot)).toBe(true);
    expect(everyClaimSucceeds(requests, spot)).toBe(true);
  });
});

describe('a vDPA device', () => {
  const spotOf = (vdpa: number): GuestSpot => {
    const spot = spotWith({ node: 0, vfs: 1 }, { node: null, vfs: 1 });
    const [near, unknown] = spot.pfs as [PfState, PfState];
    const asVdpa = { ...near, usableVfs: [], netdevVfs: [], vdpaVfs: near.freeVfs.slice(0, vdpa), wholeIsFree: false };
    return { ...spot, pfs: [asVdpa, unknown] };
  };

  it('counts as near for a port that asks for a VF, and is none', () => {
    const [withDevice, without] = [spotOf(1), spotOf(0)];

    expect(poolsSupport([port('vf', withDevice)], withDevice)).toBe(false);
    expect(poolsSupport([port('vf', without)], without)).toBe(true);
  });

  it('goes to ports that ask for one, and counts no more when it is gone', () => {
    const spot = spotOf(1);

    expect(poolsSupport([{ ...port('vf', spot), asVdpa: true }, port('vf', spot)], spot)).toBe(true);
  });

  it('serves one port each', () => {
    const spot = spotWith({ node: 0, vfs: 2 });
    const [pf] = spot.pfs as [PfState];
    const both = { ...spot, pfs: [{ ...pf, usableVfs: [], netdevVfs: [], vdpaVfs: pf.freeVfs }] };
    const vdpa = { ...port('vf', both), asVdpa: true };

    expect(poolsSupport([vdpa, vdpa], both)).toBe(true);
    expect(poolsSupport([vdpa, vdpa, vdpa], both)).toBe(false);
  });
});

describe('what counts as near', () => {
  const withNear = (changes: Partial<PfState>, physicalNetwork: string | null = 'physnet1'): GuestSpot => {
    const spot = spotWith({ node: 0, vfs: 1 }, { node: null, vfs: 1 });
    const [near, unknown] = spot.pfs as [PfState, PfState];
    const free = { usableVfs: [], netdevVfs: [], vdpaVfs: [], wholeIsFree: false };
    return { ...spot, pfs: [{ ...near, ...free, ...changes, pf: { ...near.pf, physicalNetwork } }, unknown] };
  };

  it.each<[string, GuestSpot, Partial<PortRequest>, boolean]>([
    ['a whole PF of the network, for a VF', withNear({ wholeIsFree: true }), {}, false],
    ['not a PF that is held', withNear({}), {}, true],
    ['not a whole PF of another network', withNear({ wholeIsFree: true }, 'physnet2'), {}, true],
    ['not a whole PF without a network', withNear({ wholeIsFree: true }, null), {}, true],
    ['not a whole PF, for a port that asks for vDPA', withNear({ wholeIsFree: true }), { asVdpa: true }, true],
    ['not a vDPA device, for a port that asks for a PF', withNear({ vdpaVfs: aPf(1).vfs }), { takes: 'pf' }, true],
    ['not a whole PF that is said not to count', withNear({ wholeIsFree: true }), { countedWhole: [] }, true],
  ])('is %s', (_case, spot, asked, isSupported) => {
    const [near, unknown] = spot.pfs as [PfState, PfState];
    const pfs = [near, { ...unknown, vdpaVfs: asked.asVdpa === true ? unknown.freeVfs : [] }];
    const host = { ...spot, pfs };

    expect(poolsSupport([{ ...port('vf', host), ...asked }], host)).toBe(isSupported);
  });

  it('is a whole PF that is said to count while nobody holds it', () => {
    const [free, held] = [withNear({ wholeIsFree: true }, 'physnet2'), withNear({}, 'physnet2')];
    const asked = (spot: GuestSpot): PortRequest => ({ ...port('vf', spot), countedWhole: spot.pfs.slice(0, 1) });

    expect(poolsSupport([asked(free)], free)).toBe(false);
    expect(poolsSupport([asked(held)], held)).toBe(true);
  });

  it('is for a port on a tunnelled network a PF without a network', () => {
    const spot = withNear({ wholeIsFree: true }, null);

    expect(poolsSupport([{ ...port('vf', spot), physicalNetwork: null }], spot)).toBe(false);
  });
});
