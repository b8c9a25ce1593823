import { ASPECT } from './aspects';
import { extraSpecAt, withExtraSpecs } from './extra-specs';
import type { RelaxationRule } from './relaxation-rule';

const NUMA_NODES = 'hw:numa_nodes';

/** Spreads a guest over more NUMA nodes when it does not fit one: each guest node lies on a node of its own. */
export const relaxNumaNodes: RelaxationRule = ({ flavor }) => {
  const stated = flavor.extraSpecs[NUMA_NODES];
  const nodes = Number(stated ?? '1');
  return [nodes * 2]
    .filter((more) => flavor.vcpus % more === 0 && flavor.ramMib % more === 0)
    .map((more) => ({
      target: 'request',
      ...extraSpecAt(NUMA_NODES),
      from: stated ?? 'unset',
      to: String(more),
      ladder: 'numa_nodes',
      costs: 'the guest spans NUMA nodes and must be NUMA-aware itself',
      aspects: ASPECT.guestNodes,
      apply: (request) => withExtraSpecs(request, { ...request.flavor.extraSpecs, [NUMA_NODES]: String(more) }),
    }));
};
