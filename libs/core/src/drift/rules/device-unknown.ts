import { cloudFinding, type DriftFinding, ourCall } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { deviceUsers } from './device-users';

/** Devices of ports that the inventory does not have. Without an inventory there is nothing to compare. */
export function deviceUnknown(host: ComparedHost): readonly DriftFinding[] {
  if (host.inventory === null) return [];
  return deviceUsers(host)
    .filter(({ address }) => !host.devices.has(address))
    .map(({ address, port, server }) => {
      const detail = `Server ${server.id} has ${address} by port ${port.id}; the inventory has no such device.`;
      const put = ourCall('PUT', `/v1/hosts/${host.hostName}/inventory`);
      const commands = [`${put} -H "Content-Type: application/json" -d @<inventory.json>`];
      return cloudFinding('device_unknown', host.hostName, { kind: 'port', id: port.id }, { detail, commands });
    });
}
