import type { HostState, PfState } from '../../fleet/host-state';
import { networkKey } from '../../fleet/vf-demand';
import { servingVfCount, type VfKind } from '../../fleet/vf-kinds';

/**
 * PFs that stand for each other: on one NUMA node, one physical network, with one kind of switch. What one of them has
 * not left another may have, so the rows of a pool are looser than what its PFs allow one by one.
 */
export interface DevicePool {
  /** `node0/physnet1/legacy` */
  readonly name: string;
  /** Null when it is not known. */
  readonly numaNode: number | null;
  readonly pfs: readonly PfState[];
}

/** The pool that a PF belongs to. */
export function poolNameOf({ pf }: Pick<PfState, 'pf'>): string {
  const node = pf.numaNode === null ? 'no-node' : `node${pf.numaNode}`;
  return `${node}/${networkKey(pf.physicalNetwork) || 'tunnels'}/${pf.eswitchMode ?? 'no-eswitch'}`;
}

/** The pools of a host, in the order of its PFs. */
export function poolsOf({ pfs }: Pick<HostState, 'pfs'>): readonly DevicePool[] {
  const pools = new Map<string, PfState[]>();
  for (const pf of pfs) {
    const name = poolNameOf(pf);
    const pool = pools.get(name);
    if (pool === undefined) pools.set(name, [pf]);
    else pool.push(pf);
  }
  return [...pools].map(([name, members]) => ({ name, numaNode: members[0]?.pf.numaNode ?? null, pfs: members }));
}

export const VF_KINDS: readonly VfKind[] = ['plain', 'netdev', 'vdpa'];

/** Free VFs of a pool, of one kind or of any. */
export function freeVfsOf({ pfs }: DevicePool, kind: VfKind | null): number {
  return pfs.reduce((sum, pf) => sum + (kind === null ? pf.freeVfs.length : servingVfCount(pf, kind)), 0);
}
