import { normalisePciAddress } from '@iopath/core';
import { namesOf } from '../../tree/follow-links';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';
import type { PciFunction } from './pci-functions';

const BLOCK = '/sys/block';
const MOUNT_TABLES = ['/proc/mounts', '/proc/self/mounts', '/proc/1/mounts', '/etc/mtab'];
/** More file systems than a compute node has; containers mount the same few devices again and again. */
const MAX_BLOCK_DEVICES = 1024;

/**
 * Functions among `controllers` that the host's own file systems and swap are on. When the tree does not tell which, the only
 * controller there is must be it; of several nothing is said, but that it is not known.
 */
export function controllersInUse(
  tree: HostTree,
  controllers: readonly PciFunction[],
  notes: TreeNotes,
): ReadonlySet<string> {
  const addresses = new Set(controllers.map((fn) => fn.address));
  const seen = new Set<string>();
  const used = usedBlockDevices(tree).flatMap((name) => functionsUnder(tree, name, seen));
  const inUse = new Set(used.filter((address) => addresses.has(address)));
  if (inUse.size > 0 || controllers.length === 0) return inUse;
  const [only, another] = controllers;
  if (only !== undefined && another === undefined) {
    notes.assume(`pci_devices/${only.address}/host_in_use`, 'it is the only controller that the host has disks on');
    return new Set([only.address]);
  }
  notes.unseen('pci_devices.host_in_use', `${MOUNT_TABLES[0]} and ${BLOCK}`, BLOCK);
  return inUse;
}

/** Names of block devices that are mounted or swapped to: `sda2`, `dm-0`, `nvme0n1p1`. */
function usedBlockDevices(tree: HostTree): readonly string[] {
  const table = MOUNT_TABLES.map((path) => tree.read(path)).find((text) => text !== null) ?? '';
  const lines = [...table.split('\n'), ...(tree.read('/proc/swaps') ?? '').split('\n')];
  const sources = new Set(lines.map((line) => line.split(/\s/, 1)[0] ?? '').filter((name) => name.startsWith('/dev/')));
  const mapped = new Map<string, string>(
    tree.list(BLOCK).flatMap((name) => {
      const given = attributeOf(tree, `${BLOCK}/${name}/dm/name`);
      return given === null ? [] : [[`/dev/mapper/${given}`, name] as const];
    }),
  );
  return [...sources].slice(0, MAX_BLOCK_DEVICES).map((source) => mapped.get(source) ?? source.slice('/dev/'.length));
}

/** A partition has its folder in its disk's; what is put together of others (LVM, RAID) lists them as its slaves. */
function functionsUnder(tree: HostTree, name: string, seen: Set<string>): readonly string[] {
  const disk = diskOf(tree, name);
  if (disk === null || seen.has(disk)) return [];
  seen.add(disk);
  const path = `${BLOCK}/${disk}`;
  const slaves = [...tree.list(`${path}/slaves`), ...(disk === name ? [] : tree.list(`${path}/${name}/slaves`))];
  const place = tree.resolve(path) ?? path;
  return [
    ...functionsOn(tree.linkTarget(path) ?? place),
    ...functionsOn(tree.linkTarget(`${path}/device`) ?? ''),
    ...multipathFunctions(tree, place),
    ...slaves.flatMap((slave) => functionsUnder(tree, slave, seen)),
  ];
}

function diskOf(tree: HostTree, name: string): string | null {
  const disks = tree.list(BLOCK);
  if (disks.includes(name)) return name;
  const byFolder = disks.find((disk) => name.startsWith(disk) && tree.exists(`${BLOCK}/${disk}/${name}`));
  if (byFolder !== undefined) return byFolder;
  const disk = /^(.*\d)p\d+$/.exec(name)?.[1] ?? name.replace(/\d+$/, '');
  return disks.includes(disk) ? disk : null;
}

/** NVMe disks hang on their subsystem, and this on its controllers by links. */
function multipathFunctions(tree: HostTree, place: string): readonly string[] {
  const subsystem = /^(.*\/nvme-subsys\d+)\//.exec(place)?.[1];
  if (subsystem === undefined) return [];
  return tree
    .list(subsystem)
    .filter((name) => /^nvme\d+$/.test(name))
    .flatMap((name) => functionsOn(tree.linkTarget(`${subsystem}/${name}`) ?? ''));
}

function functionsOn(place: string): readonly string[] {
  return namesOf(place).flatMap((name) => normalisePciAddress(name) ?? []);
}
