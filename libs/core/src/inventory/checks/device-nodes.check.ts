import type { Fault } from '../../fault';
import type { Inventory } from '../inventory';

/** A device's NUMA node is one of the document's, or unknown. Without any node listed there is nothing to compare with. */
export function checkDeviceNodes({ numaNodes, pfs, pciDevices }: Inventory): readonly Fault[] {
  if (numaNodes.length === 0) return [];
  const ids = new Set(numaNodes.map((node) => node.id));
  const notListed = (list: string) => (device: { readonly numaNode: number | null }, i: number) =>
    device.numaNode === null || ids.has(device.numaNode) ? [] : [notListedFault(`/${list}/${i}`, device.numaNode)];
  return [...pfs.flatMap(notListed('pfs')), ...pciDevices.flatMap(notListed('pci_devices'))];
}

function notListedFault(device: string, numaNode: number): Fault {
  const message = `the document lists no NUMA node ${numaNode}; -1 says that the node is not known`;
  return { pointer: `${device}/numa_node`, code: 'device.numa_node_not_listed', message };
}
