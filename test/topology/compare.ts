import type { Inventory, NumaNode } from '@iopath/core';
import { formatCpuSet, normalisePciAddress, parseCpuSet } from '@iopath/core';
import type { MachineTruth, NicTruth, NodeTruth } from './truth';

/** One thing that was compared. */
export interface Compared {
  readonly fact: string;
  readonly expected: string;
  readonly found: string;
}

const KIB_PER_MIB = 1024;

/** Each fact that the truth has, and what the inventory has for it. */
export function compareWithTruth(inventory: Inventory, truth: MachineTruth): readonly Compared[] {
  return [
    ...(truth.numa === undefined ? [] : numa(inventory, truth.numa)),
    ...(truth.cpu_count === undefined ? [] : [same('CPUs', truth.cpu_count, cpuCount(inventory))]),
    ...(truth.cores == null ? [] : [same('cores', truth.cores, coreCount(inventory))]),
    ...sockets(inventory, truth),
    ...(truth.nics === undefined ? [] : nics(inventory, truth.nics)),
    ...(truth.iommu == null ? [] : [same('IOMMU', truth.iommu === 'yes', inventory.iommu.enabled)]),
  ];
}

function same(fact: string, expected: unknown, found: unknown): Compared {
  return { fact, expected: JSON.stringify(expected), found: JSON.stringify(found) };
}

function numa({ numaNodes }: Inventory, truth: Readonly<Record<string, NodeTruth>>): Compared[] {
  const ids = Object.keys(truth).map(Number);
  return [
    same(
      'NUMA nodes',
      ids,
      numaNodes.map(({ id }) => id),
    ),
    ...Object.entries(truth).flatMap(([id, node]) => {
      const found = numaNodes.find((one) => one.id === Number(id));
      return found === undefined ? [] : nodeFacts(found, node);
    }),
  ];
}

function nodeFacts(found: NumaNode, truth: NodeTruth): Compared[] {
  const of = `node ${found.id}`;
  const cpus = truth.cpus === '' ? '' : formatCpuSet(parseCpuSet(truth.cpus));
  const distance = truth.distance;
  const pages = truth.hugepages_total ?? truth.pages ?? {};
  return [
    same(`${of}: CPUs`, cpus, formatCpuSet(found.cpus)),
    same(`${of}: memory, MiB`, memoryMib(truth), found.memoryMib),
    ...(distance === undefined
      ? []
      : [same(`${of}: distances`, distance === null ? [] : distance.split(' ').map(Number), found.distances)]),
    ...Object.entries(pages).map(([size, total]) => {
      const pool = found.pages.find(({ sizeKib }) => sizeKib === Number.parseInt(size, 10));
      return same(`${of}: pages of ${Number.parseInt(size, 10)} KiB`, Number(total), pool?.total ?? null);
    }),
  ];
}

/** Inventories count whole MiB. */
function memoryMib({ memory_kib, memory_bytes, memory }: NodeTruth): number | null {
  const text = /^(\d+) KiB$/.exec(memory ?? '')?.[1];
  const kib =
    memory_kib ?? (memory_bytes == null ? null : memory_bytes / 1024) ?? (text === undefined ? null : Number(text));
  return kib === null ? null : Math.floor(kib / KIB_PER_MIB);
}

function cpuCount({ numaNodes }: Inventory): number {
  return numaNodes.reduce((sum, { cpus }) => sum + cpus.length, 0);
}

function coreCount({ numaNodes }: Inventory): number {
  const threads = numaNodes.flatMap(({ siblings }) => siblings.map((group) => group.length - 1));
  return cpuCount({ numaNodes } as Inventory) - threads.reduce((sum, more) => sum + more, 0);
}

/** A node of several sockets has none in an inventory, so that they can be counted only where each node is in one. */
function sockets({ numaNodes }: Inventory, truth: MachineTruth): Compared[] {
  const found = new Set(numaNodes.filter(({ cpus }) => cpus.length > 0).map(({ socket }) => socket));
  return truth.sockets == null || found.has(null) ? [] : [same('sockets', truth.sockets, found.size)];
}

interface FoundNic {
  readonly address: string;
  readonly id: string;
  readonly driver: string | null;
  /** Undefined where an inventory has no place for it: a VF is where its PF is. */
  readonly numaNode: number | null | undefined;
  readonly iommuGroup: number | null;
  readonly ifname: string | null;
  readonly totalVfs: number | null;
  readonly numVfs: number;
  readonly isVf: boolean;
}

function nics(inventory: Inventory, truth: readonly NicTruth[]): Compared[] {
  const found = new Map(foundNics(inventory).map((nic) => [nic.address, nic] as const));
  const addresses = truth.map(({ pci }) => normalisePciAddress(pci) ?? pci);
  return [
    same('NICs', [...addresses].sort(), [...found.keys()].sort()),
    ...truth.flatMap((nic, at) => {
      const one = found.get(addresses[at] as string);
      return one === undefined ? [] : nicFacts(one, nic);
    }),
  ];
}

function nicFacts(found: FoundNic, truth: NicTruth): Compared[] {
  const of = found.address;
  const { names = [] } = truth;
  const node = truth.near_nodes?.length === 1 ? truth.near_nodes[0] : truth.numa_node;
  const isTold = <T>(value: T | null | undefined): value is T => value != null;
  return [
    same(`${of}: id`, truth.id, found.id),
    ...(isTold(truth.driver) ? [same(`${of}: driver`, truth.driver, found.driver)] : []),
    ...(isTold(node) && found.numaNode !== undefined
      ? [same(`${of}: NUMA node`, node === -1 ? null : node, found.numaNode)]
      : []),
    ...(names.length > 0
      ? [same(`${of}: name`, names.find((name) => name === found.ifname) ?? names[0], found.ifname)]
      : []),
    ...(truth.sriov_totalvfs === undefined || found.isVf
      ? []
      : [same(`${of}: VFs at most`, truth.sriov_totalvfs, found.totalVfs)]),
    ...(isTold(truth.sriov_numvfs) ? [same(`${of}: VFs`, truth.sriov_numvfs, found.numVfs)] : []),
    ...(isTold(truth.iommu_group) ? [same(`${of}: IOMMU group`, truth.iommu_group, found.iommuGroup)] : []),
    ...(truth.is_vf === undefined ? [] : [same(`${of}: is a VF`, truth.is_vf, found.isVf)]),
  ];
}

function foundNics({ pfs, pciDevices }: Inventory): readonly FoundNic[] {
  const idOf = ({ vendorId, productId }: { vendorId: string; productId: string }) => `${vendorId}:${productId}`;
  const others = pciDevices.filter(({ deviceClass }) => deviceClass === 'network');
  return [
    ...pfs.map((pf) => ({ ...pf, id: idOf(pf), numVfs: pf.vfs.length, isVf: false })),
    ...pfs.flatMap((pf) =>
      pf.vfs.map((vf) => ({
        ...vf,
        id: idOf(vf),
        numaNode: undefined,
        ifname: vf.ifname ?? null,
        totalVfs: null,
        numVfs: 0,
        isVf: true,
      })),
    ),
    ...others.map((device) => ({
      ...device,
      id: idOf(device),
      driver: device.driver ?? null,
      ifname: null,
      totalVfs: null,
      numVfs: 0,
      isVf: device.deviceType === 'type-VF',
    })),
  ];
}
