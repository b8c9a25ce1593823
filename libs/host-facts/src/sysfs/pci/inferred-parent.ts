import { type NicFamily, vfModelsOf } from '@iopath/core';
import type { PciFunction } from './pci-functions';
import { busOf, domainOf, routingId } from './routing-id';
import type { SriovCapability } from './sriov';

export interface InferredParent {
  readonly pfAddress: string;
  /** Null: which number it has on the PF does not follow. */
  readonly index: number | null;
  readonly why: string;
}

type Capabilities = ReadonlyMap<string, SriovCapability>;

/** First VF Offsets that it may be, VF Stride, and how many VFs there are at most. */
interface Place {
  readonly offsets: readonly number[];
  readonly stride: number;
  readonly maxVfs: number;
}

/** NumVFs has 16 bits, but the VFs of one PF are on its bus and the next few: 256 are as many as any NIC of today has. */
const MAX_VFS = 256;

/**
 * The PF whose VFs lie where this one is: VF n is First VF Offset + n × VF Stride behind it (PCIe 6.0, 9.3.3.9 and 9.3.3.10).
 * Newer kernels have both in sysfs, and of many NICs they are known. Null when none fits, or several do. Where VFs are on
 * the next bus without ARI, that bus has no PF of the kind: one on the VF's own bus comes first.
 */
export function followsFromRule(
  vf: PciFunction,
  candidates: readonly PciFunction[],
  capabilities: Capabilities,
): InferredParent | null {
  const models = modelsOf(vf);
  const fits = candidates
    .filter((pf) => couldShareCard(pf, vf, capabilities))
    .flatMap((pf) => {
      const index = indexOn(pf, vf, capabilities.get(pf.address), models);
      return index === null ? [] : [{ pf, index }];
    });
  const onItsBus = fits.filter(({ pf }) => busOf(pf.address) === busOf(vf.address));
  const [fit, another] = onItsBus.length > 0 ? onItsBus : fits;
  if (fit === undefined || another !== undefined) return null;
  const why =
    'there are no links between PF and VFs: VFs lie First VF Offset and VF Strides behind their PF (PCIe 9.3.3.9)';
  return { pfAddress: fit.pf.address, index: fit.index, why };
}

/** The only function on the VF's bus that could be its PF. */
export function soleCandidate(
  vf: PciFunction,
  candidates: readonly PciFunction[],
  capabilities: Capabilities,
): InferredParent | null {
  const models = modelsOf(vf);
  const [pf, another] = candidates.filter(
    (other) =>
      busOf(other.address) === busOf(vf.address) &&
      sharesKind(other, vf, capabilities) &&
      couldBePf(other, models, capabilities),
  );
  if (pf === undefined || another !== undefined) return null;
  const why = 'there are no links between PF and VFs: it is the only function on their bus that can have them';
  return { pfAddress: pf.address, index: null, why };
}

/** Whether a function is of a VF's kind, wherever in its domain: a virtual machine has VFs without any. */
export function couldShareCard(pf: PciFunction, vf: PciFunction, capabilities: Capabilities): boolean {
  return domainOf(pf.address) === domainOf(vf.address) && sharesKind(pf, vf, capabilities);
}

function modelsOf({ vendorId, productId }: PciFunction): readonly NicFamily[] {
  return vendorId === null || productId === null ? [] : vfModelsOf(vendorId, productId);
}

/** A VF has its PF's vendor and class (PCIe 6.0, 9.3.4.1), and the id that the PF names, if it does. */
function sharesKind(pf: PciFunction, vf: PciFunction, capabilities: Capabilities): boolean {
  if (pf.vendorId !== vf.vendorId || pf.pciClass.slice(0, 4) !== vf.pciClass.slice(0, 4)) return false;
  const { vfProductId = null, totalVfs = null } = capabilities.get(pf.address) ?? {};
  return vfProductId === null ? totalVfs !== 0 : vfProductId === vf.productId;
}

/** By what is known of its model; of a VF whose model is not known, any function of the kind. */
function couldBePf(pf: PciFunction, models: readonly NicFamily[], capabilities: Capabilities): boolean {
  if (models.length === 0 || (capabilities.get(pf.address)?.totalVfs ?? 0) > 0) return true;
  return models.some(
    ({ pfProductIds, pfDriver }) => pfProductIds.includes(pf.productId ?? '') || pf.driver === pfDriver,
  );
}

function indexOn(
  pf: PciFunction,
  vf: PciFunction,
  capability: SriovCapability | undefined,
  models: readonly NicFamily[],
): number | null {
  const distance = routingId(vf.address) - routingId(pf.address);
  for (const { offsets, stride, maxVfs } of placesOf(capability, models)) {
    const indexes = offsets.map((first) => (distance - first) / stride);
    const index = indexes.find((one) => Number.isInteger(one) && one >= 0 && one < maxVfs);
    if (index !== undefined) return index;
  }
  return null;
}

/** What sysfs tells goes before what is known of the model. */
function placesOf(capability: SriovCapability | undefined, models: readonly NicFamily[]): readonly Place[] {
  const { offset = null, stride = null, totalVfs = null, numVfs = null } = capability ?? {};
  if (offset !== null && stride !== null && offset > 0 && stride > 0) {
    const maxVfs = numVfs !== null && numVfs > 0 ? numVfs : (totalVfs ?? MAX_VFS);
    return [{ offsets: [offset], stride, maxVfs }];
  }
  return models.flatMap(({ vfRoutings, vfLimit }) =>
    vfRoutings.map(({ firstVfOffset, vfStride }) => ({
      offsets: [firstVfOffset],
      stride: vfStride,
      maxVfs: totalVfs ?? (vfLimit.kind === 'driver' ? vfLimit.perPf + 1 : MAX_VFS),
    })),
  );
}
