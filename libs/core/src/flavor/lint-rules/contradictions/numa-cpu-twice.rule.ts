import type { ContradictionRule } from '../../lint/contradiction-rule';
import { withoutNumaMap } from '../numa-map';

export const numaCpuTwice: ContradictionRule = {
  exception: 'ImageNUMATopologyCPUDuplicates',
  rule: 'Each vCPU is in one guest NUMA node.',
  source: 'nova/virt/hardware.py _get_numa_topology_manual',
  fixes: (given) => [withoutNumaMap(given)],
};
