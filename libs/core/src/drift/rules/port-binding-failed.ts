import { isOnHost } from '../../reconcile/match-servers';
import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Ports of servers here that Neutron could not bind. */
export function portBindingFailed({ hostName, cloud }: ComparedHost): readonly DriftFinding[] {
  return cloud.servers
    .filter(({ server }) => isOnHost(server, hostName))
    .flatMap(({ server, ports }) =>
      ports
        .filter(({ vifType }) => vifType === 'binding_failed')
        .map(({ id, vnicType }) => {
          const detail = `Port ${id} (${vnicType}) of server ${server.id} could not be bound.`;
          const commands = [
            `openstack network agent list --host ${hostName}`,
            `openstack server remove port ${server.id} ${id}`,
            `openstack server add port ${server.id} ${id}`,
          ];
          return cloudFinding('port_binding_failed', hostName, { kind: 'port', id }, { detail, commands });
        }),
    );
}
