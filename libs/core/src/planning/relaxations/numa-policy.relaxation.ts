import type { NicRequest, VmRequest } from '../../request/vm-request';
import { withExtraSpecs } from './numa-nodes.relaxation';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

const FLAVOR_POLICY = 'hw:pci_numa_affinity_policy';
const LENIENT = 'preferred';
const COSTS =
  'the device may lie on another NUMA node: throughput of small packets down to 0.70, latency up to 1.28 times';

/** A device on another node is slower, but it is a device: `preferred` instead of what NIC or flavor state. */
export const relaxNumaPolicy: RelaxationRule = (request) => {
  const ofNics = request.nics.flatMap((nic, index): readonly ProposedChange[] => {
    const policy = nic.numaAffinityPolicy;
    if (policy === null || policy === LENIENT) return [];
    const key = `nics[${nic.name}].numa_affinity_policy`;
    const changed = withNic(request, index, { numaAffinityPolicy: LENIENT });
    return [{ change: `${key}: ${policy} -> ${LENIENT}`, ladder: key, costs: COSTS, request: changed }];
  });
  const { extraSpecs } = request.flavor;
  const policy = extraSpecs[FLAVOR_POLICY];
  if (policy === undefined || policy === LENIENT) return ofNics;
  const key = `flavor.extra_specs.${FLAVOR_POLICY}`;
  const changed = withExtraSpecs(request, { ...extraSpecs, [FLAVOR_POLICY]: LENIENT });
  return [...ofNics, { change: `${key}: ${policy} -> ${LENIENT}`, ladder: key, costs: COSTS, request: changed }];
};

/** The request with one NIC changed. */
export function withNic(request: VmRequest, index: number, change: Partial<NicRequest>): VmRequest {
  return { ...request, nics: request.nics.map((nic, at) => (at === index ? { ...nic, ...change } : nic)) };
}
