import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { portDevices } from './port-devices';

/** Ports with another device than the ledger says: Nova chooses inside a pool (`nova/pci/stats.py`). */
export function otherVfTaken(host: ComparedHost): readonly DriftFinding[] {
  return portDevices(host).flatMap(({ observed, truth }) =>
    truth.known
      .filter(({ held, actual }) => held.address !== actual.device.address)
      .map(({ held, actual }) => {
        const detail = `Port ${actual.port.id} of server ${observed.server.id} has ${actual.device.address}; the ledger says ${held.address}.`;
        return ourFinding('other_vf_taken', host.hostName, { kind: 'allocation', id: held.allocationId }, detail);
      }),
  );
}
