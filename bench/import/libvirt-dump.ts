import { type CpuSet, formatCpuSet, type Inventory, parsePciAddress } from '@iopath/core';

/** What `virsh capabilities` and `virsh nodedev-dumpxml` of every PCI function say of such a host, in one text. */
export function libvirtDump({ cpu, numaNodes, pfs }: Inventory): string {
  const cells = numaNodes.map(({ id, cpus, siblings, memoryMib, pages }) => {
    const groups = new Map<number, CpuSet>(
      siblings.flatMap((group) => group.map((thread) => [thread, group] as const)),
    );
    const threads = cpus.map((thread) => {
      const group = groups.get(thread) ?? [thread];
      return `<cpu id='${thread}' socket_id='${id}' die_id='0' core_id='${group[0]}' siblings='${formatCpuSet(group)}'/>`;
    });
    return [
      `<cell id='${id}'><memory unit='KiB'>${(memoryMib ?? 0) * 1024}</memory>`,
      ...pages.map(({ sizeKib, total }) => `<pages unit='KiB' size='${sizeKib}'>${total}</pages>`),
      '<distances>',
      ...numaNodes.map((other) => `<sibling id='${other.id}' value='${other.id === id ? 10 : 21}'/>`),
      `</distances><cpus num='${cpus.length}'>`,
      ...threads,
      '</cpus></cell>',
    ].join('\n');
  });
  const devices = pfs.flatMap((pf) => {
    const vfs = `<capability type='virt_functions' maxCount='${pf.totalVfs}'>${pf.vfs.map((vf) => place(vf.address)).join('')}</capability>`;
    const owner = `<capability type='phys_function'>${place(pf.address)}</capability>`;
    return [device(pf, pf.numaNode, vfs), ...pf.vfs.map((vf) => device(vf, pf.numaNode, owner))];
  });
  return [
    `<capabilities><host><cpu><arch>${cpu.arch}</arch><model>any</model></cpu><iommu support='yes'/>`,
    `<topology><cells num='${cells.length}'>`,
    ...cells,
    '</cells></topology></host></capabilities>',
    ...devices,
  ].join('\n');
}

interface PciFunction {
  readonly address: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly driver: string | null;
  readonly iommuGroup: number | null;
}

function device(pci: PciFunction, numaNode: number | null, more: string): string {
  const { domain, bus, slot, function: fn } = partsOf(pci.address);
  return [
    `<device><name>pci_${pci.address.replace(/[:.]/g, '_')}</name><parent>computer</parent>`,
    `<driver><name>${pci.driver ?? 'none'}</name></driver><capability type='pci'><class>0x020000</class>`,
    `<domain>${domain}</domain><bus>${bus}</bus><slot>${slot}</slot><function>${fn}</function>`,
    `<product id='0x${pci.productId}'>any</product><vendor id='0x${pci.vendorId}'>any</vendor>`,
    more,
    `<iommuGroup number='${pci.iommuGroup ?? 0}'>${place(pci.address)}</iommuGroup>`,
    numaNode === null ? '' : `<numa node='${numaNode}'/>`,
    '</capability></device>',
  ].join('\n');
}

function place(address: string): string {
  const { domain, bus, slot, function: fn } = partsOf(address);
  const hex = (value: number) => `0x${value.toString(16)}`;
  return `<address domain='${hex(domain)}' bus='${hex(bus)}' slot='${hex(slot)}' function='${hex(fn)}'/>`;
}

function partsOf(address: string) {
  const parts = parsePciAddress(address);
  if (parts === null) throw new Error(`${address} is no PCI address`);
  return parts;
}
