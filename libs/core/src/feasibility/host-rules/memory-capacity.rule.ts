import type { HostRule } from '../host-rule';

/** Placement's MEMORY_MB, after ratio, reservation and claims. */
export const memoryCapacity: HostRule = {
  name: 'memory-capacity',
  reject: ({ free }, { wanted }) =>
    wanted.memoryMib <= free.memoryMib
      ? null
      : { code: 'capacity.memory', required: `${wanted.memoryMib} MiB`, available: `${free.memoryMib} MiB` },
};
