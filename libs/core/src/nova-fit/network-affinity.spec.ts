import type { NetworkNumaAffinity } from '../inventory/inventory';
import { guestNetworks, networkOutOfReach } from './network-affinity';

const NEAR_0: NetworkNumaAffinity = { physicalNetwork: 'physnet1', numaNodes: [0] };
const TUNNELS_NEAR_1: NetworkNumaAffinity = { physicalNetwork: null, numaNodes: [1] };
const NODES = [0, 1];

describe('a network that is near a NUMA node', () => {
  it.each<[string, (string | null)[], NetworkNumaAffinity[], number[], NetworkNumaAffinity | null]>([
    ['keeps its guests there', ['physnet1'], [NEAR_0], [1], NEAR_0],
    ['suits a guest of which one node is there', ['physnet1'], [NEAR_0], [1, 0], null],
    ['is nothing to guests without a port on it', ['physnet2', null], [NEAR_0], [1], null],
    ['is told by its name as it is written', ['PhysNet1'], [NEAR_0], [1], null],
    ['may be the tunnels’', [null], [TUNNELS_NEAR_1], [0], TUNNELS_NEAR_1],
    ['counts beside others', [null, 'physnet1'], [TUNNELS_NEAR_1, NEAR_0], [1], NEAR_0],
    ['may be near several', ['physnet1'], [NEAR_0, { ...NEAR_0, numaNodes: [1] }], [1], null],
    ['is near nothing if the host has no such node', ['physnet1'], [{ ...NEAR_0, numaNodes: [7] }], [1], null],
  ])('%s', (_title, ports, affinities, guestNodes, expected) => {
    expect(networkOutOfReach(guestNetworks(ports), affinities, guestNodes, NODES)).toEqual(expected);
  });
});
