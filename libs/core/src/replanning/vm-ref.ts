import type { HeldVm } from './held-vm';
import type { VmRef } from './replan-plan';

/** A VM by all names that it has. */
export function vmRef({ reservationId, recommendationId, member, serverId, request }: HeldVm): VmRef {
  return { reservationId, recommendationId, member, serverId, name: request.name, projectId: request.projectId };
}
