import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { deviceUsers } from './device-users';

/** Devices that more than one port names. Which server has it, only its host knows. */
export function deviceClaimedTwice(host: ComparedHost): readonly DriftFinding[] {
  const users = deviceUsers(host);
  return [...new Set(users.map(({ address }) => address))].flatMap((address) => {
    const claims = users.filter((user) => user.address === address);
    if (claims.length < 2) return [];
    const ports = claims.map(({ port, server }) => `port ${port.id} of server ${server.id}`).join(' and ');
    const commands = claims.flatMap(({ server }) => [
      `openstack server show ${server.id} -c OS-EXT-SRV-ATTR:instance_name -f value`,
      `ssh ${host.hostName} virsh dumpxml <instance_name>`,
    ]);
    const detail = `${address} is named by ${ports}.`;
    return [cloudFinding('device_claimed_twice', host.hostName, { kind: 'device', id: address }, { detail, commands })];
  });
}
