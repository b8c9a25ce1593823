import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { portDevices } from './port-devices';

/**
 * Devices held for NICs of servers whose ports have none: booted without the ports, or detached since. They stay held until
 * somebody asks for it: a device too many is held back, none is given twice.
 */
export function deviceNotUsed(host: ComparedHost): readonly DriftFinding[] {
  return portDevices(host).flatMap(({ observed, truth }) =>
    truth.unused
      .filter(({ address }) => host.devices.has(address))
      .map(({ allocationId, device, address }) => {
        const detail = `${address} is held for NIC ${device} of server ${observed.server.id}, and no port of it has a device for that.`;
        return ourFinding('device_not_used', host.hostName, { kind: 'allocation', id: allocationId }, detail);
      }),
  );
}
