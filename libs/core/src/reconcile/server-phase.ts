import type { CloudServer } from '../cloud/cloud-records';

/** What Nova calls a server whose place is decided and does not move (`nova/compute/vm_states.py`, in API words). */
const AT_REST: readonly string[] = [
  'ACTIVE',
  'SHUTOFF',
  'PAUSED',
  'SUSPENDED',
  'SHELVED',
  'RESCUE',
  'ERROR',
  'SOFT_DELETED',
];

/** Statuses of a server without a host that will have none by itself: it takes nothing of any. */
const HOMELESS: readonly string[] = ['ERROR', 'SHELVED_OFFLOADED', 'DELETED'];

/** Whether the server is where it is to stay for now, so that what Nova and Neutron say of it is the whole truth. */
export function isAtRest({ host, status, taskState }: CloudServer): boolean {
  return host !== null && taskState === null && AT_REST.includes(status);
}

/** Whether Nova gave back all that the server had, though it is still listed. */
export function isWithoutPlace({ host, status, taskState }: CloudServer): boolean {
  return host === null && taskState === null && HOMELESS.includes(status);
}
