import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { portDevices } from './port-devices';

/** Devices of servers of ours for which nothing is held. */
export function deviceNotHeld(host: ComparedHost): readonly DriftFinding[] {
  return portDevices(host).flatMap(({ observed, truth }) =>
    truth.extra.map(({ port, device }) => {
      const detail = `Server ${observed.server.id} has ${device.address} by port ${port.id}, and nothing is held for it.`;
      return ourFinding('device_not_held', host.hostName, { kind: 'port', id: port.id }, detail);
    }),
  );
}
