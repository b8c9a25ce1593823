import type { NicPathRule } from '../nic-rule';

/** A vDPA device locks all guest memory: a flavor or image that forbids it cannot have one (handbook 4.1). */
export const lockedMemory: NicPathRule = {
  name: 'locked-memory',
  reject(path, _nic, { topologies }) {
    if (path.needs.guestMemory !== 'locked' || topologies.statesLocked !== false) return null;
    return { code: 'memory.not_locked', required: 'locked guest memory', available: 'hw:locked_memory=false' };
  },
};
