import type { CpuSet, Inventory, NumaNode, PhysicalFunction } from '@iopath/core';

/** What the compute driver of the lab tells Nova, and answers for sysfs. Units and names are Nova's. */
export interface NovaHardware {
  readonly arch: string;
  readonly cpu_model: string;
  readonly local_gb: number;
  readonly memory_mb: number;
  /** Host CPUs that floating vCPUs run on; all CPUs of a host without sets. */
  readonly vcpus: number;
  readonly pcpus: number;
  readonly traits: readonly string[];
  readonly numa_cells: readonly NovaCell[];
  readonly pci_devices: readonly NovaPciDevice[];
}

interface NovaCell {
  readonly id: number;
  readonly socket: number | null;
  readonly cpus: readonly number[];
  readonly pcpus: readonly number[];
  readonly siblings: readonly (readonly number[])[];
  readonly memory_mb: number;
  readonly mempages: readonly { readonly size_kb: number; readonly total: number }[];
  readonly physnets: readonly string[];
  readonly tunneled: boolean;
}

export interface NovaPciDevice {
  readonly address: string;
  readonly vendor_id: string;
  readonly product_id: string;
  readonly dev_type: 'type-PCI' | 'type-PF' | 'type-VF' | 'vdpa';
  readonly parent_addr: string | null;
  /** Null where the firmware does not say. */
  readonly numa_node: number | null;
  readonly parent_ifname?: string;
  readonly vf_num?: number;
  readonly mac?: string;
}

/** What a host without a local disk reports: enough not to be what limits anything. */
const AMPLE_DISK_GIB = 1_000_000;

/** A host as `nova/virt/libvirt/driver.py` would report it, were it a machine. */
export function novaHardwareOf(inventory: Inventory): NovaHardware {
  const cells = inventory.numaNodes.map((node) => cellOf(node, inventory));
  return {
    arch: inventory.cpu.arch ?? 'x86_64',
    cpu_model: inventory.cpu.model ?? 'unknown',
    local_gb: inventory.localDisk?.totalGib ?? AMPLE_DISK_GIB,
    memory_mb: sum(inventory.numaNodes.map(({ memoryMib }) => memoryMib ?? 0)),
    vcpus: sum(cells.map(({ cpus }) => cpus.length)),
    pcpus: sum(cells.map(({ pcpus }) => pcpus.length)),
    traits: inventory.traits ?? [],
    numa_cells: cells,
    pci_devices: [...inventory.pfs.flatMap(devicesOfPf), ...otherDevices(inventory)],
  };
}

/**
 * `_get_host_numa_topology` of the libvirt driver: a cell's shared and dedicated CPUs are its CPUs in either set. Which
 * CPUs are shared where a set is missing is `_get_vcpu_available`'s: with a dedicated set alone none is.
 */
function cellOf(node: NumaNode, inventory: Inventory): NovaCell {
  const { cpuSharedSet, cpuDedicatedSet, networkNumaAffinity } = inventory;
  const near = networkNumaAffinity.filter(({ numaNodes }) => numaNodes.includes(node.id));
  return {
    id: node.id,
    socket: node.socket,
    cpus: cpuSharedSet === null ? (cpuDedicatedSet === null ? node.cpus : []) : within(node.cpus, cpuSharedSet),
    pcpus: cpuDedicatedSet === null ? [] : within(node.cpus, cpuDedicatedSet),
    siblings: siblingsOf(node),
    memory_mb: node.memoryMib ?? 0,
    mempages: node.pages.map(({ sizeKib, total }) => ({ size_kb: sizeKib, total })),
    physnets: near.flatMap(({ physicalNetwork }) => physicalNetwork ?? []),
    tunneled: near.some(({ physicalNetwork }) => physicalNetwork === null),
  };
}

/** libvirt lists every CPU with its siblings, one without others alone. */
function siblingsOf({ cpus, siblings }: NumaNode): readonly (readonly number[])[] {
  const named = new Set(siblings.flat());
  return [...siblings, ...cpus.filter((cpu) => !named.has(cpu)).map((cpu) => [cpu])];
}

/** A VF that is broken, kept back or in other hands is not shown to Nova. */
function devicesOfPf(pf: PhysicalFunction): readonly NovaPciDevice[] {
  const whole: NovaPciDevice = {
    address: pf.address,
    vendor_id: pf.vendorId,
    product_id: pf.productId,
    // libvirt calls a function PF by its SR-IOV capability, VFs or not (`nova/virt/libvirt/host.py _get_device_type`).
    dev_type: (pf.totalVfs ?? pf.vfs.length) > 0 ? 'type-PF' : 'type-PCI',
    parent_addr: null,
    numa_node: pf.numaNode,
    mac: macOf(pf.address),
  };
  const vfs = pf.vfs
    .filter(({ state }) => state === 'available')
    .map((vf): NovaPciDevice => ({
      address: vf.address,
      vendor_id: vf.vendorId,
      product_id: vf.productId,
      dev_type: vf.vdpaDevice === null ? 'type-VF' : 'vdpa',
      parent_addr: pf.address,
      numa_node: pf.numaNode,
      ...(pf.ifname === null ? {} : { parent_ifname: pf.ifname }),
      vf_num: vf.index,
      mac: macOf(vf.address),
    }));
  return [whole, ...vfs];
}

/** Listed are those that the host itself does not need; which of them Nova may give away is `device_spec`'s affair. */
function otherDevices({ pciDevices }: Inventory): readonly NovaPciDevice[] {
  return pciDevices
    .filter(({ hostInUse }) => !hostInUse)
    .map((device) => ({
      address: device.address,
      vendor_id: device.vendorId,
      product_id: device.productId,
      dev_type: device.deviceType,
      parent_addr: device.pfAddress,
      numa_node: device.numaNode,
    }));
}

/** Locally administered, and of this address alone on its host. */
function macOf(address: string): string {
  const digits = address.replace(/[:.]/g, '').padStart(10, '0').slice(-10);
  return ['02', ...(digits.match(/../g) ?? [])].join(':');
}

function within(cpus: CpuSet, set: CpuSet): readonly number[] {
  const wanted = new Set(set);
  return cpus.filter((cpu) => wanted.has(cpu));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
