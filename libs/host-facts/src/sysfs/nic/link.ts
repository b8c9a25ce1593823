import type { PfFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, numberedNames, numberOf } from '../attributes';
import type { Interface } from './interfaces';

/** What the kernel prints for -1 where it takes the speed for unsigned. */
const UNKNOWN_SPEED = 2 ** 32 - 1;

/** RFC 2863 as the kernel writes it (Documentation/networking/operstates.rst). */
const STATES: Readonly<Record<string, 'up' | 'down'>> = {
  up: 'up',
  down: 'down',
  lowerlayerdown: 'down',
  notpresent: 'down',
  dormant: 'down',
};

/** State, speed and MTU of an interface. Drivers that tell no state tell a carrier; the speed of what is down is -1 or refused. */
export function linkFacts(tree: HostTree, { path }: Interface): Pick<PfFacts, 'linkState' | 'linkSpeedMbps' | 'mtu'> {
  const linkState = STATES[attributeOf(tree, `${path}/operstate`) ?? ''] ?? carrierOf(tree, path);
  const speed = numberOf(tree, `${path}/speed`);
  const mtu = numberOf(tree, `${path}/mtu`);
  return {
    ...(linkState && { linkState }),
    ...(speed !== null && speed > 0 && speed !== UNKNOWN_SPEED && { linkSpeedMbps: speed }),
    ...(mtu !== null && mtu > 0 && { mtu }),
  };
}

/**
 * Queue pairs that are on: the smaller number where a driver has more of one kind (queues for XDP, traffic classes). Without
 * the folder of queues, as many as there are interrupts for pairs of it. Null: not known.
 */
export function queuePairs(
  tree: HostTree,
  { name, path }: Interface,
  interruptPairs: ReadonlyMap<string, number>,
): number | null {
  const queues = tree.list(`${path}/queues`);
  const counts = ['rx-', 'tx-'].map((kind) => numberedNames(queues, kind).length).filter((count) => count > 0);
  return counts.length > 0 ? Math.min(...counts) : (interruptPairs.get(name) ?? null);
}

/** How many interrupts of `/proc/interrupts` are for queue pairs of an interface: `eno3-TxRx-0`, `i40e-eno1-TxRx-0`. */
export function interruptPairsByInterface(tree: HostTree): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  for (const line of (tree.read('/proc/interrupts') ?? '').split('\n')) {
    const action = line.trimEnd();
    const owner = /^(?:i40e-|ice-)?(.{1,64})-TxRx-\d{1,4}$/.exec(action.slice(action.lastIndexOf(' ') + 1))?.[1];
    if (owner !== undefined) pairs.set(owner, (pairs.get(owner) ?? 0) + 1);
  }
  return pairs;
}

function carrierOf(tree: HostTree, path: string): 'up' | 'down' | null {
  const carrier = attributeOf(tree, `${path}/carrier`);
  return carrier === '1' ? 'up' : carrier === '0' ? 'down' : null;
}
