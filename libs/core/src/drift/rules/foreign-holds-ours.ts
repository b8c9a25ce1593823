import { cloudFinding, type DriftFinding, ourCall } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { deviceUsers } from './device-users';

/** Devices that the ledger holds for one VM, and that a server which is nobody's hold has. */
export function foreignHoldsOurs(host: ComparedHost): readonly DriftFinding[] {
  const ours = new Set([...host.serverOf.values()].map(({ server }) => server.id));
  return deviceUsers(host)
    .filter(({ server }) => !ours.has(server.id))
    .flatMap(({ address, port, server }) =>
      host.holds.flatMap((hold) =>
        hold.devices
          .filter((held) => held.address === address)
          .map(({ allocationId, device }) => {
            const subject = { kind: 'device', id: address } as const;
            const holder = hold.serverId === null ? 'a VM that is not booted yet' : `server ${hold.serverId}`;
            const detail = `Server ${server.id} has ${address} by port ${port.id}; allocation ${allocationId} holds it as ${device} of ${holder}.`;
            const commands = [
              ourCall('POST', `/v1/recommendations/${hold.recommendationId}:release`),
              `openstack server remove port ${server.id} ${port.id}`,
            ];
            return cloudFinding('foreign_holds_ours', host.hostName, subject, { detail, commands });
          }),
      ),
    );
}
