import type { ContradictionRule } from '../../lint/contradiction-rule';
import { withoutNumaMap } from '../numa-map';

export const numaCpuOutOfRange: ContradictionRule = {
  exception: 'ImageNUMATopologyCPUOutOfRange',
  rule: 'A map of guest NUMA nodes names only vCPUs that the flavor has.',
  source: 'nova/virt/hardware.py _get_numa_topology_manual',
  fixes: (given) => [withoutNumaMap(given)],
};
