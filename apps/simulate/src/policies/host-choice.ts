import type { HostState } from '@iopath/core';
import { weightsOfHosts } from '../nova/weighed-hosts';
import { NOVA_WEIGHERS } from '../nova/weighers';

/** Which of the hosts that passed the filters is taken; there is at least one. Gives its position. */
export type HostChoice = (hosts: readonly HostState[]) => number;

/** Nova's default: the heaviest, the first of several (`host_subset_size` 1). */
export const heaviest: HostChoice = (hosts) => firstOfMost(weightsOfHosts(hosts, NOVA_WEIGHERS));

/** The first by name. */
export const first: HostChoice = () => 0;

/** The one with least left of CPUs and memory, each as a share of what the host has. */
export const fullest: HostChoice = (hosts) => firstOfMost(hosts.map((host) => -leftOf(host)));

function leftOf({ free, capacity }: HostState): number {
  const share = (left: number, all: number): number => (all === 0 ? 0 : left / all);
  const cpus = share(free.vcpus + free.pcpus, capacity.vcpus + capacity.pcpus);
  return cpus + share(free.memoryMib, capacity.memoryMib);
}

function firstOfMost(weights: readonly number[]): number {
  let best = 0;
  weights.forEach((weight, at) => {
    if (weight > (weights[best] as number)) best = at;
  });
  return best;
}
