import type { CloudPort, CloudServer, ObservedServer } from '@iopath/core';

/** A server as Nova lists it: ACTIVE on compute-1, of 4 vCPUs and 4 GiB. */
function aServer(changes: Partial<CloudServer> = {}): CloudServer {
  const host = changes.host === undefined ? 'compute-1' : changes.host;
  return {
    id: 'server-1',
    name: 'vm-1',
    projectId: 'project-1',
    userId: 'user-1',
    status: 'ACTIVE',
    taskState: null,
    host,
    hypervisorHostname: host,
    flavor: { name: 'm1', vcpus: 4, ramMib: 4096, diskGib: 10, ephemeralGib: 0, swapMib: 0, extraSpecs: {} },
    imageProperties: null,
    imageId: 'image-1',
    metadata: {},
    faultMessage: null,
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...changes,
  };
}

/** A bound SR-IOV port of a server on compute-1, with this VF. */
export function aBoundPort(pciSlot: string | null, changes: Partial<CloudPort> = {}): CloudPort {
  return {
    id: `port-of-${pciSlot ?? 'none'}`,
    name: '',
    projectId: 'project-1',
    networkId: 'network-1',
    deviceId: 'server-1',
    deviceOwner: 'compute:nova',
    hostId: 'compute-1',
    vnicType: 'direct',
    pciSlot,
    bindingProfile: pciSlot === null ? {} : { pci_slot: pciSlot, physical_network: 'physnet1' },
    vifType: 'hw_veb',
    physicalNetwork: 'physnet1',
    status: 'ACTIVE',
    updatedAtMs: null,
    ...changes,
  };
}

/** A server with ports of these devices, bound where the server is. */
export function aServerWith(
  changes: Partial<CloudServer> = {},
  devices: readonly (string | CloudPort)[] = [],
  rest: Partial<ObservedServer> = {},
): ObservedServer {
  const server = aServer(changes);
  const ports = devices.map((device) =>
    typeof device === 'string'
      ? aBoundPort(device, { id: `port-${server.id}-${device}`, deviceId: server.id, hostId: server.host })
      : device,
  );
  return { server, topology: null, ports, allocations: null, ...rest };
}
