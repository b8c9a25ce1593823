import { formatCpuSet } from '../../inventory/cpu-set';
import type { PrerequisitesOf } from './prerequisite';

/** Pinned vCPUs lie on `[compute]cpu_dedicated_set` only; a host without it has none (handbook 3.7). */
export const cpuDedicatedSet: PrerequisitesOf = ({ host, assignment: { anchor } }) => {
  const { cpuDedicatedSet: dedicated } = host.inventory;
  const policy = anchor.topology?.cpuPolicy;
  if ((policy !== 'dedicated' && policy !== 'mixed') || dedicated === null) return [];
  return [
    {
      code: 'nova.cpu_dedicated_set',
      what: `the CPUs of ${host.hostName} that pinned vCPUs lie on, kept from everything else of the host`,
      snippet: `[compute]\ncpu_dedicated_set = ${formatCpuSet(dedicated)}`,
      met: true,
    },
  ];
};
