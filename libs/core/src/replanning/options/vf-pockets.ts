import type { CellState, HostState } from '../../fleet/host-state';
import { poolsOf } from './device-pool';
import { nodeRow, poolRow, type LocalTake } from './host-rows';

/**
 * The least guest that anybody would give a VF: where it has no room, VFs are stranded. Our own measure, for Nova knows no
 * smallest guest.
 */
export const LEAST_GUEST = { cpus: 2, memoryMib: 2_048 } as const;

/** VFs of one pool, and what has to be left of other rows of the host for them to be of use. */
export interface LocalPocket {
  /** Null for VFs whose node is not known. */
  readonly numaNode: number | null;
  /** The row that counts them while they are free. */
  readonly vfs: string;
  readonly needs: readonly LocalTake[];
}

/**
 * The pools of VFs on a host. They are of use while a least guest finds room on their own NUMA node and on the host as a
 * whole; else all that are free there are stranded. A guest with a VF is pinned where the host pins guests.
 */
export function pocketsOf(host: HostState): readonly LocalPocket[] {
  const { cpus, memoryMib } = LEAST_GUEST;
  const pins = host.capacity.pcpus > 0;
  const ofHost: readonly LocalTake[] = [
    { row: pins ? 'pcpus' : 'vcpus', amount: cpus },
    { row: 'memory_mib', amount: memoryMib },
  ];
  return poolsOf(host).flatMap(({ name, numaNode, pfs }) => {
    if (pfs.every(({ pf }) => pf.vfs.length === 0)) return [];
    const cell = host.cells.find(({ id }) => id === numaNode);
    const needs = cell === undefined ? ofHost : [...ofHost, ...ofNode(cell)];
    return [{ numaNode, vfs: poolRow(name, 'vfs'), needs }];
  });
}

function ofNode({ id, dedicatedCpus }: CellState): readonly LocalTake[] {
  const { cpus, memoryMib } = LEAST_GUEST;
  return [
    { row: nodeRow(id, dedicatedCpus.length > 0 ? 'pinned_cpus' : 'shared_vcpus'), amount: cpus },
    { row: nodeRow(id, 'memory_mib'), amount: memoryMib },
  ];
}
