import { normalisePciAddress } from '@iopath/core';
import { childOf, namesOf } from '../../tree/follow-links';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, numberOf } from '../attributes';
import type { PciFunction } from '../pci/pci-functions';

const INTERFACES = '/sys/class/net';

/** An interface of a PCI function, and where its files are. */
export interface Interface {
  readonly name: string;
  readonly path: string;
}

/**
 * Interfaces by the address of the function that they are of, from the function's own folder and from `/sys/class/net`: a
 * capture may have either. Those that stand for a VF or sub-function in the host (representors) hang on the PF, too, and
 * are not its own.
 */
export function interfacesByAddress(
  tree: HostTree,
  functions: readonly PciFunction[],
): ReadonlyMap<string, readonly Interface[]> {
  const found = new Map<string, Map<string, Interface>>();
  const add = (address: string, name: string, path: string): void => {
    if (isRepresentor(tree, path)) return;
    const ofFunction = found.get(address) ?? new Map<string, Interface>();
    if (!ofFunction.has(name)) ofFunction.set(name, { name, path });
    found.set(address, ofFunction);
  };
  for (const { address, path } of functions) {
    for (const folder of [path, ...virtioBelow(tree, path)]) {
      for (const name of tree.list(`${folder}/net`)) add(address, name, `${folder}/net/${name}`);
    }
  }
  const known = new Set(functions.map((fn) => fn.address));
  for (const name of tree.list(INTERFACES)) {
    const path = childOf(INTERFACES, name);
    const address = functionOf(tree.resolve(`${path}/device`)) ?? functionOf(placeOfDevice(tree, path));
    if (address !== null && known.has(address)) add(address, name, path);
  }
  return new Map([...found].map(([address, ofFunction]) => [address, inOrder(tree, [...ofFunction.values()])]));
}

/** A virtio device is a bus of its own between function and interface. */
function virtioBelow(tree: HostTree, path: string): readonly string[] {
  return tree
    .list(path)
    .filter((name) => /^virtio\d+$/.test(name))
    .map((name) => `${path}/${name}`);
}

/** `../../devices/pci0000:00/0000:00:03.0/virtio0/net/eth0` without what comes after the device. */
function placeOfDevice(tree: HostTree, path: string): string | null {
  const names = namesOf(tree.linkTarget(path) ?? '');
  const net = names.lastIndexOf('net');
  return net < 0 ? null : names.slice(0, net).join('/');
}

/** The function that a device is, or that it is the virtio device of. An interface on USB is of no PCI function. */
function functionOf(device: string | null): string | null {
  const names = namesOf(device ?? '');
  if (/^virtio\d+$/.test(names.at(-1) ?? '')) names.pop();
  return normalisePciAddress(names.at(-1) ?? '');
}

/** `pf0vf1`, `c1pf0sf88` (Documentation/networking/devlink/devlink-port.rst); the uplink is `p0`. */
function isRepresentor(tree: HostTree, path: string): boolean {
  return /^(c\d+)?pf\d+((vf|sf)\d+)?$/.test(attributeOf(tree, `${path}/phys_port_name`) ?? '');
}

/** A function of several ports has an interface each: the first port's first. */
function inOrder(tree: HostTree, interfaces: readonly Interface[]): readonly Interface[] {
  const port = ({ path }: Interface): number => numberOf(tree, `${path}/dev_port`) ?? 0;
  return [...interfaces].sort((a, b) => port(a) - port(b) || (a.name < b.name ? -1 : 1));
}
