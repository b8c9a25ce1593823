import { aCell } from '@iopath/testing';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { nearestDevices } from './nearest-devices';

/** Nodes 0 and 1 on socket 0, nodes 2 and 3 on socket 1. */
const CELLS = [0, 1, 2, 3].map((id) => aCell({ id, socket: id >> 1 }));

type Node = number | null;

function taken(devices: readonly Node[], policy: NumaAffinityPolicy, guest: readonly number[] | null): readonly Node[] {
  return nearestDevices(devices, (node) => node, policy, guest, CELLS);
}

describe('of the devices that a policy allows, Nova takes one of the nearest', () => {
  it.each<[NumaAffinityPolicy, readonly Node[], readonly Node[]]>([
    ['required', [0, null, 2], [0]],
    ['required', [null, 2], []],
    ['legacy', [2, null, 0, 0], [0, 0]],
    ['legacy', [2, null], [null]],
    ['legacy', [2], []],
    ['preferred', [2, null, 0], [0]],
    ['preferred', [2, null], [null]],
    ['preferred', [2, 1], [2, 1]],
    ['socket', [1, 0], [0]],
    ['socket', [1, 2, null], [1]],
    ['socket', [2, null], []],
  ])('%s, a guest on node 0, devices on %j', (policy, devices, nearest) => {
    expect(taken(devices, policy, [0])).toEqual(nearest);
  });

  it('and all are near to a guest without NUMA topology, whatever the policy', () => {
    expect(taken([2, null, 0], 'required', null)).toEqual([2, null, 0]);
  });

  it('and to one on two nodes those of both', () => {
    expect(taken([3, 0, 2], 'preferred', [0, 3])).toEqual([3, 0]);
  });
});
