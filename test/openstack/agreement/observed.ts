import { Refused } from '../../openstack-lab/client/session';
import type { TestCloud } from '../../openstack-lab/client/test-cloud';
import type { Booking } from './booking';

/** What Nova made of a server. */
export interface Observed {
  /** `REFUSED` when Nova did not even take the request. */
  readonly status: string;
  readonly host: string | null;
  /** Why not; null when it is there. */
  readonly fault: string | null;
  /** The host's NUMA node of each guest cell. */
  readonly hostNodes: readonly number[];
  /** NIC -> the device of its port, null for one without. */
  readonly pciSlots: Readonly<Record<string, string | null>>;
  /** Addresses of PCI devices that Placement has allocated to it: the PF's for VFs. In lower case, as they are usually written. */
  readonly allocatedDevices: readonly string[];
}

const NOTHING = { hostNodes: [], pciSlots: {}, allocatedDevices: [] };

/** Boots what was booked, on a host or where Nova likes, looks at it, and deletes it again. */
export async function bootAndLook(cloud: TestCloud, { server, portIds }: Booking, host?: string): Promise<Observed> {
  let built;
  try {
    built = await cloud.boot({ ...server, ...(host === undefined ? {} : { host }) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...NOTHING, status: 'REFUSED', host: null, fault: error.message };
  }
  try {
    const { id, status } = built;
    if (status !== 'ACTIVE') return { ...NOTHING, status, host: null, fault: built.fault };
    const ports = await Promise.all(
      Object.entries(portIds).map(async ([nic, port]) => [nic, await cloud.portOf(port)] as const),
    );
    return {
      status,
      host: built.host,
      fault: null,
      hostNodes: await cloud.hostNodes(id),
      pciSlots: Object.fromEntries(ports.map(([nic, { pciSlot }]) => [nic, pciSlot])),
      allocatedDevices: await allocatedDevices(cloud, id),
    };
  } finally {
    await cloud.deleteServers([built.id]);
  }
}

/** Providers of PCI devices are named `<host>_<address>` (`nova/compute/pci_placement_translator.py`). */
async function allocatedDevices(cloud: TestCloud, serverId: string): Promise<readonly string[]> {
  const { allocations } = await cloud.session.get('placement', `/allocations/${serverId}`);
  const addresses: string[] = [];
  for (const uuid of Object.keys(allocations as object)) {
    const { name } = (await cloud.session.get('placement', `/resource_providers/${uuid}`)) as { readonly name: string };
    const [, address] = /_([\dA-F]{4,8}:[\dA-F]{2}:[\dA-F]{2}\.[0-7])$/.exec(name) ?? [];
    if (address !== undefined) addresses.push(address.toLowerCase());
  }
  return addresses.sort();
}
