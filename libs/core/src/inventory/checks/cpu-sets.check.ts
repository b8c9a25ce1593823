import type { Fault } from '../../fault';
import { formatCpuSet, type CpuSet } from '../cpu-set';
import { intersectCpus, subtractCpus } from '../cpu-set-algebra';
import type { Inventory } from '../inventory';

const NO_CPUS: CpuSet = [];

/**
 * Nova's two CPU sets name CPUs of this host and are disjoint; nova-compute refuses to start otherwise
 * (`nova/conf/compute.py`, `nova/virt/libvirt/driver.py _validate_host_cpu_sets`).
 */
export function checkCpuSets({ cpuDedicatedSet, cpuSharedSet, numaNodes }: Inventory): readonly Fault[] {
  const hostCpus = numaNodes.flatMap((node) => node.cpus).sort((a, b) => a - b);
  const dedicated = cpuDedicatedSet ?? NO_CPUS;
  const shared = cpuSharedSet ?? NO_CPUS;
  return [
    ...absentCpus(dedicated, hostCpus, '/cpu_dedicated_set'),
    ...absentCpus(shared, hostCpus, '/cpu_shared_set'),
    ...cpusInBoth(dedicated, shared),
  ];
}

function absentCpus(set: CpuSet, hostCpus: CpuSet, pointer: string): Fault[] {
  const absent = subtractCpus(set, hostCpus);
  if (hostCpus.length === 0 || absent.length === 0) return [];
  const message = `CPU ${formatCpuSet(absent)} is in no NUMA node of this host`;
  return [{ pointer, code: 'cpu_set.cpu_not_on_host', message }];
}

function cpusInBoth(dedicated: CpuSet, shared: CpuSet): Fault[] {
  const both = intersectCpus(dedicated, shared);
  if (both.length === 0) return [];
  const message = `CPU ${formatCpuSet(both)} is dedicated and shared at once`;
  return [{ pointer: '/cpu_dedicated_set', code: 'cpu_set.overlap', message }];
}
