import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Ports bound to this host whose server is gone, or is at rest elsewhere. */
export function portBindingStale({ hostName, cloud }: ComparedHost): readonly DriftFinding[] {
  const serverOf = new Map(cloud.servers.map(({ server }) => [server.id, server]));
  return (cloud.ports ?? [])
    .filter(({ deviceOwner, deviceId }) => deviceOwner.startsWith('compute:') && deviceId !== '')
    .flatMap(({ id, deviceId, hostId, pciSlot }) => {
      const server = serverOf.get(deviceId);
      const isGone = cloud.isServerListComplete && !cloud.serverIds.has(deviceId);
      const isElsewhere =
        server !== undefined && server.taskState === null && server.host !== null && server.host !== hostId;
      if (!isGone && !(isElsewhere && !cloud.hasMigrations)) return [];
      const where = isGone ? 'is gone' : `is on ${server?.host ?? ''}`;
      const device = pciSlot === null ? '' : ` with device ${pciSlot}`;
      const detail = `Port ${id} is bound to ${hostName}${device}; its server ${deviceId} ${where}.`;
      const commands = isGone
        ? [`openstack port delete ${id}`]
        : [`openstack port show ${id}`, `openstack port set --host ${server?.host ?? ''} ${id}`];
      return [cloudFinding('port_binding_stale', hostName, { kind: 'port', id }, { detail, commands })];
    });
}
