import { aHostClaim, aHostState, anInventory, aNumaNode, aPf, aPfClaim, aVfClaim } from '@iopath/testing';
import type { HostClaim, PhysicalFunction } from '@iopath/core';
import { vfPools } from './pci-pools';

const NEAR = '0000:3b:00.0';
const ALSO_NEAR = '0000:5e:00.0';
const FAR = '0000:af:00.0';

function pf(address: string, numaNode: number | null, changes: Partial<PhysicalFunction> = {}): PhysicalFunction {
  const bus = address.slice(5, 7);
  const { vfs, ...rest } = aPf(2, { address, numaNode });
  const moved = vfs.map((vf) => ({ ...vf, address: vf.address.replace('3b', bus), iommuGroup: null }));
  return { ...rest, vfs: moved.map((vf, at) => ({ ...vf, iommuGroup: parseInt(bus, 16) * 10 + at })), ...changes };
}

function host(pfs: readonly PhysicalFunction[], claims: readonly HostClaim[] = []) {
  const numaNodes = [aNumaNode({ cpus: [0, 1] }), aNumaNode({ id: 1, socket: 1, cpus: [2, 3] })];
  return aHostState('compute-1', { inventory: anInventory({ numaNodes, pfs }), claims });
}

const pools = [pf(FAR, 1), pf(NEAR, 0), pf(ALSO_NEAR, 0)];
const given = (...asked: Parameters<typeof vfPools>) => vfPools(...asked)?.map(({ pf: { address } }) => address);

describe('the pool that Nova takes a VF from', () => {
  it('is the first that the host lists, for a guest without NUMA topology', () => {
    expect(given(['physnet1'], host(pools), null, 'required')).toEqual([FAR]);
  });

  it('is the first on the nodes of a guest that has them', () => {
    expect(given(['physnet1'], host(pools), [0], null)).toEqual([NEAR]);
  });

  it('is the next when the first has no VF left, for the ports of one VM too', () => {
    const taken = aHostClaim({ devices: [aVfClaim('0000:3b:01.2', NEAR)] });

    expect(given(['physnet1', 'physnet1'], host(pools, [taken]), [0], null)).toEqual([NEAR, ALSO_NEAR]);
  });

  it('is none on another node by the legacy policy, and one there by preferred', () => {
    expect(given(['physnet1'], host([pf(FAR, 1)]), [0], null)).toBeUndefined();
    expect(given(['physnet1'], host([pf(FAR, 1)]), [0], 'preferred')).toEqual([FAR]);
  });

  it('is one of unknown node by the legacy policy, and none by required', () => {
    expect(given(['physnet1'], host([pf(FAR, null)]), [0], null)).toEqual([FAR]);
    expect(given(['physnet1'], host([pf(FAR, null)]), [0], 'required')).toBeUndefined();
  });

  it('is none farther away while a whole PF is near, which counts until NUMA is done with', () => {
    const without = pf(NEAR, 0, { vfs: [] });

    expect(given(['physnet1'], host([without, pf(FAR, 1)]), [0], 'preferred')).toBeUndefined();
    const held = aHostClaim({ devices: [aPfClaim(NEAR)] });
    expect(given(['physnet1'], host([without, pf(FAR, 1)], [held]), [0], 'preferred')).toEqual([FAR]);
  });

  it('is on the physical network of the port, whatever its case', () => {
    expect(given(['PHYSNET1'], host(pools), null, null)).toEqual([FAR]);
    expect(given(['physnet2'], host(pools), null, null)).toBeUndefined();
  });

  it('is none behind a dead link', () => {
    expect(given(['physnet1'], host([pf(FAR, 1, { linkState: 'down' })]), null, null)).toBeUndefined();
  });
});
