import { ASPECT } from './aspects';
import { extraSpecAt, without, withExtraSpecs } from './extra-specs';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

const POLICY = 'hw:cpu_policy';
const THREAD_POLICY = 'hw:cpu_thread_policy';

/** What only pinned guests may say (handbook 1.5). */
const NEEDS_PINNING: readonly string[] = [
  POLICY,
  THREAD_POLICY,
  'hw:cpu_dedicated_mask',
  'hw:cpu_realtime',
  'hw:cpu_realtime_mask',
  'hw:emulator_threads_policy',
  'resources:PCPU',
];

/** Any siblings instead of whole cores, and shared CPUs instead of pinned ones. */
export const relaxCpuPolicy: RelaxationRule = ({ flavor }) => {
  const concessions: RequestConcession[] = [];
  const threads = flavor.extraSpecs[THREAD_POLICY];
  if (threads === 'require' || threads === 'isolate') {
    concessions.push({
      target: 'request',
      ...extraSpecAt(THREAD_POLICY),
      from: threads,
      to: 'prefer',
      ladder: 'thread_policy',
      costs: 'vCPUs may share cores with each other or with others',
      aspects: ASPECT.cpuPolicy,
      apply: (request) => withExtraSpecs(request, { ...request.flavor.extraSpecs, [THREAD_POLICY]: 'prefer' }),
    });
  }
  const policy = flavor.extraSpecs[POLICY];
  if (policy === 'dedicated' || policy === 'mixed') {
    concessions.push({
      target: 'request',
      ...extraSpecAt(POLICY),
      from: policy,
      to: 'shared',
      ladder: 'cpu_policy',
      costs: 'vCPUs float and compete with others: tail latencies grow by milliseconds',
      aspects: ASPECT.cpuPolicy,
      apply: (request) => withExtraSpecs(request, without(request.flavor.extraSpecs, NEEDS_PINNING)),
    });
  }
  return concessions;
};
