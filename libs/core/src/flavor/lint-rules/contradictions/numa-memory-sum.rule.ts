import type { ContradictionRule } from '../../lint/contradiction-rule';
import { withoutNumaMap } from '../numa-map';

export const numaMemorySum: ContradictionRule = {
  exception: 'ImageNUMATopologyMemoryOutOfRange',
  rule: "The memory of the guest NUMA nodes adds up to the flavor's, in MiB.",
  source: 'nova/virt/hardware.py _get_numa_topology_manual',
  fixes: (given) => [withoutNumaMap(given)],
};
