import type { Flavor, VmRequest } from '../../request/vm-request';
import type { RelaxationRule } from './relaxation-rule';

const NUMA_NODES = 'hw:numa_nodes';

/** Spreads a guest over more NUMA nodes when it does not fit one: each guest node lies on a node of its own. */
export const relaxNumaNodes: RelaxationRule = (request) => {
  const nodes = Number(request.flavor.extraSpecs[NUMA_NODES] ?? '1');
  return [nodes * 2]
    .filter((more) => request.flavor.vcpus % more === 0 && request.flavor.ramMib % more === 0)
    .map((more) => ({
      change: `flavor.extra_specs.${NUMA_NODES}: ${request.flavor.extraSpecs[NUMA_NODES] ?? 'unset'} -> ${more}`,
      ladder: 'numa_nodes',
      costs: 'the guest spans NUMA nodes and must be NUMA-aware itself',
      request: withExtraSpecs(request, { ...request.flavor.extraSpecs, [NUMA_NODES]: String(more) }),
    }));
};

/** The request with other extra specs. */
export function withExtraSpecs(request: VmRequest, extraSpecs: Flavor['extraSpecs']): VmRequest {
  return { ...request, flavor: { ...request.flavor, extraSpecs } };
}

/** Extra specs without some keys. */
export function without(extraSpecs: Flavor['extraSpecs'], keys: readonly string[]): Flavor['extraSpecs'] {
  return Object.fromEntries(Object.entries(extraSpecs).filter(([key]) => !keys.includes(key)));
}
