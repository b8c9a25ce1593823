import type { Schemas } from '@iopath/api-client';
import type { Field } from '../output/cell';

type Inventory = Schemas['InventoryDto'];

export const HOST_FIELDS = [
  ...['host_name', 'state', 'generation', 'availability_zone', 'aggregates', 'rack', 'cpu', 'versions'],
  ...['cpu_dedicated_set', 'cpu_shared_set', 'numa_nodes', 'iommu', 'vhost', 'pfs', 'vfs', 'vfs_allocated'],
  ...['pci_devices', 'bridges', 'observed_at', 'updated_at'],
] as const;
type HostField = (typeof HOST_FIELDS)[number];

/** A host and what is known of it. PFs, VFs, NUMA nodes are lines of a table, and whole in JSON and YAML. */
export function hostFields(host: Schemas['HostDto'], inventory: Inventory): readonly Field[] {
  const { cpu, versions, iommu, vhost, numa_nodes, pfs, pci_devices, bridges } = inventory;
  const values: Readonly<Record<HostField, Omit<Field, 'name'>>> = {
    host_name: { value: host.host_name },
    state: { value: host.state },
    generation: { value: host.generation },
    availability_zone: { value: host.availability_zone },
    aggregates: { value: host.aggregates },
    rack: { value: inventory.rack },
    cpu: { value: cpu },
    versions: { value: versions },
    cpu_dedicated_set: { value: inventory.cpu_dedicated_set },
    cpu_shared_set: { value: inventory.cpu_shared_set },
    numa_nodes: { value: numa_nodes, text: numa_nodes.map(nodeLine).join('\n') },
    iommu: { value: iommu },
    vhost: { value: vhost },
    pfs: { value: pfs, text: lines(pfs, pfLine) },
    vfs: { value: host.vfs },
    vfs_allocated: { value: host.vfs_allocated },
    pci_devices: { value: pci_devices, text: lines(pci_devices, deviceLine) },
    bridges: { value: bridges, text: lines(bridges, bridgeLine) },
    observed_at: { value: host.observed_at },
    updated_at: { value: host.updated_at },
  };
  return HOST_FIELDS.map((name) => ({ name, ...values[name] }));
}

function lines<Item>(items: readonly Item[] | null | undefined, line: (item: Item) => string): string {
  return items == null ? 'None' : items.map(line).join('\n');
}

function nodeLine({ id, socket, cpus, memory_mib, pages }: Schemas['NumaNodeDto']): string {
  const huge = (pages ?? [])
    .filter(({ size_kib }) => size_kib > 4)
    .map((pool) => `${pool.total} × ${pool.size_kib} KiB`);
  return [
    `${id}: ${cpusText(cpus)}`,
    ...(socket == null ? [] : [`socket ${socket}`]),
    ...(memory_mib == null ? [] : [`${memory_mib} MiB`]),
    ...(huge.length === 0 ? [] : [`huge pages ${huge.join(', ')}`]),
  ].join(', ');
}

/** Where hyper-threads or sockets alternate a CPU list is as long as it can be: then its ends and how many are enough. */
const LONGEST_CPU_LIST = 40;

function cpusText(list: string): string {
  if (list === '') return 'no CPUs';
  if (list.length <= LONGEST_CPU_LIST) return `CPUs ${list}`;
  const ranges = list.split(',').map((range) => range.split('-').map(Number));
  const count = ranges.reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
  return `${count} CPUs from ${ranges[0]?.[0] ?? 0} to ${ranges.at(-1)?.at(-1) ?? 0}`;
}

function pfLine(pf: Schemas['PfDto']): string {
  const vfs = pf.vfs?.length ?? 0;
  return [
    `${pf.address} ${pf.ifname ?? '?'}`,
    pf.driver ?? 'no driver',
    onNode(pf.numa_node),
    pf.physical_network ?? 'no physical network',
    ...(pf.link_speed_mbps == null ? [] : [`${pf.link_speed_mbps} Mbit/s`]),
    `link ${pf.link_state ?? 'unknown'}`,
    `${vfs} of ${pf.total_vfs ?? '?'} VFs`,
  ].join(', ');
}

function deviceLine(device: Schemas['PciDeviceDto']): string {
  const kind = device.class ?? 'unknown class';
  return [`${device.address} ${kind}`, onNode(device.numa_node), ...(device.alias == null ? [] : [device.alias])].join(
    ', ',
  );
}

function bridgeLine({ name, physical_network, datapath }: Schemas['BridgeDto']): string {
  return `${name}: ${physical_network ?? 'no physical network'}${datapath == null ? '' : `, ${datapath}`}`;
}

function onNode(node: number | null | undefined): string {
  return node == null || node < 0 ? 'NUMA node not known' : `NUMA node ${node}`;
}
