import type { DiskKind } from '@iopath/core';
import type { HostTree } from '@iopath/host-facts';
import type { Machine } from '../machine/machine';
import type { Probe, ProbeFacts } from './probe';

/** Nova's default `[DEFAULT]instances_path` (nova/conf/compute.py). */
const INSTANCES = '/var/lib/nova/instances';
const GIB = 2 ** 30;
/** A disk below a logical volume below a crypt below … */
const MAX_DEPTH = 8;

/** The file system that instances of local disks live on: its size as `statfs(2)` has it, as Nova counts `DISK_GB`. */
export const localDisk: Probe = { name: 'local-disk', look: (machine) => Promise.resolve(lookAtDisk(machine)) };

function lookAtDisk(machine: Machine): ProbeFacts {
  if (!machine.isLive) return {};
  const size = machine.fileSystemOf(INSTANCES);
  if (size === null) {
    const reason = machine.tree.exists(INSTANCES) ? 'no_permission' : 'not_told';
    return { unseen: [{ fact: 'local_disk', reason, detail: INSTANCES }] };
  }
  const kind = diskKind(machine.tree, size.device);
  if (kind === null) {
    return { unseen: [{ fact: 'local_disk', reason: 'not_told', detail: `${INSTANCES}: on no disk of this host` }] };
  }
  return { settings: { localDisk: { totalGib: Math.floor(size.totalBytes / GIB), kind } } };
}

/** The slowest kind of the disks that a block device lies on; null when there is none, as under NFS or Ceph. */
function diskKind(tree: HostTree, device: string): DiskKind | null {
  const path = tree.resolve(`/sys/dev/block/${device}`);
  return path === null ? null : kindAt(tree, path, MAX_DEPTH);
}

function kindAt(tree: HostTree, path: string, depth: number): DiskKind | null {
  if (depth === 0) return null;
  const below = tree
    .list(`${path}/slaves`)
    .map((name) => tree.resolve(`${path}/slaves/${name}`))
    .filter((each) => each !== null);
  if (below.length > 0) return slowest(below.map((each) => kindAt(tree, each, depth - 1)));
  // A partition has no queue of its own: its disk is the folder above.
  const disk = tree.exists(`${path}/queue`) ? path : path.replace(/\/[^/]+$/, '');
  const rotational = tree.read(`${disk}/queue/rotational`)?.trim();
  if (rotational === '1') return 'hdd';
  if (rotational !== '0') return null;
  return /\/nvme[^/]*$/.test(disk) ? 'nvme' : 'ssd';
}

function slowest(kinds: readonly (DiskKind | null)[]): DiskKind | null {
  if (kinds.includes(null)) return null;
  return (['hdd', 'ssd', 'nvme'] as const).find((kind) => kinds.includes(kind)) ?? null;
}
