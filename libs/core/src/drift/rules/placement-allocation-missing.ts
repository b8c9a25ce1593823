import { isOnHost } from '../../reconcile/match-servers';
import { isAtRest } from '../../reconcile/server-phase';
import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Servers that are at rest on the host, and for which Placement holds nothing anywhere. */
export function placementAllocationMissing({ hostName, cloud }: ComparedHost): readonly DriftFinding[] {
  return cloud.servers
    .filter(({ server, allocations }) => isOnHost(server, hostName) && isAtRest(server) && allocations?.length === 0)
    .filter(({ server }) => server.status !== 'ERROR')
    .map(({ server }) => {
      const detail = `Server ${server.id} is ${server.status} on ${hostName}, and Placement holds nothing for it.`;
      const commands = [`nova-manage placement heal_allocations --instance ${server.id}`];
      return cloudFinding(
        'placement_allocation_missing',
        hostName,
        { kind: 'server', id: server.id },
        { detail, commands },
      );
    });
}
