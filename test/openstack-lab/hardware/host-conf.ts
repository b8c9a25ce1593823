import { formatCpuSet, type Inventory } from '@iopath/core';

const MIB_PER_GIB = 1024;

/**
 * What stands in `nova.conf` of one host alone, as its document says it.
 *
 * @param folders where the host keeps its state and writes its log
 */
export function hostConf(
  name: string,
  inventory: Inventory,
  folders: { readonly state: string; readonly log: string },
): string {
  const { allocationRatios: ratios, reserved } = inventory;
  const set = (key: string, cpus: Inventory['cpuSharedSet']): readonly string[] =>
    cpus === null ? [] : [`${key} = ${formatCpuSet(cpus)}`];
  return [
    '[DEFAULT]',
    `host = ${name}`,
    `state_path = ${folders.state}`,
    `log_file = ${folders.log}`,
    `cpu_allocation_ratio = ${ratios.cpu}`,
    `ram_allocation_ratio = ${ratios.ram}`,
    `disk_allocation_ratio = ${ratios.disk}`,
    `reserved_host_cpus = ${reserved.cpus}`,
    `reserved_host_memory_mb = ${reserved.memoryMib}`,
    `reserved_host_disk_mb = ${reserved.diskGib * MIB_PER_GIB}`,
    '[compute]',
    ...set('cpu_dedicated_set', inventory.cpuDedicatedSet),
    ...set('cpu_shared_set', inventory.cpuSharedSet),
    ...(inventory.packingHostNumaCellsAllocationStrategy ? ['packing_host_numa_cells_allocation_strategy = true'] : []),
    '[pci]',
    'report_in_placement = true',
    ...deviceSpecs(inventory).map((spec) => `device_spec = ${JSON.stringify(spec)}`),
    '',
  ].join('\n');
}

type DeviceSpec = Readonly<Record<string, string>>;

/**
 * `[pci]device_spec`: which devices Nova may give away. The address of a PF means its VFs too (`nova/pci/devspec.py`
 * `WhitelistPciAddress`); with a physical network they are Neutron's. A NIC without one is left alone: it carries the
 * host's own traffic. Other devices are named where an alias covers them. `one_time_use` is not known to this release.
 *
 * @throws RangeError where Nova would not start: with PCI devices in Placement, a device and its own VFs may not both be
 *   given away by alias (`nova/compute/pci_placement_translator.py`)
 */
export function deviceSpecs({ pfs, pciDevices }: Inventory): readonly DeviceSpec[] {
  const ofPorts = pfs.flatMap(({ address, physicalNetwork }) =>
    physicalNetwork === null ? [] : [{ address, physical_network: physicalNetwork }],
  );
  const ofAliases = pciDevices.filter(({ alias, hostInUse }) => alias !== null && !hostInUse);
  const given = new Set(ofAliases.map(({ address }) => address));
  const both = ofAliases.find(({ pfAddress }) => pfAddress !== null && given.has(pfAddress));
  if (both !== undefined) {
    throw new RangeError(`${both.address} and its PF ${both.pfAddress} are both under an alias: Nova would not start`);
  }
  return [...ofPorts, ...ofAliases.map(({ address }) => ({ address }))];
}
