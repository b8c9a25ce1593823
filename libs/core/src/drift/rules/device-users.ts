import type { CloudPort, ObservedServer } from '../../cloud/cloud-records';
import { normalisePciAddress } from '../../inventory/pci-address';
import { isOnHost } from '../../reconcile/match-servers';
import type { ComparedHost } from '../host-views';

/** A port that is bound to this host, with the device that it names. */
export interface DeviceUser {
  readonly address: string;
  readonly port: CloudPort;
  readonly server: ObservedServer['server'];
}

/** Who has which device of this host, as ports tell. Servers on their way are left out: their ports name two hosts in turn. */
export function deviceUsers({ hostName, cloud }: ComparedHost): readonly DeviceUser[] {
  return cloud.servers
    .filter(({ server }) => isOnHost(server, hostName) && server.taskState === null)
    .flatMap(({ server, ports }) =>
      ports
        .filter(({ pciSlot, hostId }) => pciSlot !== null && hostId === server.host)
        .map((port) => ({ address: normalisePciAddress(port.pciSlot ?? '') ?? String(port.pciSlot), port, server })),
    );
}
