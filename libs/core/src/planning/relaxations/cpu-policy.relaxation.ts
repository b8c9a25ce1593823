import { without, withExtraSpecs } from './numa-nodes.relaxation';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

/** What only pinned guests may say (handbook 1.5). */
const NEEDS_PINNING: readonly string[] = [
  'hw:cpu_policy',
  'hw:cpu_thread_policy',
  'hw:cpu_dedicated_mask',
  'hw:cpu_realtime',
  'hw:cpu_realtime_mask',
  'hw:emulator_threads_policy',
  'resources:PCPU',
];

/** Any siblings instead of whole cores, and shared CPUs instead of pinned ones. */
export const relaxCpuPolicy: RelaxationRule = (request) => {
  const { extraSpecs } = request.flavor;
  const proposals: ProposedChange[] = [];
  const threads = extraSpecs['hw:cpu_thread_policy'];
  if (threads === 'require' || threads === 'isolate') {
    proposals.push({
      change: `flavor.extra_specs.hw:cpu_thread_policy: ${threads} -> prefer`,
      ladder: 'thread_policy',
      costs: 'vCPUs may share cores with each other or with others',
      request: withExtraSpecs(request, { ...extraSpecs, 'hw:cpu_thread_policy': 'prefer' }),
    });
  }
  const policy = extraSpecs['hw:cpu_policy'];
  if (policy === 'dedicated' || policy === 'mixed') {
    proposals.push({
      change: `flavor.extra_specs.hw:cpu_policy: ${policy} -> shared`,
      ladder: 'cpu_policy',
      costs: 'vCPUs float and compete with others: tail latencies grow by milliseconds',
      request: withExtraSpecs(request, without(extraSpecs, NEEDS_PINNING)),
    });
  }
  return proposals;
};
