import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { set } from '../../lint/lint-fix';
import { mappedNodes, withoutNumaMap } from '../numa-map';

export const numaMapIncomplete: ContradictionRule = {
  exception: 'ImageNUMATopologyIncomplete',
  rule: 'A map of guest NUMA nodes gives each node of `hw:numa_nodes` its `hw:numa_cpus.N` and its `hw:numa_mem.N`, from 0 without a gap.',
  source: 'nova/virt/hardware.py _get_numa_topology_manual',
  fixes: (given) => [[set(extraSpecPointer('hw:numa_nodes'), `${mappedNodes(given)}`)], withoutNumaMap(given)],
};
