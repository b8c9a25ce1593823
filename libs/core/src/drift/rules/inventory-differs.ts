import { hostCapacities } from '../../ledger/host-capacities';
import type { Inventory } from '../../inventory/inventory';
import { cloudFinding, type DriftFinding, type DriftSubject, ourCall } from '../drift-finding';
import type { ComparedHost, ObservedProvider } from '../host-views';
import { pciProviders } from './pci-providers';

/** libvirt counts what the firmware leaves, `/proc/meminfo` what the kernel leaves of that: they never agree to the MiB. */
const MEMORY_TOLERANCE = 0.03;

/** CPUs, memory and VFs that Placement and the inventory do not agree on. */
export function inventoryDiffers(host: ComparedHost): readonly DriftFinding[] {
  const { hostName, inventory, cloud } = host;
  if (inventory === null || cloud.providers === null) return [];
  const root = cloud.providers.find(({ provider }) => provider.parentUuid === null);
  return [
    ...(root === undefined ? [] : totals(hostName, inventory, root)),
    ...pciProviders(host).flatMap(({ provider, address, resourceClass, inventory: { total } }) => {
      const pf = inventory.pfs.find((each) => each.address === address);
      const vfs = pf?.vfs ?? [];
      const ids = vfs[0] ?? pf;
      // A class of the operator's own, or one of the PF as a whole, says nothing of the VFs.
      const isOfVfs =
        ids !== undefined && resourceClass === `CUSTOM_PCI_${ids.vendorId}_${ids.productId}`.toUpperCase();
      if (!isOfVfs || vfs.length === 0 || total === vfs.length) return [];
      const subject = { kind: 'provider', id: provider.uuid } as const;
      return [differs(hostName, subject, `VFs on PF ${address}`, total, vfs.length)];
    }),
  ];
}

function totals(
  hostName: string,
  inventory: Inventory,
  { provider, facts }: ObservedProvider,
): readonly DriftFinding[] {
  const capacities = hostCapacities({ ...inventory, allocationRatios: { cpu: 1, ram: 1, disk: 1 }, reserved: NOTHING });
  const ours = (resource: string) =>
    capacities.find((each) => each.resource === resource && each.place === '')?.capacity ?? 0;
  const compared = [
    { name: 'shared CPUs (VCPU)', theirs: facts.inventories.VCPU?.total ?? 0, own: ours('vcpus'), tolerance: 0 },
    { name: 'dedicated CPUs (PCPU)', theirs: facts.inventories.PCPU?.total ?? 0, own: ours('pcpus'), tolerance: 0 },
    {
      name: 'MiB of memory',
      theirs: facts.inventories.MEMORY_MB?.total ?? 0,
      own: ours('memory_mib'),
      tolerance: MEMORY_TOLERANCE,
    },
  ];
  return compared
    .filter(({ theirs, own, tolerance }) => Math.abs(theirs - own) > tolerance * Math.max(theirs, own))
    .map(({ name, theirs, own }) =>
      differs(hostName, { kind: 'provider', id: `${provider.uuid} ${name}` }, name, theirs, own),
    );
}

const NOTHING = { cpus: 0, memoryMib: 0, diskGib: 0 };

function differs(hostName: string, subject: DriftSubject, what: string, theirs: number, own: number): DriftFinding {
  const [uuid = ''] = subject.id.split(' ');
  const put = ourCall('PUT', `/v1/hosts/${hostName}/inventory`);
  const commands = [
    `openstack resource provider inventory list ${uuid}`,
    `${put} -H "Content-Type: application/json" -d @<inventory.json>`,
  ];
  return cloudFinding('inventory_differs', hostName, subject, {
    detail: `Placement has ${theirs} ${what}, the inventory ${own}.`,
    commands,
  });
}
