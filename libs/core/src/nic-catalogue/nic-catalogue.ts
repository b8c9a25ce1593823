import { BROADCOM_FAMILIES } from './families/broadcom.data';
import { INTEL_FAST } from './families/intel-fast.data';
import { INTEL_GIGABIT } from './families/intel-gigabit.data';
import { MARVELL } from './families/marvell.data';
import { MELLANOX } from './families/mellanox.data';
import { OTHER_FAMILIES } from './families/others.data';
import type { NicFamily, VfRouting } from './nic-family';

/** SR-IOV NICs that clouds have, by maker. */
export const NIC_CATALOGUE: readonly NicFamily[] = [
  ...INTEL_GIGABIT,
  ...INTEL_FAST,
  ...MELLANOX,
  ...BROADCOM_FAMILIES,
  ...MARVELL,
  ...OTHER_FAMILIES,
];

const FAMILY_OF_PF: ReadonlyMap<string, NicFamily> = new Map(
  NIC_CATALOGUE.flatMap((family) => family.pfProductIds.map((id) => [keyOf(family.vendorId, id), family] as const)),
);

/**
 * The family of a PF; null when the catalogue has none of these ids.
 *
 * @param vendorId PCI ids in four hex digits, in either case.
 */
export function nicModelOf(vendorId: string, productId: string): NicFamily | null {
  return FAMILY_OF_PF.get(keyOf(vendorId, productId)) ?? null;
}

/**
 * The families that a VF with these ids may belong to, in the catalogue's order. Often several: VFs of the Intel 700 and
 * 800 series and of ConnectX-6 Dx and later share ids, so a VF does not tell which card it is on.
 */
export function vfModelsOf(vendorId: string, productId: string): readonly NicFamily[] {
  const [vendor, product] = [vendorId.toLowerCase(), productId.toLowerCase()];
  return NIC_CATALOGUE.filter((family) => family.vendorId === vendor && family.vfProductIds.includes(product));
}

/**
 * Where the VFs of a PF with these ids may lie: its VF `index` has the PF's routing ID, plus First VF Offset, plus `index`
 * times VF Stride (SR-IOV 1.1, 3.3.9 and 3.3.10). Several, as the hardware offers another offset where ARI is off
 * (128 and 384: on the PF's own bus and on the next one); the one with ARI first. Empty: not known, or it depends on port
 * and firmware.
 */
export function routingsOfVfs(pfVendorId: string, pfProductId: string): readonly VfRouting[] {
  return nicModelOf(pfVendorId, pfProductId)?.vfRoutings ?? [];
}

function keyOf(vendorId: string, productId: string): string {
  return `${vendorId}:${productId}`.toLowerCase();
}
