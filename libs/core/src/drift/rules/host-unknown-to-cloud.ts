import { cloudFinding, type DriftFinding, ourCall } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Hosts of inventories that Placement has no provider for: Nova cannot place anything there. */
export function hostUnknownToCloud({ hostName, inventory, cloud }: ComparedHost): readonly DriftFinding[] {
  if (inventory === null || cloud.providers === null || cloud.providers.length > 0) return [];
  const commands = [
    `openstack compute service list --service nova-compute --host ${hostName}`,
    'nova-manage cell_v2 discover_hosts',
    ourCall('DELETE', `/v1/hosts/${hostName}`),
  ];
  const detail = `There is an inventory of ${hostName}, and Placement has no provider of this name.`;
  return [cloudFinding('host_unknown_to_cloud', hostName, { kind: 'host', id: hostName }, { detail, commands })];
}
