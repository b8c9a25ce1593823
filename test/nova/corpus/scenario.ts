import {
  compileHost,
  type HostClaim,
  type HostState,
  type Inventory,
  type NicRequest,
  type NumaNode,
  type VmRequest,
} from '@iopath/core';
import { aHostClaim, anInventory, aNicRequest, aPf, aVmRequest, hostFacts } from '@iopath/testing';

type Texts = Readonly<Record<string, string>>;

/** A guest node, as far as a scenario says: vCPUs, MiB, and the page size in KiB that Nova makes of the request. */
export interface ExpectedCell {
  readonly shared?: readonly number[];
  readonly dedicated?: readonly number[];
  readonly memoryMib?: number;
  readonly pageSize?: number | 'large' | 'small' | 'any' | null;
}

/** Flavor and image without a host: refused, or what guest they make. */
export interface MeaningScenario {
  readonly kind: 'meaning';
  readonly name: string;
  /** Handbook section, or the Nova function whose rule it is. */
  readonly source: string;
  readonly flavor: { readonly vcpus: number; readonly ramMib: number; readonly extraSpecs: Texts };
  readonly image: Texts;
  /** The exception class, no guest topology (null), or the guest's nodes. */
  readonly expected: string | null | readonly ExpectedCell[];
}

/** Where a guest comes to lie on one host. */
export interface ExpectedPlace {
  /** Host nodes in the order of the guest's; null for a guest without NUMA topology. */
  readonly nodes: readonly number[] | null;
  readonly pins?: Readonly<Record<string, number>>;
  /** Host CPUs kept for isolated emulator threads. */
  readonly emulator?: readonly number[];
  readonly pageSizeKib?: number;
  /** NUMA nodes of the devices of NICs and aliases, in that order. */
  readonly deviceNodes?: readonly (number | null)[];
}

/** A request on one host: where it lies, or null when it does not fit. */
export interface FitScenario {
  readonly kind: 'fit';
  readonly name: string;
  readonly source: string;
  readonly host: HostState;
  readonly request: VmRequest;
  readonly expected: ExpectedPlace | null;
}

/** An extra spec by itself, as the flavor API of Zed judges it. */
export interface ExtraSpecScenario {
  readonly kind: 'extra spec';
  readonly name: string;
  readonly source: string;
  readonly extraSpec: readonly [key: string, value: string];
  readonly accepted: boolean;
}

export type Scenario = MeaningScenario | FitScenario | ExtraSpecScenario;

/** A host of a scenario: what differs from an empty one, and what is on it already. */
export function host(inventory: Partial<Inventory>, ...claims: readonly Partial<HostClaim>[]): HostState {
  const nothing = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0 };
  const facts = hostFacts('compute-1', {
    inventory: anInventory({
      allocationRatios: { cpu: 16, ram: 1.5, disk: 1 },
      pfs: [],
      bridges: ['physnet1', 'physnet2', null].map((physicalNetwork) => ({
        name: `br-${physicalNetwork ?? 'tun'}`,
        physicalNetwork,
        datapath: 'system' as const,
        uplinkMbps: 25_000,
        hwOffload: null,
      })),
      ...inventory,
    }),
    claims: claims.map((claim, index) => aHostClaim({ ...nothing, reservationId: `before-${index}`, ...claim })),
  });
  return compileHost(facts);
}

/** A node whose cores are these groups of siblings. */
export function node(id: number, cores: readonly (readonly number[])[], changes: Partial<NumaNode> = {}): NumaNode {
  const memoryMib = changes.memoryMib ?? 8192;
  return {
    id,
    socket: id >> 1,
    cpus: cores.flat().sort((a, b) => a - b),
    siblings: cores,
    memoryMib,
    distances: [],
    pages: [{ sizeKib: 4, total: memoryMib * 256 }],
    ...changes,
  };
}

/** The host of the handbook's vectors (3.7): dedicated CPUs {0,4,1,5} and {2,6,3,7} on two nodes of two cores each. */
export const HANDBOOK_NODES: readonly NumaNode[] = [
  node(0, [
    [0, 4],
    [1, 5],
  ]),
  node(1, [
    [2, 6],
    [3, 7],
  ]),
];

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

interface Asked {
  readonly vcpus?: number;
  readonly ramMib?: number;
  readonly specs?: Texts;
  readonly image?: Texts;
  readonly nics?: readonly NicRequest[];
}

/** A VM without disks of its own; 2 vCPUs and 1 GiB unless it says otherwise. */
export function vm({ vcpus = 2, ramMib = 1024, specs = {}, image = {}, nics = [] }: Asked): VmRequest {
  return aVmRequest({
    flavor: { vcpus, ramMib, diskGib: 0, extraSpecs: specs },
    image: { osId: 'ubuntu24.04', properties: image },
    nics: nics.map((nic, index) => ({ ...nic, name: `nic${index}` })),
    disks: [],
  });
}

type Changes = Partial<NicRequest>;
export const vfNic = (changes: Changes = {}): NicRequest => aNicRequest({ paths: ['sriov_vf'], ...changes });
export const pfNic = (changes: Changes = {}): NicRequest => aNicRequest({ paths: ['pci_passthrough'], ...changes });
export const softNic = (changes: Changes = {}): NicRequest => aNicRequest({ paths: ['vhost_net'], ...changes });

/** PFs on physnet1 at these nodes, each with as many VFs. */
export function pfs(...shapes: readonly { readonly at: number | null; readonly vfs: number; readonly on?: string }[]) {
  return shapes.map(({ at, vfs, on = 'physnet1' }, index) => {
    const bus = `0000:${(0x40 + index).toString(16)}`;
    const group = 100 * (index + 1);
    return aPf(vfs, {
      address: `${bus}:00.0`,
      ifname: `ens${index}`,
      numaNode: at,
      physicalNetwork: on,
      totalVfs: 8,
      iommuGroup: group,
      vfs: aPf(vfs).vfs.map((vf, nth) => ({ ...vf, address: `${bus}:01.${nth}`, iommuGroup: group + 1 + nth })),
    });
  });
}

/** Drives under the alias `nvme` at these nodes. */
export function drives(...nodes: readonly (number | null)[]): Inventory['pciDevices'] {
  return nodes.map((numaNode, index) => ({
    address: `0000:${(0x80 + index).toString(16)}:00.0`,
    vendorId: '144d',
    productId: 'a808',
    deviceClass: 'nvme',
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode,
    iommuGroup: 2000 + index,
    alias: 'nvme',
    hostInUse: false,
  }));
}
