import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';
import { evenNodes } from '../numa-map';

export const numaAsymmetric: ContradictionRule = {
  exception: 'ImageNUMATopologyAsymmetric',
  rule: 'Without a map, vCPUs and memory divide evenly by `hw:numa_nodes`.',
  source: 'nova/virt/hardware.py _get_numa_topology_auto',
  fixes: (given) => [
    [set(extraSpecPointer('hw:numa_nodes'), `${evenNodes(given)}`)],
    [remove(imagePropertyPointer('hw_numa_nodes'))],
  ],
};
