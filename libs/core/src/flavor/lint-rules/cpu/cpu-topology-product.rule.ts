import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';

const PARTS = ['sockets', 'cores', 'threads'] as const;

export const cpuTopologyProduct: LintRule = {
  code: 'cpu_topology.does_not_multiply_up',
  severity: 'warning',
  rule: 'Sockets × cores × threads equal the vCPUs. Nova takes the three as wishes, and builds the nearest topology that does multiply up.',
  source: 'nova/virt/hardware.py _get_desirable_cpu_topologies',
  find: (given) => {
    const asked = PARTS.filter((part) => (given.count(`hw:cpu_${part}`) ?? 0) > 0);
    const byImage = PARTS.some((part) => given.property(`hw_cpu_${part}`) !== null);
    if (asked.length === 0 || byImage) return [];
    const product = asked.reduce((product, part) => product * (given.count(`hw:cpu_${part}`) ?? 1), 1);
    const { vcpus } = given.flavor;
    const fits = asked.length === PARTS.length ? product === vcpus : vcpus % product === 0;
    if (fits) return [];
    return [
      {
        pointer: extraSpecPointer(`hw:cpu_${asked[0]}`),
        message: `${asked.join(' × ')} = ${product} cannot make ${vcpus} vCPUs, so the guest sees another topology.`,
        fixes: [],
      },
    ];
  },
};
