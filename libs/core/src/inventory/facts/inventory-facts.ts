import type { PciAliasDefinition } from '../../nova/pci-alias';
import type { PciDeviceSpec } from '../../nova/pci-device-spec';
import type {
  AssumedFact,
  Bridge,
  Inventory,
  NetworkNumaAffinity,
  NumaNode,
  PciDevice,
  PhysicalFunction,
  UnseenFact,
  VirtualFunction,
} from '../inventory';

/** Each fact may be left out: this source does not tell it. What a source calls unknown is left out, too. */
export type Told<Facts> = { readonly [Name in keyof Facts]?: NonNullable<Facts[Name]> };

/** What a source tells of a NUMA node; distances by the id of the node that they lead to, as ids may be sparse. */
export type NumaNodeFacts = Pick<NumaNode, 'id'> &
  Told<Omit<NumaNode, 'id' | 'distances'>> & { readonly distanceTo?: Readonly<Record<number, number>> };

/** What a source tells of a VF. Its index may be left out: VFs then count in the order of their addresses. */
export type VfFacts = Pick<VirtualFunction, 'address'> & Told<Omit<VirtualFunction, 'address'>>;

/** What a source tells of a NIC. `vfs` left out: it does not tell whether there are VFs; empty: there are none. */
export type PfFacts = Pick<PhysicalFunction, 'address'> &
  Told<Omit<PhysicalFunction, 'address' | 'vfs'>> & { readonly vfs?: readonly VfFacts[] };

export type PciDeviceFacts = Pick<PciDevice, 'address'> & Told<Omit<PciDevice, 'address'>>;

/** Facts of the host as a whole. */
export type SettingFacts = Told<
  Pick<
    Inventory,
    | 'availabilityZone'
    | 'aggregates'
    | 'rack'
    | 'cpuDedicatedSet'
    | 'cpuSharedSet'
    | 'localDisk'
    | 'packingHostNumaCellsAllocationStrategy'
    | 'fileBackedMemory'
    | 'maxQueues'
    | 'traits'
    | 'kernelCommandLine'
    | 'vfio'
  >
> & {
  readonly versions?: Told<Inventory['versions']>;
  readonly cpu?: Told<Inventory['cpu']>;
  readonly iommu?: Told<Inventory['iommu']>;
  readonly vhost?: Told<Inventory['vhost']>;
  readonly allocationRatios?: Told<Inventory['allocationRatios']>;
  readonly reserved?: Told<Inventory['reserved']>;
};

/** What Nova gives out of the host's PCI devices, and under which alias (`[pci]device_spec`, `[pci]alias`). */
export interface PciPassthrough {
  readonly deviceSpecs: readonly PciDeviceSpec[];
  readonly aliases: readonly PciAliasDefinition[];
}

export const LISTS_OF_FACTS = ['numaNodes', 'pfs', 'pciDevices', 'bridges', 'networkNumaAffinity'] as const;
export type ListOfFacts = (typeof LISTS_OF_FACTS)[number];

/**
 * What one source tells of one host: a collector's probe, or a file that was imported. It need not be whole. Several of them
 * make an inventory (`layFacts`).
 */
export interface InventoryFacts {
  /** `sysfs`, `libvirt`, `nova-conf` … */
  readonly source: string;
  /** Null: the source does not say. */
  readonly observedAtMs: number | null;
  readonly settings?: SettingFacts;
  readonly numaNodes?: readonly NumaNodeFacts[];
  /** Every network function but VFs that hang on another one of the list. */
  readonly pfs?: readonly PfFacts[];
  readonly pciDevices?: readonly PciDeviceFacts[];
  readonly bridges?: readonly Bridge[];
  readonly networkNumaAffinity?: readonly NetworkNumaAffinity[];
  readonly passthrough?: PciPassthrough;
  /** Lists that need not name all there is: `sriov-nodestate` tells of NICs with SR-IOV only. */
  readonly partialLists?: readonly ListOfFacts[];
  readonly unseen: readonly UnseenFact[];
  readonly assumed: readonly AssumedFact[];
  /** What was odd about the source and is not taken over, in words. */
  readonly warnings: readonly string[];
}
