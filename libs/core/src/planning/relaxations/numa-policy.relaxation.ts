import type { NicRequest, VmRequest } from '../../request/vm-request';
import { ASPECT } from './aspects';
import { extraSpecAt, withExtraSpecs } from './extra-specs';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

const FLAVOR_POLICY = 'hw:pci_numa_affinity_policy';
const LENIENT = 'preferred';
const COSTS =
  'the device may lie on another NUMA node: throughput of small packets down to 0.70, latency up to 1.28 times';

/** A device on another node is slower, but it is a device: `preferred` instead of what NIC or flavor state. */
export const relaxNumaPolicy: RelaxationRule = ({ nics, flavor }) => {
  const base = { target: 'request', to: LENIENT, costs: COSTS, aspects: ASPECT.numaPolicy } as const;
  const ofNics = nics.flatMap(({ name, numaAffinityPolicy: policy }, index): readonly RequestConcession[] => {
    if (policy === null || policy === LENIENT) return [];
    const subject = `nics[${name}].numa_affinity_policy`;
    return [
      {
        ...base,
        subject,
        pointer: `/nics/${index}/numa_affinity_policy`,
        from: policy,
        ladder: subject,
        apply: (request) => withNic(request, index, { numaAffinityPolicy: LENIENT }),
      },
    ];
  });
  const policy = flavor.extraSpecs[FLAVOR_POLICY];
  if (policy === undefined || policy === LENIENT) return ofNics;
  return [
    ...ofNics,
    {
      ...base,
      ...extraSpecAt(FLAVOR_POLICY),
      from: policy,
      ladder: FLAVOR_POLICY,
      apply: (request) => withExtraSpecs(request, { ...request.flavor.extraSpecs, [FLAVOR_POLICY]: LENIENT }),
    },
  ];
};

/** The request with one NIC changed. */
export function withNic(request: VmRequest, index: number, change: Partial<NicRequest>): VmRequest {
  return { ...request, nics: request.nics.map((nic, at) => (at === index ? { ...nic, ...change } : nic)) };
}
