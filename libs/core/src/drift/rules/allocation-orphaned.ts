import { cloudFinding, type DriftFinding, ourCall } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Confirmed holds whose host or devices left the inventory. */
export function allocationOrphaned({ hostName, inventory, holds, devices }: ComparedHost): readonly DriftFinding[] {
  return holds.flatMap((hold) => {
    if (hold.state === 'reserved') return [];
    const gone = hold.devices.filter(({ address }) => !devices.has(address));
    if (inventory === null && hold.devices.length === 0) {
      const subject = { kind: 'reservation', id: hold.reservationId } as const;
      const detail = `Server ${hold.serverId ?? ''} is held on ${hostName}, of which there is no inventory.`;
      return [cloudFinding('allocation_orphaned', hostName, subject, { detail, commands: putInventory(hostName) })];
    }
    return gone.map(({ allocationId, address }) => {
      const subject = { kind: 'allocation', id: allocationId } as const;
      const missing = inventory === null ? 'the host has no inventory' : 'the inventory has no such device';
      const detail = `Device ${address} is held for server ${hold.serverId ?? ''}, and ${missing}.`;
      const commands = [...putInventory(hostName), ourCall('POST', `/v1/allocations/${allocationId}:release`)];
      return cloudFinding('allocation_orphaned', hostName, subject, { detail, commands });
    });
  });
}

function putInventory(hostName: string): readonly string[] {
  return [
    `${ourCall('PUT', `/v1/hosts/${hostName}/inventory`)} -H "Content-Type: application/json" -d @<inventory.json>`,
  ];
}
