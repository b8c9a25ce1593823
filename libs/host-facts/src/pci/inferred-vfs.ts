import { parsePciAddress, routingsOfVfs, vfModelsOf } from '@iopath/core';

/** A network function as tools show it that do not tell VFs from others. */
export interface SeenFunction {
  readonly address: string;
  /** Empty: not told. */
  readonly vendorId: string;
  readonly productId: string;
  readonly vendorName: string;
  readonly deviceName: string;
  /** Interfaces of the kernel's network stack on it. */
  readonly interfaces: readonly string[];
  /** The PCI bridge that it is behind; null: on the bus of a host bridge, or bridges are not told. */
  readonly bridge: object | null;
}

const VF_NAME = /\bvirtual function\b|\bvfs?\b/i;

/**
 * Which functions are VFs, and of which: null when it is not to be told which of several. Those that are none are not in it,
 * nor are VFs without any PF in sight, which a virtual machine has as its NICs.
 *
 * A function whose name or ids are those of VFs is one, and so is one without interface behind the same bridge as the only
 * function of its maker that has one, if it is another product: a second port is the same product. Its PF is the only one
 * there is behind that bridge, or the one that the model's First VF Offset and VF Stride lead to it from (PCIe 6.0, 9.3.3.9
 * and 9.3.3.10).
 */
function inferredVfs<Seen extends SeenFunction>(functions: readonly Seen[]): ReadonlyMap<Seen, Seen | null> {
  const parents = new Map<Seen, Seen | null>();
  for (const neighbours of byBridge(functions)) {
    const others = neighbours.filter((each) => !isCalledVf(each));
    const pfsFor = candidates(others);
    for (const vf of neighbours) {
      const pf = isCalledVf(vf) ? ofNamed(vf, pfsFor(vf)) : ofUnnamed(vf, pfsFor(vf));
      if (pf !== undefined) parents.set(vf, pf);
    }
  }
  return parents;
}

function isCalledVf({ deviceName, vendorId, productId }: SeenFunction): boolean {
  return VF_NAME.test(deviceName) || vfModelsOf(vendorId, productId).length > 0;
}

/** Functions of the same maker, those with an interface where there are any; looked for once a maker. */
function candidates<Seen extends SeenFunction>(functions: readonly Seen[]): (vf: Seen) => readonly Seen[] {
  const known = new Map<string, readonly Seen[]>();
  return (vf) => {
    const maker = `${vf.vendorId} ${vf.vendorName}`;
    const found = known.get(maker);
    if (found !== undefined) return found;
    const same = functions.filter((each) => isSameMaker(each, vf));
    const withInterface = same.filter(({ interfaces }) => interfaces.length > 0);
    const pfs = withInterface.length > 0 ? withInterface : same;
    known.set(maker, pfs);
    return pfs;
  };
}

/** The only one there is, or the one that it is dealt to. */
function ofNamed<Seen extends SeenFunction>(vf: Seen, pfs: readonly Seen[]): Seen | null | undefined {
  const [only, ...others] = pfs;
  if (only === undefined || others.length === 0) return only;
  const [origin, ...more] = pfs.filter((pf) => leadsTo(pf, vf));
  return origin === undefined || more.length > 0 ? null : origin;
}

function leadsTo(pf: SeenFunction, vf: SeenFunction): boolean {
  const distance = routingId(vf) - routingId(pf);
  return routingsOfVfs(pf.vendorId, pf.productId).some(
    ({ firstVfOffset, vfStride }) => distance >= firstVfOffset && (distance - firstVfOffset) % vfStride === 0,
  );
}

function ofUnnamed<Seen extends SeenFunction>(vf: Seen, pfs: readonly Seen[]): Seen | undefined {
  const [pf, ...more] = pfs;
  if (vf.bridge === null || vf.interfaces.length > 0 || pf === undefined || more.length > 0) return undefined;
  return pf.interfaces.length > 0 && pf.productId !== vf.productId ? pf : undefined;
}

/** VFs may spill over to further buses, and stay behind the bridge of their PF. */
function byBridge<Seen extends SeenFunction>(functions: readonly Seen[]): readonly (readonly Seen[])[] {
  const groups = new Map<unknown, Seen[]>();
  for (const each of functions) {
    const key = each.bridge ?? each.address.slice(0, each.address.lastIndexOf(':'));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

/** By id, or by name: one maker has several ids. */
function isSameMaker(a: SeenFunction, b: SeenFunction): boolean {
  return (a.vendorId !== '' && a.vendorId === b.vendorId) || (a.vendorName !== '' && a.vendorName === b.vendorName);
}

/** Bus, slot and function in one number (PCIe 6.0, 2.2.4.2). */
function routingId({ address }: SeenFunction): number {
  const { bus, slot, function: fn } = parsePciAddress(address) ?? { bus: 0, slot: 0, function: 0 };
  return bus * 256 + slot * 8 + fn;
}

/** Network functions as an inventory has them. */
export interface SortedFunctions<Seen> {
  /** In the order that they are seen in, each with the VFs that were inferred. */
  readonly pfs: readonly { readonly pf: Seen; readonly vfs: readonly Seen[] }[];
  /** VFs of one of several PFs, and nothing tells of which. */
  readonly strays: readonly Seen[];
}

/** Sorts the network functions of a host into PFs, their VFs and strays, as {@link inferredVfs} finds them. */
export function sortedFunctions<Seen extends SeenFunction>(network: readonly Seen[]): SortedFunctions<Seen> {
  const parents = inferredVfs(network);
  const vfs = new Map<Seen, Seen[]>(network.filter((each) => !parents.has(each)).map((pf) => [pf, []]));
  const strays: Seen[] = [];
  for (const [vf, pf] of parents) (pf === null ? strays : (vfs.get(pf) ?? strays)).push(vf);
  return { pfs: [...vfs].map(([pf, own]) => ({ pf, vfs: own })), strays };
}
