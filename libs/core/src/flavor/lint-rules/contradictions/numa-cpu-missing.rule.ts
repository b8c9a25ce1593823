import type { ContradictionRule } from '../../lint/contradiction-rule';
import { withoutNumaMap } from '../numa-map';

export const numaCpuMissing: ContradictionRule = {
  exception: 'ImageNUMATopologyCPUsUnassigned',
  rule: 'Each vCPU is in a guest NUMA node.',
  source: 'nova/virt/hardware.py _get_numa_topology_manual',
  fixes: (given) => [withoutNumaMap(given)],
};
