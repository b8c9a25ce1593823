/** Topologies as lstopo writes them, as far as specs look at them. */
export interface WrittenObject {
  readonly type: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly info?: Readonly<Record<string, string>>;
  readonly inside?: readonly (WrittenObject | string)[];
}

export function topology(version: 1 | 2 | 3, root: WrittenObject, after = ''): string {
  const dtd = version === 1 ? 'hwloc.dtd' : 'hwloc2.dtd';
  const attribute = version === 1 ? '' : ` version="${version}.0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE topology SYSTEM "${dtd}">
<topology${attribute}>${written(root)}${after}</topology>\n`;
}

/** A mask of CPUs or nodes, in words of 32 bits. */
export function mask(...bits: readonly number[]): string {
  const words = new Array<number>(1 + Math.floor(Math.max(0, ...bits) / 32)).fill(0);
  for (const bit of bits) words[Math.floor(bit / 32)] = ((words[Math.floor(bit / 32)] ?? 0) | (1 << (bit % 32))) >>> 0;
  return words
    .reverse()
    .map((word) => `0x${word.toString(16).padStart(8, '0')}`)
    .join(',');
}

export function pu(id: number, attributes: Readonly<Record<string, string>> = {}): WrittenObject {
  return { type: 'PU', attributes: { os_index: id, cpuset: mask(id), ...attributes } };
}

/** A core around its threads. */
export function core(...threads: readonly number[]): WrittenObject {
  return { type: 'Core', attributes: { cpuset: mask(...threads) }, inside: threads.map((id) => pu(id)) };
}

/** A node of hwloc 2 and later: beside the cores, not around them. */
export function numaNode(
  id: number,
  cpus: readonly number[],
  attributes: WrittenObject['attributes'] = {},
): WrittenObject {
  return { type: 'NUMANode', attributes: { os_index: id, cpuset: mask(...cpus), nodeset: mask(id), ...attributes } };
}

export function nic(
  address: string,
  ids: string,
  interfaces: readonly string[],
  name = '',
  networkType: 2 | 16 = 2,
): WrittenObject {
  return pciDevice(address, `0200 [${ids}] [0000:0000] 01`, {
    info: { PCIVendor: 'A maker', ...(name === '' ? {} : { PCIDevice: name }) },
    inside: interfaces.map((each) => ({ type: 'OSDev', attributes: { name: each, osdev_type: networkType } })),
  });
}

export function pciDevice(address: string, pciType: string, more: Partial<WrittenObject> = {}): WrittenObject {
  return { type: 'PCIDev', attributes: { pci_busid: address, pci_type: pciType }, ...more };
}

/** A host bridge, and behind it a PCI bridge with all these. */
export function behindBridge(...devices: readonly WrittenObject[]): WrittenObject {
  const bridge = { bridge_type: '1-1', pci_busid: '0000:00:03.0', pci_type: '0604 [8086:3c08] [0000:0000] 07' };
  return onHostBridge({ type: 'Bridge', attributes: bridge, inside: devices });
}

export function onHostBridge(...devices: readonly WrittenObject[]): WrittenObject {
  return { type: 'Bridge', attributes: { bridge_type: '0-1', bridge_pci: '0000:[00-ff]' }, inside: devices };
}

function written(object: WrittenObject | string): string {
  if (typeof object === 'string') return object;
  const { type, attributes = {}, info = {}, inside = [] } = object;
  const names = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  const pairs = Object.entries(info).map(([name, value]) => `<info name="${name}" value="${value}"/>`);
  return `<object type="${type}"${names.join('')}>${pairs.join('')}${inside.map(written).join('')}</object>`;
}
