import { comparePciAddresses, normalisePciAddress } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, firstValues, linkedName, numberedNames, numberOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';
import { couldShareCard, followsFromRule, soleCandidate } from './inferred-parent';
import type { PciFunction } from './pci-functions';
import { routingId } from './routing-id';
import { isKnownVf } from './known-vfs.data';

/** Every function has it on every kernel, and nobody picks it out: who has it copied the whole folder. */
const ATTRIBUTE_OF_ALL = 'broken_parity_status';

/** What sysfs says of a function's SR-IOV capability (Documentation/PCI/pci-iov-howto.rst). Null: no such file. */
export interface SriovCapability {
  readonly totalVfs: number | null;
  readonly numVfs: number | null;
  readonly vfProductId: string | null;
  readonly offset: number | null;
  readonly stride: number | null;
}

export interface VfOf {
  /** Null: the tree names no PF, and none can be inferred. */
  readonly pfAddress: string | null;
  /** Its number on the PF; null: not known. */
  readonly index: number | null;
}

export interface SriovRelations {
  readonly capabilities: ReadonlyMap<string, SriovCapability>;
  /** VFs by address. */
  readonly vfs: ReadonlyMap<string, VfOf>;
}

/**
 * Who is a VF of whom: by the links between them, and for captures that left those out by where the PCIe specification
 * puts VFs (inferred, and noted as such).
 */
export function sriovRelations(tree: HostTree, functions: readonly PciFunction[], notes: TreeNotes): SriovRelations {
  const capabilities = new Map(functions.map((fn) => [fn.address, capabilityOf(tree, fn)] as const));
  const vfs = linkedVfs(tree, functions);
  const namedVfs = new Set(functions.map((pf) => `${pf.vendorId}:${capabilities.get(pf.address)?.vfProductId}`));
  // In a tree that has such links, a function without is no VF.
  const orphans = vfs.size > 0 ? [] : functions.filter((fn) => isVf(tree, fn, namedVfs, capabilities));
  const without = new Set(orphans);
  const candidates = functions.filter((fn) => !without.has(fn));
  for (const [address, vf] of vfs) {
    if (vf.index !== null || vf.pfAddress === null) continue;
    const index = indexByOffset(address, vf.pfAddress, capabilities.get(vf.pfAddress));
    if (index !== null) vfs.set(address, { ...vf, index });
  }
  for (const orphan of orphans) {
    const inferred =
      followsFromRule(orphan, candidates, capabilities) ?? soleCandidate(orphan, candidates, capabilities);
    if (inferred === null && !candidates.some((pf) => couldShareCard(pf, orphan, capabilities))) {
      notes.warn(
        `${orphan.address} is a VF by its model, and no PF of the kind is there: it is read as a NIC of its own.`,
      );
      continue;
    }
    if (inferred === null) {
      notes.warn(`${orphan.address} is a VF, and which PF it is of cannot be seen.`);
      vfs.set(orphan.address, { pfAddress: null, index: null });
      continue;
    }
    notes.assume(`pfs/${inferred.pfAddress}/vfs`, inferred.why);
    vfs.set(orphan.address, inferred);
  }
  return { capabilities, vfs };
}

function capabilityOf(tree: HostTree, { path }: PciFunction): SriovCapability {
  const product = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(attributeOf(tree, `${path}/sriov_vf_device`) ?? '')?.[1];
  return {
    totalVfs: numberOf(tree, `${path}/sriov_totalvfs`),
    numVfs: numberOf(tree, `${path}/sriov_numvfs`),
    vfProductId: product?.toLowerCase().padStart(4, '0') ?? null,
    offset: numberOf(tree, `${path}/sriov_offset`),
    stride: numberOf(tree, `${path}/sriov_stride`),
  };
}

/** `physfn` on the VF, `virtfnN` on the PF: either may be missing from a capture, or lead to nothing in it. */
function linkedVfs(tree: HostTree, functions: readonly PciFunction[]): Map<string, VfOf> {
  const vfs = new Map<string, VfOf>();
  for (const { address, path } of functions) {
    const pfAddress = addressLinked(tree, `${path}/physfn`);
    if (pfAddress !== null && pfAddress !== address) vfs.set(address, { pfAddress, index: null });
  }
  for (const { address, path } of functions) {
    for (const index of numberedNames(tree.list(path), 'virtfn')) {
      const vfAddress = addressLinked(tree, `${path}/virtfn${index}`);
      if (vfAddress !== null && vfAddress !== address) vfs.set(vfAddress, { pfAddress: address, index });
    }
  }
  return vfs;
}

/**
 * By the link's name. Captures that followed links have a folder there, the device's own, and its `uevent` says which device
 * it is (drivers/pci/pci-driver.c `pci_uevent`).
 */
function addressLinked(tree: HostTree, path: string): string | null {
  const name =
    linkedName(tree, path) ?? firstValues(attributeOf(tree, `${path}/uevent`) ?? '', '=').get('PCI_SLOT_NAME') ?? null;
  return name === null ? null : normalisePciAddress(name);
}

/**
 * Whether it is a VF although no link says so: a PF names its id as that of its VFs, or the model is one of VFs. Where all
 * attributes of a function were captured its links were, too: a VF that was given to a virtual machine is a plain device there.
 */
function isVf(
  tree: HostTree,
  fn: PciFunction,
  namedVfs: ReadonlySet<string>,
  capabilities: ReadonlyMap<string, SriovCapability>,
): boolean {
  if (fn.productId === null || capabilities.get(fn.address)?.totalVfs != null) return false;
  if (tree.exists(`${fn.path}/${ATTRIBUTE_OF_ALL}`)) return false;
  return namedVfs.has(`${fn.vendorId}:${fn.productId}`) || isKnownVf(fn);
}

/** VF n is First VF Offset + n × VF Stride behind its PF (PCIe 6.0, 9.3.3.9 and 9.3.3.10). */
function indexByOffset(vf: string, pf: string, capability: SriovCapability | undefined): number | null {
  const { offset = null, stride = null } = capability ?? {};
  if (offset === null || offset <= 0 || stride === null || stride <= 0) return null;
  const index = (routingId(vf) - routingId(pf) - offset) / stride;
  return Number.isInteger(index) && index >= 0 ? index : null;
}

/** VFs in the order of their numbers, then of their addresses. */
export function byIndex(
  a: { readonly index?: number; readonly address: string },
  b: { readonly index?: number; readonly address: string },
): number {
  const difference = (a.index ?? Infinity) - (b.index ?? Infinity);
  return Number.isNaN(difference) || difference === 0 ? comparePciAddresses(a.address, b.address) : difference;
}
