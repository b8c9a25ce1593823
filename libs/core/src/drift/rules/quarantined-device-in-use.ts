import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { deviceUsers } from './device-users';

/** Devices in quarantine that a server has: Nova does not know of the quarantine. */
export function quarantinedDeviceInUse(host: ComparedHost): readonly DriftFinding[] {
  return deviceUsers(host)
    .filter(({ address }) => host.quarantined.includes(address))
    .map(({ address, port, server }) => {
      const detail = `${address} is in quarantine, and server ${server.id} has it by port ${port.id}.`;
      const commands = [`openstack server remove port ${server.id} ${port.id}`];
      const subject = { kind: 'device', id: address } as const;
      return cloudFinding('quarantined_device_in_use', host.hostName, subject, { detail, commands });
    });
}
