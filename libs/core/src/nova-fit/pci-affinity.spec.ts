import { aCell } from '@iopath/testing';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { pciNodeAllowed } from './pci-affinity';

const CELLS = [0, 1, 2, 3].map((id) => aCell({ id, socket: id >> 1 }));
const SOCKETS_UNKNOWN = CELLS.map((cell) => ({ ...cell, socket: null }));

describe('a guest on node 0 of a host with nodes 0 and 1 on socket 0, 2 and 3 on socket 1 (handbook 3.4)', () => {
  it.each`
    deviceNode | required | legacy   | preferred | socket
    ${0}       | ${true}  | ${true}  | ${true}   | ${true}
    ${1}       | ${false} | ${false} | ${true}   | ${true}
    ${2}       | ${false} | ${false} | ${true}   | ${false}
    ${null}    | ${false} | ${true}  | ${true}   | ${false}
  `(
    'may have a device on node $deviceNode',
    ({ deviceNode, ...expected }: Record<string, boolean> & { deviceNode: never }) => {
      const policies: NumaAffinityPolicy[] = ['required', 'legacy', 'preferred', 'socket'];
      const answers = Object.fromEntries(
        policies.map((policy) => [policy, pciNodeAllowed(policy, deviceNode, [0], CELLS)]),
      );

      expect(answers).toEqual(expected);
      expect(pciNodeAllowed(null, deviceNode, [0], CELLS)).toBe(expected['legacy']);
    },
  );
});

describe('PCI NUMA affinity', () => {
  it('needs one guest node beside the device, not all', () => {
    expect(pciNodeAllowed('required', 2, [0, 2], CELLS)).toBe(true);
  });

  it('is ignored for a guest without NUMA topology, even if required', () => {
    expect(pciNodeAllowed('required', 3, null, CELLS)).toBe(true);
    expect(pciNodeAllowed('socket', null, null, CELLS)).toBe(true);
  });

  it.each`
    deviceNode | allowed  | case
    ${0}       | ${true}  | ${'the guest’s own node'}
    ${1}       | ${false} | ${'another node, maybe of the same socket'}
  `(
    'by socket on a host whose sockets are not known allows only $case',
    ({ deviceNode, allowed }: { deviceNode: number; allowed: boolean }) => {
      expect(pciNodeAllowed('socket', deviceNode, [0], SOCKETS_UNKNOWN)).toBe(allowed);
    },
  );

  it('by socket refuses another node where the socket of only one node is not known', () => {
    const cells = CELLS.map((cell) => (cell.id === 3 ? { ...cell, socket: null } : cell));

    expect(pciNodeAllowed('socket', 1, [0], cells)).toBe(false);
  });

  it('by socket refuses a node that the host does not list', () => {
    expect(pciNodeAllowed('socket', 9, [0], CELLS)).toBe(false);
  });
});
