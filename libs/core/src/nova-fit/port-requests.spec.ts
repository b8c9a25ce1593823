import { aHostState, anInventory, aNumaNode, aPf } from '@iopath/testing';
import type { PfState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { everyClaimSucceeds, mixesPfsAndVfs, poolsSupport, type GuestSpot, type PortRequest } from './port-requests';

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
});
